"""deeplearn.org: the panel of hot papers, its addresses as they are, and the pages behind them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import httpx2
import pytest

from achim.domain.paper import Announcement, Window
from achim.domain.text import is_web_url
from achim.errors import SourceError
from achim.sources.deeplearn import DeepLearn, parse_abstract, parse_panel
from achim.sources.http import Client, Manners
from tests.fakes import FakeFetcher
from tests.moving_clock import MovingClock
from tests.upstream.corpus import from_sample
from tests.upstream.faults import FAULTS, HARMLESS
from tests.upstream.server import UpstreamServer
from tests.world import WorldTransport

BASE = "https://deeplearn.org"
SEOUL = "Asia/Seoul"
SAMPLE = Path(__file__).parents[1] / "tools" / "sample" / "day.json"
MORNING = datetime(2024, 11, 3, 23, tzinfo=UTC)
WINDOW = Window(day=date(2024, 11, 4), time_zone=SEOUL, as_of=MORNING, since=None)


@pytest.fixture
def server() -> Iterator[UpstreamServer]:
    with UpstreamServer(from_sample(SAMPLE), MORNING) as running:
        yield running


@pytest.fixture
def client(server: UpstreamServer) -> Iterator[Client]:
    made = Client(Manners(user_agent="achim/test"), WorldTransport(server), MovingClock(MORNING))
    yield made
    made.close()


def panel(*items: str, title: str = "Hot Papers") -> bytes:
    body = "".join(f'<div class="title">{item}</div>' for item in items)
    return f'<div class="panel"><h3 class="panel-title">{title}</h3>{body}</div>'.encode()


def link(href: str, title: str = "A Title") -> str:
    return f'<a href="{href}">{title}</a>'


def read(*items: str) -> tuple[Announcement, ...]:
    return parse_panel(panel(*items), BASE, WINDOW)


def test_the_panel_is_read_and_its_pages_are_asked_for_as_they_are_named(
    client: Client, server: UpstreamServer
) -> None:
    """Six papers with their abstracts; no address is encoded anew on its way."""
    source = DeepLearn(client, base_url=BASE)
    found = source.announcements(WINDOW).announcements
    for each in found:
        assert parse_abstract(client.get(each.url, source="deeplearn").body)

    asked = [
        f"{BASE}{request.path}" + (f"?{request.query}" if request.query else "")
        for request in server.requests("deeplearn_paper")
    ]
    assert len(found) == 6
    assert asked == [each.url.removesuffix("?") for each in found]


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/arxiv/1/do-llms-have-consistent-values?", "/arxiv/1/do-llms-have-consistent-values?"),
        ("/arxiv/1/what-is-fair?-defining-fairness", "/arxiv/1/what-is-fair?-defining-fairness"),
        ("/arxiv/1/speak-&-improve:-a-challenge", "/arxiv/1/speak-&-improve:-a-challenge"),
        ("/arxiv/1/speak-&amp;-improve:-a-challenge", "/arxiv/1/speak-&-improve:-a-challenge"),
        ("/arxiv/1/intgrad-mt:-eliciting-llms'-skills", "/arxiv/1/intgrad-mt:-eliciting-llms'-skills"),
        ("/arxiv/1/relevance-(tcr),-again", "/arxiv/1/relevance-(tcr),-again"),
        ("/arxiv/1/c#-code", "/arxiv/1/c#-code"),
        ("/arxiv/1/100%-right-or-50%25", "/arxiv/1/100%25-right-or-50%25"),
        ("/arxiv/1/a b\tc", "/arxiv/1/a%20b%09c"),
        ("/arxiv/1/&quot;quoted&quot;-&lt;b&gt;", "/arxiv/1/%22quoted%22-%3Cb%3E"),
        ("/arxiv/1/$o(n^2)$-\\{x\\}|[y]`", "/arxiv/1/$o(n%5E2)$-%5C%7Bx%5C%7D%7C%5By%5D%60"),
        ("/arxiv/1/schrödinger-한국어", "/arxiv/1/schr%C3%B6dinger-%ED%95%9C%EA%B5%AD%EC%96%B4"),
        ("https://deeplearn.org/arxiv/1/whole", "/arxiv/1/whole"),
    ],
)
def test_an_address_stays_as_it_is_but_for_what_none_can_hold(href: str, expected: str) -> None:
    (found,) = read(link(href))

    assert found.url == BASE + expected
    assert is_web_url(found.url)
    assert found.native_id == "1"


@pytest.mark.parametrize(
    "item",
    [
        link("/arxiv/2/no-title", ""),
        link("/arxiv/2/blank", " \u200b "),
        link("/arxiv/x/no-number"),
        link("/arxiv/٢/other-digits"),
        link("/arxiv/2"),
        link("https://elsewhere.org/arxiv/2/slug"),
        link("javascript:alert(1)"),
        link("/arxiv/2/" + "x" * 3000),
        "<a>no address</a>",
        "no link",
    ],
)
def test_hostile_an_item_that_names_no_paper_is_left_out(item: str) -> None:
    assert [each.native_id for each in read(item, link("/arxiv/1/good"))] == ["1"]


def test_the_same_item_twice_is_one() -> None:
    """In the order of the panel, under its first title."""
    found = read(link("/arxiv/2/a", "A"), link("/arxiv/1/b", "B"), link("/arxiv/2/a", "A again"))

    assert [(each.native_id, each.title) for each in found] == [("2", "A"), ("1", "B")]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<p>moved</p>", id="no panel"),
        pytest.param(panel(link("/arxiv/1/x"), title="Hottest"), id="renamed panel"),
        pytest.param(panel(), id="empty panel"),
        pytest.param(panel(link("/arxiv/1/x", "")), id="no titles"),
        pytest.param(panel(link("/arxiv/1/x")).replace(b"panel-title", b"card-title"), id="no heading"),
        pytest.param(b'<div class="title"><a href="/arxiv/1/x">Elsewhere</a></div>' + panel(), id="only elsewhere"),
        pytest.param(b"\xff\xfe\x00" * 50, id="no text"),
    ],
)
def test_fault_a_page_without_hot_papers_is_a_fault(body: bytes) -> None:
    """No item read is an alarm, never a quiet day."""
    with pytest.raises(SourceError):
        DeepLearn(FakeFetcher({f"{BASE}/": body}), base_url=BASE).announcements(WINDOW)


def test_an_unchanged_panel_is_told_under_the_same_keys(client: Client) -> None:
    """It shows a paper for days; the ledger knows the key, so it is no fault and no news."""
    source = DeepLearn(client, base_url=BASE)
    later = Window(day=date(2024, 11, 5), time_zone=SEOUL, as_of=datetime(2024, 11, 4, 23, tzinfo=UTC), since=None)
    first, second = source.announcements(WINDOW), source.announcements(later)

    assert [each.key for each in first.announcements] == [each.key for each in second.announcements]
    assert (first.cursor, second.cursor) == (date(2024, 11, 4), date(2024, 11, 5))


def test_fault_a_past_day_is_not_served() -> None:
    """The panel keeps no past; what it shows now was not that day's."""
    past = Window(day=date(2024, 11, 3), time_zone=SEOUL, as_of=MORNING, since=None)
    with pytest.raises(SourceError) as raised:
        DeepLearn(FakeFetcher({}), base_url=BASE).announcements(past)

    assert raised.value.note.code == "source.not_for_past"


