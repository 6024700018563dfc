"""arXiv's search language, as far as a replayed corpus needs it.

Fields ti au abs co jr cat id all and submittedDate, AND OR ANDNOT, parentheses, quotes, ``*`` at the end of a
category; a missing operator is OR, a bare word searches everything. https://info.arxiv.org/help/api/user-manual.html
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from fnmatch import fnmatchcase

from tests.upstream.works import Work

Match = Callable[[Work], bool]


class QueryError(ValueError):
    """The request is answered with an error feed; ``place`` goes behind the address of its entry."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason)
        self.place = place


_TOKEN = re.compile(r'\s*(?:(?P<field>[A-Za-z]+):)?(?P<value>"[^"]*"|\[[^\]]*\]|[()]|[^\s()"]+)')
_FIELDS = ("ti", "au", "abs", "co", "jr", "cat", "rn", "id", "all", "submitteddate", "lastupdateddate")


def parse_query(text: str) -> Match:
    """A test for works. Raises QueryError."""
    text = re.sub(r"\bAND\s+NOT\b", "ANDNOT", text)
    tokens: list[tuple[str, str]] = []
    place = 0
    text = text.rstrip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise QueryError("The query cannot be read")
        tokens.append((found["field"] or "", found["value"]))
        place = found.end()
    match, rest = _either(tokens, "")
    if rest:
        raise QueryError("The query has an unbalanced parenthesis")
    return match


def _either(tokens: list[tuple[str, str]], field: str) -> tuple[Match, list[tuple[str, str]]]:
    """Left to right; operators bind alike."""
    match, tokens = _one(tokens, field)
    while tokens and tokens[0][1] != ")":
        operator = tokens[0][1] if tokens[0][1] in ("AND", "OR", "ANDNOT") and not tokens[0][0] else None
        other, tokens = _one(tokens[1:] if operator else tokens, field)
        match = _combined(operator or "OR", match, other)
    return match, tokens


def _combined(operator: str, left: Match, right: Match) -> Match:
    if operator == "AND":
        return lambda work: left(work) and right(work)
    if operator == "ANDNOT":
        return lambda work: left(work) and not right(work)
    return lambda work: left(work) or right(work)


def _one(tokens: list[tuple[str, str]], field: str) -> tuple[Match, list[tuple[str, str]]]:
    if not tokens:
        raise QueryError("The query ends too early")
    (own, value), *rest = tokens
    if value == "(":
        match, rest = _either(rest, own or field)
        if not rest:
            raise QueryError("The query has an unbalanced parenthesis")
        return match, rest[1:]
    if value == ")":
        raise QueryError("The query has an unbalanced parenthesis")
    name = (own or field or "all").lower()
    if name not in _FIELDS:
        raise QueryError(f"Unknown field {name}")
    return _term(name, value), rest


def _term(field: str, value: str) -> Match:
    if field.endswith("date"):
        return _between(value)
    if field == "cat":
        wanted = value.strip('"').lower()
        return lambda work: any(fnmatchcase(code.lower(), wanted) for code in work.categories)
    if field == "id":
        return lambda work: value.strip('"') in (work.arxiv_id, work.versioned_id)
    words = _words(value.replace("_", " ") if field == "au" else value)
    return lambda work: _holds(_words(_searched(work, field)), words)


def _between(value: str) -> Match:
    bounds = re.fullmatch(r"\[(\d{8,14}) TO (\d{8,14})\]", value)
    if bounds is None:
        raise QueryError("A date range reads [YYYYMMDDHHMM TO YYYYMMDDHHMM]")
    first, last = _instant(bounds[1], "000000"), _instant(bounds[2], "235959")
    return lambda work: first <= work.submitted_at <= last


def _instant(text: str, filling: str) -> datetime:
    try:
        return datetime.strptime(text + filling[len(text) - 8 :], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise QueryError(f"{text} is no date") from None


def _searched(work: Work, field: str) -> str:
    parts = {
        "ti": work.title,
        "au": " ; ".join(work.authors),
        "abs": work.abstract,
        "co": work.comment or "",
        "jr": work.journal_ref or "",
    }
    return parts.get(field, "" if field == "rn" else " ; ".join((*parts.values(), *work.categories)))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).lower()
    return re.findall(r"\w+", "".join(character for character in plain if not unicodedata.combining(character)))


def _holds(words: list[str], phrase: list[str]) -> bool:
    """Whether the words of the phrase stand there in a row."""
    length = len(phrase)
    return bool(phrase) and any(words[start : start + length] == phrase for start in range(len(words) - length + 1))
