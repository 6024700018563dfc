"""Addresses that have moved or gone for good, so that no feed is asked where it no longer is."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "addresses",
        sa.Column("url", sa.String(), primary_key=True),
        sa.Column("moved_to", sa.String(), nullable=True),
        sa.Column("gone_at", sa.String(), nullable=True),
    )
