"""The anchors of an edition's sentences: what links on pages, in mails and in corrections point to.

``p2-result-1`` is the first result of entry ②, ``t1-theme-1`` the first theme of the first topic.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, count

from achim.domain.claim import JudgedClaim
from achim.domain.edition import Edition, Section
from achim.domain.form import FORMS, Form


def entry_anchor(number: int) -> str:
    return f"p{number}"


def topic_anchor(number: int) -> str:
    return f"t{number}"


def numbered(
    claims: Iterable[JudgedClaim], prefix: str, dropped: Collection[str]
) -> Iterator[tuple[str, JudgedClaim | None]]:
    """Each claim with its anchor. A sentence that was taken out keeps its own, with None, so that the others keep
    theirs."""
    anchors = (f"{prefix}{number}" for number in count(1))
    for each in claims:
        for anchor in anchors:
            if anchor not in dropped:
                yield anchor, each
                break
            yield anchor, None
    for anchor in anchors:
        if anchor not in dropped:
            return
        yield anchor, None


def dropped_anchors(edition: Edition) -> frozenset[str]:
    """Those of sentences that corrections took out."""
    return frozenset(each.claim for each in edition.corrections if each.drops)


def anchored(edition: Edition) -> Mapping[str, JudgedClaim]:
    """The printed claims of an edition's topics by their anchors; the lines on top repeat some of them."""
    dropped = dropped_anchors(edition)
    form = FORMS[edition.key.kind]
    found = chain.from_iterable(
        _of_section(section, topic_anchor(number), form, dropped) for number, section in enumerate(edition.sections, 1)
    )
    return {anchor: claim for anchor, claim in found if claim is not None}


def printed_sentences(edition: Edition) -> int:
    """How many sentences its topics ever printed: also those that were corrected or taken out."""
    return len(anchored(edition).keys() | corrected_sentences(edition).keys() | dropped_anchors(edition))


def corrected_sentences(edition: Edition) -> Mapping[str, str]:
    """The anchors of corrected sentences, each with the code of its first reason.

    Where a work was withdrawn or has a new version that says otherwise, all sentences that cite it count. One that a
    later revision does not have any more counts too, under a name of its own.
    """
    claims = anchored(edition)
    found: dict[str, str] = {}
    for number, each in enumerate(edition.corrections):
        resting = (
            anchor for anchor, judged in claims.items() if any(c.paper == each.work for c in judged.claim.citations)
        )
        for anchor in resting if each.is_of_entry else [each.claim or f"gone {number}"]:
            found.setdefault(anchor, each.why.code)
    return found


def _of_section(
    section: Section, topic: str, form: Form, dropped: Collection[str]
) -> Iterator[tuple[str, JudgedClaim | None]]:
    for role in (*form.before, *form.after):
        yield from numbered((each for each in section.claims if each.claim.role == role), f"{topic}-{role}-", dropped)
    for entry in section.entries:
        own = [each for each in section.claims if each.claim.is_about(entry.paper.id)]
        for role in form.of_work:
            prefix = f"{entry_anchor(entry.number)}-{role}-"
            yield from numbered((each for each in own if each.claim.role == role), prefix, dropped)
