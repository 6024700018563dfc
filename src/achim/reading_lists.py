"""Papers that a reader's reference manager knows: BibTeX, RIS, Zotero's CSV, RDF and JSON, or ids one a line.

The files come from anywhere: they are read in one pass, by bounds, and what cannot be read of them is left out.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, cast

from achim.domain.ids import PaperId, canonical_id
from achim.domain.interests import ExamplePaper
from achim.domain.note import Note
from achim.domain.text import clean
from achim.errors import UserError
from achim.sources.feed_text import decode, well_formed

MOST_BYTES = 50_000_000
MOST_PAPERS = 20_000
MOST_ROWS = 100_000
"""Entries, papers or not, some of them twice."""
_LONGEST_TITLE, _LONGEST_ABSTRACT = 500, 10_000
_ENTRY = re.compile(r"^[ \t]*@(\w+)\s*[{(]", re.MULTILINE)
_FIELD = re.compile(r"\s*,?\s*([A-Za-z][\w-]{0,40})\s*=\s*")
_RIS = re.compile(r"^([A-Z][A-Z0-9])  ?- ?(.*)$")
_BARE = re.compile(r"[^\s,{}\"]+")
_ARXIV = re.compile(r"\barXiv:\s*(\S+)", re.IGNORECASE)
_NO_PAPER = frozenset({"comment", "string", "preamble"})
_RIS_FIELDS = {"TI": "title", "T1": "title", "AB": "abstract", "N2": "abstract", "DO": "doi", "UR": "url", "M1": "note"}


def read_papers(body: bytes) -> tuple[ExamplePaper, ...]:
    """The papers of a file, whatever of these it is, each once. Raises UserError where it holds none or too many."""
    if len(body) > MOST_BYTES:
        raise UserError(Note.of("error.list_large", most=MOST_BYTES // 1_000_000))
    text = decode(body, "").lstrip("\ufeff \r\n\t")
    found: dict[str, ExamplePaper] = {}
    for rows, fields in enumerate(_rows(text)):
        if paper := _paper(fields):
            found.setdefault(paper.id or paper.title.casefold(), paper)
        if len(found) > MOST_PAPERS or rows > MOST_ROWS:
            raise UserError(Note.of("error.list_long", most=MOST_PAPERS))
    if not found:
        raise UserError(Note.of("error.list_none"))
    return tuple(found.values())


def _rows(text: str) -> Iterator[Mapping[str, str]]:
    first = text[:1]
    if first in "[{":
        return _json(text)
    if first == "<":
        return _rdf(text)
    if _ENTRY.search(text):
        return _bibtex(text)
    if text.startswith("TY  -"):
        return _ris(text)
    if "title" in text.partition("\n")[0].lower() and "," in text.partition("\n")[0]:
        return _csv(text)
    return ({"id": line} for line in text.splitlines())


def _paper(fields: Mapping[str, str]) -> ExamplePaper | None:
    """None where nothing says which paper it is."""
    named = _id(fields)
    title = clean(_plain(fields.get("title", "")), limit=_LONGEST_TITLE)
    if not named and not any(sign.isalnum() for sign in title):
        return None
    abstract = clean(_plain(fields.get("abstract", "")), limit=_LONGEST_ABSTRACT)
    return ExamplePaper(id=named or PaperId(""), title=title, abstract=abstract)


def _id(fields: Mapping[str, str]) -> PaperId | None:
    """arXiv's before a DOI before an address."""
    note = _ARXIV.search(" ".join(fields.get(name, "")[:500] for name in ("note", "extra", "journal", "number")))
    told = [fields.get("eprint", ""), note[1] if note else "", *(fields.get(each, "") for each in ("id", "url", "doi"))]
    found = [each for text in told if 0 < len(text) <= 500 and (each := canonical_id(text.strip()))]
    arxiv = next((each for each in found if each.startswith("arxiv:")), None)
    return arxiv or next((each for each in found if each.startswith("doi:")), None) or next(iter(found), None)


