"""The lines that `make replay` prints turn another shell's achim to the replay, and leave no address out."""

from datetime import UTC, datetime

import pytest

from achim.clock import StandingClock, make_clock
from achim.settings import SourcesSettings, load_settings
from tests.upstream import Corpus, UpstreamServer
from tests.upstream.__main__ import SETTINGS, exports

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
