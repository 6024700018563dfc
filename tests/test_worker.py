"""What a worker does with a task, in this process: what it looks up, keeps, refuses and puts off."""

import json
import pickle
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from sqlalchemy.exc import OperationalError

from achim import __version__, backfill_cli
from achim.app import App
from achim.clock import StandingClock
from achim.domain.edition import EditionKey
from achim.domain.note import Note
from achim.domain.paper import Window
from achim.domain.schedule import Errand, Sending
from achim.domain.status import AtWork
from achim.engines.cluster import Cluster
from achim.engines.far import FarEmbedder, FarModel
from achim.engines.place import Place as Address
from achim.engines.tasks import (
    RESOURCES,
    Answered,
    Ask,
    Broke,
    Embed,
    Job,
    Later,
    Outcome,
    ReadSource,
    Send,
    Task,
    Unanswered,
    Unfit,
    Vectors,
)
from achim.errors import ModelFault, SourceError, UserError
from achim.ports import ModelAnswer, Question, Spent, Vector
from achim.posting import PostOffice
from achim.settings import HackerNewsSettings, NewsSettings, Settings
from achim.sourcing import reading_digest
from achim.store.claims import Held, SqlClaims, archive_name, at_work
from achim.store.sql import SqlStore, open_store
from achim.worker import Workbench, make_log
from achim.worker_cli import worker
from tests.editions import full_day
from tests.fakes import FakeProgress
from tests.test_delivering import Double

MORNING = datetime(2026, 8, 11, 1, 30, tzinfo=UTC)
QUESTION = Question(version="v", day=date(2026, 8, 11), system="s", user="u", schema={}, max_output=9)
ASK = Ask(model="openai:m", question=QUESTION, key="the first answer to it")


@dataclass
class OneModel:
    """Answers, or fails, by what it is given, and counts."""

    answers: list[ModelAnswer | Exception]
    asked: int = 0
    name: str = "openai:m"

    def ask(self, question: Question, spent: Spent | None = None) -> ModelAnswer:
        self.asked += 1
        told = self.answers.pop(0)
        if isinstance(told, Exception):
            raise told
        return told

    def close(self) -> None: ...


@dataclass
class OneEmbedder:
    name: str = "letters/1"
    asked: list[Sequence[str]] = field(default_factory=list[Sequence[str]])

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        self.asked.append(texts)
        return [(float(len(text)), 0.5) for text in texts]


@dataclass
class Place:
    store: SqlStore
    bench: Workbench
    model: OneModel
    embedder: OneEmbedder
    said: list[str]

    def do(self, job: Job) -> Outcome:
        return self.bench.do(Task(job=job, achim=__version__))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    store = open_store(f"sqlite:///{tmp_path / 'archive.sqlite'}", nullcontext())
    settings = Settings.model_validate(
        {
            "model": {"name": "openai:m"},
            "news": {"hackernews": {"enabled": False}},
            "engine": {"scheduler": "tcp://127.0.0.1:9"},
            "channels": {"double": {"type": "files", "folder": tmp_path}},
        }
    )
    app = App(settings, tmp_path, FakeProgress(), say=print, clock=StandingClock(MORNING))
    model, embedder, said = OneModel([]), OneEmbedder(), list[str]()

    def log(event: str, **told: object) -> None:
        said.append(event)

    bench = Workbench(
        app=app,
        store=store,
        claims=SqlClaims(store.engine, 60.0),
        model=model,
        embedder=embedder,
        room=threading.Semaphore(1),
        log=log,
    )
    yield Place(store, bench, model, embedder, said)
    store.close()


class NearCluster(Cluster):
    """A cluster whose one worker is here; tasks and what becomes of them travel as bytes. ``again`` does each twice, as
    when a worker dies once it is done."""

    def __init__(self, place: Place, *, again: bool = False) -> None:
        super().__init__(Address(scheduler=""), achim=__version__, patience=1.0, tell=lambda note: None)
        self.place, self.times, self.jobs = place, 2 if again else 1, list[Job]()

    def _persist(self, task: Task) -> Outcome:
        self.jobs.append(task.job)
        told = [self.place.bench.do(pickle.loads(pickle.dumps(task))) for _ in range(self.times)]
        return pickle.loads(pickle.dumps(told[-1]))


ANSWER = ModelAnswer(text="{}", prompt_tokens=3, completion_tokens=1, is_whole=False)


def test_a_question_is_kept_before_it_is_answered_and_asked_once(place: Place) -> None:
    """Also an answer that is worth nothing was paid for."""
    place.model.answers = [ANSWER]
    assert place.do(ASK) == Answered(ANSWER)
    assert place.store.model_answer(ASK.key) == ANSWER
    assert place.said == ["begun", "kept", "done"]
    assert place.do(ASK) == Answered(ANSWER)
    assert place.model.asked == 1


