"""Keywords of a paper: names it gives itself, known terms, acronyms it defines, and noun phrases it returns to."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from achim.domain.paper import Work
from achim.steps.meaning import meaning
from achim.steps.paper_text import PaperText, alone
from achim.steps.phrases import SAYS_NOTHING, STOP, PhraseModel, describes, is_term, noun_phrases, trimmed
from achim.steps.terms import LONGEST, Key, KnownTerms, holds, term_key

LEAST, FEW = 1.5, 2
"""Points below which a phrase is a keyword only where a paper has fewer than FEW: better few than poor ones."""
_FILLS = 1.0
"""Points of what only fills up."""
_NAMED = re.compile(
    r"\b(?:called|named|dubbed|termed)\s+([A-Z](?:[\w+\-]|\.\d){2,30})"
    r"|\b(?:propose|introduce|present|proposes|introduces|presents)\s+([A-Z](?:[\w+\-]|\.\d){2,30})(?=[,.;:]|\s\()"
)
_TITLE_NAME = re.compile(r"\s*([A-Z][\w+\-.]{2,30}(?: [A-Z][\w+\-.&]{1,20})?)\s*:\s")
_NAME_SHAPE = re.compile(r"[A-Z0-9][^-]*[A-Z][^-]*|[A-Z][^-]*\d[^-]*|[^-]*[a-z][A-Z][^-]*")
_AMOUNT = re.compile(r"\d+[A-Za-z]?")
_HANGUL = re.compile(r"[가-힣]")
_TITLE_WORD = re.compile(r"(?<![\w&-])[A-Z0-9][A-Za-z0-9.]*[A-Za-z0-9](?:-[A-Za-z0-9]+)*")
_RUN = re.compile(r"(?:^|\s)[a-z]+,? ([A-Z][a-z]+(?: [A-Z][a-z]+)+)(?= [a-z]|[.,;:])")
_GENERIC = frozenset(
    {
        "ablation study", "agent", "ai", "alignment", "api", "artificial intelligence", "baseline", "benchmark",
        "classifier", "dataset", "deep learning", "embedding", "ensemble", "f1", "generalization", "gpu",
        "gradient", "ground truth", "latency", "learning rate", "loss function", "machine learning",
        "multimodal", "neural network", "passage", "prompt", "reasoning", "reward", "robustness",
        "state of the art", "throughput", "token", "tpu", "zero-shot", "few-shot", "transferability",
    }
)  # fmt: skip
"""Known terms that say little about a paper; they count only in its title, and then little."""
_COMMON = frozenset(
    {
        "computer vision", "fine-tuning", "foundation model", "generative model", "language model",
        "large language model", "llm", "natural language processing", "pre-training", "transformer",
    }
)  # fmt: skip
"""Known terms that many papers name in passing; like names of data and models named once, they only fill up."""
_SAY_LITTLE = frozenset(map(term_key, _GENERIC | _COMMON))


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    key: Key
    points: float
    count: int
    is_fixed: bool = False
    """A name or a term of the glossary, which is no half of anything longer."""


def keywords(paper: Work, terms: KnownTerms, model: PhraseModel, limit: int = 5) -> tuple[str, ...]:
    """At most ``limit`` English terms, the most telling first; of two spellings of one thing only the better."""
    reading = PaperText.of(paper, terms)
    found = [*_names(reading, terms), *_known(reading, terms), *_spelled_out(reading, terms, model)]
    found += _phrases(reading, terms, model)
    ranked = sorted(_whole(found, reading), key=lambda each: (-each.points, each.key, each.text))
    distinct = tuple(_distinct(ranked, reading))
    telling = sum(each.points >= LEAST for each in distinct)
    return tuple(each.text for each in distinct[: min(limit, max(telling, FEW))])


def is_telling(term: str) -> bool:
    """Whether a term says something of a paper that has it: no name of a thing made, nothing that many papers name."""
    return term_key(term) not in _SAY_LITTLE and not (" " not in term and _has_name_shape(term))


def _distinct(ranked: Iterable[_Candidate], reading: PaperText) -> Iterator[_Candidate]:
    """Drop what is a part of, or has for a part, something better, or means the same; an acronym counts as what it
    stands for."""
    taken: list[Key] = []
    meant: set[str] = set()
    for candidate in ranked:
        key, said = reading.long(candidate.key), meaning(candidate.text, reading.short)
        if candidate.points >= _FILLS and said not in meant and not any(_are_one(key, other) for other in taken):
            taken.append(key)
            meant.add(said)
            yield candidate


def _are_one(one: Key, other: Key) -> bool:
    """One is within the other, or a name with a number or sign after it: YOCO and YOCO++."""
    return holds(one, other) or holds(other, one) or (len(one) == len(other) == 1 and other[0].startswith(one[0]))


def _whole(found: Iterable[_Candidate], reading: PaperText) -> Iterator[_Candidate]:
    """Candidates that are not halves of longer ones; a longer one takes over the points of its half.

    As in Frantzi and Ananiadou's C-value (2000) a part counts by its places outside what holds it.
    """
    best: dict[Key, _Candidate] = {}
    for each in found:
        if each.key not in best or best[each.key].points < each.points:
            best[each.key] = each
    heirs: dict[Key, float] = {}
    halves: set[Key] = set()
    for each in best.values():
        for holder in best.values():
            if len(holder.key) > len(each.key) and holds(holder.key, each.key) and _takes(holder, each):
                halves.add(each.key)
                heirs[holder.key] = max(heirs.get(holder.key, 0.0), each.points)
    for key, each in best.items():
        if key not in halves:
            yield replace(each, points=max(each.points, heirs.get(key, 0.0)))


def _takes(holder: _Candidate, part: _Candidate) -> bool:
    if part.is_fixed and len(part.key) > 1 and not holder.is_fixed:
        return holder.count > 1 and holder.count * 3 >= part.count * 2
    return holder.is_fixed or len(part.key) == 1 or holder.count * 2 >= part.count


def _known(reading: PaperText, terms: KnownTerms) -> Iterator[_Candidate]:
    spelled = dict.fromkeys([*terms.within(reading.title.words), *terms.within(reading.body.words)])
    spelled |= dict.fromkeys(terms.acronyms[key] for key in terms.acronyms if key in reading.short)
    is_korean = _HANGUL.search(reading.raw) is not None
    for key, (text, korean) in terms.renderings.items():
        is_told = is_korean and korean is not None and len(korean) > 1 and korean in reading.raw
        if (key in spelled or is_told) and len(key) <= LONGEST and not _is_spelled_out(key, reading):
            count = max(reading.mentions(key), int(is_told))
            if count and (points := _known_points(text, key, count, reading.in_title(key))):
                yield _Candidate(text, key, points, count, is_fixed=True)


def _is_spelled_out(key: Key, reading: PaperText) -> bool:
    return 1 < len(reading.short.get(key, ())) <= LONGEST


def _known_points(text: str, key: Key, count: int, titled: bool) -> float:
    if text.lower() in _GENERIC:
        return _FILLS if titled else 0.0
    is_passing = not titled and count == 1 and text != text.lower()
    if text.lower() in _COMMON or is_passing:
        return _FILLS
    return 1.5 + 0.8 * min(len(key) - 1, 3) + (2.0 if titled else 0.0) + 0.4 * min(count - 1, 4)


def _spelled_out(reading: PaperText, terms: KnownTerms, model: PhraseModel) -> Iterator[_Candidate]:
    """What an acronym stands for, or where that is long the acronym itself."""
    for acronym, long in reading.defined.items():
        key = term_key(long)
        if key in terms.renderings or len(key) < 2:
            continue
        count, titled = reading.mentions(key), reading.in_title(key)
        points = 1.0 + (2.0 if titled else 0.0) + 0.35 * min(count, 5)
        words = tuple(long.split())
        if len(key) > LONGEST:
            if spelled := alone(acronym).search(reading.raw):
                yield _Candidate(spelled[0].removesuffix("s"), acronym, points, count, is_fixed=True)
        elif trimmed(words, model) == words:
            text = " ".join(_plain(word, reading, model) for word in words)
            yield _Candidate(text, key, points, count, is_fixed=True)


def _names(reading: PaperText, terms: KnownTerms) -> Iterator[_Candidate]:
    """Names that the paper gives to what it makes: before the title's colon, and after *called* or *we propose*."""
    if (match := _TITLE_NAME.match(reading.raw_title)) and _is_name(match[1], reading):
        yield _Candidate(match[1], term_key(match[1]), 7.0, 9, is_fixed=True)
    for found in dict.fromkeys(match[1] or match[2] for match in _NAMED.finditer(reading.raw)):
        name = found.rstrip("-")
        key = term_key(name)
        is_named = _has_name_shape(name) or f" {name.lower()}" not in reading.raw
        if is_named and not set(key) <= STOP | SAYS_NOTHING:
            yield _Candidate(name, key, 2.5 + 0.4 * min(reading.count(key), 4), 9, is_fixed=True)
    for name in dict.fromkeys(_TITLE_WORD.findall(reading.raw_title)):
        if _has_name_shape(name) and reading.count(term_key(name)) > 1 and term_key(name) not in terms.renderings:
            name = name.removesuffix("s") if name[-2:-1].isupper() else name
            yield _Candidate(name, term_key(name), 2.6, reading.count(term_key(name)))


