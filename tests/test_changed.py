"""What of a new version is told, and what is not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.domain.paper import Paper
from achim.render.messages import say
from achim.steps.changed import Told, material_changes
from achim.steps.deduplicate import deduplicate
from tests.fakes import announcement

TITLE = "Sparrow: translating speech with compact models"
ABSTRACT = (
    "Translating speech is slow on small devices. We propose Sparrow, a compact model. "
    "Sparrow reaches 31.4 BLEU on MuST-C. Its code is open to everyone."
)
BEFORE = Told(TITLE, ABSTRACT)
REWRITTEN = (
    "People want to talk across languages at once. Our model forgets what it no longer needs. "
    "Sparrow reaches 31.4 BLEU on MuST-C. Listeners preferred it to a server."
)


def version(title: str = TITLE, abstract: str = ABSTRACT, comment: str | None = None) -> Paper:
    (paper,) = deduplicate([announcement(1, "arxiv", title=title, abstract=abstract, comment=comment)])
    return paper


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(version(), id="nothing"),
        pytest.param(version(title="Sparrow - Translating Speech with $\\textbf{Compact}$ Models."), id="spelling"),
        pytest.param(version(title="Sparrow: trans lating speech with compact models"), id="a space"),
        pytest.param(version(abstract=ABSTRACT.replace("slow", "very slow").replace("31.4", "$31.40$")), id="wording"),
        pytest.param(version(abstract=ABSTRACT + " Code: https://example.org."), id="a link"),
        pytest.param(version(abstract=""), id="an abstract that could not be had"),
        pytest.param(replace(version(), authors=("Kim Min", "Ada Lovelace")), id="authors"),
    ],
)
def test_what_says_the_same_is_no_update(after: Paper) -> None:
    assert material_changes(BEFORE, after) == ()


@pytest.mark.parametrize(
    ("after", "code"),
    [
        (version(title="Sparrow: translating songs"), "update.title"),
        (version(abstract=ABSTRACT.replace("31.4", "33.0")), "update.figures"),
        (version(abstract=REWRITTEN), "update.abstract"),
        (version(comment="This paper has been withdrawn by the author", abstract=REWRITTEN), "update.withdrawn"),
    ],
)
def test_what_says_something_else_is_told_with_its_reason(after: Paper, code: str) -> None:
    (note,) = material_changes(BEFORE, after)

    assert note.code == code
    assert all(say(note, lang) for lang in ("ko", "en"))


def test_figures_are_told_as_they_are_written() -> None:
    """Those that went and those that came; LaTeX is left out."""
    (note,) = material_changes(BEFORE, version(abstract=ABSTRACT.replace("31.4 BLEU", "33.5\\% of BLEU")))

    assert dict(note.params)["figures"] == "31.4 → 33.5%"


def test_a_work_told_without_abstract_has_no_figures_to_miss() -> None:
    assert material_changes(Told(TITLE, ""), version()) == ()


@given(st.text(max_size=80).filter(str.strip), st.text(max_size=300))
def test_hostile_a_text_never_differs_from_itself(title: str, abstract: str) -> None:
    found = material_changes(Told(title, abstract), replace(version(), title=title, abstract=abstract))

    assert found == ()
