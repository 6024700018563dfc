"""Finding again: what editions told is found in both languages, as it now stands, whatever is asked."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from achim import finding
from achim.domain.edition import DEFAULT_PROFILE, Edition, EditionKey, EditionKind
from achim.domain.found import SHOWN, Document, Filters, Results, Showing
from achim.domain.ids import PaperId
from achim.domain.paper import DELETED
from achim.embed.search import SearchEmbedder
from achim.embed.use import UseEmbedder
from achim.finding import (
    Finder,
    find,
    index_editions,
    index_kept,
    index_vectors,
    makers_of,
    open_finder,
    similar,
)
from achim.glossary import load_glossary
from achim.ports import Vector
from achim.render.search import notes, search_json, search_lines
from achim.steps.search_documents import documents_of
from achim.store.sql import SqlStore, open_store
from tests.editions import DAY, full_day
from tests.fakes import FakeProgress, NoLock, announcement, make_store

GLOSSARY = load_glossary()
PAPERS = {
    "quant": ("Low-bit quantization of Mamba", "We quantize state space models to four bits. Accuracy stays."),
    "night": ("Seeing at night", "A camera network learns depth from two dim pictures. It runs on a phone."),
    "korean": ("한국어 문장 압축", "긴 한국어 문장을 짧게 줄이는 방법을 제안한다. 뜻은 그대로 남는다."),
    "chain": ("Thinking aloud", "Chain-of-thought prompting with retrieval helps small transformers add numbers."),
}


@dataclass
class WordEmbedder:
    """Texts are near that have words in common: a number for each of 64 classes of words."""

    name = "words/1"

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        return [self._vector(text) for text in texts]

    def _vector(self, text: str) -> Vector:
        made = [0.0] * 64
        for word in text.lower().split():
            made[sum(map(ord, word)) % 64] += 1.0
        size = sum(number**2 for number in made) ** 0.5 or 1.0
        return tuple(number / size for number in made)


def key_of(day: date = DAY) -> EditionKey:
    return EditionKey(day=day)


def document(name: str, key: EditionKey, **told: str) -> Document:
    title, text = PAPERS[name]
    showing = Showing(
        day=key.day,
        series=key.series,
        kind=key.kind,
        bucket="printed",
        topic=told.get("topic", "llm"),
        told=told.get("told", ""),
    )
    return Document(
        work=PaperId(name), title=told.get("title", title), text=told.get("text", text), url=f"https://example.org/{name}",
        authors=("Ada Lovelace",), sources=(told.get("source", "arxiv"),), showings=(showing,),
    )  # fmt: skip


@pytest.fixture
def store(archive_url: str) -> Iterator[SqlStore]:
    with closing(open_store(archive_url, NoLock())) as store:
        yield store


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def finder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finder]:
    """To read only: over the four papers, each of a day of its own, with vectors."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('finder') / 'archive.sqlite'}"
    else:
        url = request.getfixturevalue("postgres").new_database()
    with closing(open_store(url, NoLock())) as store:
        yield filled(store)


@pytest.fixture(scope="module")
def both_languages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finder]:
    """Over stories in Korean and English, with the vectors that achim brings along."""
    store = make_store(tmp_path_factory.mktemp("both"))
    finder = open_finder(store, UseEmbedder(1), GLOSSARY)
    finder.index.begin_anew(makers_of(finder))
    key, template = key_of(), document("quant", key_of())
    stories = [replace(template, work=PaperId(name), title=told[0], text=told[1]) for name, told in STORIES.items()]
    finder.index.put(key, 1, stories, ())
    index_vectors(finder, unshown=True)
    yield finder
    store.close()


@pytest.fixture
def own(store: SqlStore) -> Finder:
    """The same, to change."""
    return filled(store)


def filled(store: SqlStore) -> Finder:
    finder = open_finder(store, WordEmbedder(), GLOSSARY)
    finder.index.begin_anew(makers_of(finder))
    for at, name in enumerate(PAPERS):
        key = key_of(DAY + timedelta(days=at))
        told = {"topic": "vision", "source": "huggingface"} if name == "night" else {}
        finder.index.put(key, 1, [document(name, key, **told)], ())
    index_vectors(finder, unshown=True)
    return finder


