"""Two hundred damaged bodies per parser: an item is the one of that id in the whole body, or it is not there.

Here documents lose structure: tags, lines with tags, everything behind a place, values of a JSON document. Letters of a
text stay as they are, as a changed letter makes a text that nobody can tell from a true one.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.domain.paper import Announcement, Window
from achim.errors import SourceError
from achim.ports import Answer
from achim.sources.arxiv_api import parse_feed as parse_query_feed
from achim.sources.arxiv_feed import parse_feed
from achim.sources.arxiv_listing import parse_listing
from achim.sources.arxiv_oai import parse_records
from achim.sources.deeplearn import parse_abstract, parse_panel
from achim.sources.feed_format import parse_feed as parse_any_feed
from achim.sources.hackernews_digest import parse_digest
from achim.sources.huggingface import parse_list, parse_page
from tests.arxiv_world import NOON, arxiv_world
from tests.damage import Change, losses, many, spoilt
from tests.upstream import deeplearn, feeds, hackernews, huggingface
from tests.upstream.exchange import Asked
from tests.upstream.synthetic import synthetic

DAY = date(2026, 8, 10)
MONITOR = "https://deeplearn.org"
WINDOW = Window(day=date(2026, 8, 11), time_zone="Asia/Seoul", as_of=NOON, since=DAY)


@dataclass(frozen=True, slots=True)
class Item:
    """What is printed of an item, or decides where it goes."""

    title: str
    authors: tuple[str, ...]
    abstract: str | None
    kind: str
    batch: date | None


Items = Mapping[str, Item]
Parser = Callable[[bytes], Items]


def _told(found: Sequence[Announcement]) -> Items:
    return {each.native_id: Item(each.title, each.authors, each.abstract, each.kind, each.batch) for each in found}


def _query(body: bytes) -> Items:
    return {
        each.arxiv.id: Item(each.title, each.authors, each.abstract, "", None)
        for each in parse_query_feed(body).records
    }


def _records(body: bytes) -> Items:
    """Kind and batch follow from the moments of the versions."""
    return {
        each.arxiv.id: Item(each.title, each.authors, each.abstract, str(each.versions), None)
        for each in parse_records(body).records
    }


def _json_list(body: bytes) -> Items:
    try:
        items = json.loads(body)
    except ValueError:
        return {}
    return _told(parse_list(items, NOON)) if isinstance(items, list) else {}  # pyright: ignore[reportUnknownArgumentType]


def _paper(body: bytes) -> Items:
    abstract = parse_abstract(body)
    return {"page": Item("", (), abstract, "", None)} if abstract else {}


def _feed(body: bytes) -> Items:
    found = parse_any_feed(Answer("https://feeds.example.org/x", 200, {}, body), "feed:x").items
    return {each.id: Item(each.title, (), each.text, "", each.published and each.published.date()) for each in found}


def _digest(body: bytes) -> Items:
    found = parse_digest(body, "hackernews", NOON)
    return {each.id: Item(each.title, (), each.url, "", each.at.date()) for each in found}


PARSERS: Mapping[str, Parser] = {
    "listing": lambda body: _told(parse_listing(body, NOON).announcements),
    "catchup": lambda body: _told(parse_listing(body, NOON).announcements),
    "rss": lambda body: _told(parse_feed(body, NOON)),
    "atom": lambda body: _told(parse_feed(body, NOON)),
    "api": _query,
    "oai": _records,
    "hf_api": _json_list,
    "hf_page": lambda body: _told(parse_page(body, f"https://huggingface.co/papers/date/{DAY}", DAY, NOON)),
    "deeplearn_home": lambda body: _told(parse_panel(body, MONITOR, WINDOW)),
    "deeplearn_paper": _paper,
    "feed_rss": _feed,
    "feed_rdf": _feed,
    "feed_atom": _feed,
    "korean_feed": _feed,
    "hn_digest": _digest,
}
ARXIV = {
    "listing": "https://arxiv.org/list/cs.AI/new?skip=0&show=2000",
    "catchup": "https://arxiv.org/catchup/cs.AI/2026-08-10?abs=True&page=1",
    "rss": "https://rss.arxiv.org/rss/cs.AI",
    "atom": "https://rss.arxiv.org/atom/cs.AI",
    "api": "https://export.arxiv.org/api/query?search_query=cat:cs.AI&max_results=12",
    "oai": "https://oaipmh.arxiv.org/oai?verb=ListRecords&metadataPrefix=arXivRaw&set=cs:cs:AI&from=2026-08-10",
}


@cache
def bodies() -> Mapping[str, bytes]:
    """True answers of the replayed services."""
    corpus = synthetic(11, [date(2026, 8, day) for day in (6, 10, 11)], per_day=12, categories=("cs.AI", "cs.CL"))
    asked = Asked(path="/", query=(), headers={}, corpus=corpus, now=datetime(2026, 8, 11, 1, 30, tzinfo=UTC))
    number = next(work.deeplearn_number for work in corpus.works if work.deeplearn_number)
    news = replace(asked, now=NOON)
    listed = replace(asked, path="/api/daily_papers", query=(("date", str(DAY)), ("limit", "100")))
    with arxiv_world(NOON, corpus) as world:
        found = {name: world.client.get(url, source="arxiv").body for name, url in ARXIV.items()}
    return {
        **found,
        "hf_api": huggingface.answer_api(listed).body,
        "hf_page": huggingface.answer_page(replace(asked, path=f"/papers/date/{DAY}")).body,
        "deeplearn_home": deeplearn.answer_home(asked).body,
        "deeplearn_paper": deeplearn.answer_paper(replace(asked, path=f"/arxiv/{number}/x")).body,
        **{f"feed_{kind}": feeds.answer_feed(replace(news, path=f"/x.{kind}")).body for kind in ("rss", "rdf", "atom")},
        "korean_feed": feeds.answer_korean_feed(news).body,
        "hn_digest": hackernews.answer_digest(news).body,
    }


@cache
def whole(name: str) -> Items:
    return PARSERS[name](bodies()[name])


def read(name: str, body: bytes) -> Items:
    try:
        return PARSERS[name](body)
    except SourceError:
        return {}


def wrong(found: Items, true: Items) -> list[str]:
    """What is not as it is in the whole body. An abstract may be lost, an author lost or said twice.

    So may the date of a feed's item, which is named by its address.
    """
    return [
        f"{name}: {item}"
        for name, item in found.items()
        if name not in true
        or item.title != true[name].title
        or item.kind != true[name].kind
        or item.batch not in (true[name].batch, None if name.startswith("http") else true[name].batch)
        or item.abstract not in (None, "", true[name].abstract)
        or not _are_some(tuple(dict.fromkeys(item.authors)), true[name].authors)
    ]


def _are_some(names: Sequence[str], of: Sequence[str]) -> bool:
    """Whether all are there, in their order."""
    rest = iter(of)
    return all(name in rest for name in names)


ODD = ("null", "true", "-1", "0.5", "[]", "[[]]", "{}", '{"id": 1}')


def _inner(entry: dict[str, Any]) -> dict[str, Any]:
    paper: Any = entry.get("paper")
    return cast(dict[str, Any], paper) if isinstance(paper, dict) else entry


@st.composite
def retyped(draw: st.DrawFn) -> bytes:
    """The list with fields that are gone or of another type in some of its entries, and perhaps cut short."""
    entries: list[dict[str, Any]] = json.loads(bodies()["hf_api"])
    for _ in range(draw(st.integers(1, 12))):
        entry = draw(st.sampled_from(entries))
        place = _inner(entry) if draw(st.booleans()) else entry
        name = draw(st.sampled_from(sorted(place) or [""]))
        if draw(st.booleans()):
            place[name] = json.loads(draw(st.sampled_from(ODD)))
        else:
            place.pop(name, None)
    body = json.dumps(entries).encode()
    return body[: draw(st.sampled_from((len(body), len(body), draw(st.integers(0, len(body))))))]


MARKED_UP = sorted(set(PARSERS) - {"hf_api"})


@pytest.mark.parametrize("name", PARSERS)
def test_the_true_bodies_hold_items(name: str) -> None:
    """Else nothing below could fail."""
    assert len(whole(name)) >= (1 if name == "deeplearn_paper" else 2)
    assert any(item.title or item.abstract for item in whole(name).values())
    assert wrong(whole(name), whole(name)) == []


@pytest.mark.parametrize("field", ["title", "authors", "abstract", "kind", "batch", "id"])
def test_the_check_sees_what_is_planted(field: str) -> None:
    """One item with one field of its neighbour's, as a parser would make it that joins what it should part."""
    true = whole("listing")
    (first, item), (_, other) = list(true.items())[:2]
    planted = {
        "kind": replace(item, kind="featured"),
        "batch": replace(item, batch=date(2026, 8, 1)),
        "id": item,
    }.get(field) or replace(item, **{field: getattr(other, field)})

    assert wrong({"another" if field == "id" else first: planted}, true)


@pytest.mark.parametrize("name", MARKED_UP)
@many
@given(changes=st.lists(losses, min_size=1, max_size=2))
def test_property_an_item_of_a_damaged_document_is_the_true_one_or_absent(name: str, changes: list[Change]) -> None:
    assert wrong(read(name, spoilt(bodies()[name], changes)), whole(name)) == []


@many
@given(body=retyped())
def test_property_an_item_of_a_damaged_list_is_the_true_one_or_absent(body: bytes) -> None:
    assert wrong(read("hf_api", body), whole("hf_api")) == []
