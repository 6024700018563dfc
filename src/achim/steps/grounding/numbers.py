"""Numbers: each stands in a cited sentence with its value, its unit and, where that can be told, what it counts."""

import re
from collections.abc import Iterator, Sequence

from achim.domain.note import Note
from achim.steps.calendar_dates import CalendarDate, calendar_dates
from achim.steps.grounding.aggregation import counted_papers
from achim.steps.grounding.reading import Reading
from achim.steps.quantities import Quantity, implied_counts, quantities, same_quantity

_NOTE_LENGTH = 60
_COUNTED: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (name, re.compile(korean), re.compile(rf"\b(?:{english})", re.IGNORECASE))
    for name, korean, english in (
        ("language", r"(?:개\s?)?언어(?!\s?모델)", r"languages?\b(?!\smodel)"),
        ("image", r"(?:장|개)?의?\s?이미지", r"images?\b|photos?\b|pictures?\b"),
        ("video", r"(?:개)?의?\s?(?:비디오|영상|동영상|클립)", r"videos?\b|clips?\b"),
        ("question", r"(?:개)?의?\s?(?:질문|문제|문항)", r"questions?\b|problems?\b|queries\b|quer|items?\b|tasks?\b|examples?\b|instances?\b|QA\b|puzzles?\b"),
        ("hour", r"시간", r"(?:GPU\s)?hours?\b|h\b"),
        ("layer", r"(?:개\s?)?(?:층|레이어)", r"layers?\b"),
        ("person", r"(?:명|인)의?\s?(?:참가자|사람|전문가|사용자|의사|학생)", r"participants?\b|people\b|users?\b|experts?\b|annotators?\b|humans?\b|students?\b|physicians?\b|doctors?\b"),
        ("country", r"(?:개\s?)?(?:국가|나라|국)(?![가-힣])", r"countries\b|nations?\b"),
    )
)  # fmt: skip
_REACH = 60
_NAME_BEFORE = re.compile(r"([A-Z][\w.+-]{0,40})\s$")
_BOTH = re.compile(r"두 (?:회사|기업|업체|기관|나라|사람|단체|대학)")
_PARTIES = re.compile(r"\b(?:companies|firms|they|their|both|[A-Z][\w.]+ and (?:the )?[A-Z]\w+)\b")


def numbers_are_cited(reading: Reading) -> Iterator[Note]:
    """Every quantity stands in a cited sentence with its value and unit; elsewhere in the paper does not count."""
    if reading.claim.quoted:
        return
    told = calendar_dates(reading.text)
    known = [each for sentence in reading.sentences for each in calendar_dates(sentence.text)]
    for day in told:
        if not any(each.bears(day) for each in known):
            yield Note.of("verify.number", number=day.surface)
    counted = counted_papers(reading.text)
    for said in quantities(reading.text):
        if any(day.start <= said.start < day.end for day in told):
            continue
        if is_article(said) or (said.value == counted and not said.unit) or _is_day(said, known):
            continue
        if _is_of_name(reading, said) or _is_both(reading, said):
            continue
        if not any(_states(sentence.text, said) for sentence in reading.sentences):
            yield Note.of("verify.number", number=said.surface[:_NOTE_LENGTH])


def counted_things_agree(reading: Reading) -> Iterator[Note]:
    """29 languages are not 29 images: refused where the source counts a known thing and it is another one."""
    if reading.claim.quoted:
        return
    for said in quantities(reading.text):
        thing = _thing(reading.text[said.start + len(said.surface) :])
        if thing and not is_article(said):
            things = set(_things(reading, said))
            if things and thing not in things:
                yield Note.of("verify.counted", number=said.surface[:_NOTE_LENGTH])


def _things(reading: Reading, said: Quantity) -> Iterator[str]:
    """What a source counts by the same quantity; the claim's own thing where it counts nothing known."""
    own = _thing(reading.text[said.start + len(said.surface) :])
    for sentence in reading.sentences:
        for found in quantities(sentence.text):
            if same_quantity(said, found):
                after = sentence.text[found.start + len(found.surface) :][:_REACH]
                yield from [name for name, _, english in _COUNTED if english.search(after)] or ([own] if own else [])


def _thing(after: str) -> str | None:
    return next((name for name, korean, _ in _COUNTED if re.match(rf"\s?(?:여\s)?{korean.pattern}", after)), None)


def is_article(quantity: Quantity) -> bool:
    """*One*, 한 가지 and 한 번 say hardly more than *a*, and English leaves that to the article."""
    return (
        quantity.value == 1 and quantity.unit in ("", "time") and not any(sign.isdecimal() for sign in quantity.surface)
    )


def _is_day(said: Quantity, known: Sequence[CalendarDate]) -> bool:
    """*8일* of a date whose month is left out."""
    return said.unit == "day" and any(each.day == said.value for each in known)


def _is_of_name(reading: Reading, said: Quantity) -> bool:
    """The number of a name that a cited work's title has: *Grok 4*."""
    before = _NAME_BEFORE.search(reading.text[: said.start])
    return before is not None and f"{before[1]} {said.surface}" in reading.context


def _is_both(reading: Reading, said: Quantity) -> bool:
    """*두 회사* where the source says *the companies* or *they*."""
    party = _BOTH.match(reading.text, said.start)
    return reading.is_news and party is not None and _PARTIES.search(reading.source) is not None


def _states(text: str, said: Quantity) -> bool:
    if any(same_quantity(said, found) for found in quantities(text)):
        return True
    return not said.unit and said.value in implied_counts(text)
