"""The Marks on SQLAlchemy Core."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, select

from achim.domain.ids import PaperId
from achim.domain.marks import Kept, Mark, WorkNote
from achim.store import tables
from achim.store.rows import moment_text, put_rows


class SqlMarks:
    """See ``ports.Marks``."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def kept(self, profile: str) -> Kept:
        marks, notes = tables.marks, tables.notes
        with self._engine.connect() as connection:
            marked = connection.execute(select(marks).where(marks.c.profile == profile).order_by(marks.c.work)).all()
            noted = connection.execute(select(notes).where(notes.c.profile == profile).order_by(notes.c.work)).all()
        return Kept(
            marks=tuple(
                Mark(work=PaperId(row.work), kind=row.kind, at=datetime.fromisoformat(row.at)) for row in marked
            ),
            notes=tuple(
                WorkNote(work=PaperId(row.work), text=row.text, at=datetime.fromisoformat(row.at)) for row in noted
            ),
        )

    def mark(self, profile: str, mark: Mark) -> None:
        self.put(profile, Kept(marks=(mark,)))

    def unmark(self, profile: str, work: PaperId) -> None:
        with self._engine.begin() as connection:
            _drop(connection, tables.marks, profile, work)

    def note(self, profile: str, note: WorkNote) -> None:
        self.put(profile, Kept(notes=(note,)))

    def unnote(self, profile: str, work: PaperId) -> None:
        with self._engine.begin() as connection:
            _drop(connection, tables.notes, profile, work)

    def put(self, profile: str, kept: Kept) -> None:
        own = {"profile": profile}
        marked = [own | {"work": each.work, "kind": each.kind, "at": moment_text(each.at)} for each in kept.marks]
        noted = [own | {"work": each.work, "text": each.text, "at": moment_text(each.at)} for each in kept.notes]
        with self._engine.begin() as connection:
            put_rows(connection, tables.marks, marked)
            put_rows(connection, tables.notes, noted)


def _drop(connection: Connection, table: Any, profile: str, work: PaperId) -> None:
    connection.execute(delete(table).where(table.c.profile == profile, table.c.work == work))
