"""Build a day of 600 announcements as the command line does, against upstream on loopback: time, requests, memory.

    python bench/day.py

Each day is built in a process of its own, from an archive that has read the day before, with nothing waited for
between requests: what is measured is wall time beyond arXiv's pacing, which is told beside it (three seconds a
request). ``steps_s`` begins with what is before the first step: settings, archive and migrations. Vectors a second
are those of the built-in embedder on the day's abstracts, in the same process after the build.
The made-up day is the same everywhere; the recorded one needs ../shared.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.mornings import RECORDED_CATEGORIES, arxiv_keys, fewer, huggingface_keys  # noqa: E402
from tests.upstream import Corpus, UpstreamServer, from_listings, synthetic  # noqa: E402
from tests.upstream.__main__ import SETTINGS  # noqa: E402

LISTINGS = ROOT.parent / "shared" / "data" / "arxiv" / "listings_2026-04_2026-06.jsonl.gz"
SEED = 20260811
ANNOUNCEMENTS = 600
FEATURED, HOT = 30, 12
CATEGORIES = ("cs.AI", "cs.CL", "cs.CV", "cs.LG", "cs.SD", "cs.RO", "stat.ML")
PACE = 3.0
GOAL = {"wall_s": 45, "peak_mb": 600}

CHILD = """
import json, resource, sys, time
begun = time.perf_counter()
from datetime import datetime
from pathlib import Path
from achim.app import App
from achim.request import BuildRequest
from achim.clock import StandingClock
from achim.embed.use import UseEmbedder
from achim.settings import load_settings

class Timed:
    def __init__(self):
        self.steps, self.name, self.since = {}, "begin", begun
    def step(self, name, detail=""):
        now = time.perf_counter()
        self.steps[self.name] = round(self.steps.get(self.name, 0) + now - self.since, 3)
        self.name, self.since = name, now
    def told(self, where, note):
        pass
    def about(self, edition):
        pass

    def trouble(self, where, error):
        raise error

home, now, count = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), int(sys.argv[3])
timed = Timed()
app = App(settings=load_settings(), home=home, progress=timed, say=print, clock=StandingClock(now))
edition = app.build(BuildRequest()).outcome.edition
timed.step("end")
told = {
    "wall_s": round(time.perf_counter() - begun, 2),
    "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    "steps_s": timed.steps,
    "announcements": len(edition.ledger.fates),
    "printed": len(list(edition.entries)),
    "gaps": len(edition.gaps),
}
if count:
    with app.archive() as store:
        texts = [each.abstract for each in store.announcements(edition.key) if each.abstract][:count]
    embedder = UseEmbedder()
    embedder.embed(texts[:1])
    begun = time.perf_counter()
    embedder.embed(texts)
    told["vectors_a_second"] = round(len(texts) / (time.perf_counter() - begun), 1)
print(json.dumps(told))
"""
ABSTRACTS = 100


def made_up() -> tuple[Corpus, date, tuple[str, ...]]:
    """A day whose announcements, replacements and both other places included, are ``ANNOUNCEMENTS`` in all."""
    day = date(2026, 8, 11)
    days = [day - timedelta(days=back) for back in range(7, -1, -1)]
    corpus = fewer(synthetic(SEED, days, ANNOUNCEMENTS, CATEGORIES), featured=FEATURED, hot=HOT)
    told = len(arxiv_keys(corpus, [day], CATEGORIES)) + len(huggingface_keys(corpus, [day - timedelta(days=1)]))
    surplus = told + HOT - ANNOUNCEMENTS
    plain = [work for work in corpus.batch(day) if not (work.hf_date or work.deeplearn_days or work.version > 1)]
    dropped = {work.arxiv_id for work in plain[:surplus]}
    kept = tuple(work for work in corpus.works if work.announced != day or work.arxiv_id not in dropped)
    return replace(corpus, works=kept), day, CATEGORIES


def recorded() -> tuple[Corpus, date, tuple[str, ...]]:
    day = date(2026, 6, 30)
    days = [day - timedelta(days=back) for back in range(10, -1, -1)]
    return from_listings(LISTINGS, days), day, RECORDED_CATEGORIES


def built_env(server: UpstreamServer, categories: tuple[str, ...]) -> dict[str, str]:
    """The environment of a build against the server. Places of which the corpus holds nothing are switched off."""
    settings = {variable: server.base_urls[service] for variable, service in SETTINGS.items()}
    quick = {"ACHIM_HTTP__PACE": "0", "ACHIM_HTTP__ARXIV_PACE": "0"}
    asked = {"ACHIM_SOURCES__ARXIV__CATEGORIES": json.dumps(categories)}
    works = server.corpus.works
    holds = {
        "HUGGINGFACE": any(work.hf_date for work in works),
        "DEEPLEARN": any(work.deeplearn_days for work in works),
    }
    asked |= {f"ACHIM_SOURCES__{source}__ENABLED": json.dumps(on) for source, on in holds.items()}
    return {**os.environ, **settings, **quick, **asked}


def built(server: UpstreamServer, home: Path, now: datetime, categories: tuple[str, ...], count: int) -> object:
    """What the child measured."""
    server.set_time(now)
    server.forget()
    run = subprocess.run(
        [sys.executable, "-c", CHILD, str(home), now.isoformat(), str(count)],
        env=built_env(server, categories),
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(run.stdout.splitlines()[-1])


def measured(corpus: Corpus, day: date, categories: tuple[str, ...]) -> dict[str, object]:
    """The build of ``day`` after one of the day before."""
    now = datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as home, UpstreamServer(corpus, now) as server:
        built(server, Path(home), now - timedelta(days=1), categories, 0)
        told = built(server, Path(home), now, categories, ABSTRACTS)
        routes = Counter(request.route for request in server.log)
        paced = sum(request.party == "arxiv" for request in server.log)
    requests = {"all": routes.total(), **dict(sorted(routes.items()))}
    assert isinstance(told, dict)
    return {"day": day.isoformat(), **told, "requests": requests, "pacing_beside_s": PACE * max(0, paced - 1)}


def main() -> None:
    figures: dict[str, object] = {"goal": GOAL, "cpus": os.cpu_count(), "made_up": measured(*made_up())}
    absent = {"skipped": "shared data absent: ../shared/data/arxiv"}
    figures["recorded"] = measured(*recorded()) if LISTINGS.exists() else absent
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
