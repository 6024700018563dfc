"""The sample's recorded answers as claims to judge: true ones, and pairs that errors are planted into."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from achim.app import SAMPLE, App, BuildRequest
from achim.domain.claim import Claim
from achim.domain.edition import Edition
from achim.domain.ids import PaperId
from achim.domain.paper import Paper, Sentence
from achim.progress import PlainProgress
from achim.settings import Settings
from achim.steps.verify import Reading, Standard, cited_sentences
from bench.grounding.data import Pair, Work


@cache
def edition() -> Edition:
    """The sample edition from its recorded answers, built in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        app = App(settings=Settings(), home=home / "home", progress=PlainProgress("en"), say=lambda _: None)
        return app.build(BuildRequest(replay=SAMPLE, out=home / "out", model="replay")).outcome.edition


def claims() -> tuple[Claim, ...]:
    """All that was proposed, dropped claims too, but for quotations and what code composes of printed claims."""
    printed = [judged.claim for section in edition().sections for judged in section.claims]
    proposed = (*printed, *(judged.claim for judged in edition().dropped))
    return tuple(claim for claim in proposed if not claim.quoted)


def papers() -> Mapping[PaperId, Paper]:
    works = (entry.paper for entry in edition().entries)
    return {work.id: work for work in works if isinstance(work, Paper)}


def readings(standard: Standard) -> tuple[Reading, ...]:
    """The claims with their own citations; views are seen with the facts that are printed."""
    facts = tuple(claim.text for claim in claims() if claim.kind == "fact")
    return tuple(Reading(claim, _cited(claim), standard, facts if claim.kind == "view" else None) for claim in claims())


def _cited(claim: Claim) -> tuple[tuple[Paper, tuple[Sentence, ...]], ...]:
    known = papers()
    return tuple(
        (known[one.paper], cited_sentences(replace(claim, citations=(one,)), known)) for one in claim.citations
    )


def pairs() -> list[Pair]:
    """Facts that cite one paper, as the makers of plants take them; abstracts are the sample's own synopses."""
    found: list[Pair] = []
    for index, claim in enumerate(claims()):
        if claim.kind == "fact" and len(claim.citations) == 1 and claim.role != "gist":
            paper = papers()[claim.citations[0].paper]
            work = Work(paper.id.removeprefix("arxiv:"), paper.title, " ".join(s.text for s in paper.sentences), ())
            texts = " ".join(sentence.text for sentence in cited_sentences(claim, papers()))
            found.append(Pair(work, claim.text, texts, index))
    return found


def coverage() -> dict[str, str]:
    """How many papers keep an approach and a result."""
    kept = {
        (citation.paper, judged.claim.role)
        for section in edition().sections
        for judged in section.claims
        for citation in judged.claim.citations
    }
    entries = list(edition().entries)
    return {
        role: f"{sum((entry.paper.id, role) in kept for entry in entries)} of {len(entries)}"
        for role in ("approach", "result")
    }
