"""The replayed upstream services keep the calendar, speak the formats, and break on demand."""

import http.client
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from tests.upstream import (
    Corpus,
    UpstreamServer,
    after,
    from_hf,
    from_listings,
    from_sample,
    is_label,
    joined,
    label_shown,
    named,
    status,
    turns_at,
)
from tests.upstream.faults import parse_script
from tests.upstream.plain_client import CORPUS, FRIDAY_NOON, TARGETS, fetch, ids
from tests.upstream.schedule import EASTERN, label_of_submission, submission_window
from tests.upstream.works import PANEL_ZONE

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"


@pytest.fixture
def server() -> Iterator[UpstreamServer]:
    with UpstreamServer(CORPUS, FRIDAY_NOON) as running:
        yield running


def eastern(*parts: int) -> datetime:
    year, month, day, hour, minute = parts
    return datetime(year, month, day, hour, minute, tzinfo=EASTERN)


@pytest.mark.parametrize(
    ("now", "label"),
    [
        pytest.param(eastern(2026, 8, 11, 19, 59), date(2026, 8, 11), id="before the turn"),
        pytest.param(eastern(2026, 8, 11, 20, 0), date(2026, 8, 12), id="at the turn"),
        pytest.param(eastern(2026, 8, 14, 23, 0), date(2026, 8, 14), id="Friday evening brings nothing"),
        pytest.param(eastern(2026, 8, 16, 19, 59), date(2026, 8, 14), id="Sunday before the turn"),
        pytest.param(eastern(2026, 8, 16, 20, 0), date(2026, 8, 17), id="Sunday turns to Monday"),
        pytest.param(eastern(2026, 6, 21, 22, 0), date(2026, 6, 19), id="after a Friday holiday Sunday brings nothing"),
        pytest.param(eastern(2026, 6, 22, 20, 0), date(2026, 6, 23), id="and Monday does"),
        pytest.param(eastern(2026, 11, 26, 21, 0), date(2026, 11, 26), id="no mailing on Thanksgiving"),
        pytest.param(datetime(2026, 7, 1, 0, 0, tzinfo=UTC), date(2026, 7, 1), id="09:00 in Seoul in summer"),
        pytest.param(
            datetime(2026, 12, 2, 0, 0, tzinfo=UTC), date(2026, 12, 1), id="09:00 in Seoul in winter is early"
        ),
        pytest.param(datetime(2026, 12, 2, 1, 0, tzinfo=UTC), date(2026, 12, 2), id="10:00 in Seoul in winter"),
    ],
)
def test_the_listing_turns_at_eight_in_the_evening_eastern(now: datetime, label: date) -> None:
    assert label_shown(now, Corpus().holidays) == label


def test_every_label_has_a_window_and_the_windows_leave_no_moment_out() -> None:
    labels = [
        day for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(364)) if is_label(day, Corpus().holidays)
    ]
    windows = [submission_window(label, Corpus().holidays) for label in labels]
    assert [closes for _, closes in windows[:-1]] == [opens for opens, _ in windows[1:]]
    for label, (opens, closes) in zip(labels, windows, strict=True):
        assert label_of_submission(opens, Corpus().holidays) == label
        assert label_of_submission(closes - timedelta(seconds=1), Corpus().holidays) == label
        assert closes < turns_at(label)


def test_listing_and_feed_of_the_same_batch_come_four_hours_apart(server: UpstreamServer) -> None:
    server.set_time(eastern(2026, 8, 12, 23, 59))
    listed = ids("arxiv_listing", fetch(server, TARGETS["arxiv_listing"]).text)
    before = fetch(server, TARGETS["arxiv_feed"]).text
    server.set_time(eastern(2026, 8, 13, 0, 0))
    fed = fetch(server, TARGETS["arxiv_feed"]).text
    assert "Wed, 12 Aug 2026 00:00:00 -0400" in before
    assert "Thu, 13 Aug 2026 00:00:00 -0400" in fed
    assert {key.removeprefix("oai:arXiv.org:").partition("v")[0] for key in ids("arxiv_feed", fed)} == set(listed)


