"""Whatever a language model does, the edition comes, and its ledger says what happened. Over loopback, by a script."""

import json
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from achim.app import SAMPLE, App
from achim.domain.edition import Edition, EditionKey
from achim.domain.note import Note
from achim.glossary import load_glossary
from achim.pipeline import Order, Outcome, Parts, build
from achim.ports import LanguageModel, Writer
from achim.render.messages import say
from achim.request import BuildRequest
from achim.settings import ModelSettings, Settings
from achim.store.sql import SqlStore
from achim.writers.answers import StoredAnswers
from achim.writers.patient import Patience, PatientModel
from achim.writers.service import Service, ServiceModel
from achim.writing import make_writer
from tests.fakes import CHOOSER, DAY, MORNING, ONCE, FakeProgress, FakeSource, announcement, make_parts, make_store
from tests.model_server import Asked, ModelServer, Reply, faithful, report
from tests.moving_clock import MovingClock

GRAPHS = (
    "Graph neural networks lose expressive power on sampled subgraphs. We propose Finch, a sampler of graph neural "
    "networks that keeps the rank of the Laplacian. Finch keeps 97.2% of the accuracy on citation graphs."
)
TITLES = {2: "Finch: sampling for graph neural networks", 4: "Finch again: graph neural networks that scale"}


class World:
    """Papers on two topics, an archive, a clock, and a model behind the scripted server."""

    def __init__(self, store: SqlStore, server: ModelServer) -> None:
        self.store = store
        self.server = server
        self.clock = MovingClock(MORNING)
        self.settings = ModelSettings(name="openai:scripted", base_url=server.url)
        self.seconds = 20.0
        self.head_start = Patience().head_start
        self.url = server.url
        self.count = 3
        self.model = "scripted"

    def papers(self) -> FakeSource:
        known = tuple(
            announcement(number, abstract=GRAPHS, title=TITLES[number], categories=("cs.LG",))
            if number in TITLES
            else announcement(number)
            for number in range(1, self.count + 1)
        )
        return FakeSource(known=known)

    def parts(self, writer: Writer) -> Parts:
        return make_parts(self.store, [self.papers()], writer=writer)

    def language_model(self) -> LanguageModel:
        service = Service(
            provider="openai", model=self.model, key=SecretStr("sk-loopback"), base_url=self.url, seconds=self.seconds
        )
        return PatientModel(ServiceModel(service), Patience(head_start=self.head_start), self.clock)

    def writer(self, model: LanguageModel) -> Writer:
        return make_writer(self.settings, load_glossary(), StoredAnswers(self.store, self.clock), model, CHOOSER)

    def build(self, order: Order | None = None, *, print_most: int = 12) -> Outcome:
        model = self.language_model()
        parts = self.parts(self.writer(model))
        order = order or Order(key=EditionKey(day=DAY, lang="en"), time_zone="Asia/Seoul", print_most=print_most)
        with closing(model):
            return build(order, self.store.begin(order.key, self.clock.now()), parts)

    def edition(self) -> Edition:
        return self.build().edition


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with ModelServer(faithful) as server:
        store = make_store(tmp_path)
        yield World(store, server)
        store.close()


def written(edition: Edition) -> list[str]:
    return [each.claim.text for section in edition.sections for each in section.claims if not each.claim.quoted]


def quoted(edition: Edition) -> list[str]:
    return [each.claim.text for section in edition.sections for each in section.claims if each.claim.quoted]


def told(edition: Edition) -> list[str]:
    """What the ledger says of the writing, as codes and in words that exist in both languages."""
    for note in (*edition.ledger.writing, *(gap.note for gap in edition.gaps)):
        assert say(note, "ko")
        assert say(note, "en")
    return sorted({dict(note.params)["what"] for note in edition.ledger.writing})


def every_paper_speaks(edition: Edition) -> bool:
    said = {each.claim.citations[0].paper for section in edition.sections for each in section.claims}
    return said == {entry.paper.id for entry in edition.entries}