def test_fault_of_a_model_is_told_whole_and_not_kept(place: Place) -> None:
    fault = ModelFault(Note("model.rate_limited"), passes=True, again=True, retry_after=7.0, billed=True)
    place.model.answers = [fault, ANSWER]
    told = place.do(ASK)
    assert told == Unanswered(
        note=fault.note, passes=True, again=True, retry_after=7.0, ends_all=False, billed=True, lost=False
    )
    assert place.do(ASK) == Answered(ANSWER)


def test_kill_of_who_asked_before_is_told_with_the_answer(place: Place) -> None:
    SqlClaims(place.store.engine, -1.0).take(ASK.key)
    place.model.answers = [ANSWER]
    assert place.do(ASK) == Answered(ANSWER, lost=True)


def test_what_another_is_at_is_put_off(place: Place) -> None:
    SqlClaims(place.store.engine, 60.0).take(ASK.key)
    told = place.do(ASK)
    assert isinstance(told, Later)
    assert told.note is None
    assert place.model.asked == 0


def test_fault_of_the_archive_puts_a_task_off_and_keeps_what_is_paid_for(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Away before the question it is not asked; away after the answer, the answer waits for the archive."""
    keep, faults = SqlStore.keep_model_answer, [OperationalError("", {}, Exception()) for _ in range(2)]

    def keep_at_last(self: SqlStore, question: str, model: str, answer: ModelAnswer, at: datetime) -> None:
        if faults:
            raise faults.pop()
        keep(self, question, model, answer, at)

    monkeypatch.setattr(SqlStore, "keep_model_answer", keep_at_last)
    monkeypatch.setattr("achim.worker._AWAY", 0.0)
    place.model.answers = [ANSWER]
    assert place.do(ASK) == Answered(ANSWER)
    assert place.said == ["begun", "keeping", "keeping", "kept", "done"]

    def away(self: SqlStore, key: str) -> ModelAnswer | None:
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(SqlStore, "model_answer", away)
    told = place.do(replace(ASK, key="another"))
    assert isinstance(told, Later)
    assert told.note
    assert place.model.asked == 1


def test_vectors_are_kept_before_they_are_told_and_worked_out_once(place: Place) -> None:
    job = Embed(model="letters/1", texts=("ab", "abc", "ab"), keeps=True)
    for _ in range(2):
        told = place.do(job)
        assert isinstance(told, Vectors)
        assert [tuple(row) for row in told.rows] == [(2.0, 0.5), (3.0, 0.5), (2.0, 0.5)]
    assert place.embedder.asked == [["ab", "abc"]]
    place.do(replace(job, texts=("a",), keeps=False))
    assert not place.store.vectors("letters/1", ["a"])


WINDOW = Window(day=date(2026, 8, 11), time_zone="UTC", as_of=MORNING, since=None)
ERRAND = Errand(
    channel="other", key=EditionKey(day=MORNING.date()), revision=1, before=None, recipients=("ada@example.org",)
)
NEWS = NewsSettings(hackernews=HackerNewsSettings(enabled=False))


def reading(source: str) -> ReadSource:
    digest = reading_digest(NEWS)
    return ReadSource(kind="news", source=source, window=WINDOW, as_of=MORNING, now=MORNING, settings=digest)


@pytest.mark.parametrize(
    ("job", "code"),
    [
        (replace(ASK, model="openai:other"), "error.worker_model"),
        (replace(ASK, question=replace(QUESTION, place="http://127.0.0.1:1/v1")), "error.worker_model"),
        (Embed(model="other/1", texts=("a",), keeps=True), "error.worker_embedder"),
        (reading("hackernews"), "error.worker_source"),
        (Send(errand=ERRAND, part=0), "error.worker_channel"),
        (replace(reading("technologyreview_kr"), settings="other"), "error.worker_source"),
    ],
    ids=["model", "place", "embedder", "source", "channel", "settings of sources"],
)
def test_a_task_of_other_settings_is_refused(place: Place, job: Job, code: str) -> None:
    told = place.do(job)
    assert isinstance(told, Unfit)
    assert told.note.code == code
    assert place.model.asked == 0


def test_a_task_of_another_version_is_refused(place: Place) -> None:
    told = place.bench.do(Task(job=ASK, achim="9.9.9"))
    assert told == Unfit(Note.of("error.worker_version", worker=__version__, other="9.9.9"))


def test_a_task_of_another_archive_is_refused(place: Place, tmp_path: Path) -> None:
    """What is done would be kept where the build does not find it, and a receipt too."""
    other = open_store(f"sqlite:///{tmp_path / 'other.sqlite'}", nullcontext())
    names = [archive_name(store.engine) for store in (place.store, place.store, other)]
    place.model.answers.append(ANSWER)
    told = [place.bench.do(Task(job=ASK, achim=__version__, archive=name)) for name in names]
    assert [isinstance(each, Answered) for each in told] == [True, True, False]
    assert isinstance(told[2], Unfit)
    assert told[2].note.code == "error.worker_archive"
    assert at_work(place.store.engine) == AtWork(processes=0, under_way=0, lapsed=0)
    other.close()


@pytest.mark.parametrize("hours", [-1, 1])
def test_fault_a_worker_whose_clock_is_off_keeps_pages_at_the_moment_of_the_build(place: Place, hours: int) -> None:
    """Or a later build takes an old page for a new one, or the same build asks again."""
    app = replace(place.bench.app, clock=StandingClock(MORNING + timedelta(hours=hours)))
    page = '<html><body><a href="/a/"><h3>Title</h3></a></body></html>'
    transport = httpx2.MockTransport(lambda request: httpx2.Response(200, text=page))
    bench = replace(place.bench, app=replace(app, transport=transport))
    bench.do(Task(job=reading("technologyreview_kr"), achim=__version__))
    request = f"GET {NEWS.technologyreview_kr.base_url}/category/ai"
    assert place.store.answer(request, MORNING)
    assert place.store.answer(request, MORNING + timedelta(seconds=1)) is None
    assert "clock" in place.said


class _Untravelled(Exception):
    def __init__(self, one: str, *, other: str) -> None:
        super().__init__(one)
        self.other, self.bound_to_this_process = other, threading.Lock()


@pytest.mark.parametrize(
    ("error", "told"), [(KeyError("x"), KeyError), (_Untravelled("a", other="b"), RuntimeError)], ids=["own", "other"]
)
def test_fault_of_ours_travels(place: Place, error: Exception, told: type[Exception]) -> None:
    place.model.answers = [error]
    outcome = place.do(ASK)
    assert isinstance(outcome, Broke)
    assert type(outcome.error) is told


_SET = '[engine]\nscheduler = "{}"\n[store]\nurl = "postgresql+psycopg://127.0.0.1:1/x"'


@pytest.mark.parametrize(
    ("settings", "resource", "code"),
    [
        ("", [], "error.no_engine"),
        ('[engine]\nscheduler = "127.0.0.1:1"', [], "error.setting.scheduler"),
        ('[engine]\nscheduler = "tcp://127.0.0.1:1"', [], "error.engine_store"),
        (_SET.format("tls://127.0.0.1:1"), [], "error.engine_tls"),
        (_SET.format("tcp://127.0.0.1:1"), ["gpu=1"], "error.resource"),
        (_SET.format("tcp://127.0.0.1:1"), [f"{name}=0" for name in RESOURCES], "error.resource"),
    ],
    ids=["engine", "address", "store", "tls", "unknown resource", "no resource"],
)
def test_a_worker_that_is_set_up_wrong_does_not_start(
    tmp_path: Path, settings: str, resource: list[str], code: str
) -> None:
    config = tmp_path / "achim.toml"
    config.write_text(settings, encoding="utf-8")
    with pytest.raises(UserError) as refused:
        worker(config=config, resource=resource)
    assert [each.code for each in refused.value.told if isinstance(each, Note)] == [code]


def test_without_the_extra_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        assert name == "distributed"

    config = tmp_path / "achim.toml"
    config.write_text(_SET.format("tcp://127.0.0.1:1"), encoding="utf-8")
    monkeypatch.setattr("achim.scaling.find_spec", absent)
    with pytest.raises(UserError, match="cluster_extra"):
        worker(config=config)


def test_a_line_of_the_log_is_names_and_values_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    make_log("text")("done", item="read papers", edition=None, seconds=0.1)
    make_log("json")("done", item="read papers", edition=None, seconds=0.1)
    plain, told = capsys.readouterr().err.splitlines()
    assert plain.endswith("event=done item='read papers' seconds=0.1")
    assert {"event": "done", "item": "read papers", "seconds": 0.1}.items() <= json.loads(told).items()


def test_every_line_of_a_task_names_its_step_its_item_and_its_edition(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    key = full_day().key
    place.bench = replace(place.bench, log=make_log("json"))
    place.model.answers = [ANSWER]
    cluster = NearCluster(place)
    far_model(cluster, []).ask(QUESTION)
    FarEmbedder("letters/1", cluster, key=key).embed(["a"])
    FarEmbedder("letters/1", cluster, key=key).embed(["b"])
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in told] == ["begun", "kept", "done", *["begun", "done"] * 2]
    assert {line["edition"] for line in told} == {str(key)}
    assert [(step, len({each["item"] for each in told if each["step"] == step})) for step in ("ask", "embed")] == [
        ("ask", 1),
        ("embed", 2),
    ]


def far_model(cluster: Cluster, told: list[Note]) -> FarModel:
    def kept_as(question: Question, nth: int) -> str:
        return f"{question.user} {nth}"

    return FarModel(name="openai:m", cluster=cluster, key=full_day().key, kept_as=kept_as, tell=told.append)


def test_kill_of_a_build_pays_again_for_no_answer_also_for_one_that_was_of_no_use(place: Place) -> None:
    """Answers are numbered, tries that failed are not: the build that is made anew hears the same in the same order."""
    useless, useful = replace(ANSWER, text="…"), ANSWER
    place.model.answers = [useless, ModelFault(Note("model.timeout"), passes=True), useful]
    heard: list[ModelAnswer] = []
    first = far_model(NearCluster(place), [])
    heard.append(first.ask(QUESTION))
    with pytest.raises(ModelFault, match="timeout"):
        first.ask(QUESTION)
    heard.append(first.ask(QUESTION))

    anew = far_model(NearCluster(place), [])
    assert [anew.ask(QUESTION) for _ in range(2)] == heard == [useless, useful]
    assert place.model.asked == 3


def test_kill_of_a_worker_over_a_question_is_told(place: Place) -> None:
    SqlClaims(place.store.engine, -1.0).take("u 0")
    told = list[Note]()
    place.model.answers = [ANSWER]
    far_model(NearCluster(place), told).ask(QUESTION)
    assert told == [Note("cluster.lost")]


def test_vectors_come_back_in_order_and_the_same_by_batches(place: Place) -> None:
    texts = [f"{number}" * (number % 7 + 1) for number in range(150)]
    cluster = NearCluster(place)
    assert FarEmbedder("letters/1", cluster).embed(texts) == tuple(place.embedder.embed(texts))
    assert [len(job.texts) for job in cluster.jobs if isinstance(job, Embed)] == [64, 64, 22]
    assert FarEmbedder("letters/1", cluster).embed([]) == ()


def test_a_backfill_takes_its_turn_with_arxiv_among_workers(place: Place) -> None:
    others = SqlClaims(place.store.engine, 60.0)

    def answer(request: httpx2.Request) -> httpx2.Response:
        assert isinstance(others.take("turn arxiv.org"), Held)
        return httpx2.Response(404)

    app = replace(place.bench.app, transport=httpx2.MockTransport(answer))
    with (
        backfill_cli._opened(app, place.store, "oai", date(2026, 8, 10), None) as arxiv,  # pyright: ignore[reportPrivateUsage]
        pytest.raises(SourceError, match="404"),
    ):
        arxiv.read("")


@pytest.fixture
def post(place: Place, monkeypatch: pytest.MonkeyPatch) -> tuple[Double, Errand]:
    """A channel of 250 recipients, and an edition that is owed them."""
    edition, double = full_day(), Double(recipients=[f"{number}@example.org" for number in range(250)], together=1)
    place.store.correct(edition, (), MORNING)

    def double_of(*told: object) -> Double:
        return double

    monkeypatch.setattr("achim.posting.make_channel", double_of)
    owed = Errand(channel="double", key=edition.key, revision=1, before=None, recipients=tuple(double.recipients))
    return double, owed


def send_near(cluster: NearCluster, owed: Errand, monkeypatch: pytest.MonkeyPatch) -> Sending:
    @contextmanager
    def near(settings: Settings, progress: object, archive: str) -> Generator[Cluster]:
        yield cluster

    monkeypatch.setattr("achim.scaling.cluster_of", near)
    (sent,) = PostOffice(cluster.place.bench.app).send([owed], (), cluster.place.store)
    return sent


@pytest.mark.parametrize("again", [False, True], ids=["once", "a worker dies when it is done"])
def test_kill_or_none_many_recipients_get_one_message_each(
    place: Place, post: tuple[Double, Errand], monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    double, owed = post
    cluster = NearCluster(place, again=again)
    sent = send_near(cluster, owed, monkeypatch)

    assert set(double.got.values()) == {1}
    assert len(double.got) == 250
    assert [len(job.errand.recipients) for job in cluster.jobs if isinstance(job, Send)] == [100, 100, 50]
    receipts = place.store.receipts.of_days(owed.key.day)
    assert {each.state for each in receipts} == {"delivered"}
    assert sent.delivered == (0 if again else 250)  # who comes second finds it done
    assert not sent.faults


def test_kill_of_the_building_machine_leaves_a_batch_to_the_worker_that_is_at_it(
    place: Place, post: tuple[Double, Errand], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next build owes fewer, and none of them may be sent to beside that worker."""
    _, owed = post
    before, after = NearCluster(place), NearCluster(place)
    send_near(before, owed, monkeypatch)
    send_near(after, replace(owed, recipients=owed.recipients[140:143]), monkeypatch)
    assert [job.key for job in after.jobs] == [before.jobs[1].key]
