"""Several profiles share every reading of a source and every question to a model: counted at the doubles."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from achim.domain.edition import Edition, EditionKey
from achim.domain.interests import NO_INTERESTS, Interests, Wish
from achim.domain.paper import Batch, Window
from achim.pipeline import Order, build
from achim.sharing import Shared
from tests.fakes import DAY, MORNING, FakeEmbedder, FakeProgress, FakeSource, make_parts, make_store
from tests.model_server import ModelServer, faithful
from tests.test_writer_faults import World

PAPERS, PRINTED = 6, 4


class Counted(FakeSource):
    """Counts how often it is read."""

    read = 0

    def announcements(self, window: Window) -> Batch:
        self.read += 1
        return super().announcements(window)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with ModelServer(faithful) as server:
        store = make_store(tmp_path)
        made = World(store, server)
        made.count = PAPERS
        yield made
        store.close()


def _run(world: World, profiles: int, progress: FakeProgress | None = None) -> tuple[list[Edition], int]:
    """An edition for each of so many readers, who each like another paper best; how often the source was read."""
    source, shared, embedder = Counted(known=world.papers().known), Shared(MORNING), FakeEmbedder()
    editions: list[Edition] = []
    with closing(world.language_model()) as model:
        for number in range(profiles):
            key = EditionKey(day=DAY, lang="en", profile=f"reader-{number}")
            wants = Interests(phrases=(Wish(f"Sparrow {1 + number % PAPERS}", 3.0),), surprise=False)
            order = Order(key=key, time_zone="Asia/Seoul", print_most=PRINTED, interests=wants)
            made = make_parts(world.store, [source], writer=world.writer(model), embedder=embedder, progress=progress)
            as_of = world.store.begin(key, shared.now)
            editions.append(build(order, as_of, shared.parts(made, "papers")).edition)
    return editions, source.read


def test_a_hundred_profiles_read_and_ask_no_more_than_their_papers_need(world: World) -> None:
    (one,), read = _run(world, 1)
    assert (read, len(world.server.asked)) == (1, PRINTED)
    assert one.ledger.use.calls == PRINTED
    many, read = _run(world, 100)
    assert read == 1
    assert len({tuple(entry.paper.id for entry in edition.entries) for edition in many}) > 1
    papers = {entry.paper.id for edition in many for entry in edition.entries}
    assert PRINTED < len(world.server.asked) == len(papers) <= PAPERS
    assert all(any(not claim.claim.quoted for claim in section.claims) for section in many[-1].sections)


@pytest.mark.parametrize("step", ["verify", "keep"])
def test_fault_a_run_that_is_cut_off_among_its_readers_pays_for_no_call_twice(world: World, step: str) -> None:
    ended = 0

    def end(name: str) -> None:
        nonlocal ended
        ended += name == step
        if ended == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _run(world, 12, FakeProgress(at_step=end))
    editions, _ = _run(world, 12)
    papers = {entry.paper.id for edition in editions for entry in edition.entries}
    assert len(world.server.asked) == len(papers)
    assert len({edition.key for edition in editions}) == 12


def test_a_topic_with_the_same_papers_is_written_once_as_a_whole(world: World) -> None:
    """For the default edition, and for every reader whose page has just those papers of it, at no further question."""
    source, shared = Counted(known=world.papers().known), Shared(MORNING)

    def built(profile: str, interests: Interests, prints: int) -> Edition:
        key = EditionKey(day=DAY, lang="en", profile=profile)
        order = Order(key=key, time_zone="Asia/Seoul", print_most=prints, interests=interests)
        made = make_parts(world.store, [source], writer=world.writer(model))
        return build(order, world.store.begin(key, shared.now), shared.parts(made, "papers")).edition

    with closing(world.language_model()) as model:
        default = built("default", NO_INTERESTS, PAPERS)
        asked = len(world.server.asked)
        turned = Interests(phrases=tuple(Wish(f"Sparrow {at}", float(at)) for at in range(1, PAPERS)), surprise=False)
        same = built("same", turned, PAPERS)
        again = len(world.server.asked)
        fewer = built("fewer", Interests(phrases=(Wish("Sparrow 3", 3.0),), surprise=False), 2)
    assert max(len(section.entries) for section in default.sections) > 1
    assert asked == again == len(default.sections) < PAPERS
    told = [
        {(claim.claim.text, claim.claim.role) for claim in each.claims} for each in (*default.sections, *same.sections)
    ]
    assert told[: len(default.sections)] == told[len(default.sections) :]
    assert [entry.paper.id for entry in same.entries] != [entry.paper.id for entry in default.entries]
    assert len(world.server.asked) == again + len(list(fewer.entries)), "of other papers, each is asked about by itself"


def test_each_profile_has_its_own_memory(world: World) -> None:
    _run(world, 2)
    keys = [EditionKey(day=date(2024, 11, 5), lang="en", profile=f"reader-{number}") for number in (0, 1)]
    told = [{each.paper for each in world.store.told(key, DAY)} for key in keys]
    assert all(len(each) == PRINTED for each in told)
    assert not world.store.told(EditionKey(day=date(2024, 11, 5), lang="en"), DAY)
