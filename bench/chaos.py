"""A day of 1,000 papers built by a cluster in chaos: is the edition the undisturbed one, and was any answer paid twice?

Three workers, a slow model server, a worker killed every few seconds, the scheduler and PostgreSQL restarted once. With
``--any-moment`` workers are killed also between an answer's last byte and its row in the archive, where nobody can know
that a call was paid: then what was paid twice is counted, and so is what workers told of it.

python -m bench.chaos [--announced 1000] [--papers 200] [--workers 3] [--seed 20241104] [--any-moment]
"""

import argparse
import json
import tempfile
import time
from pathlib import Path
from random import Random

from tests.cluster_processes import running_cluster
from tests.cluster_world import Chaos, cluster_world
from tests.postgres_server import running_postgres

_TOLD = ("--resource", "model=4")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--announced", type=int, default=1_000)
    parser.add_argument("--papers", type=int, default=200)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--seed", type=int, default=20241104)
    parser.add_argument("--delay", type=float, default=2.0, help="seconds that an answer takes")
    parser.add_argument("--any-moment", action="store_true")
    told = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="achim-chaos-") as place,
        running_postgres(Path(place) / "data") as postgres,
    ):
        world_of = cluster_world(
            Path(place), postgres, per_day=told.announced, papers=told.papers, delay=told.delay, days=1
        )
        with world_of as world:
            begun = time.monotonic()
            _, alone = world.build("alone", world.settings(world.new_archive()))
            alone_for, asked_alone = time.monotonic() - begun, len(world.model.answered)
            world.model.answered.clear()
            archive = world.new_archive()
            with running_cluster(Path(place) / "processes", world.environment(archive)) as cluster:
                cluster.start_workers(told.workers, *_TOLD)
                chaos = Chaos(
                    world, cluster, Random(told.seed), _TOLD, every=(2.0, 5.0), spares=not told.any_moment,
                    scheduler_at=8.0, postgres_at=16.0,
                )  # fmt: skip
                begun = time.monotonic()
                with chaos.raging():
                    built, made = world.build("chaos", world.settings(archive, cluster.address))
                took = time.monotonic() - begun
                lost = cluster.count("lost=True")
            paid = world.paid()
    print(
        json.dumps(
            {
                "announced": told.announced,
                "printed": len(list(built.outcome.edition.entries)),
                "workers": told.workers,
                "seed": told.seed,
                "spares_the_window": not told.any_moment,
                "workers_killed": chaos.kills,
                "restarted": chaos.restarted,
                "files_equal_undisturbed": made == alone,
                "files": len(made),
                "questions": len(paid),
                "questions_undisturbed": asked_alone,
                "asked": len(world.model.asked) - asked_alone,
                "answered_whole": sum(paid.values()),
                "paid_twice": sum(count > 1 for count in paid.values()),
                "told_as_perhaps_paid_twice": lost,
                "seconds": round(took, 1),
                "seconds_undisturbed_on_one_machine": round(alone_for, 1),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
