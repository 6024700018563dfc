"""The works that the replayed services know, and when. Contains no format of any service."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Literal
from zoneinfo import ZoneInfo

from tests.upstream import schedule
from tests.upstream.news import Item, Thread

AnnounceKind = Literal["new", "replace"]

PANEL_ZONE = ZoneInfo("Asia/Seoul")
"""The collected deeplearn.org panels are dated in Korean time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A version of a work. Several versions of one arXiv id are several of these.

    ``submitted_at`` is version 1's moment, ``updated_at`` this version's, both aware UTC. ``announced`` is the label of
    the arXiv batch that this version is in, None where it came before all replayed batches. Whether it is a cross-list
    depends on who asks: its primary category, the first one, is not theirs.
    ``vote_counts`` are votes as they were counted at a moment, ``votes`` the last count.
    """

    title: str
    submitted_at: datetime
    arxiv_id: str | None = None
    version: int = 1
    abstract: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ("cs.LG",)
    updated_at: datetime | None = None
    comment: str | None = None
    doi: str | None = None
    journal_ref: str | None = None
    announced: date | None = None
    announce_kind: AnnounceKind = "new"
    hf_date: date | None = None
    hf_at: datetime | None = None
    votes: int = 0
    vote_counts: tuple[tuple[datetime, int], ...] = ()
    comments: int = 0
    code_url: str | None = None
    deeplearn_number: int | None = None
    deeplearn_slug: str | None = None
    deeplearn_days: tuple[date, ...] = ()

    @property
    def primary(self) -> str:
        return self.categories[0]

    @property
    def versioned_id(self) -> str:
        return f"{self.arxiv_id}v{self.version}"

    @property
    def revised_at(self) -> datetime:
        return self.updated_at or self.submitted_at

    @property
    def known_at(self) -> datetime:
        """When arXiv lets it be seen: with its batch, or at once where it is in none."""
        return schedule.turns_at(self.announced) if self.announced else self.revised_at

    @property
    def number(self) -> int:
        """A number made of its id or title: what the data lack is derived from it, the same every time."""
        return zlib.crc32((self.arxiv_id or self.title).encode())

    def votes_at(self, now: datetime) -> int:
        """Votes rise evenly from nothing at ``hf_at`` to each count, and over 24 hours where none was taken."""
        start = self.hf_at or self.submitted_at
        counts = self.vote_counts or ((start + timedelta(hours=24), self.votes),)
        before, had = start, 0
        for moment, count in counts:
            if now < moment:
                share = max((now - before) / (moment - before), 0.0) if moment > before else 0.0
                return had + int((count - had) * share)
            before, had = moment, count
        return had


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything there is. ``holidays`` are the days without a mailing, of the years that the works are from.

    News beside what is made up by the clock: ``threads`` on Hacker News, ``items`` of feeds by the feed's name, and the
    paragraphs of ``pages`` by their path on articles.example.org. Of the stories made up by the clock only those are
    there whose minute is a multiple of ``story_minutes``.
    """

    works: tuple[Work, ...] = ()
    holidays: frozenset[date] = schedule.HOLIDAYS_2026
    threads: tuple[Thread, ...] = ()
    items: Mapping[str, tuple[Item, ...]] = field(default_factory=dict[str, tuple[Item, ...]])
    pages: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    story_minutes: int = 1

    def batch(self, label: date) -> tuple[Work, ...]:
        """What arXiv announces under this label, in the order of ids as on its pages; from v6 on, nothing."""
        found = (work for work in self.works if work.announced == label and work.arxiv_id and work.version < 6)
        return tuple(sorted(found, key=lambda work: work.arxiv_id or ""))

    def labels(self) -> tuple[date, ...]:
        return tuple(sorted({work.announced for work in self.works if work.announced}))

    def versions(self, now: datetime) -> dict[str, tuple[Work, ...]]:
        """The known versions of every arXiv id, oldest first."""
        known = (work for work in self.works if work.arxiv_id and work.known_at <= now)
        ordered = sorted(known, key=lambda work: (work.arxiv_id or "", work.version))
        return {str(key): tuple(group) for key, group in groupby(ordered, key=lambda work: work.arxiv_id)}

    def current(self, now: datetime) -> dict[str, Work]:
        """The newest known version of every arXiv id."""
        return {arxiv_id: versions[-1] for arxiv_id, versions in self.versions(now).items()}

    def featured(self, day: date, now: datetime) -> tuple[Work, ...]:
        """The Hugging Face list of a day so far, most votes first.

        A work without a known moment appears at its share of the time from 02:00 to 20:00 UTC.
        """
        listed = [work for work in self.works if work.hf_date == day]
        opening = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        moments = (opening + timedelta(hours=18) * index / len(listed) for index in range(len(listed)))
        dated = (replace(work, hf_at=work.hf_at or moment) for work, moment in zip(listed, moments, strict=True))
        shown = (work for work in dated if work.hf_at and work.hf_at <= now)
        return tuple(sorted(shown, key=lambda work: -work.votes_at(now)))

    def featured_days(self, now: datetime) -> tuple[date, ...]:
        """Days whose Hugging Face list holds something, oldest first."""
        days = sorted({work.hf_date for work in self.works if work.hf_date and work.hf_date <= now.date()})
        return tuple(day for day in days if self.featured(day, now))

    def panel_days(self, now: datetime) -> tuple[date, ...]:
        """Days, to this one in Korea, whose Hot Papers panel is known; it stays up until the next one."""
        today = now.astimezone(PANEL_ZONE).date()
        days = {day for work in self.works for day in work.deeplearn_days if day <= today}
        return tuple(sorted(days))


