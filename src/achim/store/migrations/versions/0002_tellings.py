"""Tellings in place of printed: what was last told of a work, so that updates can be; and how sources did."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "tellings",
        sa.Column("series", sa.String(), primary_key=True),
        sa.Column("paper", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("abstract", sa.Text(), nullable=False),
    )
    op.execute(
        "INSERT INTO tellings (series, paper, day, version, title, abstract) "
        "SELECT series, paper, day, version, title, '' FROM printed"
    )
    op.drop_table("printed")
    op.create_table(
        "sources",
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("answered_at", sa.String(), nullable=True),
        sa.Column("batch", sa.Date(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.String(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=True),
    )
