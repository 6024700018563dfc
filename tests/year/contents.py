"""What a world has to tell, by seed: works and news of our own, or real ids, titles and dates from ../shared.

Real abstracts are read while a world is made and are kept nowhere.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, pairwise
from pathlib import Path
from random import Random
from typing import Any

from achim.sources.arxiv_holidays import holidays
from tests.upstream import Corpus, Work, schedule, synthetic
from tests.upstream.news import ARTICLES, Item, Thread
from tests.upstream.works import revised

CATEGORIES = ("cs.AI", "cs.CL", "cs.CV")
FEED = "lab"
KOREAN = "technologyreview_kr"
HOLIDAYS = holidays()
_DAY = timedelta(days=1)
_WHO = ("OpenAI", "Anthropic", "Google DeepMind", "Mistral", "Meta AI", "Nvidia", "Hugging Face", "Cohere", "Naver")
_DOES = (
    "releases {name}, a language model for {field}",
    "says that {name} reads {field} better than people do",
    "puts its model {name} to work on {field}",
    "opens the weights of {name} for {field}",
    "trains {name} on {field} alone",
    "stops {name} after errors in {field}",
)
_FIELDS = ("tide tables", "harbour papers", "reef maps", "bird calls", "ship logs", "sea charts", "weather notes")
_SYLLABLES = ("ka", "ro", "mi", "ten", "sul", "va", "no", "dri", "pel", "osh", "lu", "gar")
_KOREAN = "인공지능 모델 {name}, {field} 분야에서 쓰인다"
_KOREAN_FIELDS = ("항만", "기상", "어업", "지도", "번역", "의료", "교육")
_WITHDRAWN = "This paper has been withdrawn by the authors"
_STORY_MINUTES = 180
_THREADS, _FEATURED, _HOT = 5, 4, 2
_ANSWERED_LATER = 7

Json = Mapping[str, Any]


def days_of(first: date, last: date) -> list[date]:
    return [first + _DAY * more for more in range((last - first).days + 1)]


def made_up(seed: int, first: date, last: date, per_day: int = 8) -> Corpus:
    """Works of ``tests.upstream.synthetic``, with corrected and third versions, withdrawals, and news. Titles repeat
    within a year."""
    days = days_of(first, last)
    base = synthetic(seed, days, per_day, CATEGORIES, HOLIDAYS)
    random = Random(seed)
    works = [_corrected(work, random) if work.announce_kind == "replace" else work for work in base.works]
    again = [work for work in works if work.announce_kind == "replace" and work.announced and work.version == 2]
    third = chain.from_iterable(_once_more(work, random, days[-1]) for work in again)
    return with_news(replace(base, works=(*works, *third)), seed, days)


def _corrected(work: Work, random: Random) -> Work:
    """With a figure that the version before did not have: worth an update."""
    return replace(work, abstract=f"{work.abstract} The corrected gain is {random.randint(11, 99)}.7 points.")


def _once_more(work: Work, random: Random, last: date) -> Iterator[Work]:
    label = work.announced
    if label is None or random.random() < 0.5:
        return
    for _ in range(2):
        label = schedule.label_after(label, HOLIDAYS)
    if label <= last:
        opens, _ = schedule.submission_window(label, HOLIDAYS)
        told = revised(work, label, opens, random.random() < 0.5)
        yield replace(told, comment=_WITHDRAWN) if random.random() < 0.3 else told


def with_news(corpus: Corpus, seed: int, days: Sequence[date], told: Iterable[Thread] = ()) -> Corpus:
    """With threads about AI (``told`` and made-up ones), a feed of a post a day, a Korean article every other day."""
    random = Random(seed)
    threads = [*told, *(thread for day in days for thread in _threads(random, day))]
    return replace(
        corpus,
        threads=tuple(sorted(threads, key=lambda thread: thread.at)),
        items={FEED: tuple(_posts(random, days, 0.9)), KOREAN: tuple(_articles(random, days[::2]))},
        story_minutes=_STORY_MINUTES,
    )


def _name(random: Random) -> str:
    return "".join(random.choice(_SYLLABLES) for _ in range(3)).title() + f"-{random.randint(2, 99)}"


def _headline(random: Random) -> str:
    does = random.choice(_DOES).format(name=_name(random), field=random.choice(_FIELDS))
    return f"{random.choice(_WHO)} {does}"


def _moment(random: Random, day: date) -> datetime:
    return datetime.combine(day, time(), UTC) + timedelta(minutes=random.randrange(1440))


def _threads(random: Random, day: date) -> Iterator[Thread]:
    """Every fifth rises a day late; numbers are those of the day, beyond the made-up ones of a minute each."""
    for index in range(_THREADS):
        number, at = day.toordinal() * 1_000 + index, _moment(random, day)
        yield Thread(
            id=number,
            at=at,
            title=_headline(random),
            url=f"{ARTICLES}/story/{number}",
            votes=random.randint(60, 600),
            rises_at=at + timedelta(hours=random.randint(20, 30)) if random.random() < 0.2 else None,
        )


def _posts(random: Random, days: Sequence[date], share: float) -> Iterator[Item]:
    for day in days:
        if random.random() < share:
            number = day.toordinal()
            html = f"<p>{_headline(random)}. It took {random.randint(2, 30)} days.</p>"
            at, title = _moment(random, day), _headline(random)
            yield Item(number=number, at=at, title=title, url=f"{ARTICLES}/post/{number}", html=html)


def _articles(random: Random, days: Sequence[date]) -> Iterator[Item]:
    for day in days:
        title = _KOREAN.format(name=_name(random), field=random.choice(_KOREAN_FIELDS))
        yield Item(number=day.toordinal(), at=_moment(random, day), title=title, url="")


def recorded(seed: int, first: date, last: date, data: Path, per_day: int = 14) -> Corpus:
    """Real works of each label between two days, lists, panels, versions and threads, from the folder of real data.

    By rule, as the data do not say: a label that the crawler missed shares the rows of the next one; works are
    submitted evenly over their batch's window; of a day without a recorded Hugging Face list some of its works are on
    one; a version pair is announced as a new work and, three to nine labels later, as its second version; threads of
    the months that were not recorded are those of the same month of a year before.
    """
    days = days_of(first, last)
    labels = [day for day in days if schedule.is_label(day, HOLIDAYS)]
    rows = _by_label(_rows(data / "arxiv/train.jsonl.gz"), labels)
    lists = _lists(_rows(data / "hf_daily/dev.jsonl.gz"), frozenset(days))
    random = Random(seed)
    works: list[Work] = []
    known: set[str | None] = set()
    for label in labels:  # a work may be listed and featured on different days
        listed, featured = (
            [row for row in told if row["id"] not in known] for told in (rows[label], lists.get(label, ()))
        )
        works += _batch(random, label, listed, featured, per_day)
        known |= {work.arxiv_id for work in works[-2 * per_day :]}
    pairs = [row for row in _rows(data / "dedupe/version_pairs_dev.jsonl.gz") if row["id"] not in known]
    random.shuffle(pairs)
    works += [work for at in range(len(labels)) for work in _versions(random, at, labels, pairs[2 * at : 2 * at + 2])]
    told = _told(_rows(data / "news/hn_dev.jsonl.gz"), frozenset(days))
    return with_news(Corpus(_with_panels(works), HOLIDAYS), seed, days, told)


def _rows(path: Path) -> Iterator[Json]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _by_label(rows: Iterable[Json], labels: Sequence[date]) -> dict[date, list[Json]]:
    found: defaultdict[date, list[Json]] = defaultdict(list)
    for row in rows:
        if (listed := row["first_listed_on"]) and row["abstract"] and (day := date.fromisoformat(listed)) >= labels[0]:
            found[day].append(row)
    for day in [day for day in found if day not in labels and day <= labels[-1]]:
        found[schedule.label_before(day, HOLIDAYS)] += found.pop(day)
    for label, after in reversed(list(pairwise(labels))):
        if not found[label]:
            shared = sorted(found[after], key=lambda row: row["id"])
            found[label], found[after] = shared[: len(shared) // 2], shared[len(shared) // 2 :]
    return found


def _lists(rows: Iterable[Json], days: frozenset[date]) -> dict[date, tuple[Json, ...]]:
    """The recorded lists' works with most votes."""
    found: defaultdict[date, list[Json]] = defaultdict(list)
    for row in rows:
        if row["abstract"] and (day := date.fromisoformat(row["date"])) in days:
            found[day].append(row)
    return {day: tuple(sorted(told, key=_most_voted)[:_FEATURED]) for day, told in found.items()}


