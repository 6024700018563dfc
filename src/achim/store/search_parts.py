"""Where it is decided which database's own way of searching is taken."""

from sqlalchemy import Connection

from achim.store.search_fulltext import Parts
from achim.store.search_postgres import PostgresParts
from achim.store.search_sqlite import SqliteParts

_SQLITE: Parts = SqliteParts()
_POSTGRES: Parts = PostgresParts()


def parts_of(connection: Connection) -> Parts:
    return _POSTGRES if connection.dialect.name == "postgresql" else _SQLITE
