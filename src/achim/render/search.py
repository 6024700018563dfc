"""What was found, as JSON and as lines for a terminal. Pure."""

import json
from collections.abc import Iterator

from achim.domain.found import Document, Found, Results
from achim.render.inert import line
from achim.render.messages import word

_SNIPPET = 160
"""Characters of the text that is shown of a work."""
_BEGINNING = 300


def search_json(results: Results) -> str:
    """The JSON that ``docs/search.md`` describes."""
    body = {
        "query": results.query,
        "found": [found_json(each) for each in results.found],
        "corrected": [{"word": said, "meant": meant} for said, meant in results.corrected],
        "translated": [{"term": said, "other": other} for said, other in results.translated],
        "unindexed": results.unindexed,
    }
    return json.dumps(body, ensure_ascii=False, indent=2)


def found_json(found: Found) -> dict[str, object]:
    """A work that was found. Of a story's text, which is its publisher's, no more than its beginning."""
    document = found.document
    is_story = document.showings[-1].kind == "news"
    text = document.text[:_BEGINNING] if is_story else document.text
    marks = [each for each in found.highlights if each.field != "text" or each.end <= len(text)]
    return {
        "work": document.work,
        "title": document.title,
        "url": document.url,
        "authors": list(document.authors),
        "sources": list(document.sources),
        "text": text,
        "told": document.told,
        "score": round(found.score, 6),
        "why": dict(found.ranks),
        "highlights": [{"field": each.field, "start": each.start, "end": each.end} for each in marks],
        "showings": [
            {
                "day": each.day.isoformat(),
                "series": each.series,
                "kind": each.kind,
                "bucket": each.bucket,
                "topic": each.topic,
            }
            for each in document.showings
        ],
    }


def notes(results: Results, lang: str) -> Iterator[str]:
    """What the reader should know beside what was found."""
    for said, meant in results.corrected:
        yield word("search.corrected", lang, word=said, meant=meant)
    for said, other in results.translated:
        yield word("search.translated", lang, word=said, meant=other)
    if results.unindexed:
        yield word("search.unindexed", lang, count=results.unindexed)


def search_lines(results: Results, lang: str) -> Iterator[str]:
    """Plain text: two lines or three a work, best first."""
    for number, found in enumerate(results.found, start=1):
        yield f"{number:>3}. {line(found.document.title)}"
        yield f"     {_about(found, lang)}"
        if told := snippet(found):
            yield f"     {told}"


def _about(found: Found, lang: str) -> str:
    document = found.document
    newest = document.showings[-1]
    ways = ", ".join(word(f"search.way.{way}", lang, rank=rank) for way, rank in found.ranks)
    kind = word(f"cli.kind.{newest.kind}", lang)
    told = "" if document.work == f"url:{document.url}" else document.work
    unprinted = document.unprinted
    standing = word(f"bucket.{unprinted}", lang) if unprinted else ""
    topic = f"({newest.topic})" if document.is_backfilled else ""
    parts = (newest.day.isoformat(), kind, f"{standing} {topic}".strip(), line(told), line(document.url), ways)
    return " · ".join(each for each in parts if each)


def snippet(found: Found) -> str:
    """The text around the first highlight outside the title, or nothing."""
    place = next((each for each in found.highlights if each.field != "title"), None)
    if place is None:
        return ""
    text = _text(found.document, place.field)
    begin = max(0, place.start - _SNIPPET // 3)
    end = min(len(text), begin + _SNIPPET)
    begin = text.find(" ", begin, place.start) + 1 if begin else 0
    return line(("… " if begin else "") + text[begin:end].strip() + (" …" if end < len(text) else ""))


def _text(document: Document, field: str) -> str:
    return document.told if field == "told" else document.text
