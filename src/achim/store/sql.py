"""The Store on SQLAlchemy Core: SQLite by default, any database by URL."""

import json
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import OperationalError

from achim.domain.edition import Edition, EditionKey
from achim.domain.ids import PaperId
from achim.domain.paper import Announcement, Cursor, Known
from achim.domain.standing import Scored
from achim.ports import Address, Answer, Flag, Memory, ModelAnswer, Printed, Reading, SourceState, Vector
from achim.store import tables
from achim.store.codec import from_json, to_json
from achim.store.connect import connected, disposing, repeatable, translated
from achim.store.delivery import SqlJournal, SqlReceipts
from achim.store.marks import SqlMarks
from achim.store.migrate import HEAD, current, migrate, refuse_other_orders
from achim.store.rows import (
    accounted_row,
    address_of,
    address_row,
    chunks,
    digest,
    edition_of,
    edition_row,
    flag_of,
    flag_row,
    inserting,
    known_of,
    known_row,
    moment_text,
    printed_of,
    put_row,
    put_rows,
    state_of,
    state_row,
    telling_row,
    vector_bytes,
    vector_of,
)
from achim.store.shelf import SqlShelf, keep_on_shelf, read_edition
from achim.store.works import SqlWorks, keep_scored

_BATCHES = 3


def open_store(url: str, lock: AbstractContextManager[None]) -> "SqlStore":
    """The archive at a database URL, brought to the newest schema. ``lock`` keeps two builds apart.

    Raises UserError where there is no such database, or it cannot be read.
    """
    with translated(url):
        engine = connected(url)
        try:
            refuse_other_orders(engine)
            if current(engine) != HEAD:  # whoever only reads does not wait for a build
                with lock:
                    migrate(engine)
        except BaseException:
            engine.dispose()
            raise
        return SqlStore(engine, lock)


def has_archive(url: str) -> bool:
    """Whether a database holds an archive; looking makes nothing. Raises UserError where there is no such database."""
    with translated(url), disposing(connected(url)) as engine:
        return current(engine) is not None


@contextmanager
def opened_store(url: str, lock: AbstractContextManager[None]) -> Generator["SqlStore"]:
    """The archive for a while. What goes wrong with the database meanwhile is raised as UserError."""
    store = open_store(url, lock)
    try:
        with translated(url):
            yield store
    finally:
        store.close()