def test_a_charset_that_is_not_the_bodys_does_no_harm() -> None:
    """Bytes are read as UTF-8, whatever the header or the page says; a damaged title is not taken for a title."""
    meta = b'<meta charset="euc-kr">'
    (found,) = parse_panel(meta + panel(link("/arxiv/1/x", "Schrödinger")), BASE, WINDOW)

    assert found.title == "Schrödinger"
    with pytest.raises(SourceError):
        parse_panel(panel(link("/arxiv/1/x", "Title")).replace(b"Ti", b"Ti\xe9"), BASE, WINDOW)


def test_fault_a_wrong_charset_in_the_header_does_no_harm() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        headers = {"content-type": "text/html; charset=utf-32-nonsense"}
        return httpx2.Response(200, headers=headers, content=panel(link("/arxiv/1/x", "Schrödinger")))

    client = Client(Manners(user_agent="t"), httpx2.MockTransport(answer), MovingClock())
    (found,) = DeepLearn(client, base_url=BASE).announcements(WINDOW).announcements

    assert found.title == "Schrödinger"


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_fault_whatever_goes_wrong_nothing_wrong_is_told(fault: str, server: UpstreamServer) -> None:
    """A fault, or part of the panel, which cannot say how long it should be."""
    hasty = Manners(
        user_agent="t", default_pace=0.0, read_timeout=0.5, total_timeout=1.0, max_bytes=2_000_000, attempts=2
    )
    client = Client(hasty, WorldTransport(server), MovingClock(MORNING))
    source = DeepLearn(client, base_url=BASE)
    truth = {each.key for each in source.announcements(WINDOW).announcements}
    server.script("deeplearn_home", [], forever=FAULTS[fault])
    try:
        found = source.announcements(WINDOW).announcements
    except SourceError:
        found = ()
    client.close()

    assert {each.key for each in found} <= truth
    assert found or fault not in (*HARMLESS, "stale", "wrong_type", "wrong_charset")
