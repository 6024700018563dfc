"""``achim build`` as a user runs it while one source is down: it ends well, says the gap in words, and heals it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from achim.cli import commands
from tests.fault_causes import WORDS
from tests.mornings import days_from, morning
from tests.upstream import UpstreamServer, synthetic
from tests.upstream.__main__ import SETTINGS

TUESDAY = date(2026, 8, 11)
MORNING = morning(TUESDAY)
NO_GAPS = {"ko": "빠진 출처나 단계가 없다", "en": "No source or step is missing"}


@pytest.fixture(scope="module")
def server() -> Iterator[UpstreamServer]:
    with UpstreamServer(synthetic(5, days_from(date(2026, 8, 6), 6), 8, ("cs.AI", "cs.CL")), MORNING) as running:
        yield running


@pytest.fixture
def turned_to(server: UpstreamServer, monkeypatch: pytest.MonkeyPatch) -> UpstreamServer:
    """The command's settings name the test server, over the product's own guarded way out."""
    for variable, service in SETTINGS.items():
        monkeypatch.setenv(variable, server.base_urls[service])
    for name, value in {"PACE": "0", "ARXIV_PACE": "0", "ATTEMPTS": "1", "MAX_BYTES": "2000000"}.items():
        monkeypatch.setenv(f"ACHIM_HTTP__{name}", value)
    monkeypatch.setenv("ACHIM_SOURCES__ARXIV__CATEGORIES", '["cs.AI", "cs.CL"]')
    monkeypatch.setenv("ACHIM_EDITION__PAPERS", "1")
    return server


def build(moment: datetime, lang: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int | str | None, str]:
    """The command's exit code, and the Markdown that it wrote."""
    monkeypatch.setenv("ACHIM_CLOCK", moment.isoformat())
    told = ["build", "--kind", "papers", "--lang", lang, "--home", str(place / "home"), "--out", str(place / "out")]
    code: int | str | None = 0
    try:
        commands(told, result_action="return_value")
    except SystemExit as ended:
        code = ended.code
    (written,) = (place / "out").rglob("*_report.md")
    return code, written.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("routes", "fault", "cause", "lang"),
    [
        pytest.param("arxiv_*", "rate_exceeded_late", "fetch.rate_limited", "ko", id="arXiv refuses late"),
        pytest.param("hf_*", "reset", "fetch.broken_off", "en", id="Hugging Face breaks off"),
        pytest.param("deeplearn_home", "redirect_loop", "fetch.redirects", "ko", id="deeplearn.org leads in a circle"),
        pytest.param("deeplearn_paper", "gzip_bomb", "fetch.too_large", "en", id="a paper's page is a bomb"),
        pytest.param("arxiv_api", "other_page", "source.unparsable", "ko", id="arXiv's API wants a browser"),
    ],
)
def test_fault_a_build_with_one_source_down_ends_well_and_the_next_heals_it(
    routes: str,
    fault: str,
    cause: str,
    lang: str,
    turned_to: UpstreamServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    turned_to.clear_scripts()
    turned_to.script(routes, f"*:{fault}")
    code, spoilt = build(MORNING, lang, tmp_path, monkeypatch)
    said = capsys.readouterr().out
    turned_to.clear_scripts()
    later, healed = build(MORNING + timedelta(hours=1), lang, tmp_path, monkeypatch)

    words = WORDS[cause][0 if lang == "ko" else 1]
    assert (code, later) == (0, 0)
    assert words in spoilt
    assert words in said
    assert NO_GAPS[lang] not in spoilt
    assert NO_GAPS[lang] in healed
    assert words not in healed
