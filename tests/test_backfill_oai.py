"""Harvesting arXiv's OAI-PMH: over restarts, expired tokens and refusals, with changes and deletions."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from html import escape
from urllib.parse import parse_qs

import pytest

from achim.backfilling import backfill, estimate
from achim.domain.past import Standing
from achim.errors import FetchError, SourceError
from achim.ports import Answer
from achim.sources.arxiv_harvest import Harvest
from achim.sources.http import Client
from tests.arxiv_world import ADDRESSES, QUICK, arxiv_world, corpus
from tests.fakes import FakeFetcher
from tests.moving_clock import MovingClock
from tests.past import opened
from tests.upstream.faults import Fault, status
from tests.world import WorldTransport

KNOWN = corpus()
FIRST, LAST = date(2026, 8, 6), date(2026, 8, 12)
AFTER = datetime(2026, 8, 20, 12, tzinfo=UTC)
EXPIRED = Fault("expired", refuses=True)
OAI = "https://oaipmh.arxiv.org"


def record(name: str, text: str, changed: str = "2026-08-06", version: int = 1, header: str = "") -> str:
    """A record of arXivRaw; with a status in its header only that."""
    versions = "".join(
        f'<version version="v{each}"><date>Thu, {each} Aug 2026 10:00:00 GMT</date></version>'
        for each in range(1, version + 1)
    )
    inside = (
        f'<metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{name}</id>{versions}<title>Paper {name}</title>'
        f"<authors>Ada Lovelace</authors><categories>cs.CL</categories><abstract>{escape(text)}</abstract></arXivRaw></metadata>"
    )
    head = f"<header{header}><identifier>oai:arXiv.org:{name}</identifier><datestamp>{changed}</datestamp></header>"
    return f"<record>{head}{'' if header else inside}</record>"


def listed(*records: str, token: str = "") -> bytes:
    told = f"<resumptionToken>{token}</resumptionToken>" if token else ""
    return f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{"".join(records)}{told}</ListRecords></OAI-PMH>'.encode()


def refused(code: str) -> bytes:
    return f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="{code}">no</error></OAI-PMH>'.encode()


@dataclass
class Told:
    """A fetcher that answers by day or token; the last answer of several is given for ever."""

    answers: dict[str, list[bytes]]

    def get(self, url: str, **options: object) -> Answer:
        asked = parse_qs(url.partition("?")[2])
        left = self.answers.get((asked.get("resumptionToken") or asked["from"])[0], [refused("noRecordsMatch")])
        return Answer(url, 200, {}, left.pop(0) if len(left) > 1 else left[0])


def harvest(fetcher: object, clock: MovingClock, until: date | None = LAST) -> Harvest:
    return Harvest(fetcher, clock, ADDRESSES.oai_url, FIRST, until)  # pyright: ignore[reportArgumentType]


IDS = {f"arxiv:{work.arxiv_id}" for work in KNOWN.works if work.arxiv_id}
WITHDRAWN = {f"arxiv:{work.arxiv_id}" for work in KNOWN.works if "withdrawn" in (work.comment or "")}
SEARCHED = len(IDS - WITHDRAWN)


def test_all_records_of_the_days_are_taken_page_by_page(archive_url: str) -> None:
    with arxiv_world(AFTER, KNOWN, oai_page=5) as world, opened(archive_url, world.clock) as past:
        told = backfill(harvest(world.client, world.clock), past.parts)
        works = past.rows(of_search=True)["backfill_works"]

        assert {str(row[0]) for row in works} == IDS
        assert told.is_done
        assert any("resumptionToken" in request.query for request in world.server.log)
        asked = len(world.server.log)
        assert backfill(harvest(world.client, world.clock), past.parts) == told
        assert len(world.server.log) == asked, "a range that is over is not asked for again"


def test_a_restart_goes_on_with_the_token_it_had(archive_url: str) -> None:
    with arxiv_world(AFTER, KNOWN, oai_page=5) as world:
        with opened(archive_url, world.clock) as past:
            pages = list[Standing]()
            backfill(
                harvest(world.client, world.clock), replace(past.parts, say=pages.append, stop=lambda: len(pages) == 2)
            )
        before = [request.query for request in world.server.log]
        world.server.forget()
        with opened(archive_url, world.clock) as past:
            backfill(harvest(world.client, world.clock), past.parts)
            assert past.parts.finder.index.size()[0] == SEARCHED
        after = [request.query for request in world.server.log]
        assert "resumptionToken" in after[0]
        assert not set(before) & set(after)


def test_fault_an_expired_token_costs_the_day_it_was_of(archive_url: str) -> None:
    with arxiv_world(AFTER, KNOWN, oai_page=5) as world, opened(archive_url, world.clock) as past:
        world.server.script("arxiv_oai", [EXPIRED], match="resumptionToken")
        told = backfill(harvest(world.client, world.clock), past.parts)

        assert told.is_done
        assert past.parts.finder.index.size()[0] == SEARCHED
        asked = [
            request.query
            for request in world.server.log
            if "from=2026-08-06" in request.query and "resumption" not in request.query
        ]
        assert len(asked) == 2
        assert told.same == 5


def test_fault_tokens_that_expire_whenever_it_is_paused_stop_it_for_ever_on_no_day(archive_url: str) -> None:
    """A day of many pages, each command ended within it, at night: the next one begins the day anew."""
    first, second = (record(f"2608.0000{each}", "robin") for each in (1, 2))
    answers = {"2026-08-06": [listed(first, token="t")], "t": [*[refused("badResumptionToken")] * 5, listed(second)]}
    with opened(archive_url, clock := MovingClock(AFTER)) as past:
        for _ in range(5):
            pages = list[Standing]()
            parts = replace(past.parts, say=pages.append, stop=_after(2, pages))
            assert not backfill(harvest(Told(answers), clock), parts).is_done
        backfill(harvest(Told(answers), clock), past.parts)
        assert past.found("robin") == ["arxiv:2608.00001", "arxiv:2608.00002"]


def _after(count: int, pages: Sequence[Standing]) -> Callable[[], bool]:
    return lambda: len(pages) == count


def test_fault_a_token_of_which_nothing_is_known_is_no_end_of_its_day(archive_url: str) -> None:
    first, second = (record(f"2608.0000{each}", "robin") for each in (1, 2))
    answers = {"2026-08-06": [listed(first, token="t")], "t": [refused("noRecordsMatch"), listed(second)]}
    with opened(archive_url, clock := MovingClock(AFTER)) as past:
        backfill(harvest(Told(answers), clock), past.parts)
        assert past.found("robin") == ["arxiv:2608.00001", "arxiv:2608.00002"]


def test_fault_a_page_of_another_format_is_asked_for_again_and_not_passed_over(archive_url: str) -> None:
    other = record("2608.00001", "robin").replace("arXivRaw", "dc")
    answers = {"2026-08-06": [listed(other), listed(), listed(record("2608.00001", "robin"))]}
    with opened(archive_url, clock := MovingClock(AFTER)) as past:
        told = backfill(harvest(Told(answers), clock), past.parts)
        assert (told.taken, told.unread) == (1, 0)


@pytest.mark.parametrize(
    "answers",
    [
        {"2026-08-06": [listed(record("2608.00001", "a"), token="t")], "t": [refused("badResumptionToken")]},
        {
            "2026-08-06": [listed(record("2608.00001", "a"), token="t")],
            "t": [listed(record("2608.00002", "a"), token="t")],
        },
    ],
    ids=["never accepted", "always the same"],
)
def test_hostile_a_token_without_end_ends(answers: dict[str, list[bytes]]) -> None:
    source = harvest(Told(answers), MovingClock(AFTER))
    with pytest.raises(SourceError):
        _read_on(source, 20)


def _read_on(source: Harvest, pages: int) -> None:
    place = ""
    for _ in range(pages):
        place = source.read(place).place


def test_fault_a_refusal_is_waited_for_as_long_as_it_says(archive_url: str) -> None:
    with arxiv_world(AFTER, KNOWN) as world, opened(archive_url, world.clock) as past:
        world.server.script("arxiv_oai", [status(503, 700), status(503), status(200, body=b"<html>down</html>")])
        told = backfill(harvest(world.client, world.clock), past.parts)

        assert told.taken == SEARCHED
        first, second, third, fourth = [request.at for request in world.server.log][:4]
        assert (second - first).total_seconds() >= 700
        assert (third - second).total_seconds() >= 5
        assert (fourth - third).total_seconds() >= 5
        assert [where for where, _ in past.progress.notes] == ["arxiv"] * len(past.progress.notes)


def test_fault_a_service_that_is_down_is_told_and_nothing_is_lost(archive_url: str) -> None:
    with arxiv_world(AFTER, KNOWN, oai_page=5) as world, opened(archive_url, world.clock) as past:
        world.server.script("arxiv_oai", "200,200,*:500")
        with pytest.raises(FetchError):
            backfill(harvest(world.client, world.clock), past.parts)
        kept = past.parts.finder.index.size()[0]
        assert 0 < kept < SEARCHED
        world.server.clear_scripts()
        backfill(harvest(world.client, world.clock), past.parts)
        assert past.parts.finder.index.size()[0] == SEARCHED


def test_requests_keep_their_distance_also_from_other_programs(archive_url: str) -> None:
    """The archive's lock, which builds wait for, is held until arXiv may be asked again."""
    with arxiv_world(AFTER, KNOWN, oai_page=5) as world, opened(archive_url, world.clock) as past:
        with closing(
            Client(
                replace(QUICK, pace={"arxiv.org": 3.0}, read_timeout=60.0), WorldTransport(world.server), world.clock
            )
        ) as client:
            backfill(harvest(client, world.clock), replace(past.parts, pace=3.0))
        assert min(world.server.spacing("arxiv")) >= 3.0


