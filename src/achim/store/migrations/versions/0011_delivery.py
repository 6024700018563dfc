"""Receipts of what went out, and the journal of runs."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "receipts",
        sa.Column("channel", sa.String(), primary_key=True),
        sa.Column("recipient", sa.String(), primary_key=True),
        sa.Column("series", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True),
        sa.Column("part", sa.Integer(), primary_key=True),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("receipts_of_day", "receipts", ["day"])
    op.create_table(
        "tries",
        sa.Column("series", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
    )
    op.create_table(
        "incidents",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("begun_at", sa.String(), primary_key=True),
        sa.Column("is_idle", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
