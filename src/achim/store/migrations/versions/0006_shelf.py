"""The shelf: editions in short, also of those that were kept before there was one."""

import sqlalchemy as sa
from alembic import op

from achim.store.rows import edition_of
from achim.store.shelf import head_row, shown_rows

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    heads = op.create_table(
        "heads",
        sa.Column("series", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("heads_of_day", "heads", ["day"])
    shown = op.create_table(
        "shown",
        sa.Column("series", sa.String(), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("shown_work", "shown", ["work"])
    op.create_index("shown_slug", "shown", ["slug"])
    op.create_index("shown_topic", "shown", ["topic", "day"])
    connection = op.get_bind()
    newest = (
        sa.select(_EDITIONS.c.series, _EDITIONS.c.day, sa.func.max(_EDITIONS.c.revision).label("revision"))
        .group_by(_EDITIONS.c.series, _EDITIONS.c.day)
        .order_by(_EDITIONS.c.series, _EDITIONS.c.day)
    )
    for series, day, number in connection.execute(newest).all():
        body = connection.execute(
            sa.select(_EDITIONS.c.body).where(
                _EDITIONS.c.series == series, _EDITIONS.c.day == day, _EDITIONS.c.revision == number
            )
        ).scalar_one()
        edition = edition_of(body)
        connection.execute(sa.insert(heads).values(head_row(edition)))
        if rows := shown_rows(edition):
            connection.execute(sa.insert(shown), rows)


_EDITIONS = sa.table(
    "editions",
    sa.column("series", sa.String()),
    sa.column("day", sa.Date()),
    sa.column("revision", sa.Integer()),
    sa.column("body", sa.Text()),
)