def _plain(text: str) -> str:
    """Without BibTeX's braces and the commonest of TeX's signs."""
    return text.replace("{", "").replace("}", "").replace("\\&", "&").replace("\\%", "%").replace("\\_", "_")


def _bibtex(text: str) -> Iterator[Mapping[str, str]]:
    starts = list(islice(_ENTRY.finditer(text), MOST_ROWS + 2))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    for match, end in zip(starts, ends, strict=True):
        if match[1].lower() not in _NO_PAPER:
            yield dict(_fields(text[match.end() : end]))


def _fields(entry: str) -> Iterator[tuple[str, str]]:
    at = entry.find(",")
    while 0 <= at < len(entry) and (field := _FIELD.match(entry, at)):
        value, at = _value(entry, field.end())
        yield field[1].lower(), value


def _value(entry: str, at: int) -> tuple[str, int]:
    """A value in braces, in quotation marks or bare, and where it ends."""
    if entry[at : at + 1] not in ("{", '"'):
        bare = _BARE.match(entry, at)
        return (bare[0], bare.end()) if bare else ("", len(entry))
    quoted, depth = entry[at] == '"', 0
    for end in range(at + 1, len(entry)):
        sign = entry[end]
        if depth == 0 and sign == ('"' if quoted else "}"):
            return entry[at + 1 : end], end + 1
        depth += (sign == "{") - (sign == "}")
    return entry[at + 1 :], len(entry)


def _ris(text: str) -> Iterator[Mapping[str, str]]:
    fields: dict[str, str] = {}
    for line in text.splitlines():
        told = _RIS.match(line)
        if told is None:
            continue
        if told[1] == "ER":
            yield fields
            fields = {}
        elif name := _RIS_FIELDS.get(told[1]):
            fields.setdefault(name, told[2].strip())
    yield fields


def _csv(text: str) -> Iterator[Mapping[str, str]]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    while True:
        try:
            row = next(rows)
        except csv.Error:  # a row that is too long; those after it are read
            continue
        except StopIteration:
            return
        told = {name.lower(): value for name, value in row.items() if isinstance(name, str) and value}
        yield {**told, "abstract": told.get("abstract note", told.get("abstract", ""))}


def _json(text: str) -> Iterator[Mapping[str, str]]:
    """CSL JSON is a list; Zotero's own and Better BibTeX's have ``items``."""
    try:
        told: Any = json.loads(text)
    except (ValueError, RecursionError):
        return
    items: Any = cast(dict[str, Any], told).get("items", [told]) if isinstance(told, dict) else told
    for item in cast(Iterable[Any], items) if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        row = cast(dict[str, Any], item)
        inner: Any = row.get("data", row)
        fields = cast(dict[str, Any], inner) if isinstance(inner, dict) else row
        texts = {name.lower(): value for name, value in fields.items() if isinstance(value, str)}
        texts.pop("id", None)
        yield {**texts, "abstract": texts.get("abstract", texts.get("abstractnote", ""))}


def _rdf(text: str) -> Iterator[Mapping[str, str]]:
    document = well_formed(text)
    if document is None:
        return
    for item in document[1]:
        fields: dict[str, str] = {}
        for inner in item.iter():
            name, told = inner.tag.rpartition("}")[2].lower(), (inner.text or "").strip()
            if not told:
                continue
            if name == "value" or (name == "identifier" and canonical_id(told.removeprefix("DOI ").strip())):
                fields.setdefault("url" if "://" in told else "doi", told.removeprefix("DOI ").strip())
            elif name in ("title", "abstract", "description"):
                fields.setdefault("abstract" if name == "abstract" else name, told)
        if item.tag.rpartition("}")[2] not in ("Attachment", "Collection", "Memo", "Journal"):
            yield {**fields, "note": fields.get("description", "")}