def test_changes_and_deletions_are_followed(archive_url: str) -> None:
    clock = MovingClock(datetime(2026, 8, 7, 12, tzinfo=UTC))
    kept, changed, deleted = "2608.00001", "2608.00002", "2608.00003"
    answers = {
        "2026-08-06": [listed(record(kept, "robin"), record(changed, "robin sparrow"), record(deleted, "robin"))],
        "2026-08-08": [listed(record(changed, "robin wren", "2026-08-08", version=2))],
        "2026-08-09": [listed(record(deleted, "", "2026-08-09", header=' status="deleted"'))],
    }
    source = harvest(Told(answers), clock, until=None)
    with opened(archive_url, clock) as past:
        backfill(source, past.parts)
        assert past.found("robin") == [f"arxiv:{each}" for each in (kept, changed, deleted)]

        clock.moment = datetime(2026, 8, 12, 12, tzinfo=UTC)
        told = backfill(source, past.parts)

        assert past.found("robin") == [f"arxiv:{each}" for each in (kept, changed)]
        assert (past.found("sparrow"), past.found("wren")) == ([], [f"arxiv:{changed}"])
        assert (told.gone, told.is_done) == (1, True)
        # an old word does not bring back what is gone
        old = {"2026-08-06": [listed(record(deleted, "robin"))]}
        backfill(Harvest(Told(old), clock, OAI, FIRST, FIRST), past.parts)
        assert past.found("robin") == [f"arxiv:{each}" for each in (kept, changed)]


