"""Full text and vectors by themselves: how sentences are ranked, what is remembered, words in the other language."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from achim import finding
from achim.console import explained
from achim.domain.found import Filters
from achim.domain.ids import PaperId
from achim.embed.use import UseEmbedder
from achim.embed.words import WordTranslator
from achim.errors import UserError
from achim.finding import Finder, find, makers_of, open_finder
from achim.ports.search import Alternative, Sought
from achim.store import search_fulltext, search_vectors
from achim.store.search import SqlSearch
from achim.store.search_vectors import Codes, packed
from achim.store.sql import open_store
from tests.editions import DAY
from tests.fakes import NoLock
from tests.test_search import GLOSSARY, WordEmbedder, document, filled, key_of, names


@pytest.fixture
def own(archive_url: str) -> Iterator[Finder]:
    with closing(open_store(archive_url, NoLock())) as store:
        yield filled(store)


def test_words_of_one_language_have_meanings_in_the_other_by_the_built_in_encoder_only() -> None:
    own = WordTranslator(UseEmbedder(1)).meanings(["보험", "보험", "뷁뷁뷁"])

    assert own["보험"][0][0] == "insurance"
    assert all(1 >= before[1] >= after[1] > 0 for before, after in pairwise(own["보험"]))
    assert "뷁뷁뷁" not in own
    assert WordTranslator(WordEmbedder()).meanings(["보험"]) == {}


def test_property_codes_of_few_works_are_compared_as_all_are() -> None:
    draw = np.random.default_rng(1)
    rows = [(3 * at + 1, packed(draw.normal(size=(1 + at % 4, 64)).tolist())[1]) for at in range(200)]
    codes, query = Codes.of(rows, 64), [tuple(draw.normal(size=64).tolist())]
    few = np.zeros(400, dtype=np.bool_)
    few[::30] = True

    every = codes.nearest(query, None, most=200)
    assert codes.nearest(query, few, most=200) == [each for each in every if each < 400 and few[each]]
    assert codes.nearest(query, ~few, most=200) == [each for each in every if each < 400 and not few[each]]
    assert codes.nearest(query, np.zeros(0, dtype=np.bool_), most=200) == []


def test_property_codes_compared_on_every_core_are_as_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(2)
    rows = [(at + 1, packed(draw.normal(size=(1 + at % 5, 64)).tolist())[1]) for at in range(301)]
    codes, query = Codes.of(rows, 64), [tuple(draw.normal(size=64).tolist())]
    by_one = codes.nearest(query, None, most=301)
    monkeypatch.setattr(search_vectors, "_A_CORE", 50)
    for cores in (2, 3, 5):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        assert codes.nearest(query, None, most=301) == by_one


@pytest.mark.parametrize("query", ["quantised language models", "야간 주행 장면의 객체 검출", "model"])
def test_what_was_read_ahead_changes_no_answer(own: Finder, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_fulltext, "_LONG", 1)
    before = find(own, query)
    own.warm()

    assert find(own, query) == before
    assert own.index.counts(["model", "nowhere"]) == filled_counts(own, ["model", "nowhere"])


def filled_counts(own: Finder, tokens: list[str]) -> dict[str, int]:
    """As an index counts them that has read nothing ahead."""
    assert isinstance(own.index, SqlSearch)
    return dict(SqlSearch(own.index.engine, str.split).counts(tokens))


def put_texts(finder: Finder, told: Mapping[str, str]) -> None:
    """Works of these names and texts, of a day of their own."""
    key = key_of(DAY + timedelta(days=30))
    template = document("night", key)
    works = [replace(template, work=PaperId(name), title="", text=text) for name, text in told.items()]
    finder.index.put(key, 1, works, ())


def test_a_sentence_is_ranked_by_the_words_that_works_have_rare_ones_first(own: Finder) -> None:
    """Of equals the newest comes first; a word that may not be meant counts less."""
    told = {
        "old": "alpha beta gamma delta",
        "new": "alpha beta gamma delta",
        "rare": "alpha beta gamma epsilon",
        "few": "alpha",
    }
    put_texts(own, told)

    def ranking(*words: Alternative, filters: Filters = finding.NONE) -> list[str]:
        sought = [Sought((each,)) for each in words]
        return list(own.index.text_ranking(sought, sought, filters, 10))

    alpha, beta, gamma, delta, epsilon = (
        Alternative((each,)) for each in ["alpha", "beta", "gamma", "delta", "epsilon"]
    )
    assert ranking(alpha, beta, gamma, delta) == ["new", "old", "rare", "few"]
    assert ranking(alpha, beta, gamma, epsilon) == ["rare", "new", "old", "few"]
    assert ranking(alpha, beta, gamma, delta, replace(epsilon, weight=0.1)) == ["new", "old", "rare", "few"]
    assert ranking(alpha, beta, gamma, delta, filters=Filters(until=DAY)) == []


def test_gap_a_name_with_a_number_glued_on_is_found_by_the_name(own: Finder) -> None:
    """As few digits and letters as versions have; no word of every text is looked for with a number."""
    told = {
        "llama": "Tuned LLaMA3 and Llama3-70B. The model7 wins.",
        "gpt": "Asked of GPT4 alone.",
        "gpt-4o": "Asked of GPT-4o.",
        "gpt two": "An old GPT2.",
        "none": "llama3xyz llam",
    }
    put_texts(own, told)

    assert own.index.numbered(["llama", "gpt", "zzz"]) == {
        **{"llama3": 1, "llama370b": 1, "llama3xyz": 1},
        **{"gpt4": 1, "gpt4o": 1, "gpt2": 1},
    }
    for query, works in {
        "llama": {"llama"},
        "라마": {"llama"},
        "LLaMA 3": {"llama"},
        "gpt": {"gpt", "gpt-4o", "gpt two"},
        "GPT-4": {"gpt"},
        "model7": {"llama"},
    }.items():
        found = find(own, query)
        by_text = {each.document.work for each in found.found if "text" in each.why}
        assert by_text & told.keys() >= works, query
        assert not found.corrected
        assert "none" not in by_text, query
        assert all(each.highlights for each in found.found if each.document.work in works), query
    assert names(find(own, "GPT-4"))[0] == "gpt"
    assert "llama" not in {each.document.work for each in find(own, "model").found if "text" in each.why}


def test_fault_filters_and_counts_are_read_anew_when_the_index_changes(own: Finder) -> None:
    key, march = key_of(DAY + timedelta(days=40)), Filters(since=DAY + timedelta(days=40))
    assert names(find(own, "quantization", march)) == []
    assert own.index.counts(["quantiz", "zzz"]) == {"quantiz": 1}

    own.index.put(key, 1, [document("quant", key), replace(document("night", key), text="It is quantized.")], ())

    assert set(names(find(own, "quantization", march))) == {"quant", "night"}
    assert own.index.counts(["quantiz"]) == {"quantiz": 2}


@pytest.mark.parametrize(
    "damage",
    [
        *("search_codes SET codes = X'00'", "search_codes SET codes = X''", "search_vectors SET vectors = X'00'"),
        *("search_works SET authors = '['", "search_works SET authors = '7'", "search_works SET sources = '[7]'"),
        *("search_shown SET day = 'someday'", "search_shown SET bucket = 'burnt'"),
        "search_state SET value = 'many' WHERE name = 'dimensions'",
    ],
)
def test_fault_what_is_damaged_in_the_index_is_said_and_mended_by_making_it_anew(tmp_path: Path, damage: str) -> None:
    with closing(open_store(f"sqlite:///{tmp_path / 'archive.sqlite'}", NoLock())) as store:
        whole = filled(store)
        with store.engine.begin() as connection:
            connection.execute(text(f"UPDATE {damage}"))
        damaged = open_finder(store, WordEmbedder(), GLOSSARY)

        with pytest.raises(UserError) as told:
            find(damaged, "quantization")
        assert damage.partition(" ")[0] in str(told.value)
        assert "achim index --rebuild" in explained(told.value)

        whole.index.begin_anew(makers_of(whole))
        assert names(find(filled(store), "quantization"))[0] == "quant"


def test_fault_an_index_that_no_longer_counts_its_changes_is_made_anew(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path / 'archive.sqlite'}", NoLock())) as store:
        whole = filled(store)
        with store.engine.begin() as connection:
            connection.execute(text("UPDATE search_state SET value = 'many' WHERE name = 'changes'"))

        whole.index.begin_anew(makers_of(whole))
        assert names(find(filled(store), "quantization"))[0] == "quant"


def test_fault_an_index_that_is_damaged_between_two_vectors_is_not_read_as_another() -> None:
    """Two parts of codes or vectors may come to a whole."""
    whole = packed(np.eye(2, 64).tolist())
    with pytest.raises(ValueError, match="damaged"):
        Codes.of([(1, whole.codes[:-1]), (2, whole.codes + whole.codes[-1:])], 64)
    with pytest.raises(ValueError, match="damaged"):
        search_vectors.ranked([(1.0,) * 64], {1: whole.numbers[:-1], 2: whole.numbers + whole.numbers[-1:]}, 64)
