"""Direction, hedges, scope: what kind of thing a claim says must be said by what it cites."""

import re
from collections.abc import Iterator

from achim.domain.note import Note
from achim.steps.grounding.contraries import AXES, THINGS
from achim.steps.grounding.lexicon import (
    ABSOLUTES,
    ATTRIBUTED,
    CONTRARIES,
    ENGLISH_CONTRARIES,
    GREAT,
    HEDGE_ENGLISH,
    HEDGE_KOREAN,
    SENSES,
)
from achim.steps.grounding.reading import Reading, english_of, english_stems, ground
from achim.steps.speech import is_attributed

_NEWS_HEDGE = re.compile(
    r"\b(?:(?-i:may)|might|could(?! not\b|n.t\b)|likely|reportedly|seem(?:s|ed)?|appear(?:s|ed)? to|suggest(?:s|ed)?|possibly|potentially)\b",
    re.IGNORECASE,
)
_HANGUL = re.compile(r"[가-힣]")
_PART = re.compile(r"[,;:]\s|\s--?\s|\s(?:and|while|which|but|whereas)\s")
_CLAIM_WORD = re.compile(r"[A-Za-z]+|[가-힣]{2,}")
_CLEARLY = 2
"""So many words more that a part of a sentence shares with a claim, and the claim speaks of that part."""

_DENIED_WORD = re.compile(r"\S{0,3}(?:지|이|가|은|는|도)?\s?(?:않|아니|아닌|없)")
_PEAK = re.compile(r"\b(?:peaks?|peaked|maximum|maximal)\b", re.IGNORECASE)
_PEAK_KOREAN = re.compile(r"최고(?=\s?(?:정확도|점수|성능|값|치))")
"""A peak is the greatest of one's own values, no claim to be ahead of others."""


def direction_is_cited(reading: Reading) -> Iterator[Note]:
    """Up, down, better and worse are each borne by a word of the same sense in a cited sentence, and not gainsaid."""
    if not reading.claim.quoted and reading.claim.kind == "fact":
        source = "\n".join(ground(reading))
        if not reading.is_news:
            yield from _unborne(reading.text, source)
        yield from _contrary(reading.text, source)


def _contrary(text: str, source: str) -> Iterator[Note]:
    """Bad where the source has good news only; more where it knows less only, and the other way about."""
    for pair in CONTRARIES if _HANGUL.search(text) else ENGLISH_CONTRARIES:
        if (word := pair.said.search(text)) and pair.contrary.search(source) and not pair.borne.search(source):
            yield Note.of("verify.direction", word=word.group())


def _unborne(text: str, source: str) -> Iterator[Note]:
    """Not of stories, whose words are too many for a list: there only what is gainsaid is refused (``deeds``)."""
    for sense in SENSES:
        if (said := sense.said.search(text)) and not sense.borne.search(source):
            yield Note.of("verify.direction", word=said.group().strip())


def opposites_are_kept(reading: Reading) -> Iterator[Note]:
    """Large is not told as small, nor static as dynamic, where the sentences say one of the two only; of stories see ``deeds``."""
    if reading.claim.quoted or reading.claim.kind == "view" or reading.is_news or not _HANGUL.search(reading.text):
        return
    text, source = reading.text, "\n".join(ground(reading))
    cited = reading.source
    for axis in AXES:
        for said, other in ((axis.one, axis.other), (axis.other, axis.one)):
            found = said.said.search(text)
            if (
                not found
                or _DENIED_WORD.match(text, found.end())
                or other.said.search(text)
                or said.source.search(cited)
            ):
                continue
            if other.source.search(source):
                yield Note.of("verify.direction", word=found.group().strip())


def things_are_cited(reading: Reading) -> Iterator[Note]:
    """Speed, accuracy, images or speech of a claim are spoken of in a cited sentence or the title; not asked of stories."""
    if reading.claim.quoted or reading.claim.kind == "view" or reading.is_news:
        return
    known = f"{reading.source}\n{reading.context}"
    for thing in THINGS:
        if (found := thing.said.search(reading.text)) and not (thing.source.search(known) or thing.said.search(known)):
            yield Note.of("verify.thing", thing=found.group())


def hedge_survives(reading: Reading) -> Iterator[Note]:
    """Where what a claim rests on is hedged in every cited sentence, so is the claim; of stories, or it says whose word it is."""
    if reading.claim.quoted or reading.claim.kind == "view" or not reading.sentences:
        return
    if reading.is_news and is_attributed(reading.text):
        return
    hedges = [_hedge(text, reading) for text in ground(reading)]
    if all(hedges) and not (HEDGE_KOREAN if _HANGUL.search(reading.text) else HEDGE_ENGLISH).search(reading.text):
        yield Note.of("verify.hedge", word=hedges[0] or "")


def _hedge(sentence: str, reading: Reading) -> str | None:
    """The hedging word of a sentence; none where the claim speaks of another part of it."""
    hedge = _NEWS_HEDGE if reading.is_news else HEDGE_ENGLISH
    found = hedge.search(sentence)
    if found is None or len(parts := _PART.split(sentence)) < 2:
        return found and found.group()
    said = english_of(_CLAIM_WORD.findall(reading.text), reading.standard.lexicon)
    shared = [(len(said & english_stems(part)), hedge.search(part)) for part in parts]
    most = max(count for count, _ in shared)
    return next((word.group() for count, word in shared if word and count > most - _CLEARLY), None)


def absolutes_are_cited(reading: Reading) -> Iterator[Note]:
    """First, best, all, always, perfectly, proves: only where a cited sentence says so."""
    if reading.claim.quoted:
        return
    source = "\n".join(ground(reading))
    for name, said, borne in ABSOLUTES:
        if (found := said.search(reading.text)) and not borne.search(source):
            yield Note.of(f"verify.{'first' if name in ('first', 'best') else 'scope'}", word=found.group().strip())


def greatness_is_attributed(reading: Reading) -> Iterator[Note]:
    """*First* and *best* are what authors say of themselves, and told so, where the standard asks for it."""
    if reading.claim.quoted or not reading.standard.attributed:
        return
    text = _PEAK_KOREAN.sub(" ", reading.text) if _PEAK.search(reading.source) else reading.text
    is_told = ATTRIBUTED.search(text) or (reading.is_news and is_attributed(text))
    if (found := GREAT.search(text)) and not is_told:
        yield Note.of("verify.unattributed", word=found.group())
