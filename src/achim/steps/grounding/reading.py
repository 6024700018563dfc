"""What a check sees: a claim, the sentences it cites, and what it is judged by beside them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from achim.domain.claim import Claim
from achim.domain.note import Note
from achim.domain.paper import Sentence, Story, Work
from achim.steps.grounding.term_book import TermBook

_LETTERS, _SYLLABLES = 5, 2
_TELLING = 0.08
_SHARE = 0.4
_PRONOUN = re.compile(
    r"\b(?:it|its|he|his|she|her|they|their|them|the (?:company|companies|firm|start-?up|group|team|agency|model|tool|service|maker|authors?|researchers))\b",
    re.IGNORECASE,
)
_FEW = 3
"""Shared words that tell nothing of an article: the lexicon is of abstracts."""
_CLAIM_WORD = re.compile(r"[A-Za-z]+|[가-힣]{2,}")
_ENGLISH_WORD = re.compile(r"[a-z]{3,}")
_SAME_NAME = re.compile(r"[^0-9a-z가-힣]+")
_SELF = re.compile(r"\b(?:we|this paper|this work|our)\b", re.IGNORECASE)
_TITLE_NAME = re.compile(r"\s*([A-Za-z0-9][\w+.\-]{1,40}(?:\s[\w+.\-]{1,20})?)\s?:")
_PROPOSAL = re.compile(
    r"\b(?:propos|introduc|present|develop|releas|build|built|construct|creat|call|nam|dub|term)(?:e?s|e|ed|led|med|bed|t)?\b"
)
_CAPITAL = re.compile(r"\(?([A-Z]\w*(?:[-+.]\w+)*\+?)")
_NAME_LETTERS = re.compile(r"[a-z]*[A-Z].*[A-Z0-9]")
COMMON = frozenset(
    [
        "LLM",
        "LLMs",
        "MLLM",
        "MLLMs",
        "VLM",
        "VLMs",
        "LVLM",
        "LVLMs",
        "LMM",
        "LMMs",
        "LM",
        "LMs",
        "RL",
        "SFT",
        "RAG",
        "CoT",
        "AI",
        "NLP",
        "GPU",
        "GPUs",
        "KV",
        "QA",
        "MoE",
        "ML",
        "CLIP",
        "GPT",
        "3D",
        "2D",
    ]
)
_FAR = 160
"""Characters behind *propose* in which a name is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """What claims are judged by beside their sentences.

    ``lang`` is the edition's language, "" where it is not known. ``vectors`` holds unit vectors by text, for the
    texts of ``texts_to_embed``, as ``support.centred`` makes them with ``means`` (by language, ``tools/train_means.py``);
    without them the checks that need them find nothing. ``lexicon`` gives, for the first two
    syllables of a Korean word, the English beginnings it is told by and how often (``tools/train_lexicon.py``). ``attributed`` asks that great
    words (first, best) are told as the authors' own. ``register`` is that of Korean, handa or hapnida; "" where any will do.
    """

    lang: str = ""
    terms: TermBook = field(default_factory=TermBook)
    vectors: Mapping[str, Sequence[float]] = field(default_factory=dict[str, Sequence[float]])
    means: Mapping[str, Sequence[float]] = field(default_factory=dict[str, Sequence[float]])
    lexicon: Mapping[str, Mapping[str, float]] = field(default_factory=dict[str, Mapping[str, float]])
    attributed: bool = False
    register: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """``facts`` are the texts of the supported facts printed beside a view; None where they are not known."""

    claim: Claim
    cited: tuple[tuple[Work, tuple[Sentence, ...]], ...]
    standard: Standard
    facts: tuple[str, ...] | None = None

    @property
    def text(self) -> str:
        return self.claim.text

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentence for _, sentences in self.cited for sentence in sentences)

    @property
    def is_news(self) -> bool:
        return any(isinstance(work, Story) for work, _ in self.cited)

    @property
    def source(self) -> str:
        """All cited sentences as one text."""
        return "\n".join(sentence.text for sentence in self.sentences)

    @property
    def antecedents(self) -> str:
        """Of stories: the sentence before each cited one that says *it*, *he* or *the company*; names are told by such words."""
        return "\n".join(
            before.text
            for work, sentences in self.cited
            if isinstance(work, Story)
            for sentence in sentences
            if _PRONOUN.search(sentence.text) and (before := work.sentence(sentence.number - 1))
        )

    @property
    def context(self) -> str:
        """Titles of the cited papers and their own names: what *we* and *our method* in a sentence stand for."""
        return "\n".join(part for paper, _ in self.cited for part in (paper.title, *own_names(paper)))


Check = Callable[[Reading], Iterator[Note]]
"""Reasons why a claim does not follow from the sentences it cites; none where it finds no fault."""


@lru_cache(maxsize=512)
def _named(title: str, texts: tuple[str, ...]) -> tuple[str, ...]:
    if match := _TITLE_NAME.match(title):
        return (match[1],)
    return next((names for text in texts if _SELF.search(text) and (names := proposed(text))), ())


@lru_cache(maxsize=2048)
def proposed(text: str) -> tuple[str, ...]:
    """Names that a sentence gives to what it proposes; acronyms that everyone knows are none."""
    found: list[str] = []
    for verb in _PROPOSAL.finditer(text[:2000]):
        for match in _CAPITAL.finditer(text, verb.end(), verb.end() + _FAR):
            name = match[1].rstrip(".-")
            is_name = _NAME_LETTERS.match(name) or match.group().startswith("(") or text.startswith(",", match.end())
            if name not in COMMON and is_name and len(name) > 1:
                found.append(name)
                break
    return tuple(found)


def own_names(paper: Work) -> tuple[str, ...]:
    """The names that a paper gives its own work: before the colon of its title, and the first that it proposes."""
    return _named(paper.title, tuple(sentence.text for sentence in paper.sentences))


def bare(text: str) -> str:
    """Letters and digits only: GPT-4o, gpt4o and GPT 4o are one name."""
    return _SAME_NAME.sub("", text.lower())


def ground(reading: Reading) -> tuple[str, ...]:
    """The cited sentences that share words with the claim, by the lexicon: what is cited beside them bears nothing out."""
    texts = tuple(sentence.text for sentence in reading.sentences)
    if len(texts) < 2:
        return texts
    said = english_of(_CLAIM_WORD.findall(reading.text), reading.standard.lexicon)
    shared = [len(said & english_stems(text)) for text in texts]
    if reading.is_news and max(shared) < _FEW:
        return texts
    least = max(shared) * _SHARE
    return tuple(text for text, count in zip(texts, shared, strict=True) if count >= least)


def english_stems(text: str) -> frozenset[str]:
    """English words as the lexicon knows them: by their first five letters."""
    return frozenset(word[:_LETTERS] for word in _ENGLISH_WORD.findall(text.lower()))


def english_of(words: Iterable[str], lexicon: Mapping[str, Mapping[str, float]]) -> frozenset[str]:
    """The English beginnings that a claim's words may be told by; Latin words tell themselves."""
    stems: set[str] = set()
    for word in words:
        if word.isascii():
            stems.update(english_stems(word))
        else:
            stems.update(english for english, share in lexicon.get(word[:_SYLLABLES], {}).items() if share > _TELLING)
    return frozenset(stems)