def _has_name_shape(text: str) -> bool:
    """Mixed or all capitals in one of its parts, and no describing end as in *LLM-driven*."""
    if _AMOUNT.fullmatch(text):
        return False
    parts = text.split("-")
    is_described = len(parts) > 1 and (parts[-1].islower() or describes(parts[-1]))
    return not is_described and any(_NAME_SHAPE.fullmatch(part) for part in parts)


def _is_name(text: str, reading: PaperText) -> bool:
    """A name by its shape, or one word that the abstract writes with a capital in mid-sentence."""
    key = term_key(text)
    if not key or len(key) > LONGEST or set(key) <= STOP | SAYS_NOTHING:
        return False
    words = text.split()
    if len(words) > 1:
        is_shaped = all(_has_name_shape(word) or word.isdigit() for word in words)
        return is_shaped or re.search(rf"[a-z,] {re.escape(text)}(?![\w-])", reading.abstract) is not None
    return _has_name_shape(text) or re.search(rf"[a-z,] {re.escape(text)}(?![\w-])", reading.raw) is not None


def _phrases(reading: PaperText, terms: KnownTerms, model: PhraseModel) -> Iterator[_Candidate]:
    """Noun phrases that stand in the title, or twice and more in the text."""
    told: dict[Key, str] = {}
    titled = [_without_gerund(phrase, reading) for phrase in noun_phrases(reading.raw_title, model, is_title=True)]
    for phrase in (*titled, *noun_phrases(reading.abstract, model)):
        for part in _parts(phrase, terms, model):
            text = " ".join(_plain(word, reading, model) for word in part)
            if len(part) > 1 or _stands_alone(text, terms, model):
                told.setdefault(term_key(text), text)
    names = _runs_of_capitals(reading, terms)
    for key, text in told.items():
        long = reading.long(key)
        if key in terms.renderings or _is_cut(key, reading, terms, model):
            continue
        if long in terms.renderings:
            known = _known_points(terms.renderings[long][0], long, reading.count(key), reading.in_title(key))
            yield _Candidate(terms.renderings[long][0], long, known, reading.count(key), is_fixed=True)
            continue
        for name in names:
            text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", name, text, flags=re.IGNORECASE)
        count, titled = reading.count(key), reading.in_title(key)
        is_word = " " not in text
        points = (
            _word_points(key, count, titled, model) if is_word else _phrase_points(key, count, titled, terms, model)
        )
        if points:
            yield _Candidate(text, key, points, count)