class SqlStore:
    """See ``ports.Store``."""

    def __init__(self, engine: Engine, lock: AbstractContextManager[None]) -> None:
        self._engine = engine
        self._lock = lock

    def lock(self) -> AbstractContextManager[None]:
        return self._lock

    @property
    def shelf(self) -> SqlShelf:
        return SqlShelf(self._engine)

    @property
    def works(self) -> SqlWorks:
        return SqlWorks(self._engine)

    @property
    def marks(self) -> SqlMarks:
        return SqlMarks(self._engine)

    @property
    def receipts(self) -> SqlReceipts:
        return SqlReceipts(self._engine)

    @property
    def journal(self) -> SqlJournal:
        return SqlJournal(self._engine)

    def close(self) -> None:
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """For what else lives in the same database."""
        return self._engine

    @repeatable
    def begin(self, key: EditionKey, now: datetime) -> datetime:
        table = tables.builds
        with self._engine.begin() as connection:
            one = inserting(connection, table).values(edition=str(key), begun_at=moment_text(now))
            same = one.on_conflict_do_update(index_elements=["edition"], set_={"begun_at": table.c.begun_at})
            begun = connection.execute(same.returning(table.c.begun_at)).scalar_one()
        return datetime.fromisoformat(begun)

    def end(self, key: EditionKey) -> None:
        with self._engine.begin() as connection:
            _end(connection, key)

    def cursors(self, series: str) -> Sequence[Cursor]:
        table = tables.cursors
        with self._engine.connect() as connection:
            rows = connection.execute(select(table.c.source, table.c.day).where(table.c.series == series))
            return tuple(Cursor(source, day) for source, day in sorted(map(tuple, rows)))

    def known(self, key: EditionKey, cursors: Sequence[Cursor]) -> Sequence[Known]:
        with self._engine.connect() as connection:
            return tuple(row for cursor in cursors for row in _known_up_to(connection, key, cursor))

    def accounted(self, key: EditionKey, announcements: Sequence[str]) -> Mapping[str, date]:
        table = tables.announcements
        with self._engine.connect() as connection:
            rows = [
                row
                for chunk in chunks(announcements)
                for row in connection.execute(
                    select(table.c.announcement, table.c.day).where(
                        table.c.series == key.series, table.c.day != key.day, table.c.announcement.in_(chunk)
                    )
                )
            ]
        return {announcement: day for announcement, day in map(tuple, rows)}

    def printed(self, key: EditionKey, papers: Sequence[PaperId]) -> Sequence[Printed]:
        table = tables.tellings
        query = select(table).where(table.c.series == key.series, table.c.day != key.day).order_by(table.c.day)
        with self._engine.connect() as connection:
            found = (connection.execute(query.where(table.c.paper.in_(chunk))) for chunk in chunks(papers))
            rows = [row for result in found for row in result]
        last = {row.paper: printed_of(row) for row in rows}
        return tuple(last[paper] for paper in sorted(last))

    def told(self, key: EditionKey, since: date) -> Sequence[Printed]:
        table = tables.tellings
        query = select(table).where(table.c.series == key.series, table.c.day != key.day, table.c.day >= since)
        with self._engine.connect() as connection:
            last = {row.paper: printed_of(row) for row in connection.execute(query.order_by(table.c.day))}
        return tuple(last[paper] for paper in sorted(last))

    def announcements(self, key: EditionKey) -> Sequence[Announcement]:
        table = tables.announcements
        with self._engine.connect() as connection:
            bodies = connection.execute(
                select(table.c.body)
                .where(table.c.series == key.series, table.c.day == key.day, table.c.body.is_not(None))
                .order_by(table.c.position)
            ).scalars()
            return tuple(from_json(Announcement, body) for body in bodies)

    def edition(self, key: EditionKey, revision: int | None = None) -> Edition | None:
        with self._engine.connect() as connection:
            return read_edition(connection, key, revision)

    def editions(self) -> Sequence[Edition]:
        table = tables.editions
        newest = (
            select(table.c.series, table.c.day, func.max(table.c.revision).label("revision"))
            .group_by(table.c.series, table.c.day)
            .subquery()
        )
        query = (
            select(table.c.body)
            .join(
                newest,
                (table.c.series == newest.c.series)
                & (table.c.day == newest.c.day)
                & (table.c.revision == newest.c.revision),
            )
            .order_by(table.c.day.desc(), table.c.series)
        )
        with self._engine.connect() as connection:
            return tuple(map(edition_of, connection.execute(query).scalars()))

    def keep(
        self,
        edition: Edition,
        announcements: Sequence[Announcement],
        cursors: Sequence[Cursor],
        corrected: Sequence[Edition] = (),
        scored: Sequence[Scored] = (),
    ) -> None:
        with self._engine.begin() as connection:
            for each in (*corrected, edition):
                _keep_edition(connection, each)
            _keep_announcements(connection, edition, announcements)
            _keep_tellings(connection, edition)
            keep_scored(connection, edition.key, scored)
            for cursor in cursors:
                _advance(connection, edition.key.series, cursor)
            _end(connection, edition.key)

    def correct(self, edition: Edition, said: Collection[str], at: datetime) -> None:
        with self._engine.begin() as connection:
            _keep_edition(connection, edition)
            _close_flags(connection, edition.key, said, at)

    def close_flags(self, key: EditionKey, said: Collection[str], at: datetime) -> None:
        with self._engine.begin() as connection:
            _close_flags(connection, key, said, at)

    def keep_flag(self, flag: Flag) -> None:
        with self._engine.begin() as connection:
            put_row(connection, tables.flags, flag_row(flag))

    def flags(self) -> Sequence[Flag]:
        table = tables.flags
        query = select(table).where(table.c.closed_at.is_(None)).order_by(table.c.at, table.c.flag)
        with self._engine.connect() as connection:
            return tuple(map(flag_of, connection.execute(query)))

    def restore(self, key: EditionKey, memory: Memory) -> None:
        with self._engine.begin() as connection:
            days = dict(memory.accounted)
            put_rows(connection, tables.announcements, [accounted_row(key, *each) for each in memory.accounted])
            put_rows(connection, tables.announcements, [known_row(key, each, days) for each in memory.known])
            told = (*memory.told, *memory.printed)
            put_rows(connection, tables.tellings, [telling_row(key, each) for each in told])
            if memory.earlier:
                put_row(connection, tables.editions, edition_row(memory.earlier))
                _keep_announcements(connection, memory.earlier, memory.carried)
                _keep_tellings(connection, memory.earlier)
                keep_on_shelf(connection, memory.earlier)
            for cursor in memory.cursors:
                _advance(connection, key.series, cursor)

    def note_readings(self, readings: Sequence[Reading]) -> None:
        with self._engine.begin() as connection:
            for reading in sorted(readings, key=lambda each: each.source):  # two that note the same wait in turn
                _note_reading(connection, reading)

    def source_states(self) -> Sequence[SourceState]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(tables.sources).order_by(tables.sources.c.source))
            return tuple(state_of(row) for row in rows)

    @repeatable
    def vectors(self, model: str, texts: Sequence[str]) -> Mapping[str, Vector]:
        table = tables.vectors
        digests = {digest(text): text for text in texts}
        with self._engine.connect() as connection:
            rows = [
                row
                for chunk in chunks(sorted(digests))
                for row in connection.execute(
                    select(table.c.text, table.c.vector).where(table.c.model == model, table.c.text.in_(chunk))
                )
            ]
        return {digests[row.text]: vector_of(row.vector) for row in rows}

    @repeatable
    def keep_vectors(self, model: str, vectors: Mapping[str, Vector]) -> None:
        rows = [
            {"model": model, "text": digest(text), "vector": vector_bytes(vector)} for text, vector in vectors.items()
        ]
        with self._engine.begin() as connection:
            put_rows(connection, tables.vectors, sorted(rows, key=lambda row: row["text"]))

    @repeatable
    def answer(self, request: str, since: datetime) -> Answer | None:
        table = tables.answers
        with self._engine.connect() as connection:
            row = connection.execute(
                select(table).where(table.c.request == request, table.c.at >= moment_text(since))
            ).one_or_none()
        return Answer(row.url, row.status, json.loads(row.headers), row.body) if row else None

    @repeatable
    def keep_answer(self, request: str, answer: Answer, at: datetime) -> None:
        row = {
            "request": request,
            "at": moment_text(at),
            "url": answer.url,
            "status": answer.status,
            "headers": json.dumps(dict(answer.headers), sort_keys=True),
            "body": answer.body,
        }
        with self._engine.begin() as connection:
            put_row(connection, tables.answers, row)

    def addresses(self) -> Mapping[str, Address]:
        with self._engine.connect() as connection:
            rows = connection.execute(select(tables.addresses)).all()
        return {row.url: address_of(row) for row in rows}

    def keep_address(self, address: Address) -> None:
        table = tables.addresses
        with self._engine.begin() as connection:
            if address.moved_to or address.gone_at:
                put_row(connection, table, address_row(address))
            else:
                connection.execute(delete(table).where(table.c.url == address.url))

    @repeatable
    def model_answer(self, question: str) -> ModelAnswer | None:
        table = tables.model_answers
        try:
            with self._engine.connect() as connection:
                body = connection.execute(select(table.c.body).where(table.c.question == question)).scalar()
            return from_json(ModelAnswer, body) if body else None
        except ValueError:  # a damaged row is no answer: it is asked for again
            return None
        except OperationalError as error:  # SQLite's word for a text that is not UTF-8
            if "decode" not in str(error.orig):
                raise
            return None

    @repeatable
    def keep_model_answer(self, question: str, model: str, answer: ModelAnswer, at: datetime) -> None:
        row = {"question": question, "model": model, "at": moment_text(at), "body": to_json(ModelAnswer, answer)}
        with self._engine.begin() as connection:
            put_row(connection, tables.model_answers, row)


