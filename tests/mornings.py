"""Mornings in a row over one archive, and an account of what became of everything that upstream served."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from achim.app import App, Built
from achim.clock import StandingClock
from achim.domain.edition import BUCKETS, Edition, EditionKind
from achim.domain.ids import PaperId
from achim.ports import Clock, Embedder
from achim.request import BuildRequest
from achim.settings import (
    ArxivSettings,
    DeepLearnSettings,
    EditionSettings,
    HttpSettings,
    HuggingFaceSettings,
    Settings,
    SourcesSettings,
)
from achim.store.sql import SqlStore
from tests.fakes import FakeEmbedder, FakeProgress
from tests.upstream import Corpus, UpstreamServer
from tests.upstream.categories import covers
from tests.world import WorldTransport

SEOUL = ZoneInfo("Asia/Seoul")
RECORDED_CATEGORIES = ("cs.CV", "cs.CL", "cs.GR", "cs.AI")
"""What the recorded listings hold."""


def morning(day: date, at: time = time(10, 30)) -> datetime:
    """The moment of a day in Seoul, aware UTC."""
    return datetime.combine(day, at, SEOUL).astimezone(UTC)


def days_from(first: date, count: int) -> list[date]:
    return [first + timedelta(days=more) for more in range(count)]


def hurried(
    categories: Sequence[str],
    *,
    huggingface: bool = True,
    deeplearn: bool = True,
    papers: int = 5,
    patience: float = 5.0,
) -> Settings:
    """Settings without a pace: two tries, ``patience`` seconds of silence, answers of at most 2 MB."""
    return Settings(
        edition=EditionSettings(papers=papers),
        sources=SourcesSettings(
            arxiv=ArxivSettings(categories=tuple(categories)),
            huggingface=HuggingFaceSettings(enabled=huggingface),
            deeplearn=DeepLearnSettings(enabled=deeplearn),
        ),
        http=HttpSettings(
            pace=0,
            arxiv_pace=0,
            attempts=2,
            first_wait=0,
            longest_wait=0.1,
            read_timeout=patience,
            total_timeout=2 * patience,
            max_bytes=2_000_000,
        ),
    )


class UnwrittenApp(App):
    """Keeps editions in the archive and writes no files."""

    def write(self, edition: Edition, out: Path | None = None) -> tuple[Path, ...]:
        return ()


@dataclass(slots=True, kw_only=True)
class Mornings:
    """Builds in one data directory against one server, whose own clock is set to each build's moment."""

    server: UpstreamServer
    home: Path
    settings: Settings
    embedder: Embedder = field(default_factory=FakeEmbedder)
    progress: FakeProgress = field(default_factory=FakeProgress)
    kind: type[App] = UnwrittenApp

    def build(self, moment: datetime, *, out: Path | None = None, edition: EditionKind = "papers") -> Built:
        self.server.set_time(moment)
        return self.app(StandingClock(moment)).build(BuildRequest(kind=edition, out=out))

    def app(self, clock: Clock, *, asks: bool = True) -> App:
        """One that ``asks`` nothing is for looking into the archive."""
        return self.kind(
            settings=self.settings,
            home=self.home,
            progress=self.progress,
            say=lambda text: None,
            clock=clock,
            transport=WorldTransport(self.server) if asks else None,
            embedder=self.embedder,
        )

    def archive(self) -> AbstractContextManager[SqlStore]:
        return self.app(StandingClock(datetime.now(UTC)), asks=False).archive()

    def editions(self) -> tuple[Edition, ...]:
        """The newest revision of each day, oldest day first."""
        with self.archive() as store:
            return tuple(sorted(store.editions(), key=lambda edition: edition.key.day))


def arxiv_keys(corpus: Corpus, labels: Iterable[date], categories: Sequence[str]) -> frozenset[str]:
    """Ledger keys of all that arXiv announces in the categories under these labels."""
    return frozenset(
        f"arxiv/{label.isoformat()}/{work.arxiv_id}"
        for label in labels
        for work in corpus.batch(label)
        if any(covers(category, code) for category in categories for code in work.categories)
    )