def _runs_of_capitals(reading: PaperText, terms: KnownTerms) -> list[str]:
    """*Apple Silicon*: written so in mid-sentence, never in small letters, and neither known nor what an acronym stands
    for."""
    found = dict.fromkeys(_RUN.findall(reading.abstract))
    return [name for name in found if name.lower() not in reading.raw and term_key(name) not in terms.renderings]


def _is_cut(key: Key, reading: PaperText, terms: KnownTerms, model: PhraseModel) -> bool:
    """Whether it begins within a known term wherever it stands: *model-generated code* of *language model-generated
    code*. What is a term itself gives way to the glossary's only."""
    starts = [(text.words, at) for text in (reading.title, reading.body) for at in text.starts(key)]
    is_term_too = _is_known(key, terms, model)
    return bool(starts) and all(
        any(
            span in terms.renderings or (not is_term_too and _is_known(span, terms, model))
            for span in _around(words, at)
        )
        for words, at in starts
    )


def _around(words: Key, at: int) -> Iterator[Key]:
    """What begins before a word and holds it."""
    for first in range(max(0, at - LONGEST + 1), at):
        yield from (words[first:last] for last in range(at + 1, first + LONGEST + 1))


def _without_gerund(phrase: tuple[str, ...], reading: PaperText) -> tuple[str, ...]:
    """*Scaling Deep Research* in a title is about deep research, unless the abstract says all of it too."""
    is_gerund = len(phrase) > 1 and phrase[0].endswith("ing") and "-" not in phrase[0]
    return phrase[1:] if is_gerund and not reading.body.count(term_key(" ".join(phrase))) else phrase


