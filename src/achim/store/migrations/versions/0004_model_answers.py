"""Answers of language models, so that a build that is made again or was killed pays for none twice."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "model_answers",
        sa.Column("question", sa.String(), primary_key=True),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
