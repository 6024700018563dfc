"""What readers of one run share of the scores of works changes nobody's."""

from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path

from achim.domain.edition import EditionKey, ScorePart
from achim.domain.interests import NO_INTERESTS, Interests, Wish
from achim.domain.paper import AnyWork
from achim.pipeline import Parts
from achim.ports import Memory, Printed
from achim.preferring import prefer
from achim.sharing import Shared
from achim.steps.admit import Admission
from achim.steps.facts import TOLD_ENOUGH, facts_of, words_told
from achim.steps.rank import paper_signals, score
from achim.steps.signals import code, licence, novelty
from tests.fakes import DAY, MORNING, announcement, make_parts, make_store
from tests.papers import bare_paper

CODE = "We train it. Code: https://github.com/kaist-ai/sparrow under Apache-2.0."
FIRST = tuple(
    replace(paper, announcements=(announcement(1),))
    for paper in (
        bare_paper("Sparrow translates speech", CODE),
        bare_paper("Wren", "It sings.", paper_id="arxiv:2411.00002"),
    )
)
CHANGED = (replace(FIRST[0], abstract="It has no code."), FIRST[1])
LATELY, ALL = (
    Memory(told=(Printed(paper=FIRST[1].id, day=DAY, version=1, title=title, abstract=""),) * TOLD_ENOUGH)
    for title in ("Sparrow", "Sparrow translates speech")
)
READERS = (
    (FIRST, NO_INTERESTS, LATELY),
    (FIRST, NO_INTERESTS, ALL),
    (CHANGED, NO_INTERESTS, LATELY),
    (FIRST, Interests(phrases=(Wish("sparrow"),)), LATELY),
)


def _scored(shared: Shared, made: Parts, reader: int) -> list[tuple[ScorePart, ...]]:
    works, interests, memory = READERS[reader]
    parts = shared.parts(made, "papers")
    signals = parts.beat.signals(DAY, MORNING)
    key = EditionKey(day=DAY, lang="en", profile=f"reader-{reader}")
    told = prefer(Admission(works, (), ()), interests, key, memory, signals, parts).scored
    return [each.score.parts for each in told]


def test_property_readers_of_one_run_have_the_scores_that_each_has_alone(tmp_path: Path) -> None:
    """Whoever comes first, also where works have changed in between; and of works that are scored one by one."""
    with closing(make_store(tmp_path)) as store:
        made = make_parts(store, ())
        alone = [_scored(Shared(MORNING), made, reader) for reader in range(len(READERS))]
        for order in permutations(range(len(READERS))):
            shared = Shared(MORNING)
            assert [_scored(shared, made, reader) for reader in order] == [alone[reader] for reader in order]
    for (works, interests, memory), scores in zip(READERS, alone, strict=True):
        if interests.is_empty:
            seen = words_told(f"{each.title} {each.abstract}" for each in memory.told)
            assert scores == [_one_by_one(work, seen) for work in works]
    assert len({tuple(map(len, each)) for each in alone}) == len(READERS)


def _one_by_one(work: AnyWork, seen: frozenset[str] | None) -> tuple[ScorePart, ...]:
    known = facts_of([work], {}, {})[work.id]
    small = [*code(work, known), *licence(work, known), *novelty(known, seen or ())]
    little = (replace(part, points=max(0.001, round(part.points / 100, 3))) for part in small)
    return (*score(work, paper_signals(DAY)).parts, *little)
