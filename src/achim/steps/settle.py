"""What is printed of a topic once its claims are judged: repairs, doubts, and quotations for what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from achim.domain.claim import Claim, JudgedClaim, Verdict
from achim.domain.edition import Entry
from achim.domain.form import Form
from achim.domain.ids import PaperId
from achim.domain.note import Note


def refused(judged: Sequence[JudgedClaim]) -> tuple[JudgedClaim, ...]:
    return tuple(each for each in judged if not each.holds)


def standing(judged: Sequence[JudgedClaim]) -> tuple[JudgedClaim, ...]:
    """What holds and was written, not quoted."""
    return tuple(each for each in judged if each.holds and not each.claim.quoted)


def mended(judged: Sequence[JudgedClaim], second: Sequence[JudgedClaim | None]) -> tuple[JudgedClaim, ...]:
    """The claims with each refused one's second try, which remembers the first; ``second`` follows ``refused``."""
    tries = iter(second)
    return tuple(each if each.holds else _second(each, next(tries, None)) for each in judged)


def _second(first: JudgedClaim, again: JudgedClaim | None) -> JudgedClaim:
    return replace(again, before=first) if again else first


def doubted(judged: Sequence[JudgedClaim], reasons: Sequence[Note | None]) -> tuple[JudgedClaim, ...]:
    """The claims without those that a second reader refuses; ``reasons`` follow ``standing``."""
    against = dict(zip(map(id, standing(judged)), reasons, strict=False))
    return tuple(_doubted(each, against.get(id(each))) for each in judged)


def _doubted(judged: JudgedClaim, reason: Note | None) -> JudgedClaim:
    return replace(judged, verdict=Verdict("unsupported", (reason,))) if reason else judged


def rejudged(judged: Sequence[JudgedClaim], again: Sequence[JudgedClaim]) -> tuple[JudgedClaim, ...]:
    """The claims with the newer verdicts of those that stand; ``again`` follows ``standing``."""
    newer = dict(zip(map(id, standing(judged)), again, strict=True))
    return tuple(replace(each, verdict=newer[id(each)].verdict) if id(each) in newer else each for each in judged)


def without_baseless_views(judged: Sequence[JudgedClaim]) -> tuple[JudgedClaim, ...]:
    """Where no written fact of a topic holds, its views have nothing to stand on."""
    if any(each.claim.kind == "fact" for each in standing(judged)):
        return tuple(judged)
    reason = Note.of("verify.view_ground")
    return tuple(_doubted(each, reason if each.holds and each.claim.kind == "view" else None) for each in judged)


def missing(
    entries: Sequence[Entry],
    judged: Sequence[JudgedClaim],
    form: Form,
    quoted: Mapping[PaperId, Sequence[Claim]],
) -> tuple[Claim, ...]:
    """The quotations that stand in for what no printed claim says of a work.

    A work of which nothing holds is quoted whole; one that lost or never had what the form calls its core gets the
    sentence that tells it.
    """
    said = {(each.claim.citations[0].paper, each.claim.role) for each in judged if each.holds and each.claim.citations}
    found: list[Claim] = []
    for entry in entries:
        paper = entry.paper.id
        told = [role for role in form.of_work if (paper, role) in said]
        wanted = form.of_work if not set(told) - {"gist"} else form.core
        found += [each for each in quoted.get(paper, ()) if each.role in wanted and each.role not in told]
    return tuple(found)
