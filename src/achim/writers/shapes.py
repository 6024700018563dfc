"""The JSON that a language model is asked for: schemas, and examples for models that read no schema."""

import json
from collections.abc import Mapping, Sequence

from achim.domain.form import FORMS, Form

Json = Mapping[str, object]
_LONGEST = 400
"""Characters of one text."""


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


def report_schema(works: int, form: Form = FORMS["papers"]) -> Json:
    """Of a topic with so many works; one work has nothing said of the topic as a whole."""
    work = _object(
        **{form.one: {"type": "integer"}},
        gist=_SAID,
        **{role: _array(_SAID, form.most[role]) for role in form.told},
    )
    told: dict[str, Json] = {form.many: _array(work, works, works)}
    if works > 1:
        of_topic = _object(text=_TEXT, cites=_array(_cite(form), works, 1))
        told |= {role: _array(of_topic, form.most[role]) for role, _ in form.of_topic}
    return _object(**told)


def _cite(form: Form) -> Json:
    return _object(**{form.one: {"type": "integer"}}, sentences=_SENTENCES)


def repair_schema(claims: int, form: Form = FORMS["papers"]) -> Json:
    claim = _object(id={"type": "integer"}, text=_TEXT, cites=_array(_cite(form), 12))
    return _object(claims=_array(claim, claims))


def reader_schema(claims: int) -> Json:
    verdict = _object(id={"type": "integer"}, supported={"type": "boolean"}, reason=_TEXT)
    return _object(verdicts=_array(verdict, claims))


def topics_schema(keys: Sequence[str], papers: int) -> Json:
    """A topic of the closed list for so many papers."""
    choice = _object(paper={"type": "integer"}, topic={"type": "string", "enum": list(keys)})
    return _object(topics=_array(choice, papers))


def report_example(several: bool, form: Form = FORMS["papers"]) -> str:
    said: Json = {"text": "…", "sentences": [2]}
    told: dict[str, object] = {form.many: [{form.one: 1, "gist": said, **{role: [said] for role in form.told}}]}
    if several:
        cited = [{"text": "…", "cites": [{form.one: 1, "sentences": [2]}, {form.one: 2, "sentences": [1, 3]}]}]
        told |= {role: cited for role, _ in form.of_topic}
    return json.dumps(told, ensure_ascii=False)


def repair_example(form: Form = FORMS["papers"]) -> str:
    cites = [{form.one: 1, "sentences": [2]}]
    return json.dumps({"claims": [{"id": 1, "text": "…", "cites": cites}]}, ensure_ascii=False)


READER_EXAMPLE = json.dumps({"verdicts": [{"id": 1, "supported": False, "reason": "…"}]}, ensure_ascii=False)
