"""The shelf: what editions showed, in short, so that a reader is led through years of them without opening each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from achim.domain.anchors import corrected_sentences, printed_sentences
from achim.domain.edition import Edition, EditionKey, Entry, Listing, Section
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCount:
    """How many works of a topic an edition printed; names and colour as they were in that edition."""

    key: str
    name: str
    korean: str
    emoji: str
    color: str
    count: int

    def label(self, lang: str) -> str:
        return self.korean if lang == "ko" else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """An edition's newest revision in short; topics in the order of the edition. ``made_at`` is aware UTC."""

    key: EditionKey
    revision: int
    made_at: datetime
    is_complete: bool
    is_quiet: bool
    topics: tuple[TopicCount, ...]
    lead: tuple[str, ...]
    """The texts of the three lines."""
    claims: int
    """How many claims it prints, the three lines apart."""
    announced: int
    updated_at: datetime | None = None
    """When it last changed; None of an edition that was kept before there were corrections."""
    sentences: int = 0
    """How many its topics ever printed, also those that were taken out; 0 of one from before there were corrections."""
    corrected: tuple[tuple[str, int], ...] = ()
    """How many of them were corrected, by the code of why."""
    corrections: int = 0
    corrected_in: int = 0
    """The newest revision that corrected something; 0 where none did."""
    sample: Note | None = None
    """See ``Edition.sample``; None of one that was kept before this was known."""

    @property
    def printed(self) -> int:
        return sum(topic.count for topic in self.topics)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A work as one edition showed it.

    ``number`` is its place in the edition, None where it was listed only or told an update of. ``headline`` is its
    gist in the edition's language, empty where there was none. ``topic`` is the key of its topic, empty with
    ``number`` None.
    """

    key: EditionKey
    work: PaperId
    number: int | None
    title: str
    url: str
    topic: str
    headline: str = ""
    keywords: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    is_update: bool = False


def head_of(edition: Edition) -> Head:
    return Head(
        key=edition.key,
        revision=edition.revision,
        made_at=edition.made_at,
        is_complete=edition.is_complete,
        is_quiet=edition.is_quiet,
        topics=tuple(_counted(section) for section in edition.sections),
        lead=tuple(judged.claim.text for judged in edition.lead),
        claims=sum(len(section.claims) for section in edition.sections),
        announced=sum(line.announced for line in edition.ledger.sources),
        updated_at=edition.updated_at,
        sentences=printed_sentences(edition),
        corrected=tuple(sorted(Counter(corrected_sentences(edition).values()).items())),
        corrections=len(edition.corrections),
        corrected_in=max((each.revision for each in edition.corrections), default=0),
        sample=edition.sample,
    )


def shown_in(edition: Edition) -> tuple[Shown, ...]:
    """Every work that an edition names, each once: printed, told an update of, or listed."""
    rows = [*_printed(edition), *_updated(edition), *(_listed(edition.key, each) for each in edition.listed)]
    first = {row.work: row for row in reversed(rows)}
    return tuple(row for row in rows if first[row.work] is row)


def _counted(section: Section) -> TopicCount:
    topic = section.topic
    return TopicCount(
        key=topic.key,
        name=topic.name,
        korean=topic.korean,
        emoji=topic.emoji,
        color=topic.color,
        count=len(section.entries),
    )


def _printed(edition: Edition) -> Iterator[Shown]:
    for section in edition.sections:
        for entry in section.entries:
            yield _entry(edition.key, section, entry)


def _entry(key: EditionKey, section: Section, entry: Entry) -> Shown:
    work = entry.paper
    return Shown(
        key=key,
        work=work.id,
        number=entry.number,
        title=work.title,
        url=work.url,
        topic=section.topic.key,
        headline=_headline(section, work.id),
        keywords=entry.keywords,
        sources=work.sources,
        authors=work.authors,
        categories=work.categories if isinstance(work, Paper) else (),
        is_update=entry.update is not None,
    )


def _headline(section: Section, work: PaperId) -> str:
    claims = (judged.claim for judged in section.claims if judged.claim.role == "gist")
    return next((claim.text for claim in claims if any(each.paper == work for each in claim.citations)), "")


def _updated(edition: Edition) -> Iterator[Shown]:
    for each in edition.updates:
        yield Shown(
            key=edition.key, work=each.paper, number=None, title=each.title, url=each.url, topic="", is_update=True
        )


def _listed(key: EditionKey, each: Listing) -> Shown:
    return Shown(key=key, work=each.paper, number=None, title=each.title, url=each.url, topic="")