def names(results: Results) -> list[str]:
    return [each.document.work for each in results.found]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("양자화를", "quant"),
        ("quantized", "quant"),
        ("Mmaba", "quant"),
        ("압축", "korean"),
        ("문장압축", "korean"),
        ("summarization 압축", "korean"),
        ("transfomer", "chain"),
        ("연쇄 사고", "chain"),
        ("dim pictures of a phone at night", "night"),
    ],
)
def test_a_half_remembered_work_comes_first(finder: Finder, query: str, first: str) -> None:
    assert names(find(finder, query))[:1] == [first]


def test_what_nothing_holds_is_not_found(finder: Finder) -> None:
    results = find(finder, "김치찌개 zzzqqq")
    assert results.found == ()
    assert find(finder, "").found == ()
    assert similar(finder, PaperId("none")).found == ()


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (Filters(since=DAY + timedelta(days=2)), {"korean", "chain"}),
        (Filters(until=DAY), {"quant"}),
        (Filters(topic="vision"), {"night"}),
        (Filters(source="huggingface"), {"night"}),
        (Filters(kind="news"), set[str]()),
        (Filters(kind="papers", topic="llm"), {"quant", "korean", "chain"}),
    ],
)
def test_filters_hold_both_rankings(finder: Finder, filters: Filters, kept: set[str]) -> None:
    query = " ".join(f"{title} {text}" for title, text in PAPERS.values())
    assert set(names(find(finder, query, filters))) == kept


def test_the_index_names_its_topics_and_sources(finder: Finder, store: SqlStore) -> None:
    topics, sources = finder.index.names()

    assert {"llm", "vision"} <= set(topics)
    assert "huggingface" in sources
    assert "" not in topics
    assert open_finder(store, UseEmbedder(), load_glossary()).index.names() == ([], [])


def test_found_says_why_and_where(finder: Finder) -> None:
    found = find(finder, "quantization").found[0]
    text = found.document.text

    assert found.why == ("text", "vector")
    assert {text[each.start : each.end] for each in found.highlights if each.field == "text"} == {"quantize"}
    assert find(finder, "Mmaba").corrected == (("Mmaba", "Mamba"),)
    assert find(finder, "양자화").translated[0][1] == "quantization"


def test_what_a_word_is_taken_for_is_told_as_documents_write_it(finder: Finder) -> None:
    """No stem; and nothing for a word that is spelled right and in no document."""
    assert find(finder, "quantizaton").corrected == (("quantizaton", "quantization"),)
    assert names(find(finder, "quantizatoin"))[:1] == ["quant"]
    assert find(finder, "regulation of cameras").corrected == ()


def test_more_like_this_leaves_the_work_out(own: Finder) -> None:
    key = key_of(DAY + timedelta(days=9))
    other = replace(document("quant", key), work=PaperId("quant2"), title="Mamba with four bits")
    own.index.put(key, 1, [other], ())
    index_vectors(own, unshown=False)

    assert names(similar(own, PaperId("quant")))[0] == "quant2"
    assert "quant" not in names(similar(own, PaperId("quant")))


@pytest.mark.parametrize(
    "query",
    [
        *(
            "title:quantization",
            'quantization" OR "a',
            "NEAR(quantization mamba)",
            "quantiz* AND NOT mamba",
            "^quantization",
        ),
        *("quantization\x00", "quantization \ud800", "quantization' --", "(" * 500 + " quantization"),
    ],
)
def test_hostile_the_syntax_of_full_text_is_inert(finder: Finder, query: str) -> None:
    assert "quant" in names(find(finder, query))[:2]


@pytest.mark.parametrize(
    "query", ["* " * 5_000, "a" * 10_000, "가" * 10_000, "\x00" * 10_000, "%_%", "\u0300" * 10_000]
)
def test_hostile_a_bomb_is_an_empty_answer(finder: Finder, query: str) -> None:
    assert find(finder, query, limit=-1).found == ()


def test_a_revision_takes_the_place_of_the_one_before(own: Finder) -> None:
    """What it no longer tells of is gone from full text, vectors and vocabulary alike."""
    changed = document("quant", key_of(), title="Pruning of Mamba", text="We prune.")
    own.index.put(key_of(), 2, [changed], ())
    after = find(own, "quantization").found
    own.index.put(key_of(), 3, [], ())

    assert [each.document.work for each in after if each.why != ("vector",)] == []
    assert names(find(own, "Mamba")) == []
    assert "mamba" not in own.index.vocabulary()
    assert own.index.size() == (3, 3)


