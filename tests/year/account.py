"""What must hold of days that were lived through. Each check gives its breaches, which name the day and the id."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from achim.domain.edition import Edition, EditionKind
from achim.domain.ids import PaperId
from achim.ports import FEED as FEED_PREFIX
from achim.sources.arxiv_calendar import newest_batch
from tests.mornings import unsummed
from tests.upstream import schedule
from tests.upstream.categories import covers
from tests.upstream.feeds import korean_url
from tests.upstream.news import stories
from tests.year.contents import CATEGORIES, FEED, HOLIDAYS, KOREAN, days_of
from tests.year.world import MIN_POINTS, World

BEFORE = timedelta(days=10)
"""How long before its first day a life's world begins."""
_DAY = timedelta(days=1)
_RISES_WITHIN = timedelta(days=2)
_EVER = timedelta(days=14)
"""News looks back no further."""
_REMEMBER = ("arxiv", "huggingface")
"""Places that tell of past days too: nothing of theirs is unreachable."""


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """``what`` is wrong on a day, with an id or title."""

    day: date
    rule: str
    what: str

    def __str__(self) -> str:
        return f"{self.day} {self.rule}: {self.what}"


def of_series(editions: Iterable[Edition]) -> dict[str, list[Edition]]:
    """Oldest day first."""
    found: defaultdict[str, list[Edition]] = defaultdict(list)
    for edition in sorted(editions, key=lambda edition: edition.key):
        found[edition.key.series].append(edition)
    return found


def plain(title: str) -> str:
    return " ".join(title.lower().split())


def in_two_ledgers(editions: Iterable[Edition]) -> Iterator[Breach]:
    """Each announcement is in one bucket of one edition of a series."""
    for of_one in of_series(editions).values():
        first: dict[str, date] = {}
        for edition in of_one:
            for fate in edition.ledger.fates:
                if fate.announcement in first:
                    yield Breach(edition.key.day, "in two ledgers", f"{fate.announcement}, {first[fate.announcement]}")
                first[fate.announcement] = edition.key.day


def lost(editions: Iterable[Edition], told: Mapping[str, date]) -> Iterator[Breach]:
    """All that was ``told``, by key with the day of its telling, is in a ledger."""
    known = ledger_keys(editions)
    yield from (Breach(day, "lost", key) for key, day in sorted(told.items()) if key not in known)


def wrong_days(world: World) -> frozenset[str]:
    """Keys of what arXiv's pages tell while they pass an old batch off as the day's: its works, under the day's label."""
    lies = [trouble for trouble in world.plan.troubles if trouble.fault.name == "stale_relabelled"]
    days = {day for lie in lies for day in days_of(lie.begins.date() - _DAY, lie.ends.date() + _DAY)}
    return frozenset(
        f"arxiv/{label}/{work.arxiv_id}"
        for label in days
        for work in world.corpus.batch(schedule.label_before(label, HOLIDAYS))
    )


def never_told(editions: Iterable[Edition], truth: Collection[str]) -> Iterator[Breach]:
    """No ledger holds what no place ever told."""
    for edition in editions:
        for fate in edition.ledger.fates:
            if fate.announcement not in truth:
                yield Breach(edition.key.day, "never told", fate.announcement)


def ledger_keys(editions: Iterable[Edition]) -> dict[str, date]:
    return {fate.announcement: edition.key.day for edition in editions for fate in edition.ledger.fates}


def printed_twice(editions: Iterable[Edition]) -> Iterator[Breach]:
    """Of a series; under the same id or the same title, without being called an update."""
    for of_one in of_series(editions).values():
        ids: dict[str, date] = {}
        titles: dict[str, date] = {}
        for edition in of_one:
            for entry in edition.entries:
                title = plain(entry.paper.title)
                before = ids.get(entry.paper.id) or titles.get(title)
                if before and entry.update is None:
                    yield Breach(edition.key.day, "printed twice", f"{entry.paper.id} {title!r}, {before}")
                ids[entry.paper.id] = titles[title] = edition.key.day


def updates_of_nothing(
    editions: Iterable[Edition], titles: Mapping[PaperId, Collection[str]] | None = None
) -> Iterator[Breach]:
    """An update speaks of what an earlier edition of its series printed or updated, on the day that it names.

    It may have been printed by the address of a place that knows no number of arXiv's, under one of the ``titles`` that
    places tell of it.
    """
    for of_one in of_series(editions).values():
        told: defaultdict[str, set[date]] = defaultdict(set)
        for edition in of_one:
            for update in edition.updates:
                names = (update.paper, *map(plain, (titles or {}).get(update.paper, ())))
                if all(update.told_on not in told[name] for name in names):
                    yield Breach(edition.key.day, "update of nothing", f"{update.paper}, {update.told_on}")
            for entry in edition.entries:
                told[entry.paper.id].add(edition.key.day)
                told[plain(entry.paper.title)].add(edition.key.day)
            for update in edition.updates:
                told[update.paper].add(edition.key.day)


def no_edition(editions: Iterable[Edition], days: Mapping[EditionKind, Collection[date]]) -> Iterator[Breach]:
    """There is one for each day on which one could be made."""
    there = {(edition.key.kind, edition.key.day) for edition in editions}
    for kind, possible in days.items():
        yield from (Breach(day, "no edition", kind) for day in sorted(possible) if (kind, day) not in there)


