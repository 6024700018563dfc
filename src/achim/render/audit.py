"""An edition's claims for the terminal: each with its sentences, paper and verdict."""

from collections.abc import Iterator

from achim.domain.claim import JudgedClaim
from achim.domain.edition import Edition
from achim.domain.ids import PaperId
from achim.render.inert import line
from achim.render.messages import say, word


def audit_lines(edition: Edition) -> Iterator[str]:
    """Plain text; remote text is made inert, so that nothing in it moves the cursor."""
    lang = edition.key.lang
    numbers = {entry.paper.id: entry.number for entry in edition.entries}
    titles = {entry.paper.id: entry.paper.title for entry in edition.entries}
    printed = [claim for section in edition.sections for claim in section.claims]
    yield word("cli.audit_printed", lang, count=len(printed))
    for judged in printed:
        yield from _claim(judged, numbers, titles, lang)
    yield word("cli.audit_dropped", lang, count=len(edition.dropped))
    for judged in edition.dropped:
        yield from _claim(judged, numbers, titles, lang)


def _claim(judged: JudgedClaim, numbers: dict[PaperId, int], titles: dict[PaperId, str], lang: str) -> Iterator[str]:
    claim = judged.claim
    yield ""
    yield f"[{judged.verdict.finding}] {claim.kind}/{claim.role}: {line(claim.text)}"
    for citation in claim.citations:
        where = ", ".join(f"s{number}" for number in citation.sentences)
        title = line(titles.get(citation.paper, str(citation.paper)))
        yield f"    [{numbers.get(citation.paper, '?')}·{where}] {title}"
        yield f"    “{line(citation.quote)}”"
    for reason in judged.verdict.reasons:
        yield f"    - {say(reason, lang)}"
