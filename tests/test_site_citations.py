"""Citations are read back by parsers of our own that forgive nothing."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.domain.ids import PaperId
from achim.domain.paper import AnyWork
from achim.render.inert import line, typeset
from achim.render.site.citations import bibtex, meta_tags, ris
from tests.editions import TOLD, make_paper
from tests.stories import heron

PAPER = make_paper(TOLD[0])
COMMANDS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
}
HOSTILE = (
    "}, author = {Mallory}, note = {",
    "\\input{/etc/passwd} $x_1$ 50% #1 & ~a^b",
    "{{{ \\} \\{ }",
    "TY  - JOUR\r\nER  - \r\nTI  - other",
    "a\u2028ER  - \u0085b\x0bc",
    '"@misc{x, title={y}}"',
)


def read_bibtex(text: str) -> tuple[str, dict[str, str]]:
    """The key and the fields as LaTeX has them; AssertionError for anything but one entry, with a field to a line."""
    first, *lines, last = text.removesuffix("\n").split("\n")
    key = re.fullmatch(r"@misc\{([a-z0-9.-]+),", first)
    assert key, first
    assert last == "}"
    fields: dict[str, str] = {}
    for number, each in enumerate(lines, 1):
        field = re.fullmatch(
            r"  (?:([a-z]+) = \{(.*)\}|month = ([a-z]{3}))" + ("," if number < len(lines) else ""), each
        )
        assert field, each
        name, value = ("month", field[3]) if field[3] else (field[1], field[2])
        assert name not in fields
        assert_balanced(value)
        fields[name] = value
    return key[1], fields


def assert_balanced(value: str) -> None:
    """As BibTeX counts: a backslash changes nothing."""
    depth = 0
    for char in value:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0, value
    assert depth == 0, value


def plain(latex: str) -> str:
    """What LaTeX sets; AssertionError for a command or sign that would do anything else."""

    def told(found: re.Match[str]) -> str:
        if found[1]:
            return COMMANDS[found[1]]
        if found[2]:
            return found[2]
        assert found[0] in "{}", found[0]
        return ""

    return re.sub(r"\\([a-z]+)\{\}|\\([$&%#_])|[{}$&%#_~^\\]", told, latex)


def read_ris(text: str) -> list[tuple[str, str]]:
    assert text.endswith("\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert len(lines) == len(text.splitlines()), "a line end within a value"
    tags = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", each) for each in lines]
    assert all(tags), lines
    found = [(tag[1], tag[2]) for tag in tags if tag]
    assert [tag for tag, _ in found].count("TY") == [tag for tag, _ in found].count("ER") == 1
    assert (found[0][0], found[-1]) == ("TY", ("ER", ""))
    return found


def test_a_paper_of_arxiv_is_cited_by_its_number() -> None:
    key, fields = read_bibtex(bibtex(PAPER))
    tags = read_ris(ris(PAPER))

    assert key == "arxiv-2410.24198"
    assert fields == {
        "title": "{SelfCodeAlign}: Self-Alignment for Code Generation",
        "author": "Yuxiang Wei and Federico Cassano and Jiawei Liu and Yifeng Ding",
        "year": "2024",
        "month": "oct",
        "eprint": "2410.24198",
        "archiveprefix": "arXiv",
        "primaryclass": "cs.LG",
        "doi": "10.48550/arXiv.2410.24198",
        "howpublished": "arXiv",
        "url": "https://arxiv.org/abs/2410.24198",
    }
    assert [value for tag, value in tags if tag == "AU"] == list(PAPER.authors)
    assert {("TY", "UNPB"), ("DA", "2024/10/31"), ("PY", "2024"), ("UR", fields["url"])} <= set(tags)
    assert ("DC.type", "preprint") in meta_tags(PAPER)
    assert ("citation_publication_date", "2024/10/31") in meta_tags(PAPER)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("AI는 왜 GPT-4를", "{AI}는 왜 {GPT-4}를"),
        ("“HumanEval+” (SWE-bench), C_3PO", r"“{HumanEval}+” ({SWE-bench}), {C\_3PO}"),
    ],
)
def test_braces_hold_the_latin_word_alone(title: str, told: str) -> None:
    assert read_bibtex(bibtex(replace(PAPER, title=title)))[1]["title"] == told


def test_a_story_is_cited_as_a_page_of_its_publisher() -> None:
    story = heron()
    _, fields = read_bibtex(bibtex(story))

    assert (fields["howpublished"], fields["url"]) == (story.publisher, story.url)
    assert {"eprint", "doi", "author"}.isdisjoint(fields)
    assert read_ris(ris(story))[0] == ("TY", "ELEC")
    assert dict(meta_tags(story))["citation_publisher"] == story.publisher


def test_a_doi_is_told_as_one() -> None:
    work = replace(PAPER, id=PaperId("doi:10.1000/a_b"), url="https://doi.org/10.1000/a_b")
    _, fields = read_bibtex(bibtex(work))

    assert plain(fields["doi"]) == "10.1000/a_b"
    assert ("DO", "10.1000/a_b") in read_ris(ris(work))
    assert {"eprint", "primaryclass"}.isdisjoint(fields)


@pytest.mark.parametrize("author", ["Research and Development Group", "Doe, Jr.", "others"])
def test_a_name_that_would_be_read_as_two_stays_whole(author: str) -> None:
    _, fields = read_bibtex(bibtex(replace(PAPER, authors=(author, "Ada Lovelace"))))

    assert fields["author"] == f"{{{author}}} and Ada Lovelace"


def assert_kept(work: AnyWork) -> None:
    _, fields = read_bibtex(bibtex(work))
    tags = read_ris(ris(work))

    assert plain(fields["title"]) == dict(tags)["TI"] == typeset(work.title)
    assert [value for tag, value in tags if tag == "AU"] == [line(name) for name in work.authors if line(name)]
    assert "Mallory" not in plain(fields.get("note", ""))
    assert all(";" not in value for name, value in meta_tags(work) if name == "citation_author")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_in_their_fields(text: str) -> None:
    assert_kept(replace(PAPER, title=text, authors=(text, "Ada Lovelace"), categories=(text,)))
    assert_kept(replace(heron(), title=text, publisher=text, url=f"https://a.example/{text}"))


@given(st.text(), st.lists(st.text(), max_size=3))
def test_property_any_text_comes_back_as_it_was(title: str, authors: list[str]) -> None:
    assert_kept(replace(PAPER, title=title, authors=tuple(authors)))
