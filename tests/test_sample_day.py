"""The content of the sample day: facts as they were, synopses in our own words that say what the abstracts say.

The abstracts themselves are no part of the project; where they are absent, the laws that need them are skipped.
"""

import json
import re
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import NotRequired, TypedDict, cast
from urllib.parse import urlsplit

import pytest

from achim.domain.ids import canonical_id, parse_arxiv_id

_DAY = Path(__file__).parents[1] / "tools" / "sample" / "day.json"
_ROLES = {"background", "objective", "method", "result", "other"}
_NUMBER_WORDS = {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "hundred", "thousand"}
_LONGEST_SHARED_RUN = 7
_URL = re.compile(r"https?://\S+")
_LIST_MARK = re.compile(r"\(\d\)")
_SENTENCE = re.compile(r"[A-Z][\x20-\x7e]*[^\s.]\.")
_INNER_END = re.compile(r"[.?!]\s")


class SamplePaper(TypedDict):
    source: str
    title: str
    arxiv_id: str
    version: int
    url: str
    authors: list[str]
    categories: list[str]
    submitted_at: str
    comment: str | None
    votes: int | None
    comments: int | None
    code_url: str | None
    synopsis: list[str]
    roles: list[str]


class SeedPaper(TypedDict):
    title: str
    urls: list[str]
    arxiv_id: str
    abstract: str
    published: str
    authors: list[str] | None
    categories: NotRequired[list[str] | None]
    primary_category: NotRequired[str | None]
    comment: NotRequired[str | None]
    hf_votes_early: NotRequired[int]


def _papers() -> list[SamplePaper]:
    day = json.loads(_DAY.read_text(encoding="utf-8"))
    assert day["day"] == "2024-11-04"
    return cast("list[SamplePaper]", day["papers"])


PAPERS = _papers()
each_paper = pytest.mark.parametrize("paper", PAPERS, ids=[paper["arxiv_id"] for paper in PAPERS])


@pytest.fixture
def seeds(shared_file: Callable[[str], Path]) -> dict[str, SeedPaper]:
    lines = shared_file("data/seed_abstracts.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [cast("SeedPaper", json.loads(line)) for line in lines]
    return {row["arxiv_id"]: row for row in rows}


def _words(text: str) -> list[str]:
    """Words with hyphens opened, so that *text-to-image* counts as three; addresses are facts and left out."""
    return re.findall(r"[a-z0-9]+", _URL.sub(" ", text).lower())


def _runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def shared_runs(sentence: str, abstract: str) -> set[tuple[str, ...]]:
    """The runs of words, one longer than allowed, that a sentence has in common with an abstract."""
    length = _LONGEST_SHARED_RUN + 1
    return _runs(_words(sentence), length) & _runs(_words(abstract), length)


def numbers(text: str) -> set[str]:
    """Figures and number words, ``3.5`` and ``ten`` alike, those inside names too; marks of a list are none."""
    text = _LIST_MARK.sub(" ", _URL.sub(" ", text))
    figures = set(re.findall(r"\d+(?:\.\d+)?", text))
    return figures | (_NUMBER_WORDS & set(_words(text)))


def names(text: str) -> set[str]:
    """Words written like names (two capitals, or a capital and a digit), without a plural s."""
    words = re.findall(r"[A-Za-z][\w+]*(?:[.-][A-Z0-9][\w+]*)*", _URL.sub(" ", text))
    return {word.removesuffix("s") for word in words if re.search(r"[A-Z].*[A-Z0-9]|[0-9].*[A-Z]", word)}


def test_twelve_papers_six_of_each_source() -> None:
    assert [paper["source"] for paper in PAPERS].count("huggingface") == 6
    assert [paper["source"] for paper in PAPERS].count("deeplearn") == 6
    assert len(PAPERS) == 12


def test_ids_are_unique_and_canonical() -> None:
    ids = [paper["arxiv_id"] for paper in PAPERS]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"2410\.\d{5}", arxiv_id) for arxiv_id in ids)
    assert all(canonical_id(arxiv_id) == f"arxiv:{arxiv_id}" for arxiv_id in ids)
    assert {paper["version"] for paper in PAPERS} == {1}


@each_paper
def test_the_address_is_the_one_its_source_gave(paper: SamplePaper) -> None:
    """Hugging Face's papers stand at arXiv with their version; deeplearn.org's slug is the title, nothing escaped."""
    if paper["source"] == "huggingface":
        arxiv = parse_arxiv_id(paper["url"])
        assert arxiv is not None
        assert (arxiv.id, arxiv.version) == (paper["arxiv_id"], paper["version"])
    else:
        slug = re.escape(paper["title"].lower().replace(" ", "-"))
        assert re.fullmatch(rf"https://deeplearn\.org/arxiv/\d{{6}}/{slug}", paper["url"])