def in_silence(editions: Iterable[Edition]) -> Iterator[Breach]:
    """After days without an edition the next one says what is from which of them: its lines count by day."""
    for edition in editions:
        said = {(line.source, day) for line in edition.ledger.sources for day, _ in line.days}
        keys = [fate.announcement.split("/") for fate in edition.ledger.fates if fate.source in _REMEMBER]
        meant = {(source, date.fromisoformat(day)) for source, day, *_ in keys}
        for source, day in sorted(meant - said):
            yield Breach(edition.key.day, "in silence", f"{source} of {day}")


def unbalanced(editions: Iterable[Edition]) -> Iterator[Breach]:
    """Every ledger sums, and tells what is printed."""
    for edition in editions:
        yield from (Breach(edition.key.day, "unbalanced", complaint) for complaint in unsummed(edition))


def unequal(files: Mapping[str, bytes], rendered: Mapping[str, bytes], day: date) -> Iterator[Breach]:
    """The files on the disk are the rendering of the edition that is kept."""
    for name in sorted(files.keys() | rendered.keys()):
        if files.get(name) != rendered.get(name):
            yield Breach(day, "other file", name)


def arxiv_told(world: World, editions: Iterable[Edition]) -> dict[str, date]:
    """All of the batches from the first one that is told of to the newest of the last edition."""
    papers = [edition for edition in editions if edition.key.kind == "papers"]
    labels = {date.fromisoformat(key.split("/")[1]) for key in ledger_keys(papers) if key.startswith("arxiv/")}
    if not labels:
        return {}
    first, last = min(labels), newest_batch(max(edition.made_at for edition in papers))
    return {
        f"arxiv/{work.announced}/{work.arxiv_id}": work.announced
        for work in world.corpus.works
        if work.announced
        and first <= work.announced <= last
        and work.version < 6
        and any(covers(category, own) for category in CATEGORIES for own in work.categories)
    }


def huggingface_told(world: World, editions: Iterable[Edition]) -> dict[str, date]:
    """All on the lists from the first day that is told of to the last that was over when the last edition was made."""
    papers = [edition for edition in editions if edition.key.kind == "papers"]
    days = {date.fromisoformat(key.split("/")[1]) for key in ledger_keys(papers) if key.startswith("huggingface/")}
    if not days:
        return {}
    first, last = min(days), max(edition.made_at for edition in papers).date() - _DAY
    return {
        f"huggingface/{work.hf_date}/{work.arxiv_id}": work.hf_date
        for work in world.corpus.works
        if work.hf_date and first <= work.hf_date <= last
    }


def truth(world: World, since: datetime, until: datetime, rises_within: timedelta = _RISES_WITHIN) -> dict[str, date]:
    """Every announcement that there is to be told from ``since`` to ``until``, by its key, with its day; of threads,
    those that rise within a time."""
    corpus = world.corpus
    told: dict[str, date] = {}
    for work in corpus.works:
        if work.announced:
            told[f"arxiv/{work.announced}/{work.arxiv_id}"] = work.announced
        if work.hf_date:
            told[f"huggingface/{work.hf_date}/{work.arxiv_id}"] = work.hf_date
        if work.deeplearn_days and work.deeplearn_number:
            told[f"deeplearn/{work.deeplearn_number}"] = work.deeplearn_days[0]
    threads = [*corpus.threads, *(each for each in stories(since, until) if each.number % corpus.story_minutes == 0)]
    for thread in threads:
        if thread.points(thread.at + rises_within) >= MIN_POINTS:
            told[f"hackernews/{thread.id}"] = thread.at.date()
    for item in corpus.items[FEED]:
        told[f"{FEED_PREFIX}{FEED}/{item.url}"] = item.at.date()
    for item in corpus.items[KOREAN]:
        told[f"{KOREAN}/{korean_url(item)}"] = item.at.date()
    return told


def unreachable(world: World, editions: Iterable[Edition], since: datetime, until: datetime) -> dict[str, list[str]]:
    """By source: what was there to be told between two moments and was in no whole answer to work that came to its end.

    A panel that nobody read while it stood, a post that had left its feed, a thread that rose after two days.
    """
    known = ledger_keys(editions)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, day in truth(world, since, until).items():
        source = key.partition("/")[0]
        in_time = since.date() <= day < (until - _RISES_WITHIN).date()
        if in_time and source not in _REMEMBER and key not in known and key not in world.heard:
            found[source].append(key)
    return dict(found)


def buckets(editions: Iterable[Edition]) -> dict[str, int]:
    return dict(Counter(fate.bucket for edition in editions for fate in edition.ledger.fates))


Rule = Callable[[Sequence[Edition]], Iterator[Breach]]
SIMPLE: Mapping[str, Rule] = {
    "in two ledgers": in_two_ledgers,
    "printed twice": printed_twice,
    "unbalanced": unbalanced,
    "in silence": in_silence,
}
"""Rules that need nothing but the editions."""


def breaches(world: World, editions: Sequence[Edition], since: datetime, until: datetime) -> list[Breach]:
    """Of all rules that are about announcements and works."""
    found = [breach for rule in SIMPLE.values() for breach in rule(editions)]
    remembered = arxiv_told(world, editions) | huggingface_told(world, editions)
    all_told = truth(world, since, until, _EVER)
    known = {key: all_told[key] for key in world.heard if key in all_told}
    titles = defaultdict[PaperId, set[str]](set)
    for work in world.corpus.works:
        titles[PaperId(f"arxiv:{work.arxiv_id}")].add(work.title)
    found += updates_of_nothing(editions, titles)
    found += lost(editions, remembered | known)
    found += never_told(editions, all_told.keys() | wrong_days(world))
    return sorted(found)
