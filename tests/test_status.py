"""How things stand, in lines and as JSON; and the log of work in progress, an object a line."""

import io
import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from achim.app import App
from achim.cli import commands
from achim.domain.delivery import Receipt, Ticket
from achim.domain.note import Note
from achim.domain.schedule import Incident, Run
from achim.errors import UserError
from achim.ports import Reading
from achim.progress import JsonProgress, PlainProgress
from achim.render.status import status_json, status_lines
from achim.settings import Settings
from achim.status import status_of
from achim.store.claims import SqlClaims
from tests.editions import full_day
from tests.fakes import FakeProgress, make_store
from tests.moving_clock import MovingClock

NOW = datetime(2024, 11, 4, 3, tzinfo=UTC)
GONE = Note.of("fetch.unreachable", host="arxiv.org", error="refused")


def an_app(home: Path) -> App:
    return App(
        settings=Settings(),
        home=home,
        progress=FakeProgress(),
        say=print,
        clock=MovingClock(NOW + timedelta(minutes=1)),
    )


def lived(home: Path) -> None:
    """An archive with an edition, a source that failed, a run and an open incident."""
    with closing(make_store(home)) as store:
        edition = full_day()
        store.begin(edition.key, NOW)
        store.keep(edition, (), ())
        store.note_readings([Reading(source="arxiv", at=NOW, fault=GONE)])
        store.journal.note_run(Run(begun_at=NOW, ended_at=NOW + timedelta(minutes=1), day=NOW.date(), troubles=(GONE,)))
        store.journal.open([Incident(key="source/arxiv", note=GONE, opened_at=NOW)])


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_status_tells_of_editions_schedule_sources_search_and_incidents(tmp_path: Path, lang: str) -> None:
    lived(tmp_path)
    app = an_app(tmp_path)
    with app.archive() as store:
        told = status_of(app, store)
    lines = "\n".join(status_lines(told, lang, "Asia/Seoul"))

    assert not told.is_well
    assert (told.editions, told.newest[0].key, told.index.unindexed) == (1, full_day().key, 1)
    assert {each.source: each.failures for each in told.sources}["arxiv"] == 1
    for part in ("2024-11-04", "arXiv", "12:00", "archive.sqlite"):
        assert part in lines
    assert replace(told, incidents=(), last_run=None).is_well


def test_fault_of_delivery_status_names_who_got_nothing_and_why(tmp_path: Path) -> None:
    lived(tmp_path)
    app = an_app(tmp_path)
    why = Note.of("delivery.mail_refused", host="mx.example.org", status=550, answer="no such user")
    with app.archive() as store:
        ticket = Ticket(channel="mail", recipient="", key=full_day().key, revision=1)
        store.receipts.put(
            Receipt(
                ticket=replace(ticket, recipient=f"{number:02}@example.org"),
                parts=1,
                state="delivered" if number == 0 else "refused",
                tries=1,
                unsure=0,
                first_at=NOW,
                last_at=NOW,
                note=why if number else None,
            )
            for number in range(23)
        )
        told = status_of(app, store)
    lines = list(status_lines(told, "en", "Asia/Seoul"))
    (channel,) = json.loads(status_json(told))["channels"]
    (first,) = [line for line in lines if "01@example.org" in line]

    assert first == "  01@example.org refused the edition of Mon 4 Nov: mx.example.org refused it (550): no such user"
    assert not [line for line in lines if "00@example.org" in line]
    assert "  and 2 more" in lines
    assert (channel["lost"][0]["recipient"], len(channel["lost"])) == ("01@example.org", 22)


def test_status_as_json_says_the_same(tmp_path: Path) -> None:
    lived(tmp_path)
    app = an_app(tmp_path)
    with app.archive() as store:
        SqlClaims(store.engine, 60.0).take("question")
        standing = status_of(app, store)
        told = json.loads(status_json(standing))
    assert told["at_work"] == {"processes": 1, "under_way": 1, "lapsed": 0}
    assert "at work: 1 process, at 1 thing" in "\n".join(status_lines(standing, "en", "Asia/Seoul"))

    assert told["well"] is False
    assert told["schedule"]["last_run"] == "2024-11-04T03:01:00+00:00"
    assert told["incidents"][0]["note"] == {"code": "fetch.unreachable", "params": dict(GONE.params)}
    assert told["editions"][0] == told["editions"][0] | {"day": "2024-11-04", "series": "papers/ko/default"}


def test_status_of_the_command_line_exits_by_what_is_wrong(
    clean_environment: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clean_environment.mkdir()
    with pytest.raises(UserError, match="archive"):
        commands(["status"], exit_on_error=False)
    lived(clean_environment)
    with pytest.raises(SystemExit) as ended:
        commands(["status", "--json"], exit_on_error=False)

    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out)["archive"]["editions"] == 1


@pytest.mark.parametrize("kind", [PlainProgress, JsonProgress])
def test_a_line_and_its_end_are_written_at_once(kind: type[PlainProgress]) -> None:
    """Else those of two threads run into one another."""
    written: list[str] = []
    stream = io.StringIO()
    stream.write = lambda text: written.append(text) or len(text)
    progress = kind("en", stream=stream)
    progress.told("arxiv", GONE)
    progress.step("index")
    assert [each[-1] for each in written] == ["\n", "\n"]


def test_a_log_of_json_names_edition_step_and_item() -> None:
    stream = io.StringIO()
    progress = JsonProgress("en", stream=stream)
    progress.about("2024-11-04/papers/ko/default")
    progress.step("collect", "arxiv")
    progress.told("arxiv", GONE)
    progress.trouble("mail", ValueError("two\nlines"))
    progress.about("")
    progress.step("index")
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]

    assert [each["event"] for each in lines] == ["step", "told", "trouble", "step"]
    assert all(each["edition"] == "2024-11-04/papers/ko/default" for each in lines[:3])
    assert [each.get("step") for each in lines] == ["collect", "collect", "collect", "index"]
    assert (lines[1]["item"], lines[1]["code"]) == ("arxiv", "fetch.unreachable")
    assert (lines[2]["item"], lines[2]["error"], lines[2]["text"]) == ("mail", "ValueError", "two\nlines")
    assert "edition" not in lines[3]