@pytest.mark.parametrize("now", [eastern(2026, 8, 15, 12, 0), eastern(2026, 9, 8, 12, 0)], ids=["Saturday", "holiday"])
def test_a_day_without_a_batch_is_an_empty_feed_and_an_unchanged_listing(server: UpstreamServer, now: datetime) -> None:
    server.set_time(now)
    feed, listing = fetch(server, TARGETS["arxiv_feed"]), fetch(server, TARGETS["arxiv_listing"])
    caught_up = fetch(server, f"/arxiv.org/catchup/cs.AI/{now:%Y-%m-%d}")
    label = label_shown(now, Corpus().holidays)
    assert (feed.status, ids("arxiv_feed", feed.text)) == (200, [])
    assert f"Showing new listings for {label:%A}, {label.day} {label:%B} {label.year}" in listing.text
    assert (caught_up.status, "There was either no announcement for this day" in caught_up.text) == (200, True)


def test_new_cross_listed_and_replaced_are_told_apart_and_agree_with_the_feed(server: UpstreamServer) -> None:
    server.set_time(eastern(2026, 7, 27, 12, 0))
    listing, feed = fetch(server, TARGETS["arxiv_listing"]).text, fetch(server, TARGETS["arxiv_feed"]).text
    kinds = re.findall(r"<arxiv:announce_type>([^<]+)<", feed)
    assert listing.count("(replaced)") == sum(kind.startswith("replace") for kind in kinds)
    assert listing.count("(cross-list from") == kinds.count("cross")
    assert set(kinds) == {"new", "cross", "replace", "replace-cross"}


def test_the_pages_of_a_listing_add_up_to_its_counts(server: UpstreamServer) -> None:
    whole = ids("arxiv_listing", fetch(server, TARGETS["arxiv_listing"] + "?show=2000").text)
    pages = [fetch(server, f"/arxiv.org/list/cs/new?skip={skip}&show=25").text for skip in (0, 25)]
    everything = ids("arxiv_listing", fetch(server, "/arxiv.org/list/cs/new").text)
    assert len(whole) < len(everything)
    assert [key for page in pages for key in ids("arxiv_listing", page)] == everything
    assert re.search(r"New submissions \(showing first 25 of \d+ entries\)", pages[0])
    assert re.search(r"New submissions \(continued, showing last \d+ of \d+ entries\)", pages[1])


@pytest.mark.parametrize(
    ("target", "code", "words"),
    [
        (
            "/arxiv.org/list/cs.AI/new?show=7",
            400,
            "Invalid show value. Valid values: 25, 50, 100, 250, 500, 1000, 2000",
        ),
        ("/arxiv.org/list/nosuch/new", 400, "Invalid archive or category: nosuch"),
        ("/arxiv.org/catchup/cs.AI/2026-08-15", 400, "Can&#39;t request date later than today"),
        ("/arxiv.org/catchup/cs.AI/2026-05-01", 400, "Catchup only allowed for past 90 days"),
        ("/arxiv.org/catchup/cs.AI/2026-08-14?abs=true", 400, "Invalid value"),
        ("/arxiv.org/catchup/cs.AI/2026-08-14?skip=3", 400, "Invalid query parameter"),
        ("/export.arxiv.org/api/query?id_list=abc,2608.07001", 400, "incorrect id format for abc"),
        ("/export.arxiv.org/api/query", 400, "Either a search_query or id_list must be specified"),
        ("/export.arxiv.org/api/query?search_query=all:a&max_results=x", 400, "max_results must be an integer"),
        ("/export.arxiv.org/api/query?search_query=all:a&start=-1", 400, "start must be non-negative"),
        ("/export.arxiv.org/api/query?search_query=all:a&start=9999", 500, "internal error"),
        ("/rss.arxiv.org/rss/nosuch", 400, "Feed error for query"),
        ("/rss.arxiv.org/rss/cs.XX", 400, "Bad subject class"),
        ("/oaipmh.arxiv.org/oai?verb=ListRecords", 200, "code='badArgument'"),
        ("/oaipmh.arxiv.org/oai?verb=Nonsense", 200, "code='badVerb'"),
        ("/oaipmh.arxiv.org/oai?verb=ListRecords&metadataPrefix=arXivRaw&set=cs:AI", 200, "Set does not exist"),
        ("/oaipmh.arxiv.org/oai?verb=ListRecords&metadataPrefix=x", 200, "code='cannotDisseminateFormat'"),
        ("/oaipmh.arxiv.org/oai?verb=ListRecords&resumptionToken=x", 200, "code='badResumptionToken'"),
        ("/oaipmh.arxiv.org/oai?verb=ListRecords&metadataPrefix=arXiv&until=2009-01-01", 200, "code='noRecordsMatch'"),
        ("/huggingface.co/api/daily_papers?date=2026-08-15", 400, "error"),
        ("/huggingface.co/api/daily_papers?date=2025-13-40", 400, "error"),
        ("/deeplearn.org/arxiv/1/nothing", 404, "Not Found"),
        ("/elsewhere.example/", 404, "404"),
    ],
)
def test_a_wrong_request_is_refused_as_its_service_does(
    server: UpstreamServer, target: str, code: int, words: str
) -> None:
    got = fetch(server, target)
    assert got.status == code
    assert words in got.text