def _stands_alone(word: str, terms: KnownTerms, model: PhraseModel) -> bool:
    """Not a gerund, and not a describing word with a hyphen unless that is known to be a term."""
    key = term_key(word)
    return _is_known(key, terms, model) or not ("-" in word or word.endswith("ing"))


def _parts(phrase: tuple[str, ...], terms: KnownTerms, model: PhraseModel) -> Iterator[tuple[str, ...]]:
    """The phrase itself, or of a long one its end; and what it holds that is known to be a term."""
    size = len(phrase)
    is_long = len(term_key(" ".join(phrase))) > LONGEST
    for start in range(size):
        for end in range(start + 1, min(start + LONGEST, size) + 1):
            part = phrase[start:end]
            key = term_key(" ".join(part))
            if not 1 <= len(key) <= LONGEST or (end - start < size and trimmed(part, model) != part):
                continue
            is_end = end == size and is_long and len(key) >= LONGEST - 1
            if part == phrase or is_end or (len(key) > 1 and _is_known(key, terms, model)):
                yield part


def _is_known(key: Key, terms: KnownTerms, model: PhraseModel) -> bool:
    return key in terms.plain or is_term(key, model)


def _phrase_points(key: Key, count: int, titled: bool, terms: KnownTerms, model: PhraseModel) -> float:
    special = sum(word not in model.common for word in key)
    known = _is_known(key, terms, model)
    if not titled and (count < 2 or not (special or known)):
        return 0.0
    by_place = 1.4 * titled + 0.4 * min(count, 4)
    return 0.2 + by_place + 0.2 * (len(key) > 2) + 0.7 * known + 0.3 * min(special, 2)


def _word_points(key: Key, count: int, titled: bool, model: PhraseModel) -> float:
    """A single word of a title is seldom whole: *bag* of *bag of tricks*."""
    return _FILLS if titled and count > 1 and any(word not in model.common for word in key) else 0.0


def _plain(word: str, reading: PaperText, model: PhraseModel) -> str:
    """Small letters for a word with none but first capitals; acronyms, names and *Gaussian* keep theirs."""
    if _has_name_shape(word):
        return word
    if word.lower() in model.proper or _is_proper(word, reading.abstract):
        return word[0].upper() + word[1:]
    return "-".join(part if _NAME_SHAPE.fullmatch(part) else part.lower() for part in word.split("-"))


def _is_proper(word: str, text: str) -> bool:
    """Whether the abstract writes it with a capital in mid-sentence, and never without."""
    is_capital = word[:1].isupper() and f" {word.lower()}" not in text
    return (
        is_capital and re.search(rf"(?:^|\s)[a-z]+,? {re.escape(word)}(?![\w-])(?! (?:[A-Z(]|of ))", text) is not None
    )
