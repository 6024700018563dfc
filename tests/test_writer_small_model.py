"""A real language model writes the sample in English, end to end. It is far too small to write well: a fine opponent."""

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from achim.app import SAMPLE, App, Built
from achim.domain.claim import JudgedClaim
from achim.domain.edition import Edition
from achim.embed.use import UseEmbedder
from achim.glossary import load_glossary
from achim.render.messages import say
from achim.request import BuildRequest
from achim.settings import ModelSettings, Settings
from achim.steps.verify import texts_to_embed, verify
from achim.writing import standard_of
from tests.fakes import FakeProgress
from tests.small_model import CONTEXT, small_model

PAPERS = 1
"""As many as the tests have time for: on a core the model reads 200 and writes 50 tokens a second."""
pytestmark = pytest.mark.timeout(300)


@dataclass(frozen=True)
class Run:
    built: Built
    home: Path

    @property
    def edition(self) -> Edition:
        return self.built.outcome.edition


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The sample's record with fewer papers, written by the model behind its server."""
    place = tmp_path_factory.mktemp("small")
    record = place / "record"
    shutil.copytree(SAMPLE, record)
    head = json.loads((record / "record.json").read_text(encoding="utf-8"))
    head["settings"]["edition"] |= {"papers": PAPERS, "listed": 3}
    (record / "record.json").write_text(json.dumps(head), encoding="utf-8")
    with small_model() as url:
        model = ModelSettings(
            name="openai:smollm2",
            base_url=url,
            context=CONTEXT,
            max_output=250,
            max_calls=2,
            temperature=0.0,
            together=1,
        )
        app = App(settings=Settings(model=model), home=place / "home", progress=FakeProgress(), say=print)
        return Run(app.build(BuildRequest(replay=record, lang="en", model=model.name, out=place / "out")), place)


def all_claims(edition: Edition) -> list[JudgedClaim]:
    return [*(claim for section in edition.sections for claim in section.claims), *edition.dropped]


def test_small_model_writes_an_edition_that_is_published(run: Run) -> None:
    edition = run.edition
    assert run.built.outcome.what == "made"
    assert len(list(edition.entries)) == PAPERS
    assert {path.suffix for path in run.built.files} == {".md", ".html", ".json", ".png", ".svg"}
    assert dict(edition.ledger.makers)["writer"] == "openai:smollm2"
    said = {each.claim.citations[0].paper for section in edition.sections for each in section.claims}
    assert said == {entry.paper.id for entry in edition.entries}


def test_small_model_was_asked_and_proposed_claims_of_its_own(run: Run) -> None:
    use = run.edition.ledger.use
    assert use.calls >= 1
    assert use.prompt_tokens > 500
    assert use.completion_tokens > 50
    own = [each for each in all_claims(run.edition) if not each.claim.quoted]
    assert len(own) >= 2


def test_small_model_s_printed_claims_pass_the_gate_once_more(run: Run) -> None:
    """Facts by themselves; every citation exists and its quote is the abstract's own."""
    edition = run.edition
    papers = {entry.paper.id: entry.paper for entry in edition.entries}
    printed = [each.claim for section in edition.sections for each in section.claims if each.claim.kind == "fact"]
    texts = texts_to_embed(printed, papers)
    vectors = dict(zip(texts, UseEmbedder().embed(texts), strict=True))
    standard = replace(standard_of(load_glossary()), lang="en", vectors=vectors)
    for claim in printed:
        again = verify(claim, papers, standard)
        assert again.holds, (claim.text, again.verdict.reasons)
        assert again.claim == claim


def test_small_model_s_refused_claims_have_reasons(run: Run) -> None:
    for each in run.edition.dropped:
        assert not each.holds
        assert [say(reason, "ko") and say(reason, "en") for reason in each.verdict.reasons]
        assert each.verdict.reasons


def test_small_model_s_ledger_sums(run: Run) -> None:
    ledger = run.edition.ledger
    claims = ledger.claims
    assert claims.proposed == claims.printed + sum(count for _, count in claims.dropped) == len(all_claims(run.edition))
    for line in ledger.sources:
        assert line.announced == sum(count for _, count in line.buckets)
    assert sum(line.announced for line in ledger.sources) == len(ledger.fates)
