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
    rows = connection.execute(sa.select(_ANNOUNCEMENTS).where(_ANNOUNCEMENTS.c.body.is_not(None))).all()
    if rows:
        connection.execute(_TOLD, [_told(row) for row in rows])
    op.create_index("announcements_of_batch", "announcements", ["series", "source", "batch"])


_TOLD = (
    sa.update(_ANNOUNCEMENTS)
    .where(_ANNOUNCEMENTS.c.series == sa.bindparam("of"), _ANNOUNCEMENTS.c.announcement == sa.bindparam("name"))
    .values(batch=sa.bindparam("day"), kind=sa.bindparam("what"))
)


def _told(row: Any) -> dict[str, Any]:
    body = json.loads(row.body)
    day = date.fromisoformat(body["batch"])
    return {"of": row.series, "name": row.announcement, "day": day, "what": body["kind"]}