def joined(*corpora: Corpus) -> Corpus:
    """One corpus of several. What two know of a version of an arXiv id becomes one work; the first goes before."""
    works: dict[object, Work] = {}
    for work in (work for corpus in corpora for work in corpus.works):
        key = (work.arxiv_id, work.version) if work.arxiv_id else work
        works[key] = _both(works[key], work) if key in works else work
    return Corpus(tuple(works.values()), frozenset(day for corpus in corpora for day in corpus.holidays))


def _both(first: Work, second: Work) -> Work:
    announced = first if first.announced or not second.announced else second
    featured = first if first.hf_date or not second.hf_date else second
    panelled = first if first.deeplearn_days or not second.deeplearn_days else second
    return replace(
        first,
        abstract=first.abstract or second.abstract,
        authors=first.authors or second.authors,
        categories=announced.categories,
        announced=announced.announced,
        announce_kind=announced.announce_kind,
        hf_date=featured.hf_date,
        hf_at=featured.hf_at,
        votes=featured.votes,
        vote_counts=featured.vote_counts,
        comments=featured.comments,
        code_url=first.code_url or second.code_url,
        deeplearn_number=panelled.deeplearn_number,
        deeplearn_slug=panelled.deeplearn_slug,
        deeplearn_days=panelled.deeplearn_days,
    )


_PANEL = 6
_FIRST_NUMBER = 700_001


def with_panels(corpus: Corpus) -> Corpus:
    """A corpus without any with a Hot Papers panel of each day that has works: six of its own, by their numbers, no two days alike.

    Recorded days have none; which papers the site showed on them nobody knows.
    """
    if any(work.deeplearn_days for work in corpus.works):
        return corpus
    panels: dict[date, list[Work]] = {}
    for work in corpus.works:
        day = work.announced or work.hf_date
        if day and work.version == 1:
            panels.setdefault(day, []).append(work)
    hot = [(day, work) for day in sorted(panels) for work in sorted(panels[day], key=_by_number)[:_PANEL]]
    placed = {work: (_FIRST_NUMBER + at, day) for at, (day, work) in enumerate(hot)}
    works = (
        replace(work, deeplearn_number=placed[work][0], deeplearn_days=(placed[work][1],)) if work in placed else work
        for work in corpus.works
    )
    return replace(corpus, works=tuple(works))


def _by_number(work: Work) -> int:
    return work.number


def revised(work: Work, label: date, at: datetime, is_material: bool) -> Work:
    """The next version of a work, announced as a replacement under ``label``."""
    added = " This version adds a further experiment and corrects a table." if is_material else ""
    return replace(
        work,
        version=work.version + 1,
        updated_at=at,
        announced=label,
        announce_kind="replace",
        abstract=work.abstract + added,
        comment=f"Version {work.version + 1}",
        hf_date=None,
        deeplearn_number=None,
        deeplearn_days=(),
    )
