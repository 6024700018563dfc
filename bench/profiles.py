"""``achim build`` for 1 and for 100 profiles, as the command line does, against upstream and a model on loopback.

    python -m bench.profiles [PROFILES]

The day is the made-up one of ``bench/day.py``, of 600 announcements; the model answers at once, with sentences of the
papers. Each reader has ten example papers of earlier days, two topics, three phrases, an author and something never to
be shown. ``default`` is built too, as always. ``calls`` are questions to the model, ``requests`` those to upstream;
``again`` is the same command once more, which makes nothing. Time of the processor and memory are the child's.
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from achim.taxonomy import load_taxonomy
from bench.day import built_env, made_up
from tests.model_server import ModelServer, faithful
from tests.upstream import Corpus, UpstreamServer

PROFILES = 100
EXAMPLES = 10
_SEED = 20261125


def settings_of(corpus: Corpus, day: datetime, count: int) -> str:
    """An achim.toml with so many readers."""
    rng = random.Random(_SEED)
    earlier = [work for work in corpus.works if work.announced and work.announced < day.date()]
    topics = [topic.key for topic in load_taxonomy(None).topics]
    words = sorted({word for work in earlier for word in work.title.split() if word.isalpha() and len(word) > 5})
    tables = [
        "\n".join(
            [
                f"[profiles.reader-{number}]",
                f"topics = {json.dumps(rng.sample(topics, 2))}",
                f"phrases = {json.dumps(rng.sample(words, 3))}",
                f"authors = {json.dumps([rng.choice(earlier).authors[0]])}",
                f"never = {json.dumps([rng.choice(words)])}",
                *(
                    f"[[profiles.reader-{number}.papers]]\ntitle = {json.dumps(work.title)}\n"
                    f"abstract = {json.dumps(work.abstract)}"
                    for work in rng.sample(earlier, EXAMPLES)
                ),
            ]
        )
        for number in range(count)
    ]
    return "\n\n".join(tables) + "\n"


def built(home: Path, env: dict[str, str]) -> dict[str, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    command = [sys.executable, "-m", "achim", "build", "--kind", "papers", "--home", str(home)]
    subprocess.run(command, env=env, capture_output=True, check=True)
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall_s": round(wall, 1), "cpu_s": round(worked, 1), "peak_mb": round(after.ru_maxrss / 1024)}


def measured(profiles: int) -> dict[str, object]:
    corpus, day, categories = made_up()
    now = datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder, UpstreamServer(corpus, now) as server, ModelServer(faithful) as model:
        home = Path(folder)
        (home / "achim.toml").write_text(settings_of(corpus, now, profiles), encoding="utf-8")
        env = {
            **built_env(server, categories),
            "ACHIM_CONFIG": str(home / "achim.toml"),
            "ACHIM_CLOCK": now.isoformat(),
            "ACHIM_EDITION__LANG": "en",
            "ACHIM_MODEL__NAME": "openai:bench",
            "ACHIM_MODEL__BASE_URL": model.url,
        }
        first = built(home, env)
        told = {"profiles": profiles, **first, "calls": len(model.asked), "requests": len(server.log)}
        again = built(home, env)
        editions = len(list((home / "editions").rglob("*_edition.json")))
        return {**told, "editions": editions, "again": again | {"calls": len(model.asked) - int(told["calls"])}}


def main(arguments: Sequence[str]) -> None:
    counts = [int(each) for each in arguments] or [1, PROFILES]
    print(json.dumps({"cpus": os.cpu_count(), "builds": [measured(count) for count in counts]}, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
