"""What PostgreSQL keeps for full text and for nearest vectors; SQLite has its own since 0007."""

from alembic import op

revision = "0014"
down_revision = "0013"

_TABLES = (
    "search_text (id integer PRIMARY KEY, words tsvector NOT NULL)",
    "search_sizes (id integer PRIMARY KEY, size integer NOT NULL)",
    'search_tokens (token text COLLATE "C" PRIMARY KEY, documents integer NOT NULL)',
    "search_pieces (id integer, place integer, code bit varying NOT NULL, PRIMARY KEY (id, place))",
)


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in _TABLES:
        op.execute(f"CREATE TABLE {table}")
    op.execute("CREATE INDEX search_text_words ON search_text USING gin (words)")
    op.execute("DELETE FROM search_state")  # an index that has none of these is made anew