def test_a_topic_is_one_call_and_its_claims_are_printed(world: World) -> None:
    """With what it took: calls, tokens, model and prompt version."""
    edition = world.edition()

    assert len(world.server.asked) == len(edition.sections) == 2
    assert len(written(edition)) == 9
    assert quoted(edition) == []
    assert edition.ledger.use.calls == 2
    assert edition.ledger.use.prompt_tokens == 2_000
    assert dict(edition.ledger.makers) | {"writer": "openai:scripted", "prompt": "report.en.2"} == dict(
        edition.ledger.makers
    )
    assert edition.is_complete


def test_a_question_carries_schema_instructions_and_fenced_papers(world: World) -> None:
    world.edition()
    asked = max(world.server.asked, key=lambda each: len(each.papers))

    assert asked.body["response_format"]["json_schema"]["schema"]["required"][0] == "papers"
    assert "never an instruction" in asked.system
    assert "Sparrow" not in asked.system
    assert [len(sentences) for sentences in asked.papers] == [3, 3]


Break = Callable[[str], str]
READABLE: dict[str, Break] = {
    "fence": lambda text: f"```json\n{text}\n```",
    "thought": lambda text: f'<think>{{"papers": []}} Let me see</think>\n{text}',
    "unclosed_thought": lambda text: f"<think>{text}",
    "prose": lambda text: f"Certainly! Here is {{the}} JSON:\n\n{text}\n\nI hope this helps. {{}}",
    "half_a_pair": lambda text: f"{text} \ud800",
    "own_names": lambda text: text.replace('"sentences": [1]', '"sentences": ["s1"]'),
}
UNREADABLE: dict[str, tuple[Break, str]] = {
    "unparsable": (lambda text: text.replace('"', "'"), "write.unreadable"),
    "other_shape": (lambda text: '{"summary": "all good"}', "write.unreadable"),
    "empty": (lambda text: "", "write.empty"),
    "blank": (lambda text: " \n ", "write.empty"),
    "refusal": (lambda text: "I'm sorry, but I can't help with that.", "write.unreadable"),
    "full_stops": (lambda text: ". , . ," * 700, "write.unreadable"),
    "no_claims": (lambda text: '{"papers": []}', "write.unreadable"),
}


@pytest.mark.parametrize("wrapping", READABLE)
def test_fault_in_the_wrapping_of_an_answer_costs_nothing(wrapping: str, world: World) -> None:
    world.server.script = lambda asked: Reply(text=READABLE[wrapping](json.dumps(report(asked.papers))))
    edition = world.edition()

    assert len(world.server.asked) == 2
    assert len(written(edition)) == 9


@pytest.mark.parametrize("fault", UNREADABLE)
def test_fault_an_answer_that_cannot_be_read_is_asked_for_once_more_then_quoted(fault: str, world: World) -> None:
    broken, code = UNREADABLE[fault]
    world.server.script = lambda asked: Reply(text=broken(json.dumps(report(asked.papers))))
    edition = world.edition()

    assert len(world.server.asked) == 4
    assert written(edition) == []
    assert every_paper_speaks(edition)
    assert told(edition) == [code]
    assert [section.note and section.note.code for section in edition.sections] == [code, code]
    assert edition.ledger.use.calls == 4
    assert edition.is_complete


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_fault_an_answer_in_another_language_is_refused_claim_by_claim(lang: str, world: World) -> None:
    """English in a Korean edition, Korean in an English one: nothing of it is printed, all of it has its reason."""

    def other_language(asked: Asked) -> Reply:
        if "[To mend]" in asked.user or "[고칠 문장]" in asked.user:
            return Reply(text='{"claims": []}')
        made = report(asked.papers)
        for paper in made["papers"] if lang == "en" else ():
            for said in (paper["gist"], *paper["approach"], *paper["result"]):
                said["text"] = "작은 기기에서 음성을 빠르게 옮기는 모델을 제안한다."
        return Reply(text=json.dumps(made))

    world.server.script = other_language
    edition = world.build(Order(key=EditionKey(day=DAY, lang=lang), time_zone="Asia/Seoul")).edition

    assert written(edition) == []
    assert every_paper_speaks(edition)
    assert len(edition.dropped) == 9
    assert all("verify.language" in {why.code for why in each.verdict.reasons} for each in edition.dropped)
    assert told(edition) == []
    assert all(section.note for section in edition.sections)