def huggingface_keys(corpus: Corpus, days: Iterable[date]) -> frozenset[str]:
    """Ledger keys of all on the lists of these days once they are full."""
    return frozenset(
        f"huggingface/{day.isoformat()}/{work.arxiv_id}"
        for day in days
        for work in corpus.featured(day, morning(day + timedelta(days=2)))
    )


def deeplearn_keys(corpus: Corpus, moments: Iterable[datetime]) -> frozenset[str]:
    """Ledger keys of all on the panels that stood at these moments."""
    panels = {days[-1] for moment in moments if (days := corpus.panel_days(moment))}
    return frozenset(
        f"deeplearn/{work.deeplearn_number}"
        for work in corpus.works
        if work.deeplearn_number and panels & set(work.deeplearn_days)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of what was served. All but the counts are empty where the law of the ledger holds."""

    served: int
    printed: int
    printed_twice: tuple[PaperId, ...]
    in_two_ledgers: tuple[str, ...]
    lost: tuple[str, ...]
    never_served: tuple[str, ...]
    unsummed: tuple[str, ...]

    @property
    def faults(self) -> dict[str, tuple[str, ...]]:
        """The breaches, by name."""
        found = {
            "printed twice": tuple(map(str, self.printed_twice)),
            "in two ledgers": self.in_two_ledgers,
            "lost": self.lost,
            "never served": self.never_served,
            "unsummed": self.unsummed,
        }
        return {name: breaches for name, breaches in found.items() if breaches}


def account(editions: Sequence[Edition], served: frozenset[str]) -> Account:
    """Compare the ledgers of all editions with what was served to them."""
    printed = Counter(entry.paper.id for edition in editions for entry in edition.entries)
    ledgers = Counter(fate.announcement for edition in editions for fate in edition.ledger.fates)
    return Account(
        served=len(served),
        printed=printed.total(),
        printed_twice=tuple(sorted(paper for paper, count in printed.items() if count > 1)),
        in_two_ledgers=tuple(sorted(key for key, count in ledgers.items() if count > 1)),
        lost=tuple(sorted(served - ledgers.keys())),
        never_served=tuple(sorted(ledgers.keys() - served)),
        unsummed=tuple(complaint for edition in editions for complaint in unsummed(edition)),
    )


def unsummed(edition: Edition) -> tuple[str, ...]:
    """Where an edition's ledger contradicts itself or what is printed."""
    fates = edition.ledger.fates
    by_source = Counter((fate.source, fate.bucket) for fate in fates)
    complaints = [
        f"{edition.key.day} {line.source}: {line.announced} announced, {dict(line.buckets)}"
        for line in edition.ledger.sources
        if line.announced != sum(count for _, count in line.buckets)
        or any(by_source[line.source, bucket] != dict(line.buckets).get(bucket, 0) for bucket in BUCKETS)
    ]
    unknown = {fate.source for fate in fates} - {line.source for line in edition.ledger.sources}
    complaints += [f"{edition.key.day}: no line for {source}" for source in sorted(unknown)]
    said = Counter(fate.paper for fate in fates if fate.bucket == "printed")
    if said != Counter(entry.paper.id for entry in edition.entries):
        complaints.append(f"{edition.key.day}: the entries are not those that the ledger calls printed")
    listed = Counter(fate.paper for fate in fates if fate.bucket == "listed")
    if listed != Counter(listing.paper for listing in edition.listed):
        complaints.append(f"{edition.key.day}: the listings are not those that the ledger calls listed")
    return tuple(complaints)


def fewer(corpus: Corpus, *, featured: int, hot: int) -> Corpus:
    """The corpus with at most so many works a day on Hugging Face's list and on deeplearn.org's panel."""
    lists: Counter[date] = Counter()
    panels: Counter[date] = Counter()
    works: list[object] = []
    for work in corpus.works:
        if work.hf_date:
            lists[work.hf_date] += 1
            work = work if lists[work.hf_date] <= featured else replace(work, hf_date=None, hf_at=None)
        if work.deeplearn_days:
            panels[work.deeplearn_days[0]] += 1
            keeps = panels[work.deeplearn_days[0]] <= hot
            work = work if keeps else replace(work, deeplearn_days=(), deeplearn_number=None)
        works.append(work)
    return replace(corpus, works=tuple(works))  # pyright: ignore[reportArgumentType]
