"""When, and on which side of a figure: days of the week, quarters, before and after, more and less than."""

import re
from collections.abc import Iterator

from achim.domain.note import Note
from achim.steps.grounding.reading import Reading
from achim.steps.quantities import Quantity, quantities, same_quantity

_WEEK = tuple(
    (re.compile(f"{korean}요일"), re.compile(rf"\b{english}", re.IGNORECASE))
    for korean, english in (
        ("월", "Mon(?:day|\\.)"),
        ("화", "Tues?(?:day|\\.)"),
        ("수", "Wed(?:nesday|\\.)"),
        ("목", "Thu(?:rsday|rs\\.|\\.)"),
        ("금", "Fri(?:day|\\.)"),
        ("토", "Sat(?:urday|\\.)"),
        ("일", "Sun(?:day|\\.)"),
    )
)
_QUARTERS = tuple(
    (
        re.compile(rf"(?<!\d){number}\s?분기"),
        re.compile(rf"\b(?:{word}[\s-](?:fiscal )?quarter|Q{number}|{number}Q)\b", re.IGNORECASE),
    )
    for number, word in enumerate(("first", "second", "third", "fourth"), 1)
)
_TIMES = (*_WEEK, *_QUARTERS)
_NEAR = 24
"""Characters beside a figure in which a word of its side stands."""
_SIDES = (
    (
        re.compile(r"^\S{0,6}\s?(?:이상|넘|초과|웃도|웃돌)"),
        re.compile(r"\b(?:more than|over|above|exceed\w*|at least|upwards? of|beyond|surpass\w*|topp\w+|north of)\s\S{0,12}$|(?:or more|plus|and up)", re.IGNORECASE),
        re.compile(r"\b(?:less than|fewer than|under|below|up to|at most|no more than|nearly|almost|within)\s\S{0,12}$", re.IGNORECASE),
    ),
    (
        re.compile(r"^\S{0,6}\s?(?:미만|이하|안 되|도 안|못 미치|채 안|밑돌)"),
        re.compile(r"\b(?:less than|fewer than|under|below|up to|at most|no more than|nearly|almost|within)\s\S{0,12}$|or (?:less|fewer)", re.IGNORECASE),
        re.compile(r"\b(?:more than|over|above|exceed\w*|at least|upwards? of|beyond|surpass\w*|topp\w+)\s\S{0,12}$", re.IGNORECASE),
    ),
    (
        re.compile(r"^\s?(?:만에 |가량 |쯤 )?(?:전|앞)(?![가-힣]{2})"),
        re.compile(r"\b(?:before|earlier|ago|prior|ahead)\b|전|앞", re.IGNORECASE),
        re.compile(r"\b(?:after|later|following|since)\b", re.IGNORECASE),
    ),
    (
        re.compile(r"^\s?(?:만에 |가량 |쯤 )?(?:뒤|후)(?![가-힣]{2})"),
        re.compile(r"\b(?:after|later|following|since|from now)\b|\b(?:in|within)\s\S{0,12}$|뒤|후", re.IGNORECASE),
        re.compile(r"\b(?:before|earlier|ago|prior)\b", re.IGNORECASE),
    ),
)  # fmt: skip
"""What a claim says behind its figure, what then stands beside the figure in a source, and what may not stand there."""


def times_are_cited(reading: Reading) -> Iterator[Note]:
    """The day of the week and the quarter of a story's claim are those of a cited sentence, where those tell any."""
    if reading.claim.quoted or not reading.is_news:
        return
    for said, english in _TIMES:
        found = said.search(reading.text)
        if found and not english.search(reading.source) and not said.search(reading.source):
            yield Note.of("verify.number", number=found.group())


def sides_are_kept(reading: Reading) -> Iterator[Note]:
    """*More than 140* is not told as *fewer than 140*, nor *four days before* as *four days after*."""
    if reading.claim.quoted or not reading.is_news:
        return
    for said in quantities(reading.text):
        after = reading.text[said.start + len(said.surface) :][:_NEAR]
        for behind, same, other in _SIDES:
            if behind.search(after) and _is_turned(reading, said, same, other):
                yield Note.of("verify.number", number=f"{said.surface}{after[:6]}".strip())


def _is_turned(reading: Reading, said: Quantity, same: re.Pattern[str], other: re.Pattern[str]) -> bool:
    beside = [
        (each.text[max(0, found.start - _NEAR) : found.start], each.text[found.start + len(found.surface) :][:_NEAR])
        for each in reading.sentences
        for found in quantities(each.text)
        if same_quantity(said, found)
    ]
    has_same = any(same.search(before) or same.search(after) for before, after in beside)
    return not has_same and any(other.search(before) or other.search(after) for before, after in beside)
