"""The JSON Schema of what ``/api/search`` and ``/api/similar`` answer: ``docs/schema/search.schema.json``."""

from typing import Any

from achim.web.search import FORMAT, MOST_PAGES, PER_PAGE

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}


def search_schema() -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An answer of achim's search",
        "description": "Works of editions, best first, or what is wrong with the question. Texts are hostile input: "
        "escape them.",
        "oneOf": [_answer(), _fault()],
    }


def _answer() -> Schema:
    return _object(
        format={"const": FORMAT},
        query=_TEXT,
        page={"type": "integer", "minimum": 1, "maximum": MOST_PAGES},
        per_page={"const": PER_PAGE},
        more={"type": "boolean", "description": "Whether a next page holds more."},
        results={"type": "array", "maxItems": PER_PAGE, "items": _result()},
        corrected={
            "type": "array",
            "description": "Words that nothing holds, and what was looked for beside them.",
            "items": _object(word=_TEXT, meant=_TEXT),
        },
        translated={
            "type": "array",
            "description": "Terms that the glossary put into the other language.",
            "items": _object(term=_TEXT, other=_TEXT),
        },
        unindexed={"type": "integer", "minimum": 0, "description": "Editions that the index does not have yet."},
    )


def _result() -> Schema:
    return _object(
        work={**_TEXT, "description": "The canonical id: arxiv:…, doi:… or url:…"},
        title=_TEXT,
        url=_TEXT,
        page={**_TEXT, "description": "Its page in the reader, from the root; empty if no edition showed the work."},
        authors=_TEXTS,
        sources=_TEXTS,
        text={**_TEXT, "description": "The abstract, or the text that the source gave."},
        told={**_TEXT, "description": "What editions printed of it."},
        score={"type": "number", "description": "Comparable within one answer only."},
        why={
            "type": "object",
            "description": "Where it stood in each ranking that found it, from 1.",
            "properties": {name: {"type": "integer", "minimum": 1} for name in ("text", "vector")},
            "additionalProperties": False,
        },
        highlights={
            "type": "array",
            "description": "Stretches of a field, in characters, from start to before end.",
            "items": _object(
                field={"enum": ["title", "text", "told"]},
                start={"type": "integer", "minimum": 0},
                end={"type": "integer", "minimum": 0},
            ),
        },
        showings={
            "type": "array",
            "items": _object(day=_DAY, series=_TEXT, kind={"enum": ["papers", "news"]}, bucket=_TEXT, topic=_TEXT),
        },
    )


def _fault() -> Schema:
    code: Schema = {"enum": ["parameters", "no_archive"]}
    return _object(format={"const": FORMAT}, error=_object(code=code, parameters=_TEXTS))


def _object(**fields: Schema) -> Schema:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
