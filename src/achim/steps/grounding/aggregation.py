"""Claims about several papers at once: each paper counted must bear the claim out by itself."""

import re
from collections.abc import Iterator
from dataclasses import replace

from achim.domain.note import Note
from achim.steps.grounding.names import names_are_cited
from achim.steps.grounding.negation import negation_is_cited
from achim.steps.grounding.polarity import absolutes_are_cited, direction_is_cited
from achim.steps.grounding.reading import Reading
from achim.steps.grounding.support import PAPER_LEAST, nearness

_KOREAN = {
    "두": 2,
    "둘": 2,
    "세": 3,
    "셋": 3,
    "네": 4,
    "넷": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
    "열": 10,
}
_ENGLISH = {
    "both": 2,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_COUNTED = re.compile(
    rf"(?<![가-힣])(?P<ko>{'|'.join(_KOREAN)}|[0-9]{{1,3}})\s?(?:편|(?:개의?\s)?(?:논문|연구)(?![가-힣]{{0,2}}진))"
    rf"|(?<![가-힣])(?P<all>[둘셋넷])\s?(?:다|모두)\b|\b(?P<en>{'|'.join(_ENGLISH)}|[0-9]{{1,3}})\s(?:papers|works|studies)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"(?:논문|연구|편)\S{0,3}\s?(?:모두|공통)|공통(?:으로|적으로|점)|\bin common\b|\b(?:all|both) (?:of the |the )?(?:papers|works)\b",
    re.IGNORECASE,
)


_ALONE = (names_are_cited, direction_is_cited, negation_is_cited, absolutes_are_cited)


def counted_papers(text: str) -> int | None:
    """How many papers a claim says it speaks of; None where it does not count them."""
    match = _COUNTED.search(text)
    if match is None:
        return None
    word = (match["ko"] or match["all"] or match["en"]).lower()
    return _KOREAN.get(word) or _ENGLISH.get(word) or int(word)


def every_paper_bears_it(reading: Reading) -> Iterator[Note]:
    """As many papers are cited as are counted, and a sentence of each is near the claim."""
    if reading.claim.quoted:
        return
    cited = len({paper.id for paper, _ in reading.cited})
    count = counted_papers(reading.text)
    if count is not None and count != cited and not _is_of_source(reading):
        yield Note.of("verify.count", cited=cited, counted=count)
    if count is None and not _JOINT.search(reading.text):
        return
    if cited > 1:
        yield from _strangers(reading)
    elif count is None and "\n" not in reading.source and not re.search(r"common|shared|both|all", reading.source):
        yield Note.of("verify.count", cited=cited, counted=2)


def _is_of_source(reading: Reading) -> bool:
    """Papers that the source itself counts: a survey of 300 studies."""
    return bool(re.search(r"\b(?:papers|studies|works|articles|publications)\b", reading.source, re.IGNORECASE))


def _strangers(reading: Reading) -> Iterator[Note]:
    """Papers whose sentences alone do not bear the claim out."""
    bare_claim = replace(reading.claim, text=_JOINT.sub(" ", _COUNTED.sub(" ", reading.text)))
    for paper, sentences in reading.cited:
        near = nearness(reading.text, replace(reading, cited=((paper, sentences),)))
        alone = Reading(bare_claim, ((paper, sentences),), reading.standard)
        is_faulty = any(True for check in _ALONE for _ in check(alone))
        if is_faulty or (near is not None and near < PAPER_LEAST):
            yield Note.of("verify.aggregate", paper=paper.id)
