"""What backfills took into search, and how far they are. It is to follow 0012, the search of PostgreSQL."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "backfill_works",
        sa.Column("work", sa.String(), primary_key=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("is_indexed", sa.Boolean(), nullable=False),
    )
    unindexed = sa.text("NOT is_indexed")
    op.create_index(
        "backfill_works_unindexed", "backfill_works", ["work"], sqlite_where=unindexed, postgresql_where=unindexed
    )
    op.create_table(
        "backfills",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("body", sa.Text(), nullable=False),
    )