def test_the_api_drops_unknown_ids_in_silence_and_knows_versions(server: UpstreamServer) -> None:
    got = fetch(server, "/export.arxiv.org/api/query?id_list=hep-th%2F9901001,2608.07001v1,0808.05394,2608.07001v9")
    assert ids("arxiv_api", got.text) == ["hep-th/9901001v3", "2608.07001v1"]
    assert "<opensearch:totalResults>2<" in got.text


def test_the_api_finds_a_work_by_its_title(server: UpstreamServer) -> None:
    work = next(work for work in CORPUS.works if work.deeplearn_days and work.arxiv_id and "(" not in work.title)
    title = work.title.replace(" ", "+").replace(",", "%2C")
    got = fetch(server, f"/export.arxiv.org/api/query?search_query=ti:%22{title}%22")
    assert ids("arxiv_api", got.text) == [work.versioned_id]


def test_oai_pages_are_joined_by_tokens_and_the_last_is_empty() -> None:
    with UpstreamServer(CORPUS, FRIDAY_NOON, oai_page=40) as server:
        found, token, pages, page = list[str](), "metadataPrefix=arXivRaw&set=cs:cs:AI", 0, ""
        while token:
            page = fetch(server, f"/oaipmh.arxiv.org/oai?verb=ListRecords&{token}").text
            found += ids("arxiv_oai", page)
            following = re.search(r"<resumptionToken [^>]*>([^<]+)<", page)
            token, pages = f"resumptionToken={following[1]}" if following else "", pages + 1
        assert "<resumptionToken/>" in page
    assert pages > 2
    assert len(found) == len(set(found))


def test_the_hugging_face_list_grows_over_its_day_and_votes_with_it(server: UpstreamServer) -> None:
    lists: list[list[dict[str, dict[str, int]]]] = []
    for hours in (0, 6, 12, 40):
        server.set_time(datetime(2026, 8, 12, tzinfo=UTC) + timedelta(hours=hours))
        lists.append(json.loads(fetch(server, "/huggingface.co/api/daily_papers?date=2026-08-12").text))
    assert len(lists[0]) == 0 < len(lists[1]) < len(lists[3])
    votes = [sum(entry["paper"]["upvotes"] for entry in entries) for entries in lists]
    assert votes == sorted(votes)


