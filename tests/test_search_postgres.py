"""What only PostgreSQL does in search: BM25 by its own numbers, the graph of vectors, and doing without it."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
import pytest
from pydantic import SecretStr
from sqlalchemy import make_url, text

from achim.app import App
from achim.doctor import _Looking  # pyright: ignore[reportPrivateUsage]
from achim.domain.found import Document, Filters, Showing
from achim.domain.ids import PaperId
from achim.finding import NONE, find
from achim.ports.search import Alternative, Makers, Sought
from achim.settings import Settings
from achim.settings_store import StoreSettings
from achim.store import search_pgvector
from achim.store.search import SqlSearch
from achim.store.search_pgvector import nearest_of
from achim.store.sql import open_store
from tests.fakes import FakeProgress, NoLock, make_store
from tests.postgres_server import PostgresServer
from tests.test_search import filled, key_of, names

_WORKS = 120


@pytest.fixture(scope="module")
def both(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqlSearch, SqlSearch]]:
    """The same works of drawn words and vectors in SQLite and in PostgreSQL."""
    with ExitStack() as held:
        stores = (
            held.enter_context(closing(make_store(tmp_path_factory.mktemp("drawn")))),
            held.enter_context(closing(open_store(postgres.new_database(), NoLock()))),
        )
        indexes = tuple(SqlSearch(store.engine, str.split) for store in stores)
        for index in indexes:
            _fill(index)
        yield indexes[0], indexes[1]


def _fill(index: SqlSearch) -> None:
    draw, key = np.random.default_rng(4), key_of()
    index.begin_anew(Makers("drawn", "drawn"))
    documents = [
        Document(
            work=PaperId(f"w{at}"), title=_drawn(draw, 1 + at % 5), text=_drawn(draw, 5 + at % 60), url="", sources=("s",),
            showings=(Showing(day=key.day, series=key.series, kind="papers", bucket="listed", topic=f"t{at % 2}"),),
        ) for at in range(_WORKS)
    ]  # fmt: skip
    index.put(key, 1, documents, ())
    vectors = draw.normal(size=(_WORKS, 3, 64))
    vectors /= np.linalg.norm(vectors, axis=2, keepdims=True)
    index.put_vectors({each.work: told.tolist() for each, told in zip(documents, vectors, strict=True)})


def _drawn(draw: np.random.Generator, size: int) -> str:
    return " ".join(f"word{number}" for number in draw.geometric(0.15, size))


@pytest.mark.parametrize("sought", [["word1"], ["word2", "word9"], ["word3", "word4", "word17"], ["word20"]])
@pytest.mark.parametrize("filters", [NONE, Filters(topic="t1")])
def test_property_words_are_ranked_in_the_order_of_sqlite(
    both: tuple[SqlSearch, SqlSearch], sought: list[str], filters: Filters
) -> None:
    words = [Sought((Alternative((each,)),)) for each in sought]
    sqlite, postgres = (index.text_ranking(words, words, filters, 50) for index in both)

    assert sqlite
    assert postgres == sqlite


@pytest.mark.parametrize("near", [True, False])
def test_property_words_beside_each_other_find_what_sqlite_finds(both: tuple[SqlSearch, SqlSearch], near: bool) -> None:
    for first in range(1, 8):
        pair = [Sought((Alternative((f"word{first}", f"word{first + 1}"), near=near),))]
        sqlite, postgres = (set(index.text_ranking(pair, pair, NONE, _WORKS)) for index in both)
        assert postgres == sqlite


@pytest.mark.parametrize("exactly", [0, _WORKS])
@pytest.mark.parametrize("filters", [NONE, Filters(topic="t1"), Filters(topic="none")])
def test_the_graph_finds_the_nearest_that_filters_let_through(
    both: tuple[SqlSearch, SqlSearch], filters: Filters, exactly: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the graph's pieces as they come, and by comparing all that fit."""
    monkeypatch.setattr(search_pgvector, "_EXACTLY", exactly)
    vector = tuple(np.random.default_rng(5).normal(size=64).tolist())
    sqlite, postgres = (index.vector_ranking([vector], filters, 20) for index in both)

    assert [work for work, _ in postgres] == [work for work, _ in sqlite]
    assert bool(sqlite) is (filters.topic != "none")


def test_fault_without_the_extension_the_codes_of_all_are_compared_and_the_doctor_tells(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    """Its user may create neither it nor an index."""
    url = postgres.new_database()
    role = f"plain_{make_url(url).database}"
    with closing(open_store(url, NoLock())) as owner, owner.engine.begin() as connection:
        for statement in (
            f"CREATE ROLE {role} LOGIN",
            f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}",
            f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {role}",
        ):
            connection.execute(text(statement))
    plain = make_url(url).set(username=role).render_as_string(hide_password=False)
    with closing(open_store(plain, NoLock())) as store:
        finder = filled(store)
        with store.engine.connect() as connection:
            assert nearest_of(connection, 64) is None
        assert names(find(finder, "dim pictures of a phone at night"))[:1] == ["night"]
        assert finder.index.size() == (4, 4)
    assert "CREATE EXTENSION vector" in examined(plain, tmp_path)
    assert "CREATE EXTENSION vector" not in examined(url, tmp_path)


def examined(url: str, home: Path) -> str:
    settings = Settings(store=StoreSettings(url=SecretStr(url)))
    app = App(settings, home, FakeProgress(), say=print)
    found = _Looking(app, "en")._store()  # pyright: ignore[reportPrivateUsage]
    return " ".join(f"{each.found} {each.advice}" for each in found)


def test_what_another_process_indexed_is_found(postgres: PostgresServer) -> None:
    """Its own memory of what it read is of an earlier state."""
    url = postgres.new_database()
    with closing(open_store(url, NoLock())) as reading, closing(open_store(url, NoLock())) as building:
        index = SqlSearch(reading.engine, str.split)
        word = [Sought((Alternative(("word1",)),))]
        index.warm()
        before = index.text_ranking(word, word, NONE, 5), index.counts(["word1"])
        _fill(SqlSearch(building.engine, str.split))

        assert before == ((), {})
        assert len(index.text_ranking(word, word, NONE, 5)) == 5
        assert index.counts(["word1"])["word1"] > 5