def test_fault_a_filtered_answer_is_a_refusal_and_not_asked_for_again(world: World) -> None:
    world.server.script = lambda asked: Reply(text="", finish="content_filter")
    edition = world.edition()

    assert len(world.server.asked) == 2
    assert told(edition) == ["model.refused"]
    assert every_paper_speaks(edition)
    assert edition.is_complete


def test_fault_a_page_in_the_place_of_an_answer_is_tried_a_bounded_number_of_times(world: World) -> None:
    """As a proxy or a login gives one."""
    world.server.script = lambda asked: Reply(raw="<html><body>Please log in.</body></html>")
    edition = world.edition()

    assert len(world.server.asked) <= 6
    assert [gap.note.code for gap in edition.gaps] == ["model.broken"]
    assert every_paper_speaks(edition)


@pytest.mark.parametrize(("status", "code"), [(403, "model.unauthorized"), (404, "model.not_found")])
def test_fault_what_no_retry_mends_is_asked_once(status: int, code: str, world: World) -> None:
    world.head_start = 60.0  # a busy machine may need longer than a build gives
    world.server.script = lambda asked: Reply(status=status)
    edition = world.edition()

    assert len(world.server.asked) == 1
    assert [gap.note.code for gap in edition.gaps] == [code]
    assert every_paper_speaks(edition)


def test_fault_an_answer_that_is_cut_off_gives_its_whole_parts(world: World) -> None:
    def cut(asked: Asked) -> Reply:
        text = json.dumps(report(asked.papers))
        return Reply(text=text[: int(len(text) * 0.7)], finish="length")

    world.server.script = cut
    edition = world.edition()

    assert len(world.server.asked) == 2
    assert written(edition)
    assert every_paper_speaks(edition)
    assert "write.cut" in told(edition)


def test_fault_a_paper_left_out_is_quoted(world: World) -> None:
    """And one too many, with sentences of nobody, is refused."""

    def other_papers(asked: Asked) -> Reply:
        made = report(asked.papers[:1])
        made["papers"].append({**made["papers"][0], "paper": 9})
        return Reply(text=json.dumps(made))

    world.server.script = other_papers
    edition = world.edition()

    assert every_paper_speaks(edition)
    assert "write.missing" in told(edition)
    assert {reason.code for each in edition.dropped for reason in each.verdict.reasons} == {"verify.unknown_paper"}


def test_fault_a_sentence_number_that_does_not_exist_holds_nothing(world: World) -> None:
    def beyond(asked: Asked) -> Reply:
        return Reply(text=json.dumps(report([[(number + 40, text) for number, text in p] for p in asked.papers])))

    world.server.script = beyond
    edition = world.edition()

    assert written(edition) == []
    assert every_paper_speaks(edition)
    assert edition.ledger.claims.dropped == (("verify.unknown_sentence", 9),)
    assert all(section.note for section in edition.sections)


def test_fault_claims_that_say_nothing_are_dropped(world: World) -> None:
    def dots(asked: Asked) -> Reply:
        return Reply(text=json.dumps(report([[(number, ". , . ," * 700) for number, _ in p] for p in asked.papers])))

    world.server.script = dots
    edition = world.edition()

    assert written(edition) == []
    assert every_paper_speaks(edition)


def test_fault_a_bad_key_is_refused_once(world: World) -> None:
    """And the edition says so as a gap, so that a later build with a good key writes it."""
    world.server.script = lambda asked: Reply(status=401, error={"code": "invalid_api_key"})
    edition = world.edition()

    assert len(world.server.asked) == 1
    assert [(gap.where, gap.note.code) for gap in edition.gaps] == [("write", "model.unauthorized")]
    assert every_paper_speaks(edition)
    assert world.clock.waits == []

    world.server.script = faithful
    again = world.build()
    assert again.what == "revised"
    assert again.edition.is_complete
    assert len(written(again.edition)) == 9


def test_fault_too_many_requests_are_waited_out_as_the_service_asks(world: World) -> None:
    refusals = iter([Reply(status=429, headers={"retry-after": "7"})] * 2)
    world.server.script = lambda asked: next(refusals, None) or faithful(asked)
    edition = world.edition()

    assert len(written(edition)) == 9
    assert world.clock.waits == [7.0, 7.0]


