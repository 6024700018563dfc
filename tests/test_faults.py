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
from achim.domain.note import Note
from achim.domain.text import fold
from achim.render.markdown import markdown
from achim.render.messages import say
from tests.fault_causes import CAUSES, CLOSING, STATUS, UNTOUCHED, WORDS
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
    what they hid. ``hidden`` are those that nothing ever tells. ``whole`` are those that take nothing from this route.

    ``stand_in`` is the way that is read, and said, where the route fails; without one a gap is left ``at`` a source or
    enricher. ``causes`` are the faults that this route tells otherwise than most.
    """

    at: str
    before: date = MONDAY
    moment: datetime = TUESDAY_MORNING
    down: tuple[str, ...] = ()
    silent: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    stand_in: str = ""
    causes: Mapping[str, str] = field(default_factory=dict[str, str])

    def is_silent(self, fault: str, form: str) -> bool:
        return bool((self.silent | self.hidden) & {fault, f"{fault}-{form}"})

    def cause(self, fault: str, form: str) -> str | None:
        """The message of the gap that the fault leaves; None where nothing is missing, or nothing betrays it."""
        if fault in UNTOUCHED | self.whole or self.is_silent(fault, form) or self.way(fault, form):
            return None
        return self.causes.get(fault, CAUSES[fault])

    def way(self, fault: str, form: str) -> str:
        """The way that is read in the route's place; empty where it is read itself, or the whole place is closed."""
        is_read = fault in UNTOUCHED | self.whole or self.is_silent(fault, form)
        return "" if is_read or fault in CLOSING else self.stand_in


AFTERNOON = morning(TUESDAY, time(14, 30))
"""Feeds turn four hours after the listing."""

UNCOUNTED = frozenset({"partial", "short_count", "dropped_ids"})
"""What a document without counts cannot betray: it is shorter, and no less proper for it."""
BEHIND = frozenset({"stale", "stale_relabelled"})

SCENES: Mapping[str, Scene] = {
    "arxiv_listing": Scene(
        at="arxiv",
        # the counts are bent with the items; and one category of several may well have nothing on a day
        silent=frozenset({"dropped_ids", "no_items-after_one"}),
        causes={"layout_changed": "source.partial"},
    ),
    "arxiv_catchup": Scene(at="arxiv", before=FRIDAY, stand_in="feed"),
    # the records only check what was read; the API is of the same place and is left alone with it
    "arxiv_oai": Scene(
        at="arxiv_api",
        before=FRIDAY,
        down=("arxiv_catchup",),
        stand_in="feed",
        causes=dict.fromkeys(CLOSING, "fetch.closed"),
    ),
    # an answer without a work reads like one about a work that arXiv does not have, or not yet
    "arxiv_api": Scene(
        at="arxiv_api",
        hidden=BEHIND | {"no_items", "short_count", "dropped_ids"},
        causes={"layout_changed": "source.partial"},
    ),
    # where the spare ways are closed too, what is told is why the listing was not read
    "arxiv_feed": Scene(
        at="arxiv",
        moment=AFTERNOON,
        down=("arxiv_listing", "arxiv_catchup"),
        silent=UNCOUNTED,
        stand_in="oai",
        causes=dict.fromkeys(CLOSING, "fetch.status"),
    ),
    "hf_api": Scene(at="huggingface", before=FRIDAY, silent=UNCOUNTED, stand_in="page"),
    # its data stand in an attribute, which no lost tag takes away; what is told is why the API was not read
    "hf_page": Scene(
        at="huggingface",
        down=("hf_api",),
        silent=UNCOUNTED,
        whole=frozenset({"malformed"}),
        causes=dict.fromkeys(CAUSES, "fetch.status"),
    ),
    # the panel has neither a date nor a count; its links close themselves
    "deeplearn_home": Scene(
        at="deeplearn",
        hidden=UNCOUNTED | BEHIND,
        whole=frozenset({"malformed"}),
        causes=dict.fromkeys(("no_items", "empty_page"), "source.unparsable"),
    ),
    # a page may have no abstract, is of one paper and has no day; what it lacks, arXiv's API gives
    "deeplearn_paper": Scene(at="deeplearn", whole=UNCOUNTED | BEHIND | {"no_items", "empty_page"}),
}
FORMS = {"always": "", "after_one": "200"}
"""What comes before the fault, which then stays."""
MIDWAY = ("arxiv_listing", "hf_api")
LATE_MIDWAY = (*MIDWAY, "arxiv_catchup", "arxiv_oai", "arxiv_api")
"""Routes that a build asks more than once: arXiv's refusals came late, and not at the first request."""
LATE_FAULTS = (
    *("rate_exceeded_late", "server_error", "timeout", "reset", "truncated", "partial"),
    *("malformed", "other_page", "stale_relabelled", "short_count"),
)
"""One of each sort: what breaks later breaks in the same ways."""
SLOW = ("timeout", "slow_drip")

