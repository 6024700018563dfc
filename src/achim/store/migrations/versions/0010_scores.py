"""The scores of works that were ranked and not printed, so that it can be said why."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "scores",
        sa.Column("series", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_index("announcements_of_paper", "announcements", ["paper"])
