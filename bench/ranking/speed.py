"""A day of 600 papers in order for 1,000 readers: ``python -m bench.ranking.speed``.

What is measured is the product's path: each reader's profile is weighed by ``preferring.prefer`` and its page made by
``steps.rank.rank``, as ``achim build`` does, with a reason for every point; what readers share is shared as
``sharing.Shared`` does. Papers are of one busy day. Each reader has ten example papers, drawn with a fixed seed from all
others, two topics, two pairs of words and one word of the day's titles, two of its authors and a word never to be
shown; nobody has read before.

``readers`` is what reading 10,000 examples and indexing them costs, ``topics`` the day's classification, both once a
run; ``day`` is everything else. Time of processors and wall time, which hangs on what else the machine does; the best
of two.
"""

import json
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from achim.attention_model import load_attention
from achim.domain.edition import EditionKey
from achim.domain.ids import PaperId
from achim.domain.interests import ExamplePaper, Interests, Never, Wish
from achim.domain.paper import Announcement, AnyWork
from achim.interest_model import load_interest_model
from achim.interests import SharedCloseness
from achim.pipeline import Parts
from achim.ports import Memory
from achim.preferring import prefer, topic_choices
from achim.sharing import Shared
from achim.steps.admit import Admission
from achim.steps.beat import papers_beat
from achim.steps.deduplicate import deduplicate
from achim.steps.rank import rank
from achim.taxonomy import load_taxonomy
from bench.ranking.readers import EXAMPLES, Listed, listed
from tests.fakes import make_parts, make_store

PAPERS, READERS, SHOWN = 600, 1_000, 12
_DAY = date(2026, 6, 2)
_SEED = 20261125
_TIMES = 2
Out = TypeVar("Out")


def works_of(papers: Sequence[Listed]) -> tuple[AnyWork, ...]:
    announced = datetime(_DAY.year, _DAY.month, _DAY.day, tzinfo=UTC)
    return deduplicate(
        Announcement(
            source="arxiv",
            native_id=each.id,
            paper_id=PaperId(f"arxiv:{each.id}"),
            url=f"https://arxiv.org/abs/{each.id}",
            batch=_DAY,
            seen_at=announced,
            kind="new",
            title=each.title,
            abstract=each.abstract,
            authors=each.authors,
        )
        for each in papers
    )


def readers_of(others: Sequence[Listed], day: Sequence[Listed]) -> list[Interests]:
    rng = random.Random(_SEED)
    topics = [topic.key for topic in load_taxonomy(None).topics]
    words = sorted({word for each in day for word in each.title.split() if word.isalpha() and len(word) > 4})
    pairs = sorted({" ".join(pair) for each in day for pair in pairwise(each.title.split()) if "".join(pair).isalpha()})
    authors = sorted({author for each in day for author in each.authors})
    return [
        Interests(
            topics=_wishes(rng.sample(topics, 2)),
            phrases=_wishes([*rng.sample(pairs, 2), rng.choice(words)]),
            authors=_wishes(rng.sample(authors, 2)),
            never=(Never("phrase", rng.choice(words)),),
            papers=tuple(
                ExamplePaper(id=PaperId(f"arxiv:{each.id}"), title=each.title, abstract=each.abstract)
                for each in rng.sample(others, EXAMPLES)
            ),
        )
        for _ in range(READERS)
    ]


def _wishes(texts: Sequence[str]) -> tuple[Wish, ...]:
    return tuple(map(Wish, texts))


def ordered(works: tuple[AnyWork, ...], readers: Sequence[Interests], parts: Parts, shared: Shared) -> int:
    """A page and what is beneath it for each reader, one after the other; how many works were printed in all."""
    printed = 0
    for number, interests in enumerate(readers):
        key = EditionKey(day=_DAY, lang="en", profile=f"reader-{number}")
        signals = parts.beat.signals(_DAY, shared.now)
        preferred = prefer(Admission(works, (), ()), interests, key, Memory(), signals, parts)
        ranking = rank(preferred.scored, print_most=SHOWN, list_most=20, choose=preferred.choose)
        printed += len(ranking.printed)
    return printed


def timed(work: Callable[[], Out]) -> tuple[Out, tuple[float, float]]:
    begun, worked = time.perf_counter(), time.process_time()
    told = work()
    return told, (time.perf_counter() - begun, time.process_time() - worked)


def run(works: tuple[AnyWork, ...], readers: Sequence[Interests], folder: Path) -> dict[str, tuple[float, float]]:
    store = make_store(folder)
    shared = Shared(datetime(_DAY.year, _DAY.month, _DAY.day, 9, tzinfo=UTC))
    model = load_interest_model()
    closeness, reading = timed(lambda: SharedCloseness(model, [each.papers for each in readers]))
    made = replace(make_parts(store, ()), closeness=closeness, beat=papers_beat(load_attention()))
    parts = shared.parts(made, "papers")
    _, topics = timed(lambda: topic_choices(works, parts))
    printed, day = timed(lambda: ordered(works, readers, parts, shared))
    store.close()
    assert printed == SHOWN * len(readers)
    return {"readers": reading, "topics": topics, "day": day}


def main() -> None:
    papers = sorted(listed().values(), key=lambda each: (each.day != _DAY.isoformat(), each.id))
    works, readers = works_of(papers[:PAPERS]), readers_of(papers[PAPERS:], papers[:PAPERS])
    runs: list[dict[str, tuple[float, float]]] = []
    for _ in range(_TIMES):
        with tempfile.TemporaryDirectory() as folder:
            runs.append(run(works, readers, Path(folder)))
    best = {name: tuple(map(min, zip(*(each[name] for each in runs), strict=True))) for name in runs[0]}
    told = {name: {"wall_s": round(wall, 2), "cpu_s": round(cpu, 2)} for name, (wall, cpu) in best.items()}
    print(json.dumps({"papers": PAPERS, "readers_asked": READERS, **told}))


if __name__ == "__main__":
    main()
