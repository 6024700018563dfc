"""The lines that `make replay` prints turn another shell's achim to the replay, and what is served leaves no gap."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from achim.app import App, BuildRequest
from achim.clock import StandingClock, make_clock
from achim.domain.paper import Gap
from achim.settings import HttpSettings, Settings, SourcesSettings, load_settings
from tests.fakes import FakeProgress
from tests.upstream import Corpus, UpstreamServer, synthetic, with_panels
from tests.upstream.__main__ import SETTINGS, exports, moments_of, served
from tests.world import WorldTransport

NOW = datetime(2026, 6, 30, 2, tzinfo=UTC)


def test_the_printed_settings_send_every_request_to_the_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every address that the settings know, and the moment that a build is to pretend."""
    with UpstreamServer(Corpus(), NOW) as server:
        served = server.base_urls
    for line in exports(served, NOW):
        if line.startswith("export "):
            name, _, value = line.removeprefix("export ").partition("=")
            monkeypatch.setenv(name, value)
    settings = load_settings()
    told = settings.sources.model_dump() | settings.news.model_dump(exclude={"feeds"})
    urls = [value for source in told.values() for name, value in source.items() if name.endswith("_url")]

    assert len(urls) == len(SETTINGS) == len(set(urls))
    assert set(urls) == {url for service, url in served.items() if service not in ("feeds", "articles")}
    assert make_clock() == StandingClock(NOW)
    assert settings.http.arxiv_pace == settings.http.pace == 0
    assert SourcesSettings().arxiv.base_url not in urls


def test_several_days_are_served_one_after_the_other() -> None:
    assert moments_of(["2026-06-30", "2026-06-29", "03:30"]) == (
        datetime(2026, 6, 29, 3, 30, tzinfo=UTC),
        datetime(2026, 6, 30, 3, 30, tzinfo=UTC),
    )
    assert moments_of(["2026-06-30"]) == (NOW,)
    for wrong in ([], ["03:30"], ["tomorrow"]):
        with pytest.raises(ValueError, match=r"day|isoformat"):
            moments_of(wrong)


def _gaps(corpus: Corpus, now: datetime, home: Path) -> tuple[Sequence[Gap], dict[str, int]]:
    """What an edition of the moment had to do without, and how much each source announced."""
    with UpstreamServer(corpus, now) as server:
        app = App(
            settings=Settings(http=HttpSettings(pace=0, arxiv_pace=0)),
            home=home,
            progress=FakeProgress(),
            say=lambda text: None,
            clock=StandingClock(now),
            transport=WorldTransport(server),
        )
        edition = app.build(BuildRequest()).outcome.edition
    return edition.gaps, {line.source: line.announced for line in edition.ledger.sources}


def test_a_panel_is_made_of_each_day_s_papers(tmp_path: Path) -> None:
    """Six a day, each on one day's panel; days without papers keep the panel of the day before."""
    days = [date(2026, 8, day) for day in (6, 7, 10, 11)]
    works = synthetic(5, days, per_day=9, categories=("cs.AI",)).works
    bare = Corpus(tuple(replace(work, deeplearn_number=None, deeplearn_days=()) for work in works))
    panels = with_panels(bare)
    shown = [[work for work in panels.works if day in work.deeplearn_days] for day in days]

    assert [len(panel) for panel in shown] == [6] * 4
    assert len({work.deeplearn_number for panel in shown for work in panel}) == 24
    gaps, announced = _gaps(panels, datetime(2026, 8, 11, 2, tzinfo=UTC), tmp_path)
    assert gaps == ()
    assert announced["deeplearn"] == 6


def test_a_recorded_day_is_replayed_without_a_gap(shared_file: Callable[[str], Path], tmp_path: Path) -> None:
    shared_file("data/arxiv/listings_2026-04_2026-06.jsonl.gz")
    gaps, announced = _gaps(served([NOW]), NOW, tmp_path)

    assert gaps == ()
    assert announced["deeplearn"] == 6
    assert announced["arxiv"] > 100
