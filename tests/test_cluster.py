"""Work on many machines: processes on loopback, which build what one machine builds, whatever dies meanwhile."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
import trustme

from achim import __version__
from achim.domain.edition import EditionKey
from achim.domain.schedule import Errand
from achim.engines.cluster import Cluster, connect
from achim.engines.local import LocalEngine
from achim.engines.place import Place
from achim.engines.serving import serve
from achim.engines.staff import staff_at
from achim.engines.tasks import Answered, Ask, Send
from achim.errors import UserError
from achim.ports import Question
from tests.cluster_processes import ClusterProcesses, running_cluster
from tests.cluster_world import MORNING, Chaos, ClusterWorld, cluster_world
from tests.network import Line, line_to
from tests.postgres_server import PostgresServer

PACE = 0.4
TOLD = ("--resource", "model=2", "--resource", "send=0")


def _undrawn(spec: object) -> bytes:
    return repr(spec).encode()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer) -> Iterator[ClusterWorld]:
    folder = tmp_path_factory.mktemp("cluster")
    with (
        pytest.MonkeyPatch.context() as patch,
        cluster_world(folder, postgres, per_day=20, papers=16, delay=0.4) as made,
    ):
        patch.setattr("achim.render.files.png", _undrawn)
        yield made


@pytest.fixture(scope="module")
def alone(world: ClusterWorld) -> Mapping[str, bytes]:
    """The files of an undisturbed build on one machine."""
    built, made = world.build("alone", world.settings(world.new_archive()))
    assert len(list(built.outcome.edition.entries)) == world.papers
    return made


@pytest.fixture(scope="module")
def archive(world: ClusterWorld) -> str:
    return world.new_archive()


@pytest.fixture(scope="module")
def lines(world: ClusterWorld) -> Iterator[tuple[Line, Line]]:
    """From workers to the scheduler and to the archive."""
    with line_to(0) as to_scheduler, line_to(world.postgres.port) as to_archive:
        yield to_scheduler, to_archive


@pytest.fixture(scope="module")
def cluster(world: ClusterWorld, archive: str, lines: tuple[Line, Line]) -> Iterator[ClusterProcesses]:
    """With two workers at least, each of which asks two questions at a time and sends nothing."""
    to_scheduler, to_archive = lines
    told = world.environment(archive.replace(f":{world.postgres.port}/", f":{to_archive.port}/"), pace=PACE)
    told["ACHIM_ENGINE__SCHEDULER"] = f"tcp://127.0.0.1:{to_scheduler.port}"
    with running_cluster(world.folder / "processes", told) as made:
        to_scheduler.to = made.port
        made.start_workers(2, *TOLD)
        yield made


@pytest.fixture
def engine(cluster: ClusterProcesses) -> Iterator[Cluster]:
    with closing(cluster_at(cluster.address, patience=90.0)) as made:
        yield made


def cluster_at(address: str, *, patience: float, **files: Path) -> Cluster:
    return Cluster(Place(scheduler=address, **files), achim=__version__, patience=patience, tell=lambda note: None)


def ask(world: ClusterWorld, text: str) -> Ask:
    question = Question(version="v", day=MORNING.date(), system=text, user=text, schema={}, max_output=9)
    return Ask(model="openai:m", question=replace(question, place=world.model.url), key=text)


@pytest.mark.timeout(300)
def test_chaos_postgres_and_scheduler_restarted_network_cut_and_workers_killed_change_nothing_and_cost_nothing(
    world: ClusterWorld,
    alone: Mapping[str, bytes],
    cluster: ClusterProcesses,
    lines: tuple[Line, Line],
    archive: str,
) -> None:
    world.model.answered.clear()
    world.upstream.forget()
    cluster.await_workers(1)
    kept = cluster.count("event=kept")
    chaos = Chaos(world, cluster, Random(20241104), TOLD, kept=kept, every=(0.3, 1.0), lines=lines)
    with chaos.raging():
        built, made = world.build("chaos", world.settings(archive, cluster.address, pace=PACE))

    assert made == alone
    assert sorted(chaos.restarted) == ["network", "postgres", "scheduler"]
    assert chaos.kills >= 3
    assert set(world.paid().values()) == {1}
    assert sum(world.paid().values()) == built.outcome.edition.ledger.use.calls
    arxiv = [each for each in world.upstream.log if each.party == "arxiv"]
    asked = Counter(f"{each.path}?{each.query}" for each in arxiv)
    assert set(asked.values()) == {1}
    moments = [each.monotonic for each in arxiv]
    assert all(later - before > PACE / 2 for before, later in pairwise(moments))


def test_postgres_workers_resources_bound_what_the_model_server_sees(
    world: ClusterWorld, cluster: ClusterProcesses, engine: Cluster
) -> None:
    """However much the coordinator asks at a time: two workers with two each."""
    cluster.await_workers(2)
    world.model.most = 0
    told = LocalEngine(12).map(engine.do, [ask(world, f"bound {number}") for number in range(12)])
    assert all(isinstance(each, Answered) for each in told)
    assert 2 <= world.model.most <= 4


def test_kill_of_a_worker_over_a_question_gives_it_to_another_which_tells(
    world: ClusterWorld, cluster: ClusterProcesses, engine: Cluster
) -> None:
    """Before the answer leaves: the model server is held until the worker is dead."""
    with ThreadPoolExecutor(1) as pool:
        with world.model.sending:
            asked = len(world.model.asked)
            told = pool.submit(engine.do, ask(world, "killed"))
            wait_for(lambda: len(world.model.asked) > asked)
            holder = holder_of("killed", cluster)
            cluster.workers[holder].kill()
        answer = told.result(timeout=100)
    cluster.start_worker(holder, *TOLD)

    assert isinstance(answer, Answered)
    assert answer.lost
    assert world.paid()["killed"] == 1


def test_a_worker_that_is_told_to_end_finishes_what_it_is_at(
    world: ClusterWorld, cluster: ClusterProcesses, engine: Cluster
) -> None:
    with ThreadPoolExecutor(1) as pool:
        asked = len(world.model.asked)
        told = pool.submit(engine.do, ask(world, "drained"))
        wait_for(lambda: len(world.model.asked) > asked)
        holder = holder_of("drained", cluster)
        assert cluster.workers[holder].end() == 0
        answer = told.result(timeout=100)
    assert "event=ended left=0" in cluster.workers[holder].told
    cluster.start_worker(holder, *TOLD)

    assert isinstance(answer, Answered)
    assert not answer.lost
    assert Counter(each.user for each in world.model.asked)["drained"] == 1


def test_fault_a_scheduler_or_worker_that_stays_away_is_told_and_not_waited_for_long(
    world: ClusterWorld, cluster: ClusterProcesses
) -> None:
    errand = Errand(channel="mail", key=EditionKey(day=MORNING.date()), revision=1, before=None, recipients=("a@x",))
    with closing(cluster_at(cluster.address, patience=1.0)) as engine, pytest.raises(UserError, match="no_worker"):
        engine.do(Send(errand=errand, part=0))
    nobody = cluster_at("tcp://127.0.0.1:9", patience=0.1)
    with closing(nobody), pytest.raises(UserError, match=r"error\.scheduler"):
        nobody.do(ask(world, "nobody"))


def test_who_is_at_the_scheduler_is_seen_with_version_and_kinds_of_work(
    cluster: ClusterProcesses,
) -> None:
    cluster.await_workers(2)
    staff = staff_at(Place(scheduler=cluster.address))
    assert (set(staff.versions), staff.resources["model"]) == ({__version__}, 2 * staff.workers)
    assert not staff.resources.get("send")


def test_a_worker_of_another_version_is_refused_at_its_start(cluster: ClusterProcesses, engine: Cluster) -> None:
    with pytest.raises(UserError, match="worker_version"):
        serve(
            Place(scheduler=cluster.address),
            achim="9.9.9",
            name=None,
            resources={"model": 1},
            grace=1,
            log=lambda *_, **__: None,
        )


def test_tls_scheduler_and_worker_speak_to_those_with_a_certificate_of_their_authority_only(
    world: ClusterWorld, archive: str, tmp_path: Path
) -> None:
    authority = trustme.CA()
    files = {name: tmp_path / f"{name}.pem" for name in ("ca", "cert", "key")}
    own = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(str(files["ca"]))
    own.cert_chain_pems[0].write_to_path(str(files["cert"]))
    own.private_key_pem.write_to_path(str(files["key"]))
    stranger = trustme.CA().issue_cert("127.0.0.1")
    strange = {**files, "cert": tmp_path / "other.pem", "key": tmp_path / "other.key"}
    stranger.cert_chain_pems[0].write_to_path(str(strange["cert"]))
    stranger.private_key_pem.write_to_path(str(strange["key"]))
    told = ("--tls-ca-file", str(files["ca"]), "--tls-cert", str(files["cert"]), "--tls-key", str(files["key"]))
    own_files = {f"ACHIM_ENGINE__{name.upper()}_FILE": str(path) for name, path in files.items()}
    with running_cluster(tmp_path / "tls", {**world.environment(archive), **own_files}, "tls", told) as tls:
        tls.start_worker(0, *TOLD)
        with closing(cluster_at(tls.address, patience=90.0, **files)) as engine:
            assert isinstance(engine.do(ask(world, "sealed")), Answered)
        assert "worker=tls://" in tls.workers[0].told
        for place in (Place(scheduler=tls.address.replace("tls", "tcp")), Place(scheduler=tls.address, **strange)):
            with pytest.raises(OSError, match=r"closed|Timed out|alert|SSL"):
                connect(place, __version__)


def holder_of(question: str, cluster: ClusterProcesses) -> int:
    """The number of the worker that is at it."""
    return next(number for number, each in cluster.workers.items() if f"item={question}" in each.told)


def wait_for(is_so: Callable[[], bool]) -> None:
    latest = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < latest
        time.sleep(0.01)