def test_the_last_days_are_read_again(archive_url: str) -> None:
    """arXiv may still add to them; earlier days are over."""
    clock = MovingClock(datetime(2026, 8, 12, 12, tzinfo=UTC))
    fetcher = FakeFetcher({})
    asked = fetcher.asked

    def get(url: str, **options: object) -> Answer:
        asked.append(parse_qs(url)["from"][0])
        return Answer(url, 200, {}, refused("noRecordsMatch"))

    fetcher.get = get
    source = harvest(fetcher, clock, until=None)
    with opened(archive_url, clock) as past:
        assert estimate(source, past.parts).requests == 7
        asked.clear()
        backfill(source, past.parts)
        assert asked == [f"2026-08-{day:02}" for day in range(6, 13)]
        asked.clear()
        backfill(source, past.parts)
        assert asked == ["2026-08-11", "2026-08-12"]


def test_fault_a_record_that_cannot_be_read_stops_nothing(archive_url: str) -> None:
    clock = MovingClock(AFTER)
    bad = record("2608.00002", "robin").replace("v1", "vx")
    answers = {
        "2026-08-06": [listed(record("2608.00001", "robin"), bad, record("bad/id", "", header=' status="deleted"'))]
    }
    with opened(archive_url, clock) as past:
        told = backfill(harvest(Told(answers), clock), past.parts)
        assert (told.taken, told.unread) == (1, 2)
        assert dict(past.progress.notes[0][1].params)["record"] == "oai:arXiv.org:2608.00002"