def _most_voted(row: Json) -> tuple[int, str]:
    return -int(row["upvotes_last"] or 0), row["id"]


def _batch(random: Random, label: date, rows: Sequence[Json], featured: Sequence[Json], count: int) -> Iterator[Work]:
    """The label's sample, some of it featured. What was on its list is in its batch too."""
    on_list = {row["id"]: row for row in featured}
    others = [row for row in rows if row["id"] not in on_list]
    others = random.sample(others, min(count - len(on_list), len(others)))
    lucky = {row["id"] for row in others[: _FEATURED - len(on_list)]}
    chosen = sorted([*featured, *others], key=lambda row: row["id"])
    opens, closes = schedule.submission_window(label, HOLIDAYS)
    for index, row in enumerate(chosen):
        at = (opens + (closes - opens) * index / len(chosen)).replace(microsecond=0)
        work = _work(row, at, label)
        yield _featured(random, work, label) if row["id"] in on_list or row["id"] in lucky else work


def _work(row: Json, at: datetime, announced: date) -> Work:
    return Work(
        title=row["title"],
        submitted_at=at,
        arxiv_id=row["id"],
        abstract=row["abstract"],
        authors=tuple(row["authors"] or ("Unknown Author",)),
        categories=tuple(row.get("categories") or ("cs.AI",)),
        announced=announced,
    )


