"""The compose file of a cluster: its schema, what is reachable, and its services' commands, run for real."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import time as clock_time
from pathlib import Path
from typing import Any

import pytest

from achim.cli import commands
from achim.errors import UserError
from achim.initializing import Here, host_files, write_new
from achim.store.migrate import HEAD
from tests.cluster_processes import ClusterProcesses, running_cluster
from tests.postgres_server import PostgresServer
from tests.test_init import PROGRAMS, ran
from tests.workflows import read_yaml

HERE = Here(program=PROGRAMS / "achim", home=Path("/var/lib/achim"), zone="Asia/Seoul", at=clock_time(7))


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    folder = tmp_path_factory.mktemp("cluster")
    write_new(folder, host_files("cluster", HERE))
    ran(PROGRAMS / "hadolint", folder / "Containerfile")
    ran(PROGRAMS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", folder / "compose.yaml")
    assert "-py3-none-any.whl[all]" in (folder / "Containerfile").read_text(encoding="utf-8")
    return read_yaml(folder / "compose.yaml")["services"]


def test_database_and_scheduler_are_on_the_inner_network_alone(services: Mapping[str, Any]) -> None:
    assert set(services) == {"database", "migrate", "scheduler", "run", "worker", "serve"}
    for name in ("database", "scheduler"):
        assert services[name]["networks"] == ["inside"]
        assert "ports" not in services[name]
    assert services["serve"]["ports"] == ["127.0.0.1:8421:8421"]
    assert all(
        each["read_only"] and each["cap_drop"] == ["ALL"] for name, each in services.items() if name != "database"
    )


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[ClusterProcesses]:
    with running_cluster(tmp_path / "cluster", {}) as cluster:
        yield cluster


def test_postgres_commands_of_the_services_are_run(
    services: Mapping[str, Any], machines: ClusterProcesses, tmp_path: Path, postgres: PostgresServer
) -> None:
    """As the file has them, but for addresses: a scheduler, a migration, a worker that joins, the reader."""
    url = tmp_path / "database-url"
    url.write_text(postgres.new_database().replace("+psycopg", ""), encoding="utf-8")
    (tmp_path / "achim.toml").touch()
    told = {name: str(value) for name, value in services["serve"]["environment"].items()}
    told |= {
        "PATH": os.environ["PATH"],
        "ACHIM_HOME": str(tmp_path / "home"),
        "ACHIM_CONFIG": str(tmp_path / "achim.toml"),
        "ACHIM_STORE__URL_FILE": str(url),
        "ACHIM_ENGINE__SCHEDULER": machines.address,
    }
    scheduler = services["scheduler"]
    assert [*scheduler["entrypoint"], *scheduler["command"][:2]] == ["dask", "scheduler", "--host"]
    help_of_dask = ran(PROGRAMS / "dask", "scheduler", "--help")
    for option in scheduler["command"][1::2]:
        assert option in help_of_dask

    env = ("/usr/bin/env", "-i", *(f"{name}={value}" for name, value in told.items()))
    assert HEAD in ran(*env, PROGRAMS / "achim", *services["migrate"]["command"])
    worker = machines.start_worker(1, *services["worker"]["command"][1:], **told)
    machines.await_workers(1)
    assert '"joined"' in worker.told

    command = [part if part != "8421" else "0" for part in services["serve"]["command"]]
    command = ["127.0.0.1" if part == "0.0.0.0" else part for part in command]
    log = tmp_path / "serve.log"
    with (
        log.open("wb") as words,
        subprocess.Popen([sys.executable, "-m", "achim", *command], env=told, stdout=words, stderr=words) as reader,
    ):
        try:
            assert b"status" in answered(log)
        finally:
            reader.terminate()
    assert worker.end() == 0


def answered(log: Path) -> bytes:
    latest = time.monotonic() + 60
    while "http://127.0.0.1:" not in (told := log.read_text(encoding="utf-8")):
        assert time.monotonic() < latest, told
        time.sleep(0.05)
    address = "http://127.0.0.1:" + told.partition("http://127.0.0.1:")[2].partition("/")[0]
    with urllib.request.urlopen(f"{address}/healthz") as answer:
        return answer.read()


def test_fault_two_hosts_with_files_of_one_name_are_refused() -> None:
    with pytest.raises(UserError, match="init_both"):
        commands(["init", "--docker", "--cluster"], exit_on_error=False)
