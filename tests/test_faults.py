"""Every fault on every route, in the middle of a build: an edition comes out, says what is missing, and is healed.

Each case is a morning after another: the archive has read upstream before, so that the route is asked as on any day.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

import pytest

from achim.app import Built
from achim.domain.edition import Edition
from achim.domain.text import fold
from achim.render.markdown import markdown
from achim.render.messages import say
from tests.mornings import (
    Mornings,
    account,
    arxiv_keys,
    days_from,
    deeplearn_keys,
    huggingface_keys,
    hurried,
    morning,
)
from tests.upstream import FAULTS, HARMLESS, UpstreamServer, synthetic

CATEGORIES = ("cs.AI", "cs.CL")
FRIDAY, MONDAY, TUESDAY = date(2026, 8, 7), date(2026, 8, 10), date(2026, 8, 11)
CORPUS = synthetic(20260811, days_from(date(2026, 8, 3), 10), 8, CATEGORIES)
SETTINGS = hurried(CATEGORIES, papers=1)
IMPATIENT = hurried(CATEGORIES, papers=1, patience=0.3)
TUESDAY_MORNING = morning(TUESDAY)
HOUR = timedelta(hours=1)
NEXT_MORNING = TUESDAY_MORNING + timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A build at ``moment`` that asks the route, after one on the morning of ``before``.

    ``down`` are the routes that must be down for this one to be asked. ``silent`` are faults that no answer of the
    route tells apart from a truth, in one form or in both, and no other place on that morning: the next morning finds
    what they hid. ``hidden`` are those that nothing ever tells.
    """

    before: date = MONDAY
    moment: datetime = TUESDAY_MORNING
    down: tuple[str, ...] = ()
    silent: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()


AFTERNOON = morning(TUESDAY, time(14, 30))
"""Feeds turn four hours after the listing."""

UNCOUNTED = frozenset({"partial", "short_count", "dropped_ids"})
"""What a document without counts cannot betray."""
FEWER_ITEMS = UNCOUNTED | {"no_items", "empty_page"}

SCENES: Mapping[str, Scene] = {
    "arxiv_listing": Scene(silent=frozenset({"dropped_ids", "no_items-after_one"})),
    "arxiv_catchup": Scene(before=FRIDAY),
    "arxiv_oai": Scene(before=FRIDAY, down=("arxiv_catchup",), silent=UNCOUNTED),
    "arxiv_api": Scene(hidden=FEWER_ITEMS),
    "arxiv_feed": Scene(moment=AFTERNOON, down=("arxiv_listing", "arxiv_catchup"), silent=UNCOUNTED),
    "hf_api": Scene(before=FRIDAY, silent=FEWER_ITEMS | {"stale"}),
    "hf_page": Scene(down=("hf_api",), silent=UNCOUNTED),
    "deeplearn_home": Scene(hidden=FEWER_ITEMS | {"stale", "stale_relabelled"}),
    "deeplearn_paper": Scene(),
}
FORMS = {"always": "", "after_one": "200"}
"""What comes before the fault, which then stays."""
MIDWAY = ("arxiv_listing", "hf_api")

CASES = [
    pytest.param(route, fault, form, id=f"{route}-{fault}-{form}")
    for route in SCENES
    for form in FORMS
    for fault in FAULTS
    if form == "always" or route in MIDWAY
]


@dataclass(slots=True)
class World:
    """One server for all cases, and an archive as each scene finds it."""

    server: UpstreamServer
    place: Path
    archives: dict[date, Path] = field(default_factory=dict[date, Path])
    plain: dict[str, Edition] = field(default_factory=dict[str, Edition])

    def mornings(self, home: Path, before: date) -> Mornings:
        """An archive that has read upstream on the morning of ``before``."""
        if before not in self.archives:
            self.archives[before] = self.place / before.isoformat()
            first = Mornings(server=self.server, home=self.archives[before], settings=SETTINGS)
            assert first.build(morning(before)).outcome.edition.is_complete
        shutil.copytree(self.archives[before], home)
        return Mornings(server=self.server, home=home, settings=SETTINGS)

    def take_down(self, scene: Scene) -> None:
        for route in scene.down:
            self.server.script(route, "*:503")

    def without_fault(self, route: str) -> Edition:
        """What the scene's build makes when all goes well."""
        if route not in self.plain:
            scene = SCENES[route]
            mornings = self.mornings(self.place / f"plain-{route}", scene.before)
            self.take_down(scene)
            self.plain[route] = mornings.build(scene.moment).outcome.edition
            self.server.clear_scripts()
        return self.plain[route]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with UpstreamServer(CORPUS, morning(MONDAY)) as server:
        yield World(server, tmp_path_factory.mktemp("world"))


