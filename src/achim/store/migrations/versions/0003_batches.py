"""Announcements with their source's batch and kind, so that what comes later can be held against a batch."""

import json
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_ANNOUNCEMENTS = sa.table(
    "announcements",
    sa.column("series", sa.String()),
    sa.column("announcement", sa.String()),
    sa.column("body", sa.Text()),
    sa.column("batch", sa.Date()),
    sa.column("kind", sa.String()),
)


def upgrade() -> None:
    op.add_column("announcements", sa.Column("batch", sa.Date(), nullable=True))
    op.add_column("announcements", sa.Column("kind", sa.String(), nullable=True))
    connection = op.get_bind()
    for row in connection.execute(sa.select(_ANNOUNCEMENTS).where(_ANNOUNCEMENTS.c.body.is_not(None))).all():
        connection.execute(_told(row))
    op.create_index("announcements_of_batch", "announcements", ["series", "source", "batch"])


def _told(row: Any) -> sa.Update:
    body = json.loads(row.body)
    return (
        sa.update(_ANNOUNCEMENTS)
        .where(_ANNOUNCEMENTS.c.series == row.series, _ANNOUNCEMENTS.c.announcement == row.announcement)
        .values(batch=date.fromisoformat(body["batch"]), kind=body["kind"])
    )
