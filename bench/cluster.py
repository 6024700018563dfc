"""What workers bring: sentence vectors by 1, 2 and 4 of them, and up to 64 questions that wait for a model.

Each figure stands beside the same work on one machine in the same run. The workers are processes on this machine, so
vectors cannot be faster than its cores allow; waiting can.

python -m bench.cluster [--sentences 1500] [--questions 256] [--delay 2.0]
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random

from achim import __version__
from achim.embed.use import UseEmbedder
from achim.engines.cluster import Cluster
from achim.engines.far import FarEmbedder
from achim.engines.local import LocalEngine
from achim.engines.place import Place
from achim.engines.tasks import Ask
from achim.ports import LanguageModel, Question
from achim.writing import single_try
from tests.cluster_processes import running_cluster
from tests.cluster_world import MORNING, ClusterWorld, cluster_world
from tests.postgres_server import running_postgres

_WORDS = [
    "we",
    "show",
    "that",
    "a",
    "model",
    "of",
    "papers",
    "learns",
    "to",
    "rank",
    "the",
    "words",
    "its",
    "readers",
    "seek",
    "and",
    "keeps",
    "few",
    "of",
    "them",
]
_WORKERS = (1, 2, 4)
_TOGETHER = (8, 64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=1_500)
    parser.add_argument("--questions", type=int, default=256)
    parser.add_argument("--delay", type=float, default=2.0, help="seconds that an answer takes")
    told = parser.parse_args()
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="achim-bench-")))
        postgres = stack.enter_context(running_postgres(place / "data"))
        world = stack.enter_context(cluster_world(place, postgres, per_day=2, papers=2, delay=told.delay))
        figures = {
            "cores": len(os.sched_getaffinity(0)),
            "vectors": _vectors(world, told.sentences),
            "questions": _questions(world, told.questions, told.delay),
        }
    print(json.dumps(figures, indent=2))


def _vectors(world: ClusterWorld, count: int) -> dict[str, object]:
    sentences = _sentences(count)
    near = UseEmbedder(threads=1)
    near.embed(sentences[:64])
    alone = count / _seconds(lambda: near.embed(sentences))
    figures: dict[str, object] = {"sentences": count, "one_machine_per_s": round(alone, 1)}
    for workers in _WORKERS:
        rate = count / _on_workers(world, workers, lambda engine: FarEmbedder(near.name, engine).embed(sentences))
        figures[f"workers_{workers}_per_s"] = round(rate, 1)
        figures[f"workers_{workers}_ratio"] = round(rate / alone, 2)
    return figures


def _questions(world: ClusterWorld, count: int, delay: float) -> dict[str, object]:
    figures: dict[str, object] = {"questions": count, "answer_takes_s": delay}
    model = single_try(world.settings(world.new_archive()).model)
    assert model
    with closing(model):
        model.ask(_question(world, "warm").question)
        for together in _TOGETHER:
            figures |= _together(world, model, [_question(world, f"{together} {at}") for at in range(count)], together)
    return figures


def _together(world: ClusterWorld, model: LanguageModel, asked: Sequence[Ask], together: int) -> dict[str, object]:
    """So many questions at a time."""
    alone = len(asked) / _seconds(lambda: LocalEngine(together).map(lambda each: model.ask(each.question), asked))
    figures: dict[str, object] = {f"one_machine_{together}_together_per_s": round(alone, 2)}
    for workers in _WORKERS:
        world.model.most = 0
        seconds = _on_workers(
            world, workers, lambda engine: LocalEngine(together).map(engine.do, asked), model=together // workers
        )
        name = f"workers_{workers}_{together}_together"
        figures |= {
            f"{name}_per_s": round(len(asked) / seconds, 2),
            f"{name}_ratio": round(len(asked) / seconds / alone, 2),
            f"{name}_most_at_the_server": world.model.most,
        }
    return figures


def _on_workers(world: ClusterWorld, count: int, work: Callable[[Cluster], object], *, model: int = 1) -> float:
    """Seconds that the work takes on workers that are warm."""
    archive = world.new_archive()
    with running_cluster(world.folder / f"processes-{time.monotonic_ns()}", world.environment(archive)) as cluster:
        cluster.start_workers(count, "--resource", f"model={model}")
        place = Place(scheduler=cluster.address)
        with closing(Cluster(place, achim=__version__, patience=60.0, tell=lambda note: None)) as engine:
            _warm(world, engine, count * max(2, model))
            return _seconds(lambda: work(engine))


def _warm(world: ClusterWorld, engine: Cluster, count: int) -> None:
    """Have every worker load what it works with."""
    FarEmbedder(UseEmbedder().name, engine).embed([f"warm {number}" for number in range(64 * min(count, 16))])
    at = time.monotonic_ns()
    LocalEngine(count).map(engine.do, [_question(world, f"warm {at} {number}") for number in range(count)])


def _question(world: ClusterWorld, text: str) -> Ask:
    question = Question(
        version="v", day=MORNING.date(), system="s", user=text, schema={}, max_output=9, place=world.model.url
    )
    return Ask(model="openai:m", question=question, key=text)


def _sentences(count: int) -> list[str]:
    random = Random(1)
    return [f"{number} " + " ".join(random.choices(_WORDS, k=random.randint(8, 40))) for number in range(count)]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
