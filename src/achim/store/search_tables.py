"""The tables of search, and what only SQLite has for full text."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, LargeBinary, String, Table, Text, not_

from achim.store.tables import metadata

search_state = Table(
    "search_state",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
    comment="What made the index, and a number that every change of it moves on",
)

search_editions = Table(
    "search_editions",
    metadata,
    Column("series", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("revision", Integer, nullable=False),
    comment="The editions that the index has",
)

search_works = Table(
    "search_works",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("work", String, nullable=False, unique=True),
    Column("day", Date, nullable=False, comment="of the newest edition whose announcements told of it"),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("url", String, nullable=False),
    Column("authors", Text, nullable=False, comment="a JSON array"),
    Column("sources", Text, nullable=False, comment="a JSON array"),
)

search_shown = Table(
    "search_shown",
    metadata,
    Column("series", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("id", Integer, primary_key=True, comment="of search_works"),
    Column("kind", String, nullable=False),
    Column("bucket", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("told", Text, nullable=False, comment="what was printed of the work, and its keywords"),
    Index("search_shown_of_work", "id"),
)

search_sources = Table(
    "search_sources",
    metadata,
    Column("source", String, primary_key=True),
    Column("id", Integer, primary_key=True, comment="of search_works"),
    Index("search_sources_of_work", "id"),
)

search_gone = Table(
    "search_gone",
    metadata,
    Column("work", String, primary_key=True),
    Column("day", Date, nullable=False, comment="of the newest edition that was told it is deleted or withdrawn"),
)

search_vectors = Table(
    "search_vectors",
    metadata,
    Column("id", Integer, primary_key=True, comment="of search_works"),
    Column("vectors", LargeBinary, nullable=False, comment="int8, a row per vector; the first is their mean"),
)

search_codes = Table(
    "search_codes",
    metadata,
    Column("id", Integer, primary_key=True, comment="of search_works"),
    Column("codes", LargeBinary, nullable=False, comment="the signs of those vectors, a bit each"),
)

backfill_works = Table(
    "backfill_works",
    metadata,
    Column("work", String, primary_key=True),
    Column("digest", String, nullable=False, comment="of what was taken in"),
    Column("version", Integer, nullable=False),
    Column("changed", Date, nullable=False, comment="of the newest record that was read"),
    Column("told_on", Date, nullable=False, comment="the day of its newest version"),
    Column("topic", String, nullable=False),
    Column("is_gone", Boolean, nullable=False),
    Column("is_indexed", Boolean, nullable=False, comment="no longer, since the index was made anew"),
    comment="The works that backfills took in, or out",
)
Index(
    "backfill_works_unindexed",
    backfill_works.c.work,
    sqlite_where=not_(backfill_works.c.is_indexed),
    postgresql_where=not_(backfill_works.c.is_indexed),
)

backfills = Table(
    "backfills",
    metadata,
    Column("name", String, primary_key=True),
    Column("body", Text, nullable=False, comment="how far it is, as JSON"),
)

COLUMNS = ("title", "text", "told", "authors")
"""Of the full text, in order."""
