"""What a language model answered, read with mistrust: JSON in whatever wrapping, and claims from it."""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from achim.domain.claim import Citation, Claim, ClaimKind, ClaimRole
from achim.domain.form import FORMS, Form
from achim.domain.ids import PaperId
from achim.domain.text import clean

_THOUGHT_ENDS = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_MARK = re.compile(r"\s*\[(?:\d+\s*[·.,:]\s*)?s\d+(?:\s*[–,-]\s*s?\d+)*\]")
_LONGEST = 2_000
_MOST = 200_000
"""Characters of an answer that are read; a report of twelve papers has some 20,000."""
_MANY_STARTS = 50
_MANY_ENDS = 20
_DEEPEST = 30
"""Open brackets at once: ours has six."""


class Unreadable(ValueError):
    """No answer of the wanted shape is in the text."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The claims of an answer, and how many of the papers asked for it spoke of."""

    claims: tuple[Claim, ...]
    papers: int


def read_report(text: str, papers: Sequence[PaperId], form: Form = FORMS["papers"]) -> Reading:
    """Claims about works, which the answer calls 1 to n. Raises Unreadable.

    A number that is none of theirs becomes a citation of an unknown paper, which does not hold; what is said twice of
    a paper counts once.
    """
    told = find_object(text, form.many)
    seen: set[PaperId] = set()
    claims: list[Claim] = []
    for row in objects(told.get(form.many)):
        paper = _paper(row.get(form.one), papers)
        if paper not in seen:
            seen.add(paper)
            claims += _of_paper(row, paper, form)
    for role, kind in form.of_topic if len(papers) > 1 else ():
        rows = objects(told.get(role))[: form.most[role]]
        claims += [_of_topic(row, role, kind, papers, form) for row in rows]
    said = tuple(claim for claim in claims if claim.text)
    return Reading(said, len({claim.citations[0].paper for claim in said if claim.citations} & set(papers)))


def read_repair(
    text: str, refused: Sequence[Claim], papers: Sequence[PaperId], form: Form = FORMS["papers"]
) -> tuple[Claim | None, ...]:
    """A claim in the place of each refused one, None for one withdrawn or left out. Raises Unreadable."""
    rows: dict[int | None, Mapping[str, Any]] = {}
    for row in objects(find_object(text, "claims").get("claims")):
        rows.setdefault(numbered(row.get("id")), row)
    return tuple(_mended(rows.get(number), claim, papers, form) for number, claim in enumerate(refused, 1))


def read_verdicts(text: str, count: int) -> tuple[str | None, ...]:
    """For each claim the reason against it, None where there is none. Raises Unreadable."""
    rows = objects(find_object(text, "verdicts").get("verdicts"))
    against = {numbered(row.get("id")): _said(row.get("reason")) for row in rows if row.get("supported") is False}
    return tuple(against.get(number) for number in range(1, count + 1))


def _mended(row: Mapping[str, Any] | None, claim: Claim, papers: Sequence[PaperId], form: Form) -> Claim | None:
    text = _said(row.get("text")) if row else ""
    if row is None or not text:
        return None
    return Claim(kind=claim.kind, role=claim.role, text=text, citations=_cites(row.get("cites"), papers, form))


def _of_paper(row: Mapping[str, Any], paper: PaperId, form: Form) -> Iterator[Claim]:
    for role in form.of_work:
        for told in objects(row.get(role))[: form.most[role]]:
            text = _said(told.get("text"))
            yield Claim(
                kind="fact",
                role=role,
                text=text.rstrip(". ") if role == "gist" else text,
                citations=_citation(paper, told.get("sentences")),
            )


def _of_topic(row: Mapping[str, Any], role: ClaimRole, kind: ClaimKind, papers: Sequence[PaperId], form: Form) -> Claim:
    return Claim(kind=kind, role=role, text=_said(row.get("text")), citations=_cites(row.get("cites"), papers, form))


def _cites(value: Any, papers: Sequence[PaperId], form: Form) -> tuple[Citation, ...]:
    return tuple(
        citation
        for row in objects(value)
        for citation in _citation(_paper(row.get(form.one), papers), row.get("sentences"))
    )


def _citation(paper: PaperId, value: Any) -> tuple[Citation, ...]:
    """Nothing where no sentence is named: the claim is then one without a ground."""
    told = cast(list[object], value) if isinstance(value, list) else [value]
    numbers = tuple(dict.fromkeys(number for each in told if (number := numbered(each)) is not None))
    return (Citation(paper, numbers),) if numbers else ()


def _paper(value: Any, papers: Sequence[PaperId]) -> PaperId:
    number = numbered(value)
    known = number is not None and 1 <= number <= len(papers)
    return papers[cast(int, number) - 1] if known else PaperId(f"unknown:{clean(str(value), limit=40)}")


def numbered(value: Any) -> int | None:
    """``3``, ``"3"``, ``"s3"``, ``3.0``."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if abs(value) < 1e6 and value == int(value) else None
    found = re.fullmatch(r"\s*s?(\d{1,6})\s*", value, re.IGNORECASE) if isinstance(value, str) else None
    return int(found[1]) if found else None


def _said(value: Any) -> str:
    """The text of a claim without the marks that code puts there."""
    return clean(_MARK.sub("", value[:_LONGEST])) if isinstance(value, str) else ""


def objects(value: Any) -> list[Mapping[str, Any]]:
    listed = cast(list[object], value) if isinstance(value, list) else [value]
    return [cast(Mapping[str, Any], each) for each in listed if isinstance(each, dict)]


def find_object(text: str, key: str) -> Mapping[str, Any]:
    """The first JSON object in ``text`` that has ``key``, out of thoughts, fences and prose. Raises Unreadable.

    One that was cut off is closed after its last whole part.
    """
    bare = _after_thoughts(text[:_MOST])
    decoder = json.JSONDecoder()
    starts = [found.start() for found in re.finditer(r"\{", bare)][:_MANY_STARTS]
    for start in starts:
        try:
            value, _ = decoder.raw_decode(bare, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and key in value:
            return cast(Mapping[str, Any], value)
    for start in starts[:1]:
        value = _closed(bare[start:])
        if value is not None and key in value:
            return value
    raise Unreadable(f"no object with {key!r}")


def _after_thoughts(text: str) -> str:
    """What follows the last thought; all of it where nothing follows."""
    ends = [match.end() for match in _THOUGHT_ENDS.finditer(text)]
    rest = text[ends[-1] :] if ends else text
    return rest if "{" in rest else text


def _closed(text: str) -> Mapping[str, Any] | None:
    """A cut-off object closed after the last of its parts that is whole."""
    for end, closers in reversed(deque(_ends(text), maxlen=_MANY_ENDS)):
        try:
            value: Any = json.loads(text[:end] + closers)
        except (ValueError, RecursionError):
            continue
        return cast(Mapping[str, Any], value) if isinstance(value, dict) else None
    return None


def _ends(text: str) -> Iterator[tuple[int, str]]:
    """After every bracket that closes a part: the place, and the brackets that are then still open."""
    open_: list[str] = []
    in_string = escaped = False
    for at, char in enumerate(text):
        if in_string:
            in_string = escaped or char != '"'
            escaped = char == "\\" and not escaped
        elif char == '"':
            in_string = True
        elif char in "{[":
            open_.append("}" if char == "{" else "]")
            if len(open_) > _DEEPEST:
                return
        elif char in "}]" and open_:
            open_.pop()
            if not open_:
                return
            yield at + 1, "".join(reversed(open_))