def _keep_edition(connection: Connection, edition: Edition) -> None:
    connection.execute(insert(tables.editions).values(edition_row(edition)))
    keep_on_shelf(connection, edition)


def _close_flags(connection: Connection, key: EditionKey, said: Collection[str], at: datetime) -> None:
    table = tables.flags
    own = (table.c.series == key.series, table.c.day == key.day, table.c.closed_at.is_(None))
    closing = update(table).where(*own, table.c.said.in_(list(said)))
    connection.execute(closing.values(closed_at=moment_text(at)))


def _keep_announcements(connection: Connection, edition: Edition, announcements: Sequence[Announcement]) -> None:
    table = tables.announcements
    key = edition.key
    connection.execute(delete(table).where(table.c.series == key.series, table.c.day == key.day))
    fates = {fate.announcement: fate for fate in edition.ledger.fates}
    rows = [
        {
            "series": key.series,
            "announcement": announcement.key,
            "day": key.day,
            "position": position,
            "source": announcement.source,
            "paper": fates[announcement.key].paper,
            "bucket": fates[announcement.key].bucket,
            "body": to_json(Announcement, announcement),
            "batch": announcement.batch,
            "kind": announcement.kind,
        }
        for position, announcement in enumerate(announcements)
    ]
    if rows:
        connection.execute(insert(table), rows)


