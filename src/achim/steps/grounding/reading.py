"""What a check sees: a claim, the sentences it cites, and what it is judged by beside them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import mul

from achim.domain.claim import Claim
from achim.domain.note import Note
from achim.domain.paper import Paper, Sentence

_LETTERS, _SYLLABLES = 5, 2
_TELLING = 0.08
_ENGLISH_WORD = re.compile(r"[a-z]{3,}")
_SAME_NAME = re.compile(r"[^0-9a-z가-힣]+")
_TITLE_NAME = re.compile(r"\s*([A-Za-z0-9][\w+.\-]{1,40}(?:\s[\w+.\-]{1,20})?)\s?:")
_PROPOSED = re.compile(
    r"\b(?:propose|introduce|present|develop|called|named|dubbed|termed)s?\s(?:the\s|a\s|an\s)?([A-Z][\w+.\-]{1,40})"
    r"|\(([A-Z][\w+.\-]{1,20})\)"
)


@dataclass(frozen=True, slots=True)
class RefusedTerm:
    """An English term, as a pattern of its spellings, with the renderings that are wrong for it."""

    english: re.Pattern[str]
    forbidden: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """What claims are judged by beside their sentences.

    ``lang`` is the edition's language, "" where it is not known. ``vectors`` holds unit vectors by text, for the
    texts of ``texts_to_embed``; without them the checks that need them find nothing. ``lexicon`` gives, for the first two
    syllables of a Korean word, the English beginnings it is told by and how often (``tools/train_lexicon.py``). ``attributed`` asks that great
    words (first, best) are told as the authors' own.
    """

    lang: str = ""
    terms: tuple[RefusedTerm, ...] = ()
    vectors: Mapping[str, Sequence[float]] = field(default_factory=dict[str, Sequence[float]])
    lexicon: Mapping[str, Mapping[str, float]] = field(default_factory=dict[str, Mapping[str, float]])
    attributed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """``facts`` are the texts of the supported facts printed beside a view; None where they are not known."""

    claim: Claim
    cited: tuple[tuple[Paper, tuple[Sentence, ...]], ...]
    standard: Standard
    facts: tuple[str, ...] | None = None

    @property
    def text(self) -> str:
        return self.claim.text

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentence for _, sentences in self.cited for sentence in sentences)

    @property
    def source(self) -> str:
        """All cited sentences as one text."""
        return "\n".join(sentence.text for sentence in self.sentences)

    @property
    def context(self) -> str:
        """Titles of the cited papers and their own names: what *we* and *our method* in a sentence stand for."""
        return "\n".join(part for paper, _ in self.cited for part in (paper.title, *own_names(paper)))


Check = Callable[[Reading], Iterator[Note]]
"""Reasons why a claim does not follow from the sentences it cites; none where it finds no fault."""


def own_names(paper: Paper) -> Iterator[str]:
    """The name that a paper gives its own work: in its title, else the first that is proposed or put in brackets."""
    if match := _TITLE_NAME.match(paper.title):
        yield match[1]
        return
    for sentence in paper.sentences:
        if re.search(r"\b(?:we|this paper|this work|our)\b", sentence.text, re.IGNORECASE) and (
            match := _PROPOSED.search(sentence.text[:2000])
        ):
            yield (match[1] or match[2]).rstrip(".-")
            return


def bare(text: str) -> str:
    """Letters and digits only: GPT-4o, gpt4o and GPT 4o are one name."""
    return _SAME_NAME.sub("", text.lower())


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


def cosine(left: Sequence[float], right: Sequence[float]) -> float:
    """Of unit vectors."""
    return sum(map(mul, left, right))