def test_hugging_face_pages_are_zero_based_and_end_empty(server: UpstreamServer) -> None:
    pages = [fetch(server, TARGETS["hf_api"] + f"&limit=2&p={page}").text for page in (0, 1, 99)]
    assert [len(ids("hf_api", page)) for page in pages] == [2, 2, 0]
    assert set(ids("hf_api", pages[0])).isdisjoint(ids("hf_api", pages[1]))


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("/papers?date=2026-08-13", "/papers/date/2026-08-13"),
        ("/papers/date/2026-08-16", "/papers/date/2026-08-14"),
        ("/papers/date/2026-99-99", "/papers"),
    ],
)
@pytest.mark.parametrize("prefix", ["/huggingface.co", ""], ids=["by prefix", "by host"])
def test_the_hugging_face_page_leads_to_a_published_day(
    server: UpstreamServer, target: str, place: str, prefix: str
) -> None:
    got = fetch(server, prefix + target, Host="huggingface.co")
    assert got.status == 302
    assert urlsplit(urljoin(f"http://x{prefix}{target}", got.headers["location"])).path == prefix + place


def test_hugging_face_dates_are_shifted_outside_and_true_inside(server: UpstreamServer) -> None:
    for entry in json.loads(fetch(server, TARGETS["hf_api"]).text):
        outer, inner = entry["publishedAt"], entry["paper"]["publishedAt"]
        assert datetime.fromisoformat(inner) - datetime.fromisoformat(outer) == timedelta(hours=4)
        assert entry["paper"]["submittedOnDailyAt"] == "2026-08-14T00:00:00.000Z"


def test_the_panel_stays_until_the_next_known_one_and_a_slug_is_not_looked_at(server: UpstreamServer) -> None:
    server.set_time(datetime(2026, 7, 27, 9, tzinfo=PANEL_ZONE))
    home = fetch(server, "/deeplearn.org").text
    assert "/arxiv/499001/what-is-fair?-asking-&amp;-answering-(again),-in-two-parts:-'yes'\"" in home
    assert "- Paper Detail</title>" in fetch(server, "/arxiv/499001/what-is-fair?-asking").text
    server.set_time(datetime(2027, 1, 1, tzinfo=UTC))
    assert ids("deeplearn_home", fetch(server, "/deeplearn.org").text)


def test_a_feed_is_not_sent_twice_to_who_has_it(server: UpstreamServer) -> None:
    tag = fetch(server, TARGETS["arxiv_feed"]).headers["etag"]
    again = fetch(server, TARGETS["arxiv_feed"], If_None_Match=tag)
    server.advance(24 * 3600)
    assert (again.status, again.body) == (304, b"")
    assert fetch(server, TARGETS["arxiv_feed"], If_None_Match=tag).status == 200


def test_the_log_tells_spacing_and_connections(server: UpstreamServer) -> None:
    fetch(server, TARGETS["arxiv_listing"], User_Agent="achim/1")
    server.advance(3)
    fetch(server, TARGETS["arxiv_api"])
    fetch(server, TARGETS["hf_api"])
    assert server.spacing("arxiv") == (3.0,)
    assert [(request.route, request.status, request.party) for request in server.log] == [
        ("arxiv_listing", 200, "arxiv"),
        ("arxiv_api", 200, "arxiv"),
        ("hf_api", 200, "huggingface"),
    ]
    assert server.log[0].headers["user-agent"] == "achim/1"
    assert {(request.in_flight, request.connections) for request in server.log} == {(1, 1)}


def test_the_log_never_takes_one_request_after_another_for_two_at_once(server: UpstreamServer) -> None:
    for _ in range(150):
        fetch(server, TARGETS["deeplearn_home"])
    assert {(request.in_flight, request.connections) for request in server.log} == {(1, 1)}
    server.forget()
    kept = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=5) for _ in range(2)]
    for connection in kept * 150:
        connection.request("GET", TARGETS["deeplearn_home"])
        connection.getresponse().read()
    for connection in kept:
        connection.close()
    assert {request.in_flight for request in server.log} == {1}
    assert {request.connections for request in server.log[1:]} == {2}