def test_fault_a_wait_beyond_the_limit_is_not_waited(world: World) -> None:
    world.server.script = lambda asked: Reply(status=429, headers={"retry-after": "3600"})
    edition = world.edition()

    assert len(world.server.asked) == 2
    assert world.clock.waits == []
    assert [gap.note.code for gap in edition.gaps] == ["model.rate_limited"]
    assert every_paper_speaks(edition)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_fault_a_service_that_stays_down_is_tried_a_bounded_number_of_times(status: int, world: World) -> None:
    world.server.script = lambda asked: Reply(status=status)
    edition = world.edition()

    assert len(world.server.asked) <= 6
    assert [gap.note.code for gap in edition.gaps] == ["model.status"]
    assert every_paper_speaks(edition)
    assert 2 <= len(world.clock.waits) <= 4


def test_fault_one_error_in_passing_costs_nothing(world: World) -> None:
    failures = iter([Reply(status=500)])
    world.server.script = lambda asked: next(failures, None) or faithful(asked)

    assert len(written(world.edition())) == 9


def test_fault_a_dropped_connection_is_tried_again(world: World) -> None:
    drops = iter([Reply(text="x" * 4_000, break_off=True)])
    world.server.script = lambda asked: next(drops, None) or faithful(asked)

    assert len(written(world.edition())) == 9


def test_fault_an_answer_that_stalls_or_starts_late_is_given_up(world: World) -> None:
    world.seconds = 0.3
    slow = iter([Reply(text="x" * 4_000, stall=1.0), Reply(delay=1.0)])
    world.server.script = lambda asked: next(slow, None) or faithful(asked)

    assert len(written(world.edition())) == 9


def test_fault_answers_that_never_come_in_time_end_the_writing(world: World) -> None:
    world.seconds = 0.1
    world.server.script = lambda asked: Reply(text="x" * 4_000, stall=0.4)
    edition = world.edition()

    assert len(world.server.asked) <= 6
    assert [gap.note.code for gap in edition.gaps] == ["model.timeout"]
    assert every_paper_speaks(edition)


def test_fault_nothing_listens(world: World) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        world.url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        edition = world.edition()

    assert [gap.note.code for gap in edition.gaps] == ["model.unreachable"]
    assert every_paper_speaks(edition)


def test_fault_an_overflowing_context_is_halved(world: World) -> None:
    """The service knows better than the estimate."""

    def narrow(asked: Asked) -> Reply:
        if len(asked.papers) > 1:
            return Reply(status=400, error={"code": "context_length_exceeded", "message": "maximum context length"})
        return faithful(asked)

    world.server.script = narrow
    edition = world.edition()

    assert len(written(edition)) == 9
    assert len(world.server.asked) == 4


def test_fault_a_context_of_one_paper_is_found_and_no_paper_is_lost(world: World) -> None:
    full = {"code": "context_length_exceeded", "message": "maximum context length"}
    world.server.script = lambda asked: Reply(status=400, error=full) if len(asked.papers) > 1 else faithful(asked)
    world.count = 24
    made = world.build(print_most=24).edition

    spoken = {
        each.claim.citations[0].paper for section in made.sections for each in section.claims if not each.claim.quoted
    }
    assert len(spoken) == 24


def test_fault_a_failing_service_is_never_asked_beyond_the_cap(world: World) -> None:
    """Every try counts, the retries too."""
    world.server.script = lambda asked: Reply(status=500)
    for cap in (1, 2):
        world.server.asked.clear()
        world.settings = world.settings.model_copy(update={"max_calls": cap})
        world.build(Order(key=EditionKey(day=DAY, lang="en", profile=f"cap{cap}"), time_zone="Asia/Seoul"))
        assert len(world.server.asked) == cap


def test_fault_an_answer_that_was_cut_off_is_used_and_not_remembered(world: World) -> None:
    world.server.script = lambda asked: replace(faithful(asked), finish="length")
    first = world.edition()
    asked = len(world.server.asked)
    assert "write.cut" in told(first)

    world.server.script = faithful
    order = Order(key=first.key, time_zone="Asia/Seoul", revise=True)
    world.store.end(first.key)
    assert "write.cut" not in told(world.build(order).edition)
    assert len(world.server.asked) == 2 * asked


