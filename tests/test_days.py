"""Days in a row: nothing is printed twice, nothing is lost, every ledger sums, and a quiet day says that it is one.

The recorded days are those of ../shared; the made-up ones hold the same laws everywhere. Each week is lived three
times: undisturbed; with two mornings without a run; and with a morning built twice, one that is killed in the middle,
and one on which a source is down until an hour later.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from achim.domain.edition import Edition
from achim.errors import NothingAnswered
from achim.render.markdown import markdown
from achim.render.messages import say, word
from achim.settings import Settings
from tests.fakes import FakeProgress
from tests.mornings import (
    RECORDED_CATEGORIES,
    Mornings,
    account,
    arxiv_keys,
    days_from,
    deeplearn_keys,
    huggingface_keys,
    hurried,
    morning,
)
from tests.upstream import Corpus, UpstreamServer, from_hf, from_listings, from_metadata, is_label, joined, synthetic

LATER = time(11, 30)
SYNTHETIC_CATEGORIES = ("cs.AI", "cs.CL", "stat.ML")
SharedFile = Callable[[str], Path]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What is served and read on ``days``; ``first_label`` is the first batch that turns on one of them."""

    corpus: Corpus
    days: Sequence[date]
    settings: Settings
    first_label: date

    @property
    def is_announced(self) -> dict[date, bool]:
        """Whether arXiv has a new batch on that morning."""
        return {day: is_label(day, self.corpus.holidays) for day in self.days}

    def served(self, moments: Sequence[datetime], editions: Sequence[Edition]) -> frozenset[str]:
        """Ledger keys of everything upstream has had to tell by the last of the moments.

        The first morning may take an older batch, and then answers for all of it.
        """
        sources = self.settings.sources
        last = moments[-1].date()
        labels = [label for label in self.corpus.labels() if min([self.first_label, *told(editions)]) <= label <= last]
        found = arxiv_keys(self.corpus, labels, sources.arxiv.categories)
        if sources.huggingface.enabled:
            found |= huggingface_keys(self.corpus, days_from(self.days[0] - timedelta(days=1), len(self.days)))
        if sources.deeplearn.enabled:
            found |= deeplearn_keys(self.corpus, moments)
        return found


def told(editions: Sequence[Edition]) -> set[date]:
    """Labels of the arXiv batches that the ledgers speak of."""
    keys = (fate.announcement for edition in editions for fate in edition.ledger.fates if fate.source == "arxiv")
    return {date.fromisoformat(key.split("/")[1]) for key in keys}


def recorded_arxiv(shared_file: SharedFile) -> Week:
    """Seven days. On the first, after a holiday, the listing still shows Friday's batch."""
    path = shared_file("data/arxiv/listings_2026-04_2026-06.jsonl.gz")
    return Week(
        corpus=from_listings(path, days_from(date(2026, 6, 8), 21)),
        days=days_from(date(2026, 6, 22), 7),
        settings=hurried(RECORDED_CATEGORIES, huggingface=False, deeplearn=False),
        first_label=date(2026, 6, 23),
    )


def recorded_both(shared_file: SharedFile) -> Week:
    """Nine days on which both were collected in full."""
    arxiv, lists = shared_file("data/arxiv/train.jsonl.gz"), shared_file("data/hf_daily/dev.jsonl.gz")
    days = days_from(date(2025, 6, 3), 9)
    return Week(
        corpus=joined(from_metadata(arxiv, days), from_hf(lists, days_from(days[0] - timedelta(days=1), 10))),
        days=days,
        settings=hurried(RECORDED_CATEGORIES, deeplearn=False),
        first_label=days[0],
    )


def made_up(shared_file: SharedFile) -> Week:
    """Ten days with a weekend and a holiday: cross-lists, replacements, old ids, works without an id, every awkward title."""
    days = days_from(date(2026, 6, 16), 10)
    return Week(
        corpus=synthetic(20260616, days_from(date(2026, 6, 15), 11), 24, SYNTHETIC_CATEGORIES),
        days=days,
        settings=hurried(SYNTHETIC_CATEGORIES),
        first_label=days[0],
    )


WEEKS = {"recorded_arxiv": recorded_arxiv, "recorded_arxiv_and_hugging_face": recorded_both, "made_up": made_up}


@pytest.fixture(scope="module")
def weeks() -> dict[str, Week]:
    """Those read already: they are long."""
    return {}


@pytest.fixture(params=WEEKS)
def week(request: pytest.FixtureRequest, shared_file: SharedFile, weeks: dict[str, Week]) -> Week:
    if request.param not in weeks:
        weeks[request.param] = WEEKS[request.param](shared_file)
    return weeks[request.param]


def live(week: Week, home: Path, days: Sequence[date], build: Callable[[Mornings, date], None]) -> tuple[Edition, ...]:
    with UpstreamServer(week.corpus, morning(days[0])) as server:
        mornings = Mornings(server=server, home=home, settings=week.settings)
        for day in days:
            build(mornings, day)
        assert mornings.progress.troubles == []
        return mornings.editions()


def at_half_past_ten(mornings: Mornings, day: date) -> None:
    mornings.build(morning(day))


@pytest.fixture(scope="module")
def lived() -> dict[date, tuple[Edition, ...]]:
    """The editions of weeks without a disturbance, by their first day: made once, looked at by several tests."""
    return {}


@pytest.fixture
def undisturbed(week: Week, lived: dict[date, tuple[Edition, ...]], tmp_path: Path) -> tuple[Edition, ...]:
    if week.days[0] not in lived:
        lived[week.days[0]] = live(week, tmp_path, week.days, at_half_past_ten)
    return lived[week.days[0]]