def test_a_work_of_two_editions_stays_while_one_has_it(own: Finder) -> None:
    later = key_of(DAY + timedelta(days=20))
    own.index.put(later, 1, [document("quant", later, told="맘바를 네 비트로 줄였다.")], ())
    by_claim = find(own, "네 비트로 줄였다", Filters(since=later.day))
    own.index.put(later, 2, [], ())

    assert names(by_claim) == ["quant"]
    assert names(find(own, "quantization"))[:1] == ["quant"]
    assert names(find(own, "quantization", Filters(since=later.day))) == []


def test_a_work_that_was_taken_back_goes_and_an_older_edition_does_not_bring_it_back(own: Finder) -> None:
    later = key_of(DAY + timedelta(days=20))
    own.index.put(later, 1, (), [PaperId("quant")])
    own.index.put(key_of(), 2, [document("quant", key_of())], ())

    assert names(find(own, "quantization mamba")) == []


def kept_edition(
    store: SqlStore, kind: EditionKind = "papers", profile: str = DEFAULT_PROFILE, **fields: object
) -> Edition:
    """A day with an announcement for each of its fates, kept."""
    edition = replace(full_day(), key=EditionKey(day=DAY, kind=kind, profile=profile))
    told = [
        announcement(at, fate.source, native_id=fate.announcement.partition("/")[2], title=f"Title {at}", **fields)
        for at, fate in enumerate(edition.ledger.fates)
    ]
    store.keep(edition, told, ())
    return edition


def test_fault_what_a_kill_left_out_is_taken_in_by_the_next_build(store: SqlStore) -> None:
    """Between keeping an edition and indexing it; the index says so meanwhile, and a second time does nothing."""
    edition = kept_edition(store)
    finder = open_finder(store, WordEmbedder(), GLOSSARY)
    before = find(finder, edition.sections[0].entries[0].paper.title)
    kept_edition(store, "news")
    progress = FakeProgress()
    index_kept(store, WordEmbedder(), progress)
    finder = open_finder(store, WordEmbedder(), GLOSSARY)
    after = find(finder, edition.sections[0].entries[0].paper.title)

    assert (before.found, before.unindexed) == ((), 1)
    assert (after.found[0].document.work, after.unindexed) == (edition.sections[0].entries[0].paper.id, 0)
    assert len(after.found[0].document.showings) == 2
    assert progress.troubles == []
    assert index_editions(finder, store) == 0


def test_what_further_readers_were_not_shown_is_told_once(store: SqlStore) -> None:
    """All works are found, whoever reads: those that nobody was shown by the default edition, the first of the day."""
    for profile in ("lee", "kim", DEFAULT_PROFILE):
        kept_edition(store, profile=profile)
    finder = open_finder(store, WordEmbedder(), GLOSSARY)
    assert index_editions(finder, store) == 0
    works = [fate.paper for fate in full_day().ledger.fates if fate.paper]
    told = {each.work: [(show.series, show.bucket) for show in each.showings] for each in finder.index.documents(works)}
    shown = {work: rows for work, rows in told.items() if rows[0][1] in SHOWN}
    passed = {work: rows for work, rows in told.items() if work not in shown}
    assert shown
    assert {len(rows) for rows in shown.values()} == {3}
    assert passed
    assert {series for rows in passed.values() for series, _ in rows} == {"papers/ko/default"}


