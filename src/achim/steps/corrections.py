"""What a correction makes of an edition, and which corrections updates call for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from achim.domain.anchors import anchored, entry_anchor
from achim.domain.claim import JudgedClaim
from achim.domain.correction import Correction
from achim.domain.edition import Edition, Entry, Section, Update
from achim.domain.form import FORMS
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.text import fold
from achim.steps import compose

WITHDRAWN = "correction.withdrawn"
VERSION, NEW_TEXT = "correction.version", "correction.new_text"
"""A new version that says otherwise, and one whose number is not known."""
_MARK = re.compile(r"\[?(\d{1,4})\s*[·.:-]?\s*s(\d{1,5})]?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Change:
    """What is to stand in the place of a sentence; ``now`` is None where it is taken out."""

    anchor: str
    now: JudgedClaim | None
    why: Note


def pointed_at(edition: Edition, place: str) -> tuple[str, ...]:
    """The anchors of the sentences that a reader may mean: by an anchor, its beginning, or a mark like ``2·s5``.

    A line on top is the sentence that it repeats.
    """
    printed = anchored(edition)
    bare = place.strip().removeprefix("#")
    if bare in printed:
        return (bare,)
    if mark := _MARK.fullmatch(bare):
        works = [entry.paper.id for entry in edition.entries if entry.number == int(mark[1])]
        return tuple(anchor for anchor, each in printed.items() if _cites(each, works, int(mark[2])))
    if re.fullmatch(r"l[1-9]", bare) and int(bare[1:]) <= len(edition.lead):
        line = edition.lead[int(bare[1:]) - 1].claim
        return tuple(anchor for anchor, each in printed.items() if each.claim.text == line.text)[:1]
    return tuple(anchor for anchor in printed if bare and anchor.startswith(f"{bare}-"))


def _cites(judged: JudgedClaim, works: Sequence[PaperId], sentence: int) -> bool:
    return any(each.paper in works and sentence in each.sentences for each in judged.claim.citations)


def corrected(edition: Edition, changes: Sequence[Change], at: datetime) -> Edition:
    """The next revision, which says what changed. Announcements, gaps, ledger and ``made_at`` stay as they are."""
    revision = edition.revision + 1
    made = edition
    for change in changes:
        made = _changed(made, change, at, revision)
    return _next(edition, made)


def _next(edition: Edition, made: Edition) -> Edition:
    told = Note.of("change.corrected", count=len(made.corrections))
    return replace(made, revision=edition.revision + 1, changes=(told,))


def _changed(edition: Edition, change: Change, at: datetime, revision: int) -> Edition:
    before = anchored(edition)[change.anchor]
    correction = Correction(
        claim=change.anchor,
        work=before.claim.citations[0].paper,
        role=before.claim.role,
        said=before.claim.text,
        says=change.now.claim.text if change.now else None,
        why=change.why,
        at=at,
        revision=revision,
    )
    return _with(edition, before, change.now, correction)


def _with(edition: Edition, before: JudgedClaim, now: JudgedClaim | None, correction: Correction) -> Edition:
    sections = tuple(_put(section, before, now) for section in edition.sections)
    corrections = (*edition.corrections, correction)
    return replace(edition, sections=sections, lead=_lead(edition, sections, before, now), corrections=corrections)


def _lead(
    edition: Edition, sections: Sequence[Section], before: JudgedClaim, now: JudgedClaim | None
) -> tuple[JudgedClaim, ...]:
    """The lines on top say what is said below; where one of them is taken out, they are chosen again."""
    if not any(each.claim.text == before.claim.text for each in edition.lead):
        return edition.lead
    if now is None:
        return compose.lead(sections, FORMS[edition.key.kind])
    line = replace(now, claim=replace(now.claim, role="lead"))
    return tuple(line if each.claim.text == before.claim.text else each for each in edition.lead)


def _put(section: Section, before: JudgedClaim, now: JudgedClaim | None) -> Section:
    put = (now if each is before else each for each in section.claims)
    return replace(section, claims=tuple(each for each in put if each is not None))


def carried(earlier: Edition | None, edition: Edition) -> Edition:
    """An edition that was made again, with what its predecessor had corrected: a mistake does not come back."""
    for each in earlier.corrections if earlier else ():
        edition = _again(each, edition)
    return edition


def _again(correction: Correction, edition: Edition) -> Edition:
    numbers = {entry.paper.id: entry.number for entry in edition.entries}
    place = entry_anchor(numbers[correction.work]) if correction.work in numbers else ""
    if correction.is_of_entry:
        return replace(edition, corrections=(*edition.corrections, replace(correction, claim=place)))
    for anchor, each in anchored(edition).items():
        if (each.claim.text, each.claim.role) == (correction.said, correction.role):
            return _with(edition, each, _saying(each, correction.says), replace(correction, claim=anchor))
    return replace(edition, corrections=(*edition.corrections, replace(correction, claim="")))


def _saying(judged: JudgedClaim, text: str | None) -> JudgedClaim | None:
    return None if text is None else replace(judged, claim=replace(judged.claim, text=text, quoted=False))


def by_updates(earlier: Edition, updates: Iterable[Update], found_on: date, at: datetime) -> Edition | None:
    """The next revision of an earlier edition some of whose works were withdrawn or say something else now.

    ``found_on`` is the day of the edition that tells so. None where the edition knows already: doing it again changes
    nothing.
    """
    made = earlier
    for update in updates:
        entry = entry_of(earlier, update)
        why = _why(update, found_on)
        if entry and not _knows(made, entry, why, found_on):
            made = replace(made, corrections=(*made.corrections, _of_entry(entry, update, why, at, made.revision + 1)))
    return _next(earlier, made) if made is not earlier else None


def entry_of(edition: Edition, update: Update) -> Entry | None:
    """The entry that printed an update's work; one that had no id then is known by its title."""
    by_id = next((entry for entry in edition.entries if entry.paper.id == update.paper), None)
    title = fold(update.title)
    return by_id or next((entry for entry in edition.entries if title and fold(entry.paper.title) == title), None)


def _why(update: Update, found_on: date) -> Note:
    change = update.changes[0]
    if change.code == "update.withdrawn":
        return Note.of(WITHDRAWN, day=found_on)
    told = {**dict(change.params), "day": found_on, "what": change.code}
    return Note.of(VERSION, version=update.version, **told) if update.version else Note.of(NEW_TEXT, **told)


def _knows(edition: Edition, entry: Entry, why: Note, found_on: date) -> bool:
    """Whether the edition has it from the same day already, or tells a withdrawal, after which nothing is new."""
    own = [each.why for each in edition.corrections if each.is_of_entry and each.work == entry.paper.id]
    if any(each.code == WITHDRAWN for each in own):
        return True
    return any(each.code == why.code and dict(each.params)["day"] == found_on.isoformat() for each in own)


def _of_entry(entry: Entry, update: Update, why: Note, at: datetime, revision: int) -> Correction:
    return Correction(
        claim=entry_anchor(entry.number),
        work=entry.paper.id,
        role=None,
        said=entry.paper.title,
        says=None if why.code == WITHDRAWN else update.title,
        why=why,
        at=at,
        revision=revision,
    )
