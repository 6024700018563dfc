"""The page of a work: every edition that showed it, all that was said of it and on what, and how to cite it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jinja2.environment import TemplateModule

from achim.domain.edition import Entry
from achim.domain.ids import PaperId, arxiv_of
from achim.domain.paper import Announcement, AnyWork, Paper, Story
from achim.domain.shelf import Shown
from achim.render.dates import full_day
from achim.render.html import parts_of
from achim.render.inert import line, typeset, web_url
from achim.render.marks import circled
from achim.render.messages import frame_lang, name_of, say
from achim.render.shown import ClaimView, EditionView, Listed, PaperView, Point
from achim.render.site import places
from achim.render.site.citations import abstract_url, bibtex, doi, meta_tags, pdf_url
from achim.render.site.edition import Opened
from achim.render.site.frame import Frame, html
from achim.render.site.places import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """``how`` is ``① in the report``; ``topic`` and its address are empty where it was not printed."""

    iso_day: str
    day: str
    address: str
    kind: str
    how: str
    revision: str
    topic: str
    topic_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What one edition says of the work: by itself (``paper``), and together with others."""

    anchor: str
    title: str
    address: str
    paper: PaperView
    together: tuple[Point, ...]
    parts: TemplateModule
    sample: str | None
    """What a sample edition says of itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    source: str
    url: str | None
    iso_day: str
    day: str
    told: tuple[str, ...]
    """How: as new or otherwise, in which version, with what signals."""


def record(opened: Iterable[Opened], work: PaperId) -> AnyWork | None:
    """The work as the first of the editions printed it; None where none did. Only then can it be cited."""
    return next((entry.paper for each in opened for entry in each.edition.entries if entry.paper.id == work), None)


def work_page(frame: Frame, showings: Sequence[Shown], opened: Sequence[Opened]) -> str:
    """``showings`` are all of one work, newest day first, and not empty; ``opened`` the editions that printed it or
    told an update of it, newest first."""
    newest = showings[0]
    place = places.work_page(newest.work)
    link = Link(place)
    work = record(opened, newest.work)
    tellings = tuple(_tellings(frame, opened, newest.work, link))
    title = typeset(work.title if work else newest.title)
    return html(
        frame,
        "work",
        place,
        title,
        about=frame.word("work.about", title=title),
        kind=frame.word(f"site.{newest.key.kind}"),
        meta=meta_tags(work) if work else (),
        headline=_headline(tellings),
        authors=[line(name) for name in work.authors] if work else [line(name) for name in newest.authors],
        links=tuple(_links(frame, work, newest)),
        showings=[_showing(frame, each, link, opened) for each in showings],
        tellings=tellings,
        sentences=_sentences(tellings),
        is_whole=isinstance(work, Paper),
        origins=_origins(frame, opened, newest.work),
        versions=tuple(_versions(frame, opened, newest.work)),
        bibtex=bibtex(work) if work else "",
        files=_files(frame, work, link),
        work=newest.work,
    )


def _headline(tellings: Sequence[Telling]) -> ClaimView | None:
    return next((each.paper.gist for each in tellings if each.paper.gist), None)


def _sentences(tellings: Sequence[Telling]) -> tuple[tuple[int, str], ...]:
    """All that any edition shows of the work, as the newest has them."""
    found = {number: text for each in reversed(tellings) for number, text in each.paper.sentences}
    return tuple(sorted(found.items()))


def _links(frame: Frame, work: AnyWork | None, newest: Shown) -> Iterator[Listed]:
    if work is None:
        yield Listed(frame.word("work.source"), web_url(newest.url))
        return
    arxiv = arxiv_of(work.id)
    told = line(work.publisher) if isinstance(work, Story) else frame.word("work.source")
    yield Listed(f"arXiv:{line(arxiv)}" if arxiv else told, abstract_url(work))
    if pdf := pdf_url(work):
        yield Listed("PDF", pdf)
    if known := doi(work):
        yield Listed(f"doi:{line(known)}", web_url(f"https://doi.org/{known}"))
    if isinstance(work, Paper):
        if work.code_url and (code := web_url(work.code_url)):
            yield Listed(frame.word("ui.code"), code)
        return
    for place in work.also_at:
        yield Listed(f"{frame.word('ui.also_at')}: {line(place.publisher)}", web_url(place.url))
    for url in work.discussions:
        yield Listed(frame.word("ui.discussion"), web_url(url))


def _showing(frame: Frame, shown: Shown, link: Link, opened: Iterable[Opened]) -> Showing:
    key = shown.key
    edition = next((each.edition for each in opened if each.edition.key == key), None)
    topic = next((each.topic for each in edition.sections if each.topic.key == shown.topic), None) if edition else None
    revision = edition.revision if edition else 1
    anchor = f"p{shown.number}" if shown.number else ""
    return Showing(
        iso_day=key.day.isoformat(),
        day=full_day(key.day, frame.lang),
        address=link.to(places.edition_page(key), anchor),
        kind=frame.word(f"site.{key.kind}"),
        how=_how(frame, shown),
        revision=frame.word("work.revision", revision=revision) if revision > 1 else "",
        topic=line(topic.label(frame_lang(frame.lang))) if topic else "",
        topic_address=link.to(places.topic_page(key.kind, shown.topic)) if topic else "",
    )


def _how(frame: Frame, shown: Shown) -> str:
    if shown.number is None:
        return frame.word("work.updated" if shown.is_update else "work.listed")
    return frame.word("work.printed.update" if shown.is_update else "work.printed", mark=circled(shown.number))


def _tellings(frame: Frame, opened: Iterable[Opened], work: PaperId, link: Link) -> Iterator[Telling]:
    for each in opened:
        key = each.edition.key
        for topic in each.view.topics:
            for paper in topic.papers:
                if paper.work == work:
                    prefix = f"{key.day.isoformat()}-{key.kind}-"
                    address = link.to(places.edition_page(key))
                    yield Telling(
                        anchor=f"{prefix}{paper.anchor}",
                        title=frame.word("work.said.in", day=full_day(key.day, frame.lang)),
                        address=f"{address}#{paper.anchor}",
                        paper=paper,
                        together=tuple(_together(frame, each.view, paper)),
                        parts=parts_of(each.view, base=address, prefix=prefix),
                        sample=each.view.notice if each.edition.sample else None,
                    )


def _together(frame: Frame, shown: EditionView, paper: PaperView) -> Iterator[Point]:
    """The three lines that cite the work, and what is said of its topic on its sentences too."""
    points = [Point("lead", frame.word("ui.in_three_lines"), shown.lead)]
    points += [point for topic in shown.topics for point in (*topic.before, *topic.after)]
    for point in points:
        claims = tuple(claim for claim in point.claims if _cites(claim, paper) and not _is_own(claim, paper))
        if claims:
            yield Point(point.role, point.label, claims)


def _cites(claim: ClaimView, paper: PaperView) -> bool:
    return any(quote.paper_anchor == paper.anchor for quote in claim.quotes)


def _is_own(claim: ClaimView, paper: PaperView) -> bool:
    """A line on top that repeats what is said of the work below."""
    return any(claim.text == own.text for point in paper.points for own in point.claims)


def _origins(frame: Frame, opened: Iterable[Opened], work: PaperId) -> list[Origin]:
    """Every announcement of it that an edition holds, oldest first."""
    found: dict[str, Announcement] = {}
    for entry in _entries(opened, work):
        for each in entry.paper.announcements:
            found.setdefault(each.key, each)
    return [_origin(frame, each) for each in sorted(found.values(), key=lambda each: (each.batch, each.key))]


def _origin(frame: Frame, each: Announcement) -> Origin:
    version = [f"v{each.version}"] if each.version else []
    signals = [frame.word(f"signal.{signal.name}", count=signal.value) for signal in each.signals if signal.value]
    return Origin(
        source=name_of("source", each.source, frame.lang),
        url=_told_at(each),
        iso_day=each.batch.isoformat(),
        day=full_day(each.batch, frame.lang),
        told=(frame.word(f"announce.{each.kind}"), *version, *signals),
    )


def _told_at(each: Announcement) -> str | None:
    """The announcer's own page. Hugging Face gives arXiv's address and has one by the same id."""
    if each.source == "huggingface":
        arxiv = arxiv_of(each.paper_id) if each.paper_id else None
        return web_url(f"https://huggingface.co/papers/{arxiv}") if arxiv else None
    return web_url(each.discussion_url or each.url)


def _entries(opened: Iterable[Opened], work: PaperId) -> Iterator[Entry]:
    return (entry for each in opened for entry in each.edition.entries if entry.paper.id == work)


def _versions(frame: Frame, opened: Iterable[Opened], work: PaperId) -> Iterator[str]:
    """What editions told of new versions, newest first."""
    for each in opened:
        day, zone = full_day(each.edition.key.day, frame.lang), each.edition.time_zone
        for update in each.edition.updates:
            if update.paper == work:
                told = [say(note, frame.lang, zone) for note in update.changes]
                if update.version:
                    told.insert(0, frame.word("update.version", version=update.version))
                yield frame.word("work.version.in", day=day, what=", ".join(told))
        for entry in _entries([each], work):
            if entry.update:
                yield frame.word("work.version.in", day=day, what=say(entry.update, frame.lang, zone))
            elif (entry.paper.version or 1) > 1:
                yield frame.word("work.version.read", day=day, version=entry.paper.version)


def _files(frame: Frame, work: AnyWork | None, link: Link) -> list[Listed]:
    if work is None:
        return []
    return [
        Listed(frame.word(f"work.{form}"), link.to(places.citation(work.id, ending)))
        for form, ending in (("bibtex", "bib"), ("ris", "ris"))
    ]
