"""Who did it to whom: in a story the subject of a deed is not made its object."""

import re
from collections.abc import Iterator

from achim.domain.note import Note
from achim.steps.grounding.reading import Reading

_DEED = re.compile(
    r"\b(?:replac\w+|acquir\w+|buys?|buying|bought|sue[sd]?|suing|beats?|beat|overt\w+|outsell\w*|outsold|invest\w*|fund(?:s|ed)?|"
    r"accus\w+|fine[sd]?|bans?|banned|block(?:s|ed)?|hire[sd]?|pays?|paid|warn\w*|tells?|told|inform\w*|suppl(?:y|ies|ied)|"
    r"licens\w+|criticis\w+|criticiz\w+|back(?:s|ed)?|sells?|sold|tak(?:e|es|ing) the place of|took the place of)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+\s+)?\w+(?:ed|t|d)\s+by\b", re.IGNORECASE)
_NAME = r"[A-Z][\w.&+-]{1,40}(?: [A-Z][\w.&+-]{1,40}){0,3}"
_SUBJECT = re.compile(rf"({_NAME})(?:이|가|은|는)(?=[\s,])")
_OBJECT = re.compile(rf"({_NAME})(?:을|를|의|에게|에|로부터|대신)(?=[\s,])")
_SUFFERED = re.compile(r"되[었는다어]|된다|됐|당했|당한|받았|받는")


def actors_are_kept(reading: Reading) -> Iterator[Note]:
    """*A replaces B* is not told as *B replaces A*; passive claims and sentences without both names are let pass."""
    if reading.claim.quoted or not reading.is_news:
        return
    if _SUFFERED.search(reading.text):
        return
    pairs = [(a, b) for a in _SUBJECT.findall(reading.text) for b in _OBJECT.findall(reading.text) if a != b]
    for doer, done in pairs:
        told = [each.text for each in reading.sentences if doer in each.text and done in each.text]
        if told and all(_is_turned(text, doer, done) for text in told):
            yield Note.of("verify.actors", doer=doer, done=done)
            return


def _is_turned(text: str, doer: str, done: str) -> bool:
    """Whether ``done`` stands before a deed and ``doer`` after it, the sentence being active."""
    between = text[text.find(done) + len(done) : text.find(doer)] if text.find(done) < text.find(doer) else ""
    return bool(_DEED.search(between)) and not _PASSIVE.search(between)
