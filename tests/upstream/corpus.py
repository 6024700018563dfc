"""Where the works of a replay come from: the sample day, recorded listings and lists, or made up."""

import gzip
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.upstream import schedule
from tests.upstream.synthetic import awkward_works, synthetic
from tests.upstream.works import Corpus, Work, joined, revised

__all__ = [
    "Corpus",
    "Work",
    "awkward_works",
    "from_hf",
    "from_listings",
    "from_metadata",
    "from_sample",
    "joined",
    "revised",
    "synthetic",
]

Json = Mapping[str, Any]

SAMPLE_HF_DAY = date(2024, 11, 1)
SAMPLE_PANEL_DAY = date(2024, 11, 4)


def from_sample(path: Path) -> Corpus:
    """The sample day: its Hugging Face papers featured on 2024-11-01, its deeplearn.org papers shown on 2024-11-04.

    None of them is in an arXiv batch.
    """
    papers: list[Json] = json.loads(path.read_text(encoding="utf-8"))["papers"]
    return Corpus(tuple(_sample_work(paper) for paper in papers), frozenset())


def _sample_work(paper: Json) -> Work:
    day = SAMPLE_HF_DAY if paper["source"] == "huggingface" else SAMPLE_PANEL_DAY
    work = Work(
        title=paper["title"],
        submitted_at=_moment(paper.get("submitted_at")) or datetime(day.year, day.month, day.day, tzinfo=UTC),
        arxiv_id=paper.get("arxiv_id"),
        version=paper.get("version") or 1,
        abstract=" ".join(paper.get("synopsis") or ()),
        authors=tuple(paper.get("authors") or ()),
        categories=tuple(paper.get("categories") or ()) or ("cs.LG",),
        comment=paper.get("comment"),
        votes=paper.get("votes") or 0,
        comments=paper.get("comments") or 0,
        code_url=paper.get("code_url"),
    )
    if paper["source"] == "huggingface":
        return replace(work, hf_date=SAMPLE_HF_DAY)
    number, slug = _deeplearn_place(paper["url"])
    return replace(work, deeplearn_number=number, deeplearn_slug=slug, deeplearn_days=(SAMPLE_PANEL_DAY,))


def _deeplearn_place(url: str) -> tuple[int, str]:
    """Number and slug of a paper's address. A question mark in a slug looks like the start of a query."""
    parts = urlsplit(url)
    number, _, slug = parts.path.removeprefix("/arxiv/").partition("/")
    return int(number), slug + ("?" + parts.query if "?" in url else "")


def from_listings(path: Path, days: Collection[date], *, replaced_every: int = 10) -> Corpus:
    """Days of ``listings_*.jsonl.gz``. Days without an announcement are served without one, whatever a crawler saw.

    By rule, as the data do not say: a row first seen on a day without an announcement belongs to the batch before it;
    a work is *new* where it is seen first; submissions are spread evenly, in the order of their ids, over the batch's
    window. ``replaced_every`` announces every so many-th work again as v2 five announcement days later, where that is
    one of ``days``: every second of them with a sentence added to its abstract, the others with a new comment only.
    """
    holidays = schedule.HOLIDAYS_2026
    first_seen: dict[str, tuple[date, Json]] = {}
    for row in _rows(path):
        day = date.fromisoformat(row["listed_on"])
        label = day if schedule.is_label(day, holidays) else schedule.label_before(day, holidays)
        if label in days and row["id"] not in first_seen:
            first_seen[row["id"]] = (label, row)
    works = [work for label in sorted(days) for work in _listed_batch(label, first_seen.values(), holidays)]
    again = _replacements(works, days, holidays, replaced_every) if replaced_every else ()
    return Corpus((*works, *again), holidays)


def _listed_batch(label: date, seen: Iterable[tuple[date, Json]], holidays: frozenset[date]) -> Iterator[Work]:
    rows = sorted((row for day, row in seen if day == label), key=lambda row: row["id"])
    opens, closes = schedule.submission_window(label, holidays)
    for index, row in enumerate(rows):
        at = (opens + (closes - opens) * index / len(rows)).replace(microsecond=0)
        yield replace(_metadata_work(row, _moment(row.get("published")) or at), announced=label)


def _replacements(
    works: Iterable[Work], days: Collection[date], holidays: frozenset[date], every: int
) -> Iterator[Work]:
    for work in works:
        if work.announced is None or work.number % every:
            continue
        label = work.announced
        for _ in range(5):
            label = schedule.label_after(label, holidays)
        if label in days:
            yield revised(work, label, schedule.submission_window(label, holidays)[0], work.number // every % 2 == 0)


def from_metadata(path: Path, days: Collection[date], holidays: frozenset[date] = frozenset()) -> Corpus:
    """arXiv metadata (``train.jsonl.gz``) announced by the calendar: in the first batch after their submission."""
    works: list[Work] = []
    for row in _rows(path):
        at = _moment(row.get("published"))
        label = schedule.label_of_submission(at, holidays) if at else None
        if at and label in days:
            works.append(replace(_metadata_work(row, at), announced=label))
    return Corpus(tuple(works), holidays)


def _metadata_work(row: Json, at: datetime) -> Work:
    return Work(
        title=row["title"],
        submitted_at=at,
        arxiv_id=row["id"],
        abstract=row["abstract"] or "",
        authors=tuple(row["authors"] or ("Unknown Author",)),
        categories=tuple(row["categories"]),
        comment=row.get("comment"),
    )


def from_hf(path: Path, days: Collection[date]) -> Corpus:
    """Days of ``hf_daily/*.jsonl.gz`` with votes as they were counted. They name no category; cs.LG stands for all."""
    rows = (row for row in _rows(path) if date.fromisoformat(row["date"]) in days)
    return Corpus(tuple(_featured_work(row) for row in rows), frozenset())


def _featured_work(row: Json) -> Work:
    day = date.fromisoformat(row["date"])
    counts = {_moment(vote["snapshot_utc"]): int(vote["upvotes"]) for vote in row["votes"]}
    return Work(
        title=row["title"],
        submitted_at=_moment(row["published"]) or datetime(day.year, day.month, day.day, tzinfo=UTC),
        arxiv_id=row["id"],
        abstract=row["abstract"] or "",
        authors=tuple(row["authors"] or ()),
        hf_date=day,
        hf_at=_moment(row["submitted_on_daily"]),
        votes=row["upvotes_last"] or 0,
        vote_counts=tuple(sorted((at, count) for at, count in counts.items() if at)),
        comments=row["num_comments"] or 0,
        code_url=row["github"],
    )


def _rows(path: Path) -> Iterator[Json]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _moment(text: str | None) -> datetime | None:
    """Aware UTC, which is also meant where no zone is named."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