def test_fault_an_index_that_fails_costs_no_edition(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> int:
        raise RuntimeError("disk on fire")

    monkeypatch.setattr(finding, "index_editions", broken)
    progress = FakeProgress()
    index_kept(store, WordEmbedder(), progress)

    assert [where for where, _ in progress.troubles] == ["search"]


def test_an_index_of_another_embedder_is_made_anew(store: SqlStore) -> None:
    kept_edition(store)
    finder = open_finder(store, WordEmbedder(), GLOSSARY)
    index_editions(finder, store)
    index_vectors(finder, unshown=True)
    other = WordEmbedder()
    other.name = "words/2"
    finder = open_finder(store, other, GLOSSARY)
    index_editions(finder, store)

    assert finder.index.makers() == makers_of(finder)
    assert finder.index.size()[0] > 0
    assert finder.index.size()[1] == 0


def test_deleted_and_withdrawn_announcements_are_no_documents(store: SqlStore) -> None:
    kept_edition(store, comment=DELETED)
    finder = open_finder(store, WordEmbedder(), GLOSSARY)
    index_editions(finder, store)

    assert finder.index.size() == (0, 0)


def test_gap_a_work_that_is_also_a_duplicate_is_what_became_of_the_other() -> None:
    edition = full_day()
    one, two = edition.ledger.fates[:2]
    fates = (
        replace(one, bucket="duplicate", paper=PaperId("x")),
        replace(two, bucket="ranked_out", paper=PaperId("x")),
    )
    told = [
        announcement(at, fate.source, native_id=fate.announcement.partition("/")[2]) for at, fate in enumerate(fates)
    ]
    documents, _ = documents_of(replace(edition, ledger=replace(edition.ledger, fates=fates)), told)

    assert [each.bucket for document in documents for each in document.showings] == ["ranked_out"]


def test_readers_may_be_many(finder: Finder) -> None:
    def asked(query: str) -> list[str]:
        return names(find(finder, query))

    queries = ["양자화", "transfomer", "Seeing at night", "압축"] * 6
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(asked, queries))

    assert told == list(map(asked, queries))


def test_vectors_of_the_built_in_encoder_are_projected_by_language() -> None:
    """A Korean sentence lies nearer its English telling than another's."""
    embedder = SearchEmbedder(UseEmbedder(1))
    korean, same, other = embedder.embed(
        [
            "모델의 가중치를 네 비트로 줄인다.",
            "We reduce the weights of the model to four bits.",
            "A camera sees depth at night.",
        ]
    )
    near, far = (sum(a * b for a, b in zip(korean, each, strict=True)) for each in (same, other))

    assert embedder.name.endswith("/search-1")
    assert len(korean) == 256
    assert near > far + 0.15


STORIES = {
    "ko-rain": ("홍수를 하루 먼저 아는 강", "강가의 감지기가 물 높이를 재어 마을에 미리 알린다."),
    "ko-bread": ("빵집의 새벽", "반죽을 일찍 시작한 가게가 손님을 더 모았다."),
    "en-bees": ("Counting bees in an orchard", "Small microphones tell how many bees visit the apple trees."),
    "en-ship": ("A ship without a crew", "The vessel crossed the ocean and came into port by itself."),
}


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("warning villages before the river floods", "ko-rain"),
        ("a bakery that starts its dough early in the morning", "ko-bread"),
        ("과수원에 벌이 얼마나 오는지 센다", "en-bees"),
        ("선원 없이 바다를 건넌 배", "en-ship"),
    ],
)
def test_the_other_language_is_found_where_the_glossary_has_no_word(
    both_languages: Finder, query: str, first: str
) -> None:
    """No word is in common: the vectors of the whole find it."""
    results = find(both_languages, query)

    assert [each.document.work for each in results.found[:1]] == [first]
    assert "vector" in results.found[0].why
    assert results.translated == ()


def test_korean_words_are_looked_for_as_english_ones_only_where_a_word_or_the_meaning_is_near(
    both_languages: Finder,
) -> None:
    sea = find(both_languages, "바다를 건넌 선박")
    cooking = find(both_languages, "축구 경기 마이크")

    assert sea.found[0].document.work == "en-ship"
    assert sea.found[0].why == ("text", "vector")
    text = sea.found[0].document.text
    assert "ocean" in [text[each.start : each.end] for each in sea.found[0].highlights]
    assert cooking.found == ()


def test_results_are_told_as_json_and_in_lines(finder: Finder) -> None:
    results = replace(find(finder, "Mmaba"), unindexed=2)
    body = json.loads(search_json(results))
    lines = list(search_lines(results, "en"))

    assert body["found"][0]["work"] == "quant"
    assert body["found"][0]["why"]["text"] == 1
    assert body["corrected"] == [{"word": "Mmaba", "meant": "Mamba"}]
    assert lines[0] == "  1. Low-bit quantization of Mamba"
    assert "text #1" in lines[1]
    assert " · quant · " in lines[1], "the name that --like, star and note take"
    assert [each for each in notes(results, "ko") if "achim index" in each]
    other = find(finder, "양자화를 zzzqqq")
    assert next(notes(other, "ko")) == "‘양자화’의 다른 말 quantization도 찾아보았다", "found or not"