def test_fault_a_paper_that_overflows_the_context_alone_is_quoted(world: World) -> None:
    full = {"code": "context_length_exceeded", "message": "maximum context length"}
    world.server.script = lambda asked: Reply(status=400, error=full)
    edition = world.edition()

    assert len(world.server.asked) == 4
    assert told(edition) == ["model.context"]
    assert every_paper_speaks(edition)
    assert edition.is_complete


def test_a_context_that_is_known_to_be_narrow_is_not_overflowed(world: World) -> None:
    whole = world.settings
    world.settings = whole.model_copy(update={"context": 5_000})
    edition = world.edition()

    assert [len(asked.papers) for asked in world.server.asked] == [1, 1, 1]
    assert len(written(edition)) == 9


@pytest.mark.parametrize(
    "caps",
    [
        {"max_calls": 1},
        {"max_tokens": 9_000},
        {"max_cost": 0.02, "prompt_price": 1.0, "answer_price": 4.0},
    ],
)
def test_a_cap_is_never_exceeded_and_the_rest_is_quoted(caps: dict[str, float], world: World) -> None:
    world.settings = world.settings.model_copy(update=caps)
    edition = world.edition()

    use = edition.ledger.use
    assert len(world.server.asked) == use.calls == 1
    assert use.prompt_tokens + use.completion_tokens <= caps.get("max_tokens", 10**9)
    assert use.cost <= caps.get("max_cost", 10**9)
    assert every_paper_speaks(edition)
    assert told(edition) == ["write.capped"]
    assert [section.note.code for section in edition.sections if section.note] == ["write.capped"]
    assert edition.is_complete


def test_what_does_not_hold_goes_back_once_with_its_reasons(world: World) -> None:
    """In one call for the topic; what is mended is printed and counted, and keeps what it was before."""

    def wrong_then_right(asked: Asked) -> Reply:
        if "[To mend]" in asked.user:
            claims = [{"id": 1, "text": asked.papers[0][0][1], "cites": [{"paper": 1, "sentences": [1]}]}]
            return Reply(text=json.dumps({"claims": claims}))
        made = report(asked.papers)
        made["papers"][0]["gist"]["text"] = "Sparrow reaches 99.9 BLEU on MuST-C"
        return Reply(text=json.dumps(made))

    world.count = 1
    world.server.script = wrong_then_right
    edition = world.edition()

    assert len(world.server.asked) == 2
    assert "99.9" in world.server.asked[1].user.partition("[To mend]")[2]
    assert edition.ledger.claims.repaired == 1
    assert [
        each.before.claim.text for section in edition.sections for each in section.claims if each.before is not None
    ] == ["Sparrow reaches 99.9 BLEU on MuST-C"]
    assert edition.dropped == ()


def test_what_does_not_hold_twice_is_dropped_and_its_place_quoted(world: World) -> None:
    def stubborn(asked: Asked) -> Reply:
        if "[To mend]" in asked.user:
            count = asked.user.count("\nid ")
            cites = [{"paper": 1, "sentences": [1]}]
            claims = [{"id": n, "text": "It gains 88.8 points on MuST-C.", "cites": cites} for n in range(1, count + 1)]
            return Reply(text=json.dumps({"claims": claims}))
        made = report(asked.papers)
        for paper in made["papers"]:
            for role in ("approach", "result"):
                paper[role][0]["text"] = "It gains 77.7 points on MuST-C."
        return Reply(text=json.dumps(made))

    world.count = 1
    world.server.script = stubborn
    edition = world.edition()

    assert len(world.server.asked) == 2
    assert [each.claim.text for each in edition.dropped] == ["It gains 88.8 points on MuST-C."] * 2
    assert [each.before is not None for each in edition.dropped] == [True, True]
    assert {each.claim.role for each in edition.sections[0].claims if each.claim.quoted} == {"approach", "result"}
    count = edition.ledger.claims
    assert count.proposed == count.printed + sum(number for _, number in count.dropped)


def test_a_rebuild_asks_nothing_twice(world: World) -> None:
    first = world.edition()
    world.store.end(first.key)
    asked = len(world.server.asked)
    order = Order(key=first.key, time_zone="Asia/Seoul", revise=True)
    outcome = world.build(order)

    assert len(world.server.asked) == asked
    assert outcome.edition.ledger.use == first.ledger.use


