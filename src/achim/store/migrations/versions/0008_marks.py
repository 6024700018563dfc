"""Stars, mutes and notes of readers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "marks",
        sa.Column("profile", sa.String(), primary_key=True),
        sa.Column("work", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
    )
    op.create_table(
        "notes",
        sa.Column("profile", sa.String(), primary_key=True),
        sa.Column("work", sa.String(), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
    )
