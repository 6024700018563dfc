"""One work once: ids first, then title and authors with care."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from achim.domain.ids import PaperId
from achim.domain.paper import Announcement, Signal
from achim.steps.deduplicate import deduplicate
from tests.fakes import announcement

TITLE = "A long enough title about sparse attention"


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
    unnamed = announcement(2, "deeplearn", title=TITLE.upper() + ".", paper_id=None, authors=())
    (paper,) = deduplicate([unnamed, known])

    assert paper.id == known.paper_id


def test_the_same_title_by_others_is_another_work() -> None:
    """A wrong merge is worse than a miss."""
    known = announcement(1, "arxiv", title=TITLE, authors=("Ada Lovelace",))
    other = announcement(2, "deeplearn", title=TITLE, paper_id=None, authors=("Grace Hopper",))

    assert len(deduplicate([known, other])) == 2


def test_a_short_title_joins_nothing() -> None:
    known = announcement(1, "arxiv", title="Deep learning")
    other = announcement(2, "deeplearn", title="Deep learning", paper_id=None, authors=())

    assert len(deduplicate([known, other])) == 2


def test_a_title_that_two_works_bear_joins_neither() -> None:
    first, second = (announcement(n, "arxiv", title=TITLE) for n in (1, 2))
    other = announcement(3, "deeplearn", title=TITLE, paper_id=None, authors=(), url="https://deeplearn.org/arxiv/3/x")

    assert PaperId("url:https://deeplearn.org/arxiv/3/x") in {paper.id for paper in deduplicate([first, second, other])}


def drawn(number: int, source: str, named: bool, votes: int, title: str) -> Announcement:
    return announcement(
        number,
        source,
        native_id=f"{number}-{votes}",
        paper_id=PaperId(f"arxiv:2410.{10000 + number}") if named else None,
        title=title,
        signals=(Signal("votes", votes),),
        batch=date(2024, 11, 1 + number),
    )


announcements = st.builds(
    drawn,
    st.integers(1, 4),
    st.sampled_from(["arxiv", "huggingface", "deeplearn", "elsewhere"]),
    st.booleans(),
    st.integers(0, 3),
    st.sampled_from([TITLE, "Another long title about something else", "0"]),
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