CASES = [
    pytest.param(route, fault, form, id=f"{route}-{fault}-{form}")
    for route in SCENES
    for form in FORMS
    for fault in FAULTS
    if form == "always"
    or (fault in LATE_FAULTS and route in (LATE_MIDWAY if fault == "rate_exceeded_late" else MIDWAY))
]


Learnt = Mapping[str, tuple[object, ...]]
"""By the key of an announcement: all that is known of it, and of which paper it is."""


@dataclass(slots=True)
class World:
    """One server for all cases, and an archive as each scene finds it."""

    server: UpstreamServer
    place: Path
    archives: dict[date, Path] = field(default_factory=dict[date, Path])
    plain: dict[str, tuple[Edition, Learnt]] = field(default_factory=dict[str, "tuple[Edition, Learnt]"])

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

    def without_fault(self, route: str) -> "tuple[Edition, Learnt]":
        """What the scene's build makes and learns when all goes well."""
        if route not in self.plain:
            scene = SCENES[route]
            mornings = self.mornings(self.place / f"plain-{route}", scene.before)
            self.take_down(scene)
            edition = mornings.build(scene.moment).outcome.edition
            self.server.clear_scripts()
            self.plain[route] = edition, learnt(mornings, edition)
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
    expected, all_known = world.without_fault(route)
    mornings = world.mornings(tmp_path / "home", scene.before)
    world.take_down(scene)
    mornings.server.script(route, list(filter(None, [FORMS[form]])), forever=FAULTS[fault])
    mornings.server.forget()
    mornings.settings = IMPATIENT if fault in SLOW else SETTINGS
    try:
        spoilt = mornings.build(scene.moment)
    finally:
        mornings.server.clear_scripts()
        mornings.settings = SETTINGS

    assert FAULTS[fault].name in {request.fault for request in mornings.server.requests(route)}
    assert mornings.progress.troubles == []
    assert_the_cause_is_told(scene, fault, form, spoilt.outcome.edition)
    assert_only_what_upstream_holds(mornings, spoilt)
    if fault in HARMLESS:
        assert shown(spoilt.outcome.edition) == shown(expected)
    if scene.hidden & {fault, f"{fault}-{form}"}:
        return
    if scene.is_silent(fault, form):
        mornings.build(NEXT_MORNING)
        assert_nothing_is_missing(mornings, scene, NEXT_MORNING)
        return
    if spoilt.outcome.edition.is_complete:
        assert_nothing_is_missing(mornings, scene, scene.moment)
    healed = mornings.build(scene.moment + HOUR)
    assert_nothing_is_missing(mornings, scene, scene.moment + HOUR)
    assert learnt(mornings, healed.outcome.edition) == all_known


def learnt(mornings: Mornings, edition: Edition) -> Learnt:
    with mornings.archive() as store:
        announcements = store.announcements(edition.key)
    papers = {fate.announcement: fate.paper for fate in edition.ledger.fates}
    return {
        each.key: (each.title, each.abstract, each.authors, each.categories, each.paper_id, papers.get(each.key))
        for each in announcements
    }


def shown(edition: Edition) -> list[tuple[str, str]]:
    return [(entry.paper.id, entry.paper.title) for entry in edition.entries]


def assert_the_cause_is_told(scene: Scene, fault: str, form: str, edition: Edition) -> None:
    """The gap names it where something is missing, and only then; else the ledger names the way that stood in."""
    cause, way = scene.cause(fault, form), scene.way(fault, form)
    codes = {(gap.where, dict(gap.note.params).get("reason", gap.note.code)) for gap in edition.gaps}
    aside = {(where, code) for where, code in codes if fault in CLOSING and code == "fetch.closed"}
    assert codes - aside == ({(scene.at, cause)} - aside if cause else set())
    assert not cause or (scene.at, cause) in codes
    for gap in edition.gaps:
        assert_is_said(gap.note, None if fault in scene.causes else STATUS.get(fault), edition)
    assert bool(edition.gaps) == ("빠진 출처나 단계가 없다" not in markdown(edition))
    if way:
        notes = [line.note for line in edition.ledger.sources if line.note]
        assert any(dict(note.params).get("way", way).startswith(way) for note in notes), notes


def assert_is_said(note: Note, status: int | None, edition: Edition) -> None:
    """In both languages, in words that a reader knows the cause by, with the status where one was answered."""
    code = dict(note.params).get("reason", note.code)
    ko, en = (say(note, lang, edition.time_zone) for lang in ("ko", "en"))
    assert WORDS[code][0] in ko
    assert WORDS[code][1] in en
    assert not any(prefix in ko + en for prefix in ("source.", "fetch."))
    if status and code != "fetch.closed":
        assert f"HTTP {status}" in ko
        assert f"HTTP {status}" in en
    assert ko in markdown(edition)


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