def test_the_log_sees_two_requests_at_once(server: UpstreamServer) -> None:
    server.script("arxiv_listing", [after(0.5, "ok")])
    slow = threading.Thread(target=fetch, args=(server, TARGETS["arxiv_listing"]))
    slow.start()
    while not server.log:
        pass
    fetch(server, TARGETS["arxiv_api"])
    slow.join()
    assert server.requests("arxiv_api")[0].in_flight == 2
    assert server.requests("arxiv_api")[0].connections == 2


def test_a_script_is_played_once_in_order_and_only_where_it_is_meant(server: UpstreamServer) -> None:
    server.script("arxiv_*", "429,503+300,200", match="cs.AI")
    server.script("hf_api", "500,*:403")
    answers = [fetch(server, TARGETS["arxiv_listing"]) for _ in range(4)]
    assert [got.status for got in answers] == [429, 503, 200, 200]
    assert (answers[0].body, answers[0].headers.get("retry-after")) == (b"Rate exceeded.", None)
    assert answers[1].headers["retry-after"] == "300"
    assert [fetch(server, TARGETS["hf_api"]).status for _ in range(3)] == [500, 403, 403]
    assert [request.fault for request in server.requests("arxiv_listing")] == ["status_429", "status_503", "ok", "ok"]
    server.clear_scripts()
    assert fetch(server, TARGETS["hf_api"]).status == 200


@pytest.mark.parametrize("text", ["nonsense", "429,,200", "42", "*:*:500"])
def test_a_script_that_names_no_fault_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no fault"):
        parse_script(text)


def test_a_delay_and_a_date_can_be_asked_for(server: UpstreamServer) -> None:
    moment = "Fri, 14 Aug 2026 17:00:00 GMT"
    server.script("hf_api", [status(503, moment)])
    assert named("429+7~0.3").delay == 0.3
    assert fetch(server, TARGETS["hf_api"]).headers["retry-after"] == moment


def _needs(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    return path


def test_recorded_listings_are_replayed_without_the_weekends_a_crawler_repeated() -> None:
    days = [date(2026, 6, 22) + timedelta(days=n) for n in range(9)]
    corpus = from_listings(_needs(DATA / "arxiv" / "listings_2026-04_2026-06.jsonl.gz"), days)
    assert corpus.labels() == tuple(date(2026, 6, day) for day in (23, 24, 25, 26, 29, 30))
    new = [work.arxiv_id for work in corpus.works if work.announce_kind == "new"]
    assert len(new) == len(set(new))
    for work in corpus.works:
        assert work.announced
        opens, closes = submission_window(work.announced, corpus.holidays)
        assert work.version > 1 or opens <= work.submitted_at < closes


def test_recorded_votes_are_never_ahead_of_their_count() -> None:
    day = date(2025, 6, 2)
    corpus = from_hf(_needs(DATA / "hf_daily" / "dev.jsonl.gz"), [day])
    assert corpus.works
    for work in corpus.works:
        for moment, count in work.vote_counts:
            assert work.votes_at(moment) == count
        assert work.hf_at is None or work.votes_at(work.hf_at) == 0


def test_the_sample_day_is_where_its_sources_showed_it() -> None:
    corpus = from_sample(_needs(ROOT / "tools" / "sample" / "day.json"))
    with UpstreamServer(corpus, datetime(2024, 11, 4, 9, tzinfo=PANEL_ZONE)) as server:
        featured = ids("hf_api", fetch(server, "/huggingface.co/api/daily_papers?date=2024-11-01").text)
        hot = ids("deeplearn_home", fetch(server, "/deeplearn.org/").text)
        listing = fetch(server, TARGETS["arxiv_listing"]).text
    assert len(featured) + len(hot) == len(corpus.works)
    assert "No updates today." in listing


def test_what_two_corpora_know_of_a_work_is_joined() -> None:
    announced = next(work for work in CORPUS.works if work.announced and work.hf_date)
    listed = Corpus((replace(announced, hf_date=None, votes=0),))
    featured = Corpus((replace(announced, announced=None, abstract=""),))
    for corpus in (joined(listed, featured), joined(featured, listed)):
        assert corpus.works == (announced,)