@each_paper
def test_only_hugging_face_knows_votes_and_comments(paper: SamplePaper) -> None:
    told = paper["source"] == "huggingface"
    assert (paper["votes"] is not None) == told
    assert (paper["comments"] is not None) == told


@each_paper
def test_dates_and_categories_are_well_formed(paper: SamplePaper) -> None:
    submitted = datetime.fromisoformat(paper["submitted_at"])
    assert datetime(2024, 10, 1) <= submitted.replace(tzinfo=None) < datetime(2024, 11, 1)  # noqa: DTZ001
    assert (submitted.tzinfo is None) == (len(paper["submitted_at"]) == len("2024-10-31"))
    assert all(re.fullmatch(r"[a-z-]+\.[A-Z]{2}", category) for category in paper["categories"])
    assert len(set(paper["categories"])) == len(paper["categories"])


@each_paper
def test_a_synopsis_has_five_to_ten_sentences_each_with_a_role(paper: SamplePaper) -> None:
    assert 5 <= len(paper["synopsis"]) <= 10
    assert len(set(paper["synopsis"])) == len(paper["synopsis"])
    assert len(paper["roles"]) == len(paper["synopsis"])
    assert set(paper["roles"]) <= _ROLES
    assert "method" in paper["roles"]


@each_paper
def test_every_sentence_is_whole_and_one(paper: SamplePaper) -> None:
    """One line of plain ASCII, 8 to 40 words, a capital first, one full stop last and no sentence end within."""
    for sentence in paper["synopsis"]:
        assert _SENTENCE.fullmatch(sentence), sentence
        assert not _INNER_END.search(sentence), sentence
        assert "  " not in sentence, sentence
        assert 8 <= len(sentence.split()) <= 40, sentence
        assert sentence.count("(") == sentence.count(")"), sentence


@each_paper
def test_a_code_address_is_named_in_the_synopsis(paper: SamplePaper) -> None:
    addresses: list[str] = [address.rstrip(".") for address in _URL.findall(" ".join(paper["synopsis"]))]
    assert addresses == ([paper["code_url"]] if paper["code_url"] else [])
    assert all(urlsplit(address).hostname == "github.com" for address in addresses)


@each_paper
def test_facts_are_those_of_the_seed(paper: SamplePaper, seeds: dict[str, SeedPaper]) -> None:
    seed = seeds[paper["arxiv_id"]]
    assert (paper["title"], [paper["url"]]) == (seed["title"], seed["urls"])
    assert paper["submitted_at"] == seed["published"].replace(".000Z", "Z")
    assert (seed.get("comment") or "").endswith(f"({paper['comment']})") or paper["comment"] == seed.get("comment")
    assert paper["votes"] == seed.get("hf_votes_early")
    assert paper["authors"] == (seed["authors"] or paper["authors"])
    primary = seed.get("primary_category")
    assert paper["categories"] == (seed.get("categories") or ([primary] if primary else paper["categories"]))
    assert paper["code_url"] is None or paper["code_url"] in seed["abstract"]


def test_papers_stand_in_the_order_of_the_seed(shared_file: Callable[[str], Path]) -> None:
    pages = sorted(shared_file("seed").glob("*.txt"))
    report = "".join(page.read_text(encoding="utf-8") for page in pages)
    places = [report.index(f" - {paper['title']} ({paper['url']})") for paper in PAPERS]
    assert all(before < after for before, after in pairwise(places))


@each_paper
def test_numbers_are_those_of_the_abstract_no_more_no_less(paper: SamplePaper, seeds: dict[str, SeedPaper]) -> None:
    assert numbers(" ".join(paper["synopsis"])) == numbers(seeds[paper["arxiv_id"]]["abstract"])


@each_paper
def test_names_are_those_of_the_abstract_no_more_no_less(paper: SamplePaper, seeds: dict[str, SeedPaper]) -> None:
    assert names(" ".join(paper["synopsis"])) == names(seeds[paper["arxiv_id"]]["abstract"])


@each_paper
def test_no_sentence_repeats_the_words_of_the_abstract(paper: SamplePaper, seeds: dict[str, SeedPaper]) -> None:
    """No eight words in a row, hyphens opened, also across the end of a sentence."""
    abstract = seeds[paper["arxiv_id"]]["abstract"]
    assert shared_runs(" ".join(paper["synopsis"]), abstract) == set()


def test_the_checks_see_what_they_are_for() -> None:
    """Eight words in a row are found across a hyphen, seven are let pass; figures and names are read from names."""
    assert shared_runs("So a b-c d e f g h then.", "A b c d e f g h.") == {tuple("abcdefgh")}
    assert shared_runs("So a b-c d e f g then.", "A b c d e f g h.") == set()
    assert numbers("(1) GPT-3.5 makes 74k pairs, ten times https://x.org/9") == {"3.5", "74", "ten"}
    assert names("LLMs beat the GPT-3.5-based on HumanEval+, Table and U-net") == {"LLM", "GPT-3.5", "HumanEval+"}
