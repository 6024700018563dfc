"""The JSON that a language model is asked for: schemas, and examples for models that read no schema."""

import json
from collections.abc import Mapping, Sequence

Json = Mapping[str, object]
_LONGEST = 400
"""Characters of one text."""
MOST: Mapping[str, int] = {
    "gist": 1,
    "problem": 1,
    "approach": 2,
    "result": 2,
    "theme": 2,
    "trend": 2,
    "impact": 2,
    "outlook": 2,
}
"""Sentences of each role."""


def _object(**properties: Json) -> Json:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _array(items: Json, most: int, least: int = 0) -> Json:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


_TEXT: Json = {"type": "string", "maxLength": _LONGEST}
_SENTENCES = _array({"type": "integer"}, 8, 1)
_SAID = _object(text=_TEXT, sentences=_SENTENCES)
_CITE = _object(paper={"type": "integer"}, sentences=_SENTENCES)


def report_schema(papers: int) -> Json:
    """Of a topic with so many papers; one paper has nothing said of the topic as a whole."""
    paper = _object(
        paper={"type": "integer"},
        gist=_SAID,
        **{role: _array(_SAID, MOST[role]) for role in ("problem", "approach", "result")},
    )
    told: dict[str, Json] = {"papers": _array(paper, papers, papers)}
    if papers > 1:
        of_topic = _object(text=_TEXT, cites=_array(_CITE, papers, 1))
        told |= {role: _array(of_topic, MOST[role]) for role in ("theme", "trend", "impact", "outlook")}
    return _object(**told)


def repair_schema(claims: int) -> Json:
    claim = _object(id={"type": "integer"}, text=_TEXT, cites=_array(_CITE, 12))
    return _object(claims=_array(claim, claims))


def reader_schema(claims: int) -> Json:
    verdict = _object(id={"type": "integer"}, supported={"type": "boolean"}, reason=_TEXT)
    return _object(verdicts=_array(verdict, claims))


def topics_schema(keys: Sequence[str], papers: int) -> Json:
    """A topic of the closed list for so many papers."""
    choice = _object(paper={"type": "integer"}, topic={"type": "string", "enum": list(keys)})
    return _object(topics=_array(choice, papers))


def example(several: bool) -> str:
    said: Json = {"text": "…", "sentences": [2]}
    told: dict[str, object] = {
        "papers": [{"paper": 1, "gist": said, "problem": [said], "approach": [said], "result": [said]}]
    }
    if several:
        cited = [{"text": "…", "cites": [{"paper": 1, "sentences": [2]}, {"paper": 2, "sentences": [1, 3]}]}]
        told |= {role: cited for role in ("theme", "trend", "impact", "outlook")}
    return json.dumps(told, ensure_ascii=False)


REPAIR_EXAMPLE = json.dumps(
    {"claims": [{"id": 1, "text": "…", "cites": [{"paper": 1, "sentences": [2]}]}]}, ensure_ascii=False
)
READER_EXAMPLE = json.dumps({"verdicts": [{"id": 1, "supported": False, "reason": "…"}]}, ensure_ascii=False)
