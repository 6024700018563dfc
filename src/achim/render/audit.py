"""An edition's claims for the terminal: each with its anchor, sentences, paper and verdict."""

from collections.abc import Iterable, Iterator, Sequence

from achim.domain.anchors import anchored
from achim.domain.claim import Claim, JudgedClaim
from achim.domain.edition import Edition
from achim.domain.ids import PaperId
from achim.render.foot import CloseCall, foot
from achim.render.inert import line
from achim.render.marks import place
from achim.render.messages import name_of, say, word


def audit_lines(edition: Edition) -> Iterator[str]:
    """Plain text; remote text is made inert, so that nothing in it moves the cursor."""
    teller = _Teller(edition)
    printed = [claim for section in edition.sections for claim in section.claims]
    yield from teller.block("cli.audit_printed", printed)
    by_reader = [
        each for each in edition.dropped if any(note.code == "reader.refused" for note in each.verdict.reasons)
    ]
    yield from teller.block("cli.audit_dropped", [each for each in edition.dropped if each not in by_reader])
    if by_reader:
        yield from teller.block("cli.audit_doubted", by_reader)
    told = foot(edition, edition.key.lang)
    yield from _close_calls(told.close, edition.key.lang)
    yield from ("", f"{told.claims}. {told.use}", *told.writing)
    yield " · ".join(f"{role} {name}" for role, name in told.makers)


def _close_calls(close: Sequence[CloseCall], lang: str) -> Iterator[str]:
    if close:
        yield from ("", word("ui.ledger.close", lang, count=len(close)))
    for each in close:
        yield from (f"  {each.title}", *([f"    {each.url}"] if each.url else []), f"    - {each.why}")


class _Teller:
    def __init__(self, edition: Edition) -> None:
        self._lang = edition.key.lang
        self._numbers: dict[PaperId, int] = {entry.paper.id: entry.number for entry in edition.entries}
        self._anchors = {id(claim): f"{anchor} " for anchor, claim in anchored(edition).items()}
        self._titles = {entry.paper.id: entry.paper.title for entry in edition.entries}

    def block(self, code: str, judged: Iterable[JudgedClaim]) -> Iterator[str]:
        listed = list(judged)
        yield word(code, self._lang, count=len(listed))
        for each in listed:
            yield from ("", *self._judged(each))
        yield ""

    def _judged(self, judged: JudgedClaim) -> Iterator[str]:
        repaired = f" {word('cli.audit_repaired', self._lang)}" if judged.before else ""
        finding = word(f"finding.{judged.verdict.finding}", self._lang)
        yield f"[{finding}]{repaired} {self._anchors.get(id(judged), '')}{self._said(judged.claim)}"
        yield from self._cited(judged.claim)
        yield from (f"    - {say(reason, self._lang)}" for reason in judged.verdict.reasons)
        if judged.before:
            yield f"    {word('cli.audit_before', self._lang)}: {self._said(judged.before.claim)}"
            yield from (f"      - {say(reason, self._lang)}" for reason in judged.before.verdict.reasons)

    def _said(self, claim: Claim) -> str:
        quoted = word("cli.audit_quoted", self._lang) if claim.quoted else ""
        kind, role = word(f"kind.{claim.kind}", self._lang), name_of("role", claim.role, self._lang)
        return f"{kind}/{role}{quoted}: {line(claim.text)}"

    def _cited(self, claim: Claim) -> Iterator[str]:
        for citation in claim.citations:
            title = line(self._titles.get(citation.paper, str(citation.paper)))
            yield f"    [{place(citation, self._numbers)}] {title}"
            yield f"    “{line(citation.quote)}”"