def _featured(random: Random, work: Work, day: date) -> Work:
    at = datetime.combine(day, time(), UTC) + timedelta(minutes=random.randint(90, 1420))
    return replace(work, hf_date=day, hf_at=at, votes=random.randint(1, 180), comments=random.randint(0, 9))


def _versions(random: Random, at: int, labels: Sequence[date], pairs: Sequence[Json]) -> Iterator[Work]:
    """A real work as it was first and as it came to be; every fifteenth is withdrawn in its place."""
    for pair in pairs:
        opens, _ = schedule.submission_window(labels[at], HOLIDAYS)
        work = Work(
            title=pair["title_a"],
            submitted_at=opens,
            arxiv_id=pair["id"],
            abstract=pair["abstract_a"],
            authors=("Unknown Author",),
            categories=(random.choice(CATEGORIES),),
            announced=labels[at],
        )
        yield _featured(random, work, labels[at]) if random.random() < 0.5 else work
        if (later := at + random.randint(3, 9)) < len(labels):
            again = revised(work, labels[later], schedule.submission_window(labels[later], HOLIDAYS)[0], False)
            told = replace(again, title=pair["title_b"], abstract=pair["abstract_b"])
            yield replace(told, comment=_WITHDRAWN) if random.random() < 1 / 15 else told


def _with_panels(works: Sequence[Work]) -> tuple[Work, ...]:
    """Two of each label's works on the panel of its day."""
    panels: defaultdict[date, list[Work]] = defaultdict(list)
    for work in works:
        if work.announced and work.version == 1 and work.announce_kind == "new":
            panels[work.announced].append(work)
    numbers = {
        work: 800_001 + place
        for place, work in enumerate(
            work for day in sorted(panels) for work in sorted(panels[day], key=lambda work: work.number)[:_HOT]
        )
    }
    return tuple(
        replace(work, deeplearn_number=numbers[work], deeplearn_days=(work.announced,))
        if work in numbers and work.announced
        else work
        for work in works
    )


def _told(rows: Iterable[Json], days: frozenset[date]) -> Iterator[Thread]:
    """The first four of each day; days that nobody recorded have those of one or two years before."""
    counts: defaultdict[date, int] = defaultdict(int)
    for row in rows:
        day = date.fromisoformat(row["date"])
        moved = next((day.replace(year=day.year + years) for years in (0, 1, 2) if _is_in(day, years, days)), None)
        if moved is None or counts[moved] >= 4:
            continue
        counts[moved] += 1
        at = datetime.fromtimestamp(row["time"], UTC)
        at = datetime.combine(moved, at.time().replace(microsecond=0), UTC)
        yield Thread(id=row["id"], at=at, title=row["title"], url=row["url"], votes=max(row["score"], 60))


def _is_in(day: date, years: int, days: frozenset[date]) -> bool:
    try:
        return day.replace(year=day.year + years) in days
    except ValueError:  # the 29th of February
        return False
