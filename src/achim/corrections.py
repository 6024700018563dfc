"""``achim flag``, ``flags``, ``unflag`` and ``correct``: what readers hold to be wrong, and what is done about it."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from achim.app import App
from achim.domain.anchors import anchored
from achim.domain.claim import Claim, Draft, JudgedClaim
from achim.domain.correction import Correction
from achim.domain.edition import Edition, EditionKey, Section
from achim.domain.note import Note
from achim.domain.text import clean
from achim.drafting import judge
from achim.embed.use import UseEmbedder
from achim.errors import UserError
from achim.finding import index_kept
from achim.glossary import load_glossary
from achim.kept_vectors import KeptVectors
from achim.ports import Flag, Store
from achim.steps.corrections import Change, corrected, pointed_at
from achim.store.sql import SqlStore
from achim.writing import standard_of

_LONGEST = 500
"""Characters of a reason."""
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Corrected:
    """``new`` are the corrections of this revision, ``risen`` the lines that came on top in the place of one that was
    taken out."""

    edition: Edition
    files: tuple[Path, ...]
    new: tuple[Correction, ...]
    risen: tuple[str, ...]


def flag(app: App, key: EditionKey, place: str, why: str) -> Flag:
    """Keep that a sentence of a kept edition is held to be wrong. Raises UserError."""
    why = _reason(why)
    with _opened(app, key) as (store, edition):
        anchor = _anchor(edition, place)
        made = Flag(key=key, claim=anchor, said=anchored(edition)[anchor].claim.text, why=why, at=app.clock.now())
        store.keep_flag(made)
    return made


def unflag(app: App, key: EditionKey, place: str) -> int:
    """Close the flags of a sentence that was right; how many there were. Raises UserError where there are none."""
    anchor = place.strip().removeprefix("#")
    with _opened(app, key) as (store, _):
        own = [each for each in store.flags() if each.key == key and each.claim == anchor]
        if not own:
            raise UserError(Note.of("error.flag_none", day=key.day, place=anchor))
        store.close_flags(key, {each.said for each in own}, app.clock.now())
    return len(own)


def correct(app: App, key: EditionKey, place: str, text: str | None, why: str, out: Path | None = None) -> Corrected:
    """Put ``text`` in the place of a sentence, or take the sentence out where it is None, in a new revision.

    The text is judged as a writer's are, by the sentences that are cited there. Views that do not hold any more
    because of it are taken out too. Raises UserError where the text does not hold, with the reasons.
    """
    reason = Note.of("correction.reader", why=_reason(why))
    with _opened(app, key) as (store, edition):
        anchor = _anchor(edition, place)
        before = anchored(edition)[anchor]
        now, fallen = _judged(app, store, edition, before, text)
        changes = [Change(anchor, now, reason), *(Change(each, None, Note.of("correction.ground")) for each in fallen)]
        at = app.clock.now()
        made = corrected(edition, changes, at)
        new = made.corrections[len(edition.corrections) :]
        store.correct(made, [each.said for each in new], at)
        index_kept(store, app.embedder or UseEmbedder(), app.progress)
    known = {*(each.claim.text for each in edition.lead), *(each.says for each in new)}
    risen = tuple(each.claim.text for each in made.lead if each.claim.text not in known)
    return Corrected(made, app.write(made, out), new, risen)


def _reason(why: str) -> str:
    """One line, without a full stop that the renderings put there."""
    told = clean(why, limit=_LONGEST).rstrip(" .")
    if not told:
        raise UserError(Note.of("error.correction_why"))
    return told


@contextmanager
def _opened(app: App, key: EditionKey) -> Generator[tuple[SqlStore, Edition]]:
    """The archive, held against builds, and an edition in it. Raises UserError where it is not there."""
    missing = UserError(Note.of("error.no_edition", what=key, home=app.home))
    if not app.has_archive():
        raise missing
    with app.archive() as store, store.lock():
        edition = store.edition(key)
        if edition is None:
            raise missing
        yield store, edition


def _anchor(edition: Edition, place: str) -> str:
    """The one sentence that ``place`` means. Raises UserError, which lists the choice."""
    anchors = pointed_at(edition, place)
    if len(anchors) == 1:
        return anchors[0]
    if not anchors:
        raise UserError(Note.of("error.claim_none", day=edition.key.day, place=place))
    claims = anchored(edition)
    choice = (
        Note.of("error.claim_choice", claim=each, said=clean(claims[each].claim.text, limit=_SHOWN)) for each in anchors
    )
    raise UserError(Note.of("error.claim_many", place=place, count=len(anchors)), *choice)


def _judged(
    app: App, store: Store, edition: Edition, before: JudgedClaim, text: str | None
) -> tuple[JudgedClaim | None, Sequence[str]]:
    """The new sentence, and the anchors of the views that held beside the old one and do not beside it."""
    section = next(each for each in edition.sections if any(claim is before for claim in each.claims))
    new = None if text is None else replace(before.claim, text=clean(text), quoted=False)
    if new and new.text == before.claim.text:
        raise UserError(Note.of("error.correction_same"))
    settings = app.settings
    standard = standard_of(load_glossary(settings.edition.glossary), settings.model.style)
    was, now = judge(
        [Draft(section.topic.key, claims) for claims in _written(section, before, new)],
        {entry.paper.id: entry.paper for entry in edition.entries},
        replace(standard, lang=edition.key.lang),
        KeptVectors(app.embedder or UseEmbedder(), store),
    )
    made = next((each for each in now if new and _is(each, new)), None)
    if made and not made.holds:
        raise UserError(Note.of("error.correction_refused"), *made.verdict.reasons)
    held = {each.claim.text for each in was if each.holds and each.claim.kind == "view"}
    fallen = {each.claim.text for each in now if not each.holds and each.claim.text in held}
    return made, [
        anchor for anchor, each in anchored(edition).items() if each is not before and each.claim.text in fallen
    ]


def _written(section: Section, before: JudgedClaim, new: Claim | None) -> Iterator[tuple[Claim, ...]]:
    """What was written of a topic, as it was and as it is to be; quotations bear on no other sentence."""
    yield tuple(each.claim for each in section.claims if not each.claim.quoted)
    put = (new if each is before else each.claim for each in section.claims)
    yield tuple(claim for claim in put if claim and not claim.quoted)


def _is(judged: JudgedClaim, claim: Claim) -> bool:
    return _told(judged.claim) == _told(claim)


def _told(claim: Claim) -> tuple[object, ...]:
    """What tells a claim from others: two works may be said to do the same."""
    return claim.role, claim.text, tuple((each.paper, each.sentences) for each in claim.citations)
