"""Keywords of a paper: known terms, names it gives itself, acronyms it defines, and phrases it returns to."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from achim.domain.paper import Paper

LONGEST = 4
"""Words in a keyword."""

Key = tuple[str, ...]
"""A term's words in small letters and in the singular; hyphens part words."""

_WORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9+@.]*[A-Za-z0-9+])?")
_CHUNK = re.compile(r"[A-Za-z0-9][A-Za-z0-9+@.'\-]*|[^\s\w]|\w+")
_SHORT = re.compile(r"\(([A-Z][A-Za-z0-9\-]{1,11})\)")
_NAMED = re.compile(
    r"\b(?:called|named|dubbed|termed)\s+([A-Z][\w+\-]{2,30})"
    r"|\b(?:propose|introduce|present|proposes|introduces|presents)\s+([A-Z][\w+\-]{2,30})(?=[,.;:]|\s\()"
)
_TITLE_NAME = re.compile(r"\s*([A-Z][\w+\-.]{2,30}(?: [A-Z][\w+\-.]{1,20})?)\s*:\s")
_NAME_SHAPE = re.compile(r"[A-Z][^-]*[A-Z0-9][^-]*|[^-]*[a-z][A-Z][^-]*")
_TITLE_WORD = re.compile(r"[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
_TAIL = ".,;:'\"-"

_STOP = frozenset(
    {
        "a", "about", "above", "achieve", "achieves", "across", "after", "again", "against", "al", "all",
        "allow", "allows", "along", "already", "also", "although", "always", "am", "among", "an", "analysis",
        "analyze", "and", "any", "applied", "apply", "approach", "approaches", "are", "around", "art", "as",
        "at", "available", "based", "be", "beat", "beats", "became", "because", "been", "before", "behind",
        "being", "below", "best", "better", "between", "beyond", "both", "bounded", "bring", "build",
        "building", "but", "by", "can", "cannot", "case", "code", "comparable", "compare", "compared",
        "complex", "component", "comprehensive", "could", "data", "demonstrate", "demonstrates",
        "demonstrating", "design", "designing", "despite", "detail", "details", "develop", "developing", "did",
        "different", "diverse", "do", "does", "doing", "done", "down", "due", "during", "each", "easy",
        "effective", "effectively", "effectiveness", "efficient", "efficiently", "eight", "either", "enable",
        "enables", "enabling", "enhance", "enhanced", "enhances", "enhancing", "enough", "et", "etc",
        "evaluate", "evaluating", "evaluation", "even", "ever", "every", "existing", "experiment",
        "experimental", "experiments", "explore", "exploring", "extend", "extensive", "fast", "few", "find",
        "finding", "first", "five", "follow", "following", "for", "found", "four", "from", "full", "further",
        "generate", "generated", "generates", "generating", "give", "given", "gives", "good", "had", "half",
        "happen", "happened", "has", "have", "having", "he", "hence", "her", "here", "high", "high-quality",
        "how", "however", "i", "if", "impact", "important", "improve", "improved", "improves", "improving",
        "in", "include", "including", "increase", "inside", "interpreting", "insight", "insights", "into", "introduce",
        "introduces", "introducing", "investigate", "is", "issue", "it", "its", "itself", "just", "key", "know",
        "large", "large-scale", "lead", "leading", "learn", "learning", "learns", "less", "let", "leverage",
        "leverages", "leveraging", "like", "long", "look", "low", "made", "main", "mainly", "make", "makes",
        "making", "many", "matter", "matters", "may", "means", "method", "methods", "might", "model", "models",
        "more", "most", "much", "multiple", "must", "my", "near", "need", "needs", "new", "next", "nine", "no",
        "non", "nor", "not", "novel", "now", "number", "of", "off", "often", "old", "on", "once", "one", "only",
        "onto", "open", "or", "other", "others", "our", "out", "outperform", "outperforms", "over", "overall",
        "own", "paper", "papers", "particular", "per", "perform", "performance", "performing", "perspective",
        "possible", "present", "presents", "previous", "prior", "problem", "problems", "propose", "proposed",
        "proposes", "provide", "provides", "question", "rather", "real", "recent", "recently", "reduce",
        "reduced", "reducing", "reliable", "rely", "report", "require", "requires", "research", "result",
        "results", "rethinking", "reveal", "review", "revisiting", "right", "robust", "same", "scalable",
        "scale", "see", "set", "seven", "several", "shall", "she", "short", "should", "show", "showing",
        "shown", "shows", "significant", "significantly", "simple", "simultaneous", "since", "single", "six",
        "slow", "small", "so", "some", "state", "state-of-the-art", "still", "strong", "studies", "study",
        "such", "survey", "system", "systems", "take", "takes", "task", "tasks", "ten", "text", "than", "that",
        "the", "their", "them", "then", "there", "these", "they", "this", "those", "three", "through", "thus",
        "to", "together", "too", "toward", "towards", "train", "trained", "training", "two", "under",
        "understand", "unified", "unlike", "unpacking", "until", "up", "upon", "us", "use", "used", "useful",
        "user", "users", "uses", "using", "various", "very", "via", "want", "was", "way", "ways", "we", "well",
        "were", "what", "when", "where", "whether", "which", "while", "who", "whole", "whose", "why", "will",
        "with", "within", "without", "work", "works", "would", "wrong", "yet", "you", "your",
    }
)  # fmt: skip
"""Words that end a phrase: function words, and what every paper says of itself."""
_GENERIC = frozenset(
    {
        "ablation study", "agent", "ai", "alignment", "api", "artificial intelligence", "baseline", "benchmark",
        "classifier", "dataset", "deep learning", "embedding", "ensemble", "f1", "generalization", "gpu",
        "gradient", "ground truth", "latency", "learning rate", "loss function", "machine learning",
        "multimodal", "neural network", "passage", "prompt", "reasoning", "reward", "robustness",
        "state of the art", "throughput", "token", "tpu",
    }
)  # fmt: skip
"""Known terms that say little about a paper; they count only in its title, and then little."""
_COMMON = frozenset({"large language model", "llm", "language model", "pre-training", "fine-tuning", "transformer"})
"""Known terms that many papers name in passing."""
_REACH = 240
"""Characters before an acronym in which its long form may stand."""


@lru_cache(maxsize=20_000)
def term_key(term: str) -> Key:
    """What two spellings of one term have in common."""
    return tuple(_singular(word) for word in _WORD.findall(term.replace("-", " ").lower()))


def _singular(word: str) -> str:
    if len(word) <= 3 or word.endswith(("ss", "us", "is", "ous", "ics")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    key: Key
    points: float


@dataclass(frozen=True, slots=True)
class _Reading:
    """A paper's title and abstract as sequences of words, for counting terms in them."""

    title: Key
    body: Key
    raw_title: str
    raw: str

    @classmethod
    def of(cls, paper: Paper) -> "_Reading":
        raw = f"{paper.title}. {paper.abstract}"
        return cls(term_key(paper.title), term_key(paper.abstract), paper.title, raw)

    def in_title(self, key: Key) -> bool:
        return _count(self.title, key) > 0

    def count(self, key: Key) -> int:
        return _count(self.title, key) + _count(self.body, key)

    def mentions(self, acronym: Key) -> int:
        """How often an acronym stands by itself or before a hyphen: not the CoT of *S2-CoT*."""
        return len(_alone(acronym).findall(self.raw))

    def mentions_in_title(self, acronym: Key) -> bool:
        return _alone(acronym).search(self.raw_title) is not None


def _alone(acronym: Key) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape('-'.join(acronym))}s?(?!\w)", re.IGNORECASE)


def _count(words: Key, key: Key) -> int:
    size = len(key)
    if not size:
        return 0
    return sum(1 for at, word in enumerate(words) if word == key[0] and words[at : at + size] == key)


def keywords(paper: Paper, glossary_terms: Mapping[str, str | None], limit: int = 5) -> tuple[str, ...]:
    """At most ``limit`` English terms, the most telling first; of two spellings of one thing only the better.

    ``glossary_terms`` maps known English terms to their Korean rendering or None; a trailing ``*`` matches any ending.
    """
    reading = _Reading.of(paper)
    defined = dict(_acronyms(reading.raw))
    short = _known_acronyms(glossary_terms) | {acronym: term_key(long) for acronym, long in defined.items()}
    found = [*_known(reading, glossary_terms, short), *_names(reading)]
    found += _spelled_out(reading, defined, {term_key(term) for term in glossary_terms})
    found += _phrases(reading, {candidate.key for candidate in found})
    ranked = sorted(
        (candidate for candidate in found if candidate.points),
        key=lambda candidate: (-candidate.points, candidate.key, candidate.text),
    )
    return tuple(candidate.text for candidate in _distinct(ranked, short))[:limit]


def _known_acronyms(terms: Mapping[str, str | None]) -> dict[Key, Key]:
    """Known acronyms that are the initials of a known term: LLM, large language model.

    Only of terms that have a rendering: among all phrases of a taxonomy some share their initials with another's.
    """
    keys = {term_key(term) for term in terms}
    rendered = {term_key(term) for term, korean in terms.items() if korean}
    initials = {("".join(word[0] for word in key),): key for key in sorted(rendered) if len(key) > 1}
    return {acronym: long for acronym, long in initials.items() if acronym in keys}


def _distinct(ranked: Iterable[_Candidate], short: Mapping[Key, Key]) -> Iterator[_Candidate]:
    """Drop what is a part of, or has for a part, something better; an acronym counts as what it stands for."""
    taken: list[Key] = []
    for candidate in ranked:
        key = tuple(word for part in candidate.key for word in short.get((part,), (part,)))
        if not any(_count(key, other) or _count(other, key) for other in taken):
            taken.append(key)
            yield candidate


def _known(reading: _Reading, terms: Mapping[str, str | None], short: Mapping[Key, Key]) -> Iterator[_Candidate]:
    for term, korean in terms.items():
        for text in _spelled(term, reading):
            key = term_key(text)
            count = reading.count(key) + _mentions(reading, key, short)
            if not count and korean and len(korean) > 1 and korean in reading.raw:
                count = 1
            if count and len(key) <= LONGEST and len(short.get(key, ())) not in range(2, LONGEST + 1):
                yield _Candidate(text, key, _known_points(text, key, count, _is_titled(reading, key, short)))


def _known_points(text: str, key: Key, count: int, titled: bool) -> float:
    if text.lower() in _GENERIC:
        return 0.5 if titled else 0.0
    if text.lower() in _COMMON and not titled:
        return 1.0
    return 1.5 + 0.8 * min(len(key) - 1, 3) + (2.0 if titled else 0.0) + 0.4 * min(count - 1, 4)


def _is_titled(reading: _Reading, key: Key, short: Mapping[Key, Key]) -> bool:
    return reading.in_title(key) or any(
        reading.mentions_in_title(acronym) for acronym, long in short.items() if long == key
    )


def _mentions(reading: _Reading, key: Key, short: Mapping[Key, Key]) -> int:
    return sum(reading.mentions(acronym) for acronym, long in short.items() if long == key)


def _spelled(term: str, reading: _Reading) -> Iterable[str]:
    """The term itself, or for a stem with ``*`` the words of the paper that begin with it."""
    if not term.endswith("*"):
        return (term,)
    stem = re.escape(term[:-1].strip())
    found = re.findall(rf"(?<![\w-]){stem}\w*", reading.raw, re.IGNORECASE) if stem else []
    return tuple(dict.fromkeys(text.lower() for text in found))


def _acronyms(text: str) -> Iterator[tuple[Key, str]]:
    """Key of an acronym and what the text says it stands for: ``sparse autoencoders (SAEs)``."""
    for match in _SHORT.finditer(text):
        short = match[1].removesuffix("s") if match[1][-2:-1].isupper() else match[1]
        words = text[max(0, match.start() - _REACH) : match.start()].split()[-min(len(short) + 5, 2 * len(short)) :]
        if long := _stands_for(short.lower(), " ".join(words)):
            yield term_key(short), long


def _stands_for(short: str, before: str) -> str | None:
    """The shortest end of ``before`` with the letters of ``short`` in order, the first one beginning a word.

    Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text", 2003.
    """
    low, at = before.lower(), len(before)
    for letter in reversed([letter for letter in short if letter.isalnum()][1:]):
        at = low.rfind(letter, 0, at)
        if at < 0:
            return None
    first = next((start for start in range(at - 1, -1, -1) if _begins(low, start, short[0])), None)
    long = before[first:] if first is not None else ""
    return long if len(long) > len(short) and not re.search(r"[.,;:()]", long) else None


def _begins(text: str, at: int, letter: str) -> bool:
    return text[at] == letter and (at == 0 or not text[at - 1].isalnum())


def _spelled_out(reading: _Reading, defined: Mapping[Key, str], known: Container[Key]) -> Iterator[_Candidate]:
    """What an acronym stands for, where the paper spells it out in few enough words."""
    for acronym, long in defined.items():
        key = term_key(long)
        if 1 < len(key) <= LONGEST and key not in known:
            count = reading.mentions(acronym) + reading.count(key)
            titled = reading.mentions_in_title(acronym) or reading.in_title(key)
            text = " ".join(_plain(word) for word in long.split())
            yield _Candidate(text, key, 1.2 + (2.0 if titled else 0.0) + 0.3 * min(count, 5))


def _names(reading: _Reading) -> Iterator[_Candidate]:
    """Names that the paper gives to what it makes: before the title's colon, and after *called* or *we propose*."""
    if (match := _TITLE_NAME.match(reading.raw_title)) and _is_name(match[1], reading):
        yield _Candidate(match[1], term_key(match[1]), 7.0)
    for found in dict.fromkeys(match[1] or match[2] for match in _NAMED.finditer(reading.raw)):
        name = found.rstrip(_TAIL)
        if term_key(name) and not set(term_key(name)) <= _STOP:
            yield _Candidate(name, term_key(name), 2.5 + 0.4 * min(reading.count(term_key(name)), 4))
    for name in dict.fromkeys(_TITLE_WORD.findall(reading.raw_title)):
        if _has_name_shape(name) and reading.count(term_key(name)) > 1:
            yield _Candidate(name, term_key(name), 2.6)


def _has_name_shape(text: str) -> bool:
    """Mixed or all capitals in one of its parts, and no describing end as in *LLM-driven*."""
    parts = text.split("-")
    is_described = len(parts) > 1 and parts[-1].islower()
    return not is_described and any(_NAME_SHAPE.fullmatch(part) for part in parts)


def _is_name(text: str, reading: _Reading) -> bool:
    """A name by its shape, or one word that the abstract writes with a capital in mid-sentence."""
    key = term_key(text)
    if not key or len(key) > LONGEST or set(key) <= _STOP:
        return False
    words = text.split()
    if len(words) > 1:
        return all(_has_name_shape(word) or word.isdigit() for word in words)
    return _has_name_shape(text) or re.search(rf"[a-z,] {re.escape(text)}(?![\w-])", reading.raw) is not None


def _phrases(reading: _Reading, known: set[Key]) -> Iterator[_Candidate]:
    """Runs of two to four telling words that stand in the title, or twice and more in the text."""
    for key, text in dict(_runs(reading.raw)).items():
        count, title = reading.count(key), reading.in_title(key)
        if key in known or not (title or count > 1):
            continue
        yield _Candidate(text, key, 0.4 + (1.4 if title else 0.0) + 0.4 * min(count, 4) + 0.2 * (len(key) > 2))


def _runs(text: str) -> Iterator[tuple[Key, str]]:
    run: list[str] = []
    for chunk in [*_CHUNK.findall(text), "."]:
        word = chunk.rstrip(_TAIL)
        if word and _tells(word):
            run.append(word)
        if not word or not _tells(word) or word != chunk:
            yield from _phrase_of(run)
            run = []


def _tells(word: str) -> bool:
    low = word.lower()
    return len(low) > 1 and low[0].isalpha() and low.isascii() and low not in _STOP and not low.endswith("ly")


def _phrase_of(run: Sequence[str]) -> Iterator[tuple[Key, str]]:
    key = term_key(" ".join(run))
    if len(run) > 1 and 2 <= len(key) <= LONGEST:
        yield key, " ".join(_plain(word) for word in run)


def _plain(word: str) -> str:
    """Small letters for a word with none but first capitals; acronyms and names keep theirs."""
    return "-".join(part if _NAME_SHAPE.fullmatch(part) else part.lower() for part in word.split("-"))
