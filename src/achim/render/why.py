"""Why a work is where it is, in words and as JSON."""

import json
from collections.abc import Iterator, Sequence

from achim.domain.edition import ScorePart
from achim.domain.note import Note
from achim.domain.standing import Standing
from achim.render.inert import line
from achim.render.messages import say_of, word
from achim.render.reasons import in_thousandths

_RANKED = ("printed", "listed", "ranked_out")


def why_lines(standings: Sequence[Standing], lang: str) -> Iterator[str]:
    """A paragraph for each edition. Plain text."""
    for each in standings:
        if each.title:
            yield f"{line(each.title)} ({line(each.url)})"
        yield f"{each.key}: {word(f'bucket.{each.bucket}', lang)}"
        yield from (f"  {told}" for told in _told(each, lang))


def _told(standing: Standing, lang: str) -> Iterator[str]:
    if standing.reason:
        yield word("why.reason", lang, reason=_said(standing, standing.reason, lang))
    if standing.score:
        place = [word("why.place", lang, place=standing.place, ranked=standing.ranked)] if standing.place else []
        least = [word("why.least", lang, least=f"{standing.least:g}")] if standing.least is not None else []
        points = in_thousandths([part.points for part in standing.score.parts])
        yield " · ".join([word("why.score", lang, score=f"{sum(points) / 1000:g}"), *place, *least])
        for own, part in zip(points, standing.score.parts, strict=True):
            yield f"  {own / 1000:+g} {_said(standing, part.note, lang)}"
    elif standing.bucket in _RANKED:
        yield word("why.not_kept", lang)
    if standing.topic:
        reasons = ", ".join(_said(standing, note, lang) for note in standing.topic.reasons)
        yield f"{word('why.topic', lang, topic=standing.topic.topic.label(lang))}: {reasons}"
    yield word("why.announced", lang, sources=", ".join(standing.announced_by))


def _said(standing: Standing, note: Note, lang: str) -> str:
    return say_of(standing.key.kind, note, lang)


def why_json(standings: Sequence[Standing], lang: str) -> str:
    """An array with an object for each edition; what is not known is null."""
    return json.dumps([_object(each, lang) for each in standings], ensure_ascii=False, indent=2)


def _object(each: Standing, lang: str) -> dict[str, object]:
    def noted(note: Note) -> dict[str, object]:
        return {"code": note.code, "params": dict(note.params), "text": _said(each, note, lang)}

    def part(part: ScorePart) -> dict[str, object]:
        return {"points": part.points, **noted(part.note)}

    return {
        "id": each.paper,
        "title": each.title,
        "url": each.url,
        "edition": str(each.key),
        "bucket": each.bucket,
        "reason": noted(each.reason) if each.reason else None,
        "score": {"total": each.score.total, "parts": list(map(part, each.score.parts))} if each.score else None,
        "place": each.place,
        "ranked": each.ranked,
        "least_printed": each.least,
        "topic": {
            "key": each.topic.topic.key,
            "label": each.topic.topic.label(lang),
            "reasons": list(map(noted, each.topic.reasons)),
        }
        if each.topic
        else None,
        "announced_by": list(each.announced_by),
    }