@pytest.mark.parametrize(("route", "fault", "form"), CASES)
def test_fault_in_the_middle_of_a_build_costs_no_edition_and_is_healed(
    route: str, fault: str, form: str, world: World, tmp_path: Path
) -> None:
    """Whatever breaks, wherever: the edition comes out, speaks true, says what is missing, and the next build heals it."""
    scene = SCENES[route]
    expected = world.without_fault(route)
    mornings = world.mornings(tmp_path / "home", scene.before)
    world.take_down(scene)
    mornings.server.script(route, list(filter(None, [FORMS[form]])), forever=FAULTS[fault])
    mornings.settings = IMPATIENT
    try:
        spoilt = mornings.build(scene.moment)
    finally:
        mornings.server.clear_scripts()
        mornings.settings = SETTINGS

    assert mornings.progress.troubles == []
    assert_gaps_are_said(spoilt.outcome.edition)
    assert_only_what_upstream_holds(mornings, spoilt)
    if fault in HARMLESS:
        assert shown(spoilt.outcome.edition) == shown(expected)
    names = {fault, f"{fault}-{form}"}
    if scene.hidden & names:
        return
    if scene.silent & names:
        mornings.build(NEXT_MORNING)
        assert_nothing_is_missing(mornings, scene, NEXT_MORNING)
        return
    if spoilt.outcome.edition.is_complete:
        assert_nothing_is_missing(mornings, scene, scene.moment)
    mornings.build(scene.moment + HOUR)
    assert_nothing_is_missing(mornings, scene, scene.moment + HOUR)


def shown(edition: Edition) -> list[tuple[str, str]]:
    return [(entry.paper.id, entry.paper.title) for entry in edition.entries]


def assert_gaps_are_said(edition: Edition) -> None:
    """In both languages, and on the page: what is missing and why, in words."""
    for gap in edition.gaps:
        for lang in ("ko", "en"):
            said = say(gap.note, lang, edition.time_zone)
            assert said.strip()
            assert not any(value in said for value in ("source.", "fetch.")), said
    assert bool(edition.gaps) == ("빠진 출처나 단계가 없다" not in markdown(edition))


@lru_cache
def titles() -> Mapping[str, frozenset[str]]:
    """Titles by canonical id, or by the site's number for a work without one."""
    known: dict[str, set[str]] = {}
    for work in CORPUS.works:
        for key in (work.arxiv_id and f"arxiv:{work.arxiv_id}", work.deeplearn_number and str(work.deeplearn_number)):
            if key:
                known.setdefault(key, set()).add(fold(work.title))
    return {key: frozenset(found) for key, found in known.items()}


def assert_only_what_upstream_holds(mornings: Mornings, built: Built) -> None:
    """Every announcement names a work that upstream has, under its own title."""
    edition = built.outcome.edition
    with mornings.archive() as store:
        announcements = store.announcements(edition.key)
    for each in announcements:
        key = each.native_id if each.source == "deeplearn" else each.paper_id or ""
        assert fold(each.title) in titles().get(key, frozenset()), each
    for entry in edition.entries:
        if entry.paper.id.startswith("arxiv:"):
            assert fold(entry.paper.title) in titles()[entry.paper.id]


def assert_nothing_is_missing(mornings: Mornings, scene: Scene, moment: datetime) -> None:
    """All that was served is accounted for, once, and no gap is left."""
    editions = mornings.editions()
    assert editions[-1].gaps == ()
    assert account(editions, served(scene.before, [scene.moment, moment])).faults == {}


def served(before: date, moments: Sequence[datetime]) -> frozenset[str]:
    """Everything from the morning of ``before`` on; the first list it took is the newest that was not empty."""
    last = moments[-1].date()
    first_list = before - timedelta(days=1)
    while not huggingface_keys(CORPUS, [first_list]):
        first_list -= timedelta(days=1)
    lists = days_from(first_list, (last - first_list).days)
    labels = [label for label in CORPUS.labels() if before <= label <= last]
    panels = deeplearn_keys(CORPUS, [morning(before), *moments])
    return arxiv_keys(CORPUS, labels, CATEGORIES) | huggingface_keys(CORPUS, lists) | panels
