"""One work once: ids first, then title and authors with care."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.domain.ids import PaperId
from achim.domain.paper import Announcement, Signal
from achim.steps.deduplicate import deduplicate
from tests.fakes import announcement

TITLE = "A long enough title about sparse attention"
ELSEWHERE = "https://deeplearn.org/arxiv/1/x"
LONG = (
    "Sparrow translates speech on small devices without a server. It keeps a short memory of the sounds it heard and "
    "forgets what it no longer needs, so that its memory stays small. On four languages it loses one point against a "
    "model of ten times its size, and it answers in half the time."
)
OTHER = (
    "We count the birds of a valley by their songs. Microphones record each dawn for a year, and a classifier trained "
    "on labelled calls names the species it hears. Counts agree with those of walkers in nine of ten weeks, while rare "
    "owls are found more often than by people."
)


def test_one_id_is_one_work_with_all_its_announcements() -> None:
    """Each field comes from the first source that tells it, and says so."""
    full = announcement(1, "arxiv", native_id="x", comment="ICML")
    bare = announcement(1, "deeplearn", native_id="y", abstract=None, authors=(), signals=(Signal("votes", 9),))
    (paper,) = deduplicate([bare, full])

    assert paper.sources == ("arxiv", "deeplearn")
    assert paper.signal("votes") == 9
    assert {origin.field: origin.announcement for origin in paper.origins}["abstract"] == full.key


def test_a_title_without_id_joins_the_one_work_that_bears_it() -> None:
    known = announcement(1, "arxiv", title=TITLE)
    unnamed = announcement(2, "deeplearn", title=TITLE.upper() + ".", paper_id=None, authors=(), url=ELSEWHERE)
    (paper,) = deduplicate([unnamed, known])

    assert paper.id == known.paper_id


def test_the_same_title_by_others_is_another_work() -> None:
    """A wrong merge is worse than a miss."""
    known = announcement(1, "arxiv", title=TITLE, authors=("Ada Lovelace",))
    other = announcement(2, "deeplearn", title=TITLE, paper_id=None, authors=("Grace Hopper",), url=ELSEWHERE)

    assert len(deduplicate([known, other])) == 2


def test_a_short_title_joins_nothing() -> None:
    known = announcement(1, "arxiv", title="Deep learning")
    other = announcement(2, "deeplearn", title="Deep learning", paper_id=None, authors=(), abstract=None, url=ELSEWHERE)

    assert len(deduplicate([known, other])) == 2


def test_a_title_that_two_works_bear_joins_neither() -> None:
    first, second = (announcement(n, "arxiv", title=TITLE) for n in (1, 2))
    other = announcement(3, "deeplearn", title=TITLE, paper_id=None, authors=(), url="https://deeplearn.org/arxiv/3/x")

    assert PaperId("url:https://deeplearn.org/arxiv/3/x") in {paper.id for paper in deduplicate([first, second, other])}


def nameless(number: int, **fields: object) -> Announcement:
    url = f"https://deeplearn.org/arxiv/{number}/x"
    return announcement(number, "deeplearn", **{"paper_id": None, "url": url, "authors": (), **fields})


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"paper_id": PaperId("doi:10.48550/arXiv.2410.10001")}, id="arXiv's DOI"),
        pytest.param({"paper_id": None, "url": "https://arxiv.org/pdf/2410.10001v3"}, id="an address with a version"),
    ],
)
def test_ids_are_one_whatever_their_form(other: dict[str, object]) -> None:
    (paper,) = deduplicate([announcement(1, "arxiv"), announcement(1, "elsewhere", title="Renamed", **other)])

    assert paper.id == "arxiv:2410.10001"


def test_different_arxiv_ids_are_never_one_work() -> None:
    """Whatever title, authors and abstract say."""
    same = {"title": TITLE, "abstract": LONG, "authors": ("Ada Lovelace",)}

    assert len(deduplicate([announcement(number, "arxiv", **same) for number in (1, 2)])) == 2


def test_a_renamed_work_is_known_by_its_abstract() -> None:
    known = announcement(1, "arxiv", title="Sparrow: small translation", abstract=LONG)
    (paper,) = deduplicate([known, nameless(2, title="Forgetting helps a small translator", abstract=LONG + " Code.")])

    assert paper.id == known.paper_id


def test_the_same_title_over_another_abstract_is_another_work() -> None:
    known = announcement(1, "arxiv", title=TITLE, abstract=LONG)

    assert len(deduplicate([known, nameless(2, title=TITLE, abstract=OTHER, authors=known.authors)])) == 2


@pytest.mark.parametrize("name", ["A. Lovelace", "Lovelace, Ada", "ADA LOVELACE"])
def test_a_name_is_known_in_its_forms(name: str) -> None:
    known = announcement(1, "arxiv", title="Sparrow", abstract=None, authors=("Ada Lovelace", "Kim Min"))

    assert len(deduplicate([known, nameless(2, title="Sparrow", abstract=None, authors=(name,))])) == 1


def test_the_same_family_name_is_not_the_same_author() -> None:
    known = announcement(1, "arxiv", title=TITLE, authors=("Wei Wang",))

    assert len(deduplicate([known, nameless(2, title=TITLE, authors=("Xin Wang",))])) == 2


def test_a_published_work_joins_its_preprint() -> None:
    """By title and authors; by a title alone it does not."""
    doi = PaperId("doi:10.1000/xyz")
    known = announcement(1, "arxiv", title=TITLE, abstract=None)
    published = announcement(2, "journal", title=TITLE, abstract=None, paper_id=doi, url="https://doi.org/10.1000/xyz")

    assert len(deduplicate([known, replace(published, authors=("Kim Min",))])) == 1
    assert len(deduplicate([known, replace(published, authors=())])) == 2


def test_two_announcements_without_id_are_one_work() -> None:
    (paper,) = deduplicate([nameless(1, title=TITLE, abstract=LONG), nameless(2, title=TITLE, abstract=LONG)])

    assert len(paper.announcements) == 2


def test_of_the_works_with_one_title_the_abstract_tells_which() -> None:
    known = [
        announcement(1, "arxiv", title=TITLE, abstract=LONG),
        announcement(2, "arxiv", title=TITLE, abstract=OTHER),
    ]
    papers = deduplicate([*known, nameless(3, title=TITLE, abstract=OTHER)])

    assert {paper.id: len(paper.announcements) for paper in papers}[PaperId("arxiv:2410.10002")] == 2


def test_works_that_contradict_each_other_are_not_joined_through_a_third() -> None:
    """A work without authors fits both, and brings neither to the other."""
    bare = nameless(1, title=TITLE, abstract=None)
    ada = nameless(2, title=TITLE, abstract=None, authors=("Ada Lovelace",))
    grace = nameless(3, title=TITLE, abstract=None, authors=("Grace Hopper",))

    assert not any({ada, grace} <= set(paper.announcements) for paper in deduplicate([ada, bare, grace]))


IDS = (None, "arxiv:2410.10001", "arxiv:2410.10002", "doi:10.1000/a", "doi:10.1000/b")


def drawn(number: int, source: str, named: str | None, title: str, abstract: str | None, who: int) -> Announcement:
    return announcement(
        number,
        source,
        paper_id=PaperId(named) if named else None,
        url=f"https://feed.example/{number}",
        title=title,
        abstract=abstract,
        authors=((), ("Ada Lovelace",), ("Grace Hopper", "A. Lovelace"), ("Grace Hopper",))[who],
        signals=(Signal("votes", number),),
        batch=date(2024, 11, 1 + number % 20),
    )


announcements = st.builds(
    drawn,
    st.integers(1, 12),
    st.sampled_from(["arxiv", "huggingface", "deeplearn", "elsewhere"]),
    st.sampled_from(IDS),
    st.sampled_from([TITLE, "Another long title about something else", "0"]),
    st.sampled_from([None, LONG, LONG + " Code is there.", OTHER]),
    st.integers(0, 3),
)


@given(
    st.lists(announcements, max_size=8, unique_by=lambda each: each.key).flatmap(
        lambda found: st.tuples(st.just(found), st.permutations(found))
    )
)
def test_property_the_order_of_arrival_changes_nothing(pair: tuple[list[Announcement], list[Announcement]]) -> None:
    """And every announcement is in the provenance of exactly one paper."""
    found, shuffled = pair
    papers = deduplicate(found)

    assert deduplicate(shuffled) == papers
    assert sorted(each.key for paper in papers for each in paper.announcements) == sorted(each.key for each in found)


@given(st.lists(announcements, max_size=8, unique_by=lambda each: each.key), st.integers(0, 8))
def test_property_batches_and_their_union_are_one(found: list[Announcement], cut: int) -> None:
    """What was deduplicated in two batches and is read again together is what one reading gives."""
    halves = [
        each for part in (found[cut:], found[:cut]) for paper in deduplicate(part) for each in paper.announcements
    ]

    assert deduplicate(halves) == deduplicate(found)


@given(st.lists(announcements, max_size=10, unique_by=lambda each: each.key))
def test_property_no_paper_holds_two_ids_of_one_kind(found: list[Announcement]) -> None:
    for paper in deduplicate(found):
        named = {each.paper_id for each in paper.announcements if each.paper_id}

        assert len(named) == len({each.partition(":")[0] for each in named})
