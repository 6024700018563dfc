"""Noun phrases of a text, without a tagger: by how its words are used in many abstracts.

``PhraseModel`` holds what ``tools/train_phrases.py`` counted: after a noun stands *of*, *is* or a full stop; after a
verb an article; before an adjective *more* or *is*. A phrase is a run of words none of which is a verb or a function
word, cut at both ends until it begins and ends as a term may.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from achim.steps.terms import Key

_CHUNK = re.compile(r"[A-Za-z0-9][A-Za-z0-9+@.'’\-]*|[^\s\w]|\w+")
_TAIL = ".,;:'’\"-"
_LETTER = re.compile(r"[A-Za-z]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP = _words(
    "a about above accept accepts across after again against al all along already also although always am among an "
    "and any are around as at based be because become becomes becoming been before behind being below between beyond "
    "both bring brings but by can cannot could despite did do does done down due during each either enough enter "
    "enters et etc even ever every few first five for four from further had half has have having he hence her here "
    "how however i if in into is it its itself just less let like make makes making many matter matters may meet "
    "meets might more most much must my near need needs next nine no non nor not now of off often on once one only "
    "onto or other others our out over own per quite rather same second see sees seven several shall she should since "
    "six so some still such ten than that the their them then there these they third this those three through thus to "
    "together too toward towards two under unlike until up upon us using various versus very via vs was way ways we "
    "well were what when where whereas whether which while who whole whose why will with within without would yet you "
    "your "
)
"""Words that no phrase holds: function words, and a few the counts do not settle."""
SAYS_NOTHING = _words(
    "ability ablation accuracy advance advancement advantage aim analysis approach art aspect author baseline beat "
    "benchmark best better bring capability case challenge code comparable component comprehensive contribution "
    "data dataset deep demonstration detail diverse effective effectiveness efficiency efficient effort evaluation "
    "example existing experiment extensive finding framework future gain gap general github good guide high high- "
    "quality impact implementation important improvement insight introduction investigation issue key lack large "
    "large-scale learning level limitation long low main major method methodology model module multiple need new "
    "novel number open open-source outcome overall paper perform performance perspective pipeline possible "
    "potential practical practice present previous problem project property purpose question range recent reliable "
    "report research result rethinking review revisiting right robust role scalable scale scenario score set "
    "setting short simple single small solution source state state-of-the-art strategy strong study success suite "
    "superior survey system task technique text time tool toolbox toolkit toward training type unified use user "
    "value variety work world "
)
"""Words, in the singular, of which alone no phrase is made: what every paper says of itself."""
_WEAK_END = _words(
    "ability ablation accuracy advance advantage aim approach aspect capability case challenge contribution detail "
    "effectiveness effort evaluation example experiment finding framework gain impact implementation improvement "
    "insight issue lack limitation method methodology need number outcome paper performance perspective practice "
    "problem result role scenario score setting solution strategy study success suite technique type variety way "
    "work "
)
_HYPHENS = _words("agnostic aware based centric driven free guided level oriented specific style type wise")


_WEAK_START = SAYS_NOTHING - _words(
    "benchmark code data dataset deep learning long model open-source source state system task text time tool training "
    "user value world"
)


@dataclass(frozen=True, slots=True)
class PhraseModel:
    """How words and phrases are used. Words are in small letters with hyphens, ``terms`` keys joined by spaces."""

    breaks: frozenset[str] = frozenset()
    """Verbs and predicates: no phrase holds them."""
    leads: frozenset[str] = frozenset()
    """Adjectives and participles: a phrase may begin with them and not end."""
    trails: frozenset[str] = frozenset()
    """Verbs that are nouns too, *design*: a phrase may end with them and not begin."""
    weak: frozenset[str] = frozenset()
    """Words that abstracts use much and titles hardly: a phrase neither begins nor ends with them."""
    proper: frozenset[str] = frozenset()
    """Words that are written with a capital in mid-sentence: *gaussian*."""
    common: frozenset[str] = frozenset()
    """Words of more than one paper in a hundred, in the singular."""
    terms: frozenset[str] = frozenset()
    """Phrases of several words that titles and abstracts use alike."""


def noun_phrases(text: str, model: PhraseModel, *, is_title: bool = False) -> Iterator[tuple[str, ...]]:
    """Phrases of one word and more as the text spells them, in its order.

    In a title a participle describes what follows it; in a sentence it is more often a predicate.
    """
    run: list[str] = []
    for chunk in [*_CHUNK.findall(text), "."]:
        word = chunk.rstrip(_TAIL)
        if is_part := _is_part(word, model, is_title):
            run.append(word)
        if not is_part or word != chunk:
            if phrase := trimmed(run, model):
                yield phrase
            run = []


def _is_part(word: str, model: PhraseModel, is_title: bool) -> bool:
    low = word.lower()
    if len(low) < 2 or not low.isascii() or not _LETTER.search(low):
        return False
    is_verb = low in model.breaks and not (is_title and low.endswith("ed"))
    return low not in STOP and not is_verb and not low.endswith("ly")


def trimmed(run: Sequence[str], model: PhraseModel) -> tuple[str, ...]:
    """What is left of a run when words that may not begin or end a phrase are cut off; nothing if all say nothing."""
    words = list(run)
    while words and not _may_end(words[-1], model):
        words.pop()
    while words and not _may_begin(words[0], model):
        words.pop(0)
    return () if all(_plain(word) in SAYS_NOTHING for word in words) else tuple(words)


def _plain(word: str) -> str:
    low = word.lower()
    return low[:-1] if low.endswith("s") and not low.endswith("ss") else low


def _may_end(word: str, model: PhraseModel) -> bool:
    low = word.lower()
    if low in model.leads or low in model.breaks or low in model.weak or _plain(word) in _WEAK_END:
        return False
    last = low.rpartition("-")[2] if "-" in low else ""
    return not (last and (describes(last) or last in model.leads or last in model.breaks))


def describes(last: str) -> bool:
    """Whether a word behind a hyphen makes a describing word: *LLM-based*, *graph-augmented*."""
    return last.lower() in _HYPHENS or last.lower().endswith("ed")


def _may_begin(word: str, model: PhraseModel) -> bool:
    low = word.lower()
    return low not in model.trails and low not in model.weak and _plain(word) not in _WEAK_START


def is_term(key: Key, model: PhraseModel) -> bool:
    return " ".join(key) in model.terms