def test_days_in_a_row_repeat_nothing_and_lose_nothing(week: Week, undisturbed: tuple[Edition, ...]) -> None:
    """Every announcement is in exactly one ledger, every work in print at most once."""
    editions = undisturbed

    assert account(editions, week.served([morning(day) for day in week.days], editions)).faults == {}
    assert [edition.key.day for edition in editions] == list(week.days)
    assert {edition.key.day: edition.gaps for edition in editions if edition.gaps} == {}


def test_days_without_an_announcement_say_so(week: Week, undisturbed: tuple[Edition, ...]) -> None:
    """Weekends and holidays: arXiv's line says why and when the next batch comes, and nothing looks like a failure."""
    editions = undisturbed
    silent = [edition for edition in editions if not week.is_announced[edition.key.day]][-2:]

    assert silent
    for edition in silent:
        line = next(line for line in edition.ledger.sources if line.source == "arxiv")
        assert (line.announced, edition.gaps) == (0, ())
        assert line.note
        assert say(line.note, "ko", "Asia/Seoul")
        assert say(line.note, "en", "Asia/Seoul")
    for edition in editions:
        says_quiet = word("ui.quiet", "ko") in markdown(edition)
        assert says_quiet == edition.is_quiet == (not edition.sections and not edition.gaps)


@pytest.mark.parametrize(
    ("spoilt", "fault", "missed"),
    [
        pytest.param(date(2026, 6, 17), "dropped_ids", (date(2026, 6, 18),), id="then a day without a run"),
        pytest.param(date(2026, 6, 19), "dropped_ids", (), id="then a weekend and a holiday"),
        pytest.param(date(2026, 6, 23), "stale_relabelled", (), id="the last batch again after a holiday"),
    ],
)
def test_gap_what_a_list_hid_comes_later_whatever_lies_between(
    spoilt: date, fault: str, missed: Sequence[date], tmp_path: Path, shared_file: SharedFile
) -> None:
    """Ids missing from the list and from its counts, or yesterday's batch under today's date."""
    week = made_up(shared_file)

    def build(mornings: Mornings, day: date) -> None:
        if day == spoilt:
            mornings.server.script("arxiv_listing", f"*:{fault}")
        mornings.build(morning(day))
        mornings.server.clear_scripts()

    days = [day for day in week.days if day not in missed]
    editions = live(week, tmp_path, days, build)
    arxiv = {key for key in week.served([morning(day) for day in days], editions) if key.startswith("arxiv/")}
    told_of = {fate.announcement for edition in editions for fate in edition.ledger.fates}

    assert arxiv - told_of == set()
    assert account(editions, frozenset(told_of)).faults == {}


def test_a_first_run_on_a_holiday_takes_the_newest_batch_there_is(tmp_path: Path) -> None:
    """As on a weekend: 2026-06-22 has no batch, and the listings still show that of 2026-06-19."""
    corpus = synthetic(19, days_from(date(2026, 6, 15), 9), 6, SYNTHETIC_CATEGORIES)
    week = Week(
        corpus=corpus,
        days=[date(2026, 6, 22)],
        settings=hurried(SYNTHETIC_CATEGORIES, huggingface=False, deeplearn=False),
        first_label=date(2026, 6, 19),
    )
    (edition,) = live(week, tmp_path, week.days, at_half_past_ten)

    assert edition.gaps == ()
    assert account([edition], week.served([morning(week.days[0])], [edition])).faults == {}


def test_days_without_a_run_are_caught_up_with(week: Week, tmp_path: Path) -> None:
    """Two working days in the middle are missed; the next morning answers for them."""
    working = [day for day in week.days[1:-1] if week.is_announced[day]]
    missed = set(working[1:3])
    days = [day for day in week.days if day not in missed]
    editions = live(week, tmp_path, days, at_half_past_ten)

    assert account(editions, week.served([morning(day) for day in days], editions)).faults == {}
    assert {edition.key.day: edition.gaps for edition in editions if edition.gaps} == {}


class Cut(BaseException):
    """The end of a process, as far as one process can play it."""


def cut_at_compose(step: str) -> None:
    if step == "compose":
        raise Cut


def test_kill_a_second_run_and_a_source_that_fails_leave_the_account_whole(week: Week, tmp_path: Path) -> None:
    """A failed source's announcements come with the healed revision, or with the next morning."""
    working = [day for day in week.days[1:-1] if week.is_announced[day]]
    twice, cut, failed = working[0], working[1], working[2]
    seen: dict[str, object] = {}

    def build(mornings: Mornings, day: date) -> None:
        if day == cut:
            mornings.progress = FakeProgress(at_step=cut_at_compose)
            with pytest.raises(Cut):
                mornings.build(morning(day))
            mornings.progress = FakeProgress()
        if day == failed:
            build_without_arxiv(mornings, day)
        mornings.build(morning(day, LATER) if day in (cut, failed) else morning(day))
        if day == twice:
            seen["again"] = mornings.build(morning(day, LATER)).outcome.what

    editions = live(week, tmp_path, week.days, build)
    later = [morning(day, LATER if day in (cut, failed) else time(10, 30)) for day in week.days]

    assert seen == {"again": "complete"}
    assert account(editions, week.served(later, editions)).faults == {}
    assert {edition.key.day: edition.gaps for edition in editions if edition.gaps} == {}


def build_without_arxiv(mornings: Mornings, day: date) -> None:
    """Every part of arXiv is down. Without another source nothing is kept, and that is an error."""
    mornings.server.script("arxiv_*", "*:503")
    if mornings.settings.sources.huggingface.enabled:
        edition = mornings.build(morning(day)).outcome.edition
        assert "arxiv" in {gap.where for gap in edition.gaps}
        assert not edition.is_quiet
    else:
        with pytest.raises(NothingAnswered):
            mornings.build(morning(day))
    mornings.server.clear_scripts()
