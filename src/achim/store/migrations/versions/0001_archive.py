"""The archive: builds, editions, announcements, printed works, cursors, answers, vectors."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "builds",
        sa.Column("edition", sa.String(), primary_key=True),
        sa.Column("begun_at", sa.String(), nullable=False),
    )
    op.create_table(
        "editions",
        sa.Column("series", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_table(
        "announcements",
        sa.Column("series", sa.String(), primary_key=True),
        sa.Column("announcement", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
    )
    op.create_index("announcements_of_edition", "announcements", ["series", "day"])
    op.create_table(
        "printed",
        sa.Column("series", sa.String(), primary_key=True),
        sa.Column("paper", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
    )
    op.create_table(
        "cursors",
        sa.Column("series", sa.String(), primary_key=True),
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
    )
    op.create_table(
        "answers",
        sa.Column("request", sa.String(), primary_key=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "vectors",
        sa.Column("model", sa.String(), primary_key=True),
        sa.Column("text", sa.String(), primary_key=True),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
    )
