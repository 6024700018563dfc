"""``achim doctor --record-sources``: what nobody has recorded is asked once, by the settings' addresses, and kept."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from achim.app import App
from achim.cli import doctor
from achim.clock import StandingClock
from achim.doctor import probes, record_answers, working_day
from achim.settings import HttpSettings, Settings, SourcesSettings
from tests.fakes import FakeProgress
from tests.upstream.__main__ import SETTINGS
from tests.upstream.exchange import Response
from tests.upstream.faults import Fault, status
from tests.upstream.server import UpstreamServer
from tests.upstream.synthetic import synthetic

MORNING = datetime(2026, 8, 11, 1, 30, tzinfo=UTC)
DAYS = [date(2026, 8, day) for day in (6, 7, 10, 11, 12)]
PLACES = ("arxiv", "arxiv_api", "arxiv_feed", "arxiv_oai", "huggingface", "deeplearn")


@pytest.fixture
def server() -> Iterator[UpstreamServer]:
    with UpstreamServer(synthetic(11, DAYS, per_day=16, categories=("cs.AI", "cs.CL")), MORNING) as running:
        yield running


def app_at(server: UpstreamServer, home: Path, moment: datetime = MORNING, patience: float = 30.0) -> App:
    """Over a real connection: the settings name the test server's addresses, and nothing else may be reached."""
    at = server.base_urls
    sources = {
        "arxiv": {
            "base_url": at["arxiv"],
            "api_url": at["arxiv_api"],
            "feed_url": at["arxiv_feed"],
            "oai_url": at["arxiv_oai"],
        },
        "huggingface": {"base_url": at["huggingface"]},
        "deeplearn": {"base_url": at["deeplearn"]},
    }
    http = HttpSettings(pace=0, arxiv_pace=0, read_timeout=patience, total_timeout=2 * patience, max_bytes=2_000_000)
    settings = Settings(sources=SourcesSettings.model_validate(sources), http=http)
    return App(
        settings=settings, home=home, progress=FakeProgress(), say=lambda text: None, clock=StandingClock(moment)
    )


def recorded(app: App, folder: Path) -> dict[str, dict[str, Any]]:
    """What the files tell, by address less the server's own."""
    record_answers(app, folder, say=lambda text: None)
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return {each["url"].split("/", 3)[3]: each for each in files if "url" in each}


def test_every_address_is_asked_once_and_its_answer_kept(server: UpstreamServer, tmp_path: Path) -> None:
    """Errors too: a 404 is an answer. Each tells its status, its headers and its body, byte for byte."""
    app = app_at(server, tmp_path / "home")
    told = recorded(app, tmp_path / "record")
    asked = [(request.service, request.path, request.query) for request in server.log]

    assert len(asked) == len(set(asked)) == len(told) == len(probes(app)) + 2
    for each in told.values():
        body = (tmp_path / "record" / each["body"]).read_bytes()
        assert str(len(body)) == each["headers"]["content-length"]
    statuses = [each["status"] for each in told.values()]
    assert statuses.count(200) >= 10
    assert statuses.count(404) >= 6


def test_every_place_is_asked_for_its_robots_txt(server: UpstreamServer, tmp_path: Path) -> None:
    record_answers(app_at(server, tmp_path / "home"), tmp_path / "record", say=lambda text: None)
    asked = {request.service for request in server.log if request.path == "/robots.txt"}

    assert asked == {request.service for request in server.log} == set(PLACES)


def test_pages_that_only_other_pages_name_are_asked_too(server: UpstreamServer, tmp_path: Path) -> None:
    """The first hot paper's page, and a new paper's in arXiv's HTML."""
    told = recorded(app_at(server, tmp_path / "home"), tmp_path / "record")
    (page,) = [each for each in told if each.startswith("deeplearn.org/arxiv/")]
    (html,) = [each for each in told if each.startswith("arxiv.org/html/")]

    assert b"article-content" in (tmp_path / "record" / told[page]["body"]).read_bytes()
    assert html.removeprefix("arxiv.org/html/") in {
        work.arxiv_id for work in server.corpus.batch(date(2026, 8, 11)) if work.arxiv_id
    }


def test_fault_a_place_that_fails_is_recorded_as_it_failed(server: UpstreamServer, tmp_path: Path) -> None:
    """The others are asked all the same; what cannot be followed is left out."""
    server.script("hf_*", "*:timeout")
    server.script("arxiv_listing", "*:other_page")
    server.script("deeplearn_home", [], forever=status(500))
    server.script("arxiv_oai", "*:reset")
    told = recorded(app_at(server, tmp_path / "home", patience=0.5), tmp_path / "record")
    faults = {url: each["fault"]["code"] for url, each in told.items() if "fault" in each}

    assert {url.partition("/")[0]: code for url, code in faults.items()} == {
        "huggingface.co": "fetch.timeout",
        "oaipmh.arxiv.org": "fetch.broken_off",
    }
    assert len([url for url in faults if url.startswith("huggingface.co")]) == 6
    assert told["deeplearn.org/"]["status"] == 500
    assert not [url for url in told if "/html/" in url or url.startswith("deeplearn.org/arxiv/")]


def test_cookies_are_not_kept(server: UpstreamServer, tmp_path: Path) -> None:
    """A record is sent to others."""
    refusal = Response(status=403, headers=(("Set-Cookie", "session=secret"),))
    server.script("arxiv_feed", [], forever=Fault("cookie", spoil=lambda asked, answer: refusal))
    told = recorded(app_at(server, tmp_path / "home"), tmp_path / "record")

    assert told["rss.arxiv.org/rss/cs.AI"]["status"] == 403
    assert "secret" not in "".join(path.read_text("utf-8") for path in (tmp_path / "record").glob("*.json"))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param("2026-08-11T01:30", date(2026, 8, 10), id="Tuesday in Seoul, the listing has turned"),
        pytest.param("2026-08-10T23:00", date(2026, 8, 7), id="Tuesday in Seoul, Monday in New York"),
        pytest.param("2026-08-10T01:30", date(2026, 8, 7), id="Monday in Seoul"),
        pytest.param("2026-08-09T01:30", date(2026, 8, 7), id="Sunday in Seoul"),
        pytest.param("2026-08-08T03:00", date(2026, 8, 7), id="Saturday in Seoul"),
        pytest.param("2026-11-28T03:00", date(2026, 11, 26), id="the day after a holiday without a batch"),
    ],
)
def test_the_ordinary_day_is_a_past_one_with_a_batch(
    moment: str, expected: date, server: UpstreamServer, tmp_path: Path
) -> None:
    """Neither a weekend nor a holiday nor a day that New York has not reached: its pages hold what pages hold."""
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    app = app_at(server, tmp_path, at)
    day = working_day(app)

    assert day == expected
    assert day.weekday() < 5
    assert sum(f"{day}" in url for url in probes(app)) == 4


def test_the_command_says_each_answer_and_ends_well(
    server: UpstreamServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for variable, service in SETTINGS.items():
        monkeypatch.setenv(variable, server.base_urls[service])
    monkeypatch.setenv("ACHIM_HTTP__PACE", "0")
    monkeypatch.setenv("ACHIM_HTTP__ARXIV_PACE", "0")
    monkeypatch.setenv("ACHIM_CLOCK", MORNING.isoformat())
    doctor(record_sources=tmp_path / "record", home=tmp_path / "home")
    said = capsys.readouterr().out.splitlines()

    assert len(said) == len(server.log) == len(list((tmp_path / "record").glob("*.body*")))
    assert f"200 {server.base_urls['deeplearn']}/" in said
