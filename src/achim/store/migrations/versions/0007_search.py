"""Full text and vectors of every work that editions told, filled by the next build or ``achim index``."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "search_state",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("value", sa.String(), nullable=False),
    )
    op.create_table(
        "search_editions",
        sa.Column("series", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
    )
    op.create_table(
        "search_works",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("work", sa.String(), nullable=False, unique=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
    )
    op.create_table(
        "search_shown",
        sa.Column("series", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
    )
    op.create_index("search_shown_of_work", "search_shown", ["id"])
    op.create_table(
        "search_sources",
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("id", sa.Integer(), primary_key=True),
    )
    op.create_index("search_sources_of_work", "search_sources", ["id"])
    op.create_table(
        "search_gone",
        sa.Column("work", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
    )
    for table, column in (("search_vectors", "vectors"), ("search_codes", "codes")):
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column(column, sa.LargeBinary(), nullable=False),
        )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_text USING fts5(title, text, told, authors, content='', "
            'tokenize="unicode61 remove_diacritics 0")'
        )
        op.execute("CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_text, row)")
