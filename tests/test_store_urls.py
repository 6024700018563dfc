"""An archive at any URL: what holds on SQLite holds on PostgreSQL."""

from contextlib import closing
from datetime import UTC, date, datetime

from achim.domain.edition import EditionKey
from achim.store.migrate import HEAD, current, migrate
from achim.store.sql import open_store
from tests.editions import full_day
from tests.fakes import NoLock

MORNING = datetime(2024, 11, 4, 1, tzinfo=UTC)


def test_an_archive_comes_to_the_newest_schema_once(archive_url: str) -> None:
    with closing(open_store(archive_url, NoLock())) as store:
        assert current(store.engine) == HEAD
        migrate(store.engine)
        assert current(store.engine) == HEAD


def test_an_edition_is_kept_whole(archive_url: str) -> None:
    edition = full_day()
    with closing(open_store(archive_url, NoLock())) as store:
        store.begin(edition.key, MORNING)
        store.keep(edition, (), ())
    with closing(open_store(archive_url, NoLock())) as store:
        assert store.edition(edition.key) == edition
        assert store.edition(EditionKey(day=date(2024, 11, 5))) is None