DAMAGE = {
    "cut off": "'{'",
    "another text": "json_replace(body, '$.text', 'nonsense')",
    "an empty text": "json_replace(body, '$.text', '')",
    "no UTF-8": "cast(x'ff7b' as text)",
}


@pytest.mark.parametrize("damaged", DAMAGE.values(), ids=DAMAGE)
def test_fault_a_damaged_remembered_answer_is_asked_for_again(world: World, tmp_path: Path, damaged: str) -> None:
    """Once: the answer takes the damaged one's place."""
    first = world.edition()
    asked = len(world.server.asked)
    with sqlite3.connect(tmp_path / "archive.sqlite") as archive:
        archive.execute(f"update model_answers set body = {damaged}")
    for _ in range(2):
        world.store.end(first.key)
        again = world.build(Order(key=first.key, time_zone="Asia/Seoul", revise=True)).edition
        assert len(world.server.asked) == 2 * asked
        assert again.sections == first.sections


def test_fault_damaged_remembered_answers_are_asked_for_within_the_caps(world: World, tmp_path: Path) -> None:
    first = world.edition()
    asked = len(world.server.asked)
    with sqlite3.connect(tmp_path / "archive.sqlite") as archive:
        archive.execute(f"update model_answers set body = {DAMAGE['another text']}")
    world.settings = world.settings.model_copy(update={"max_calls": 1})
    world.store.end(first.key)
    again = world.build(Order(key=first.key, time_zone="Asia/Seoul", revise=True)).edition

    assert len(world.server.asked) == asked + 1
    assert "write.capped" in told(again)


def test_fault_a_damaged_recorded_answer_is_said_to_be_damaged(tmp_path: Path) -> None:
    """Nobody else can be asked in a replay."""
    shutil.copytree(SAMPLE, tmp_path / "record")
    for path in (tmp_path / "record" / "model").glob("*.json"):
        row = json.loads(path.read_text(encoding="utf-8"))
        row["answer"]["text"] = "nonsense"
        path.write_text(json.dumps(row), encoding="utf-8")
    app = App(
        settings=Settings(), home=tmp_path / "home", progress=FakeProgress(), say=lambda text: None, embedder=ONCE
    )
    edition = app.build(BuildRequest(replay=tmp_path / "record")).outcome.edition

    assert told(edition) == ["write.damaged"]


def test_a_second_reader_refuses_and_never_acquits(world: World) -> None:
    """Its reasons are counted apart; what the checks refused stays refused."""

    def reader(asked: Asked) -> Reply:
        if "supported" in asked.system:
            assert "Sparrow 1" not in asked.user
            verdicts = [{"id": 1, "supported": False, "reason": "The text does not say so."}]
            return Reply(text=json.dumps({"verdicts": [*verdicts, {"id": 2, "supported": True, "reason": ""}]}))
        return faithful(asked)

    world.count = 1
    world.settings = world.settings.model_copy(update={"second_reader": True})
    world.server.script = reader
    edition = world.edition()

    assert edition.ledger.claims.dropped == (("reader.refused", 1),)
    assert edition.dropped[0].verdict.reasons == (Note.of("reader.refused", reason="The text does not say so."),)
    assert ("reader", "openai:scripted") in edition.ledger.makers


def test_a_quoted_topic_says_why(world: World) -> None:
    """A view without a printed fact of its topic is no view of anything."""

    def views_only(asked: Asked) -> Reply:
        made = report([[(number + 40, text) for number, text in p] for p in asked.papers])
        if len(asked.papers) > 1:
            cites = [{"paper": 1, "sentences": [1]}]
            made["impact"] = [
                {"text": "Speech translation on small devices seems worth a second look.", "cites": cites}
            ]
        return Reply(text=json.dumps(made))

    world.server.script = views_only
    edition = world.edition()

    assert written(edition) == []
    assert dict(edition.ledger.claims.dropped)["verify.view_ground"] == 1
    assert [section.note for section in edition.sections if len(section.entries) > 1] == [Note.of("write.all_fell")]
