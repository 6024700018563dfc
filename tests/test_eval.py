"""A writer measured: on kept editions over a scripted server, on the sample with its recorded answers."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from achim.app import SAMPLE, App
from achim.domain.claim import Citation, Claim, ClaimKind, ClaimRole, JudgedClaim, Verdict
from achim.domain.edition import Edition
from achim.domain.ids import PaperId
from achim.domain.measure import Coverage, Evaluated, TermUse, total
from achim.domain.note import Note
from achim.errors import UserError
from achim.evaluation import EvalRequest, evaluate, parse_days
from achim.pipeline import Order
from achim.render.evaluation import evaluation_json, evaluation_table
from achim.replay import ARCHIVE, NEXT, real_place, replay_place, settle
from achim.scratch import scratch
from achim.settings import Settings
from achim.steps.measure import TermRule, measured, term_use
from achim.store.sql import SqlStore
from tests.fakes import DAY, ONCE, FakeEmbedder, FakeProgress, make_store
from tests.model_server import Asked, ModelServer, Reply, faithful, report
from tests.moving_clock import MovingClock
from tests.test_writer_faults import World

PAPER = PaperId("arxiv:2410.10001")


class Kept:
    """An archive with one edition, written by the scripted model, and the achim that evaluates on it."""

    def __init__(self, home: Path, server: ModelServer) -> None:
        self.server = server
        self.store: SqlStore = make_store(home)
        self.world = World(self.store, server)
        self.edition: Edition = self.world.edition()
        self.app = App(
            settings=Settings(model=self.world.settings),
            home=home,
            progress=FakeProgress(),
            say=lambda text: None,
            clock=MovingClock(self.edition.made_at),
            embedder=FakeEmbedder(),
        )

    def evaluate(self, model: str | None = None, days: str = "") -> Evaluated:
        request = EvalRequest(days=parse_days(days) if days else (), lang="en", model=model)
        (evaluated,) = evaluate(self.app, request)
        return evaluated


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    with ModelServer(faithful) as server:
        made = Kept(tmp_path, server)
        yield made
        made.store.close()


def test_what_a_build_asked_is_not_asked_again(kept: Kept) -> None:
    """Neither by the model's name nor by the answers that are remembered; its figures are the ledger's."""
    asked = len(kept.server.asked)
    for model in (None, "replay"):
        found = kept.evaluate(model).measured
        assert (found.proposed, found.printed, found.asked) == (9, 9, 0)
        assert found.use == kept.edition.ledger.use
        assert found.approach == found.result == Coverage(written=3)
        assert found.answer_seconds > 0
    assert len(kept.server.asked) == asked


def test_another_model_is_asked_once_and_nothing_is_published(kept: Kept) -> None:
    asked = len(kept.server.asked)
    first = kept.evaluate("openai:another", days=DAY.isoformat())
    again = kept.evaluate("openai:another", days="2024-11-01..2024-11-04")

    assert (first.writer, first.measured.asked, again.measured.asked) == ("openai:another", 2, 0)
    assert len(kept.server.asked) == asked + 2
    assert replace(again.measured, asked=2, wall_seconds=0.0) == replace(first.measured, wall_seconds=0.0)
    assert kept.store.editions() == (kept.edition,)
    assert list(kept.app.home.rglob("*report*")) == []


def test_a_build_does_not_ask_what_an_evaluation_asked(kept: Kept) -> None:
    kept.evaluate("openai:another")
    asked = len(kept.server.asked)
    kept.world.model = "another"
    again = kept.world.build(Order(key=kept.edition.key, time_zone="Asia/Seoul", revise=True)).edition

    assert len(kept.server.asked) == asked
    assert again.ledger.use.calls == 2


def test_without_a_model_the_papers_are_quoted(kept: Kept) -> None:
    found = kept.evaluate("none")
    assert found.writer.startswith("extractive")
    assert (found.measured.proposed, found.measured.use.calls) == (0, 0)
    assert found.measured.approach == Coverage(quoted=3)


def test_refused_mended_and_dropped_claims_are_told_apart(kept: Kept) -> None:
    """One figure that nobody said is mended, another is not."""

    def wrong(asked: Asked) -> Reply:
        if "[To mend]" in asked.user:
            mended = {"id": 1, "text": asked.papers[0][0][1], "cites": [{"paper": 1, "sentences": [1]}]}
            return Reply(text=json.dumps({"claims": [mended]}))
        made = report(asked.papers)
        for role in ("approach", "result"):
            made["papers"][0][role][0]["text"] = "It gains 77.7 points on MuST-C."
        return Reply(text=json.dumps(made))

    kept.server.script = wrong
    found = kept.evaluate("openai:another").measured
    assert (found.proposed, found.printed, found.repaired) == (9, 7, 2)
    assert sum(found.refused.values()) == 4
    assert sum(found.dropped.values()) == 2
    assert found.proposed == found.printed + sum(found.dropped.values())
    assert found.result == Coverage(written=1, quoted=2)


def test_fault_a_model_that_is_down_leaves_figures_that_say_so(kept: Kept) -> None:
    kept.server.script = lambda asked: Reply(status=401, error={"code": "invalid_api_key"})
    found = kept.evaluate("openai:another")
    assert found.measured.proposed == found.measured.asked == 0
    assert found.measured.notes == {"model.unauthorized": 1}
    shown = told(found)
    assert "key refused" in shown


@pytest.mark.parametrize("text", ["yesterday", "2024-11-31", "2024-11-04..2024-11-01", "", "2024-11-04,,2024-11-05"])
def test_days_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(UserError, match=r"error\.days"):
        parse_days(text)


def test_days_are_spans_and_single_days() -> None:
    assert parse_days("2024-11-01..2024-11-04, 2024-11-09") == (
        (date(2024, 11, 1), date(2024, 11, 4)),
        (date(2024, 11, 9), date(2024, 11, 9)),
    )


def test_what_cannot_be_evaluated_is_said(kept: Kept, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="2024-11-03"):
        kept.evaluate(days="2024-11-03")
    with pytest.raises(UserError, match=r"error\.eval_none"):
        evaluate(replace(kept.app, home=tmp_path / "empty"), EvalRequest())
    assert not (tmp_path / "empty").exists()


def judged(
    text: str, quote: str, *, role: ClaimRole = "result", kind: ClaimKind = "fact", why: str = ""
) -> JudgedClaim:
    claim = Claim(kind=kind, role=role, text=text, citations=(Citation(PAPER, (1,), quote),))
    return JudgedClaim(claim, Verdict("unsupported", (Note.of(why),)) if why else Verdict("supported"))


def test_terms_are_kept_forbidden_or_unnamed() -> None:
    """The longest term counts, once a claim; what stays as it is must stay."""
    rules = (
        TermRule("language model", ("언어 모델",)),
        TermRule("large language model", ("대규모 언어 모델",)),
        TermRule("passage", ("지문",), ("통과",)),
        TermRule("Transformer"),
    )
    quote = "Large language models read passages; a passage is read by a transformer."
    assert term_use([judged("대규모 언어 모델이 지문을 읽는다", quote)], rules) == TermUse(2, 0, 1)
    assert term_use([judged("대규모 언어 모델이 통과를 Transformer로 읽는다", quote)], rules) == TermUse(2, 1, 0)
    assert term_use([judged("대규모 언어 모델", "Language models.")], rules) == TermUse(1, 0, 0)
    assert term_use([judged("무엇이든", "Nothing of the list.")], rules) == TermUse()


def test_claims_in_another_language_are_counted(kept: Kept) -> None:
    entries = tuple(kept.edition.entries)
    claims = [
        judged("가", "a"),
        judged("b", "a", why="verify.language"),
        judged("か", "a", why="verify.script"),
        judged("나", "a", kind="view", role="impact"),
        judged("다", "a", why="verify.number"),
    ]
    found = measured(entries, claims, [Note.of("writing.topics", topics="x", what="write.cut")], ())
    assert (found.proposed, found.printed, found.views, found.in_language) == (5, 2, 1, 3)
    assert found.dropped == {"verify.language": 1, "verify.number": 1, "verify.script": 1}
    assert found.notes == {"write.cut": 1}
    assert found.result == Coverage(written=1, untold=2)
    assert total([found, found]).dropped["verify.number"] == 2


def told(*evaluated: Evaluated, lang: str = "en") -> str:
    console = Console(width=100, record=True, file=StringIO())
    console.print(evaluation_table(evaluated, lang))
    return console.export_text()


def test_table_and_json_say_the_same_in_both_languages(kept: Kept) -> None:
    one = kept.evaluate()
    assert "9 (100 %)" in told(one)
    assert "openai:scripted" in told(one, lang="ko")
    assert "2024-11-04" in told(one, one)
    assert "sum of 2 editions" in told(one, one)
    assert "sum of 9 editions" in told(*[one] * 9)
    assert "2024-11-04" not in told(*[one] * 9)
    data = json.loads(evaluation_json([one, one]))
    assert data["sum"]["proposed"] == 2 * data["editions"][0]["proposed"] == 18
    assert data["editions"][0]["makers"]["writer"] == "openai:scripted"


def test_the_sample_is_evaluated_with_its_recorded_answers(tmp_path: Path) -> None:
    """As its build has it; asking nobody and leaving nothing."""
    app = App(
        settings=Settings(), home=tmp_path / "home", progress=FakeProgress(), say=lambda text: None, embedder=ONCE
    )
    (evaluated,) = evaluate(app, EvalRequest(records=(SAMPLE,)))
    found = evaluated.measured
    assert found.papers == 12
    assert found.asked == 0
    assert found.use.calls > 0
    assert found.proposed == found.printed + sum(found.dropped.values()) > 50
    assert found.terms.forbidden == 0
    assert found.terms.kept > 50
    assert not (tmp_path / "home").exists()


def test_paid_answers_outlive_the_replay_that_they_were_paid_for(kept: Kept) -> None:
    """Another record's or a real build takes a replay's place, and has what cannot be made again."""
    home = kept.app.home
    kept.store.close()
    (home / "replay.json").write_text('{"record": "another"}', encoding="utf-8")
    assert replay_place(home, [SAMPLE], "openai:another") == NEXT
    assert settle(home)
    assert real_place(home) == NEXT
    assert settle(home)
    assert not (home / "replay.json").exists()
    assert sorted(path.name for path in home.glob("*.sqlite*")) == [ARCHIVE]
    asked = len(kept.server.asked)
    with kept.app.archive() as store:
        assert store.editions() == ()
        kept.world.store = store
        assert kept.world.build().what == "made"
    assert len(kept.server.asked) == asked


def test_what_a_killed_evaluation_left_is_cleared_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing that another evaluation holds, or that is not achim's."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kill = "import os, signal, sys, tempfile; from achim.scratch import scratch; tempfile.tempdir = sys.argv[1]\n"
    kill += "with scratch() as place: (place / 'file').touch(); os.kill(os.getpid(), signal.SIGKILL)"
    subprocess.run([sys.executable, "-c", kill, str(tmp_path)], check=False)
    assert len(list(tmp_path.glob("achim-scratch-*/file"))) == 1
    (tmp_path / "achim-scratch-mine").mkdir()
    (tmp_path / "achim-scratch-mine" / "file").touch()
    with scratch() as at_work:
        left = {path.name for path in tmp_path.iterdir()}
        assert left == {"achim-scratch-mine", at_work.name}
        with scratch():
            pass
        assert at_work.is_dir()

    assert [path.name for path in tmp_path.iterdir()] == ["achim-scratch-mine"]
