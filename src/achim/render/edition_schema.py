"""The JSON Schema of an edition's JSON (https://json-schema.org/draft/2020-12), published in ``docs/schema``."""

from collections.abc import Mapping
from typing import get_args

from achim.domain.claim import ClaimKind, ClaimRole, Finding
from achim.domain.edition import BUCKETS, EditionKind
from achim.domain.paper import AnnounceKind, SignalName
from achim.render.edition_json import FORMAT

Schema = dict[str, object]

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_NUMBER: Schema = {"type": "integer", "minimum": 1}
_POINTS: Schema = {"type": "number"}
_FLAG: Schema = {"type": "boolean"}
_DAY: Schema = {"type": "string", "format": "date"}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_COUNTS: Schema = {"type": "object", "additionalProperties": _COUNT}
_TEXTS: Schema = {"type": "object", "additionalProperties": _TEXT}


def schema() -> Schema:
    """Every field is required and no other is allowed, so that a change of the format shows as one."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An edition of achim",
        "description": "A day's edition: topics with their papers, printed claims with the sentences they rest on, "
        "gaps, and the ledger of what became of every announcement. Texts are hostile input: escape them.",
        **_object(_edition()),
        "$defs": {
            "note": _object(_NOTE)
            | {"description": "A reason: code, parameters, and both said in the edition's language."},
            "claim": _object(_CLAIM),
            "entry": _object({**_PLACE, **_paper(), **_SHOWN}),
            "story": _object({**_PLACE, **_story(), **_SHOWN, "see": _or_null(_ref("note"))}),
            "announcement": _object(_ANNOUNCEMENT),
        },
    }


def _edition() -> Schema:
    return {
        "format": {"const": FORMAT},
        "day": _DAY,
        "kind": _one_of(get_args(EditionKind)),
        "lang": _TEXT,
        "profile": _TEXT,
        "time_zone": _TEXT,
        "made_at": _MOMENT,
        "revision": _NUMBER,
        "complete": {"type": "boolean", "description": "Whether no source or step was missing."},
        "notice": _or_null(_ref("note")),
        "changes": _list(_ref("note")),
        "lead": _list(_ref("claim")),
        "topics": _list(_object(_TOPIC)),
        "listed": _list(_object({"id": _TEXT, "title": _TEXT, "url": _TEXT, "score": _POINTS})),
        "updates": _list(_object(_UPDATE)),
        "corrections": {**_list(_object(_CORRECTION)), "description": "Of all revisions, the oldest first."},
        "gaps": _list(_object({"where": _TEXT, **_NOTE})),
        "ledger": _object(_ledger()),
    }


def _paper() -> Schema:
    return {
        "authors": _list(_TEXT),
        "abstract": _TEXT,
        "sentences": _SENTENCES,
        "categories": _list(_TEXT),
        "submitted_at": _or_null(_MOMENT),
        "version": _or_null(_NUMBER),
        "comment": _or_null(_TEXT),
        "code_url": _or_null(_TEXT),
    }


def _story() -> Schema:
    return {
        "publisher": _TEXT,
        "also_at": _list(_object({"publisher": _TEXT, "url": _TEXT})),
        "discussions": _list(_TEXT),
        "papers": {**_list(_TEXT), "description": "Ids of works that it speaks of."},
        "authors": _list(_TEXT),
        "sentences": {**_SENTENCES, "description": "Those that claims rest on; the text is its publisher's."},
        "published_at": _or_null(_MOMENT),
        "read_at": {**_or_null(_MOMENT), "description": "When its page was read; null where a source told its text."},
    }


def _ledger() -> Schema:
    buckets: Schema = {bucket: _COUNT for bucket in BUCKETS}
    line: Schema = {
        "source": _TEXT,
        "announced": {**_COUNT, "description": "The sum of its buckets."},
        "buckets": _object(buckets),
        "note": _or_null(_ref("note")),
        "days": _COUNTS,
    }
    return {
        "sources": _list(_object(line)),
        "claims": _object({"proposed": _COUNT, "printed": _COUNT, "repaired": _COUNT, "dropped": _COUNTS}),
        "model": _object({"calls": _COUNT, "prompt_tokens": _COUNT, "completion_tokens": _COUNT, "cost_usd": _POINTS}),
        "makers": _TEXTS,
        "writing": {**_list(_ref("note")), "description": "What a language model was to write and could not."},
    }


def _object(properties: Mapping[str, object]) -> Schema:
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": dict(properties),
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _one_of(values: tuple[str, ...]) -> Schema:
    return {"enum": list(values)}


def _or_null(value: Schema) -> Schema:
    return {"anyOf": [value, {"type": "null"}]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_NOTE: Schema = {"code": _TEXT, "params": _TEXTS, "text": _TEXT}
_SIGNALS: Schema = {
    "type": "object",
    "additionalProperties": False,
    "properties": {name: _COUNT for name in get_args(SignalName)},
}
_SENTENCES = _list(_object({"number": _NUMBER, "text": _TEXT}))
_PLACE: Schema = {
    "number": {"type": "integer", "minimum": 1, "description": "What the first half of a mark like 2·s5 means."},
    "id": _TEXT,
    "title": _TEXT,
    "url": _TEXT,
}
_SHOWN: Schema = {
    "signals": _SIGNALS,
    "provenance": _object({"announcements": _list(_ref("announcement")), "fields": _TEXTS}),
    "keywords": _list(_TEXT),
    "update": _or_null(_ref("note")),
    "score": _object({"total": _POINTS, "parts": _list(_object({"points": _POINTS, **_NOTE}))}),
    "topic": _object({"key": _TEXT, "reasons": _list(_ref("note")), "runner_up": _or_null(_TEXT), "unsure": _FLAG}),
}
_CITATION: Schema = {
    "paper": _TEXT,
    "number": _or_null(_NUMBER),
    "sentences": {"type": "array", "items": _NUMBER, "minItems": 1},
    "quote": {
        "type": "string",
        "description": "Those sentences, verbatim, put there by code; an ellipsis (…) between others than neighbours.",
    },
}
_CLAIM: Schema = {
    "kind": _one_of(get_args(ClaimKind)),
    "role": _one_of(get_args(ClaimRole)),
    "text": _TEXT,
    "quoted": {"type": "boolean", "description": "Whether the text is the cited sentences themselves."},
    "citations": _list(_object(_CITATION)),
    "verdict": _object({"finding": _one_of(get_args(Finding)), "reasons": _list(_ref("note"))}),
    "before": {**_or_null(_ref("claim")), "description": "The refused proposal that a repair put this claim for."},
}
_ANNOUNCEMENT: Schema = {
    "key": _TEXT,
    "source": _TEXT,
    "kind": _one_of(get_args(AnnounceKind)),
    "batch": _DAY,
    "title": _TEXT,
    "url": _TEXT,
    "seen_at": _MOMENT,
    "version": _or_null(_NUMBER),
    "signals": _SIGNALS,
}
_UPDATE: Schema = {
    "id": _TEXT,
    "title": _TEXT,
    "url": _TEXT,
    "version": _or_null(_NUMBER),
    "told_on": {**_DAY, "description": "The edition that last told of the work."},
    "changes": _list(_ref("note")),
}
_CORRECTION: Schema = {
    "claim": {
        "type": "string",
        "description": "The anchor of the sentence on the page, or of the entry; may be empty.",
    },
    "id": {"type": "string", "description": "The work's."},
    "role": {
        **_or_null(_one_of(get_args(ClaimRole))),
        "description": "The sentence's; null where the entry is marked.",
    },
    "said": {"type": "string", "description": "The sentence as it was printed; of an entry, its title."},
    "says": {**_or_null(_TEXT), "description": "What stands there now; null where it was withdrawn."},
    "why": _ref("note"),
    "at": _MOMENT,
    "revision": _NUMBER,
}
_TOPIC: Schema = {
    "key": _TEXT,
    "name": _TEXT,
    "label": _TEXT,
    "emoji": _TEXT,
    "color": _TEXT,
    "note": {**_or_null(_ref("note")), "description": "Why it is quoted where a model was to write it."},
    "keywords": {
        **_list(_object({"term": _TEXT, "entries": {"type": "array", "items": _NUMBER, "minItems": 1}})),
        "description": "Terms of the topic, each with the numbers of the entries that have it.",
    },
    "claims": _list(_ref("claim")),
    "entries": _list({"anyOf": [_ref("entry"), _ref("story")]}),
}
