"""The page that answers a search."""

from collections.abc import Iterable, Sequence

from achim.domain.ids import PaperId
from achim.domain.marks import Kept
from achim.domain.shelf import Shown
from achim.render.inert import line, typeset
from achim.render.messages import name_of
from achim.render.site import places
from achim.render.site.frame import Frame, html
from achim.web.addresses import work_addresses
from achim.web.search import Asked, Found, Results, hit_views, page_of
from achim.web.views import View


def search_page(
    frame: Frame,
    asked: Asked,
    view: View | None,
    results: Results | None,
    *,
    main: str,
    kept: Kept,
    sources: Iterable[str],
    bar: str,
) -> bytes:
    """``main`` is the language at the root, ``kept`` what the user who asks has marked."""
    found, more = page_of(results, asked) if results else ((), False)
    muted = kept.marked("mute")
    hits = [each for each in found if each.document.work not in muted]
    shown = showings_of(hits, view)
    addresses = work_addresses(shown, main, frame)
    body = html(
        frame,
        "search",
        places.SEARCH,
        _title(frame, asked, view),
        root=frame.root,
        query=asked.query,
        asked=asked,
        results=results,
        faults=[frame.word(f"serve.search.{name}") for name in asked.faults],
        hits=hit_views(hits, kept.marked("star"), _headlines(shown, frame.lang), addresses, frame.lang),
        muted=len(found) - len(hits),
        earlier=asked.address(asked.page - 1) if asked.page > 1 else "",
        later=asked.address(asked.page + 1) if more else "",
        topics=_topics(view, frame.lang),
        sources=sorted(((key, name_of("source", key, frame.lang)) for key in sources), key=lambda each: each[1]),
        bar=bar,
    )
    return body.encode()


def showings_of(found: Iterable[Found], view: View | None) -> Sequence[Shown]:
    """Every showing of what was found, newest first."""
    return view.store.shelf.showings([each.document.work for each in found]) if view else ()


def _headlines(shown: Sequence[Shown], lang: str) -> dict[PaperId, str]:
    """What the newest edition in the language that had a headline of a work has of it."""
    return {each.work: each.headline for each in reversed(shown) if each.headline and each.key.lang == lang}


def _title(frame: Frame, asked: Asked, view: View | None) -> str:
    if asked.query:
        return frame.word("serve.search.title", query=asked.query)
    if not asked.like:
        return frame.word("site.search")
    shown = view.store.shelf.showings([PaperId(asked.like)]) if view else ()
    return frame.word("serve.search.like", title=typeset(shown[0].title) if shown else line(asked.like))


def _topics(view: View | None, lang: str) -> list[tuple[str, str]]:
    """Keys and names of all topics that editions had, the newest name of each."""
    heads = view.heads if view else ()
    named = {topic.key: topic.label(lang) for head in reversed(heads) for topic in head.topics}
    return sorted(named.items(), key=lambda each: each[1])
