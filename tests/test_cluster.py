"""Work on many machines: processes on loopback, which build what one machine builds, whatever dies meanwhile."""

from collections.abc import Iterator, Mapping
from random import Random

import pytest

from tests.cluster_processes import ClusterProcesses, running_cluster
from tests.cluster_world import Chaos, ClusterWorld, cluster_world
from tests.postgres_server import PostgresServer

PACE = 0.4


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
def cluster(world: ClusterWorld, archive: str) -> Iterator[ClusterProcesses]:
    with running_cluster(world.folder / "processes", world.environment(archive, pace=PACE)) as made:
        yield made


def test_chaos_postgres_and_scheduler_restarted_and_workers_killed_change_nothing_and_cost_nothing(
    world: ClusterWorld, alone: Mapping[str, bytes], cluster: ClusterProcesses, archive: str
) -> None:
    cluster.start_workers(3)
    world.model.answered.clear()
    world.upstream.forget()
    chaos = Chaos(world, cluster, Random(20241104), every=(0.5, 1.5), scheduler_at=1.0, postgres_at=3.0)
    with chaos.raging():
        built, made = world.build("chaos", world.settings(archive, cluster.address, pace=PACE))

    assert made == alone
    assert chaos.restarted == ["scheduler", "postgres"]
    assert chaos.kills >= 3
    assert set(world.paid().values()) == {1}
    assert sum(world.paid().values()) == built.outcome.edition.ledger.use.calls