def _keep_tellings(connection: Connection, edition: Edition) -> None:
    day = edition.key.day
    told = [
        Printed(paper=paper.id, day=day, version=paper.version, title=paper.title, abstract=paper.abstract)
        for paper in (entry.paper for entry in edition.entries)
    ]
    told += [
        Printed(paper=each.paper, day=day, version=each.version, title=each.title, abstract=each.abstract)
        for each in edition.updates
    ]
    table = tables.tellings
    connection.execute(delete(table).where(table.c.series == edition.key.series, table.c.day == day))
    put_rows(connection, table, [telling_row(edition.key, each) for each in told])


def _known_up_to(connection: Connection, key: EditionKey, cursor: Cursor) -> Iterator[Known]:
    table = tables.announcements
    own = (table.c.series == key.series, table.c.source == cursor.source, table.c.day != key.day)
    batches = select(table.c.batch).where(*own, table.c.batch <= cursor.day).distinct().order_by(table.c.batch.desc())
    first = min(connection.execute(batches.limit(_BATCHES)).scalars(), default=cursor.day)
    columns = (table.c.source, table.c.announcement, table.c.batch, table.c.kind, table.c.paper)
    query = select(*columns).where(*own, table.c.batch >= first).order_by(table.c.announcement)
    return map(known_of, connection.execute(query))


def _advance(connection: Connection, series: str, cursor: Cursor) -> None:
    """Move a cursor forward; an edition of an earlier day, built late, moves none back."""
    table = tables.cursors
    moved = inserting(connection, table).values(series=series, source=cursor.source, day=cursor.day)
    day = moved.excluded.day
    connection.execute(
        moved.on_conflict_do_update(index_elements=["series", "source"], set_={"day": day}, where=table.c.day < day)
    )


def _note_reading(connection: Connection, reading: Reading) -> None:
    """The row is there and locked before it is read: a machine that notes the same source waits for this one."""
    table = tables.sources
    blank = inserting(connection, table).values(source=reading.source, failures=0)
    connection.execute(blank.on_conflict_do_nothing())
    known = connection.execute(select(table).where(table.c.source == reading.source).with_for_update()).one()
    put_row(connection, table, state_row(reading, known))


def _end(connection: Connection, key: EditionKey) -> None:
    connection.execute(delete(tables.builds).where(tables.builds.c.edition == str(key)))
