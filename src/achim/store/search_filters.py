"""The works that filters let through, for both rankings."""

from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, String, cast, func, select

from achim.domain.found import Filters
from achim.store import search_tables as tables
from achim.store.rows import key_of


def read_allowed(connection: Connection, filters: Filters) -> Any:
    """Whether one showing of a work fits the filters: booleans, by the work's number.

    The numbers come as one text: a row of it for each of a million works would take ten times as long.
    """
    table, of = tables.search_shown, tables.search_sources
    # days are kept by series: with its series told a day is looked up, else every showing would be read
    query = select(_joined(table.c.id)).where(table.c.series.in_(_series(connection, filters)))
    if filters.since:
        query = query.where(table.c.day >= filters.since)
    if filters.until:
        query = query.where(table.c.day <= filters.until)
    if filters.topic:
        query = query.where(table.c.topic == filters.topic)
    ids = _ids(connection, query)
    if not filters.source:
        return _flags(ids)
    told = _flags(_ids(connection, select(_joined(of.c.id)).where(of.c.source == filters.source)))
    return fits(told, np.arange(len(told))) & fits(_flags(ids), np.arange(len(told)))


def fits(allowed: Any, ids: Any) -> Any:
    """Which of the works are let through, booleans."""
    known = ids < len(allowed)
    return known & allowed[np.where(known, ids, 0)] if len(allowed) else known


def _series(connection: Connection, filters: Filters) -> list[str]:
    told = connection.scalars(select(tables.search_editions.c.series).distinct())
    return [each for each in told if filters.kind in (None, key_of(each, date.min).kind)]


def _joined(ids: ColumnElement[int]) -> Any:
    return func.aggregate_strings(cast(ids, String), ",")


def _ids(connection: Connection, query: Any) -> Any:
    return numbers(connection.scalar(query))


def numbers(told: str | None) -> Any:
    """What an aggregate of text tells, None for nothing."""
    return np.fromstring(told or "", dtype=np.int64, sep=",")


def _flags(ids: Any) -> Any:
    allowed = np.zeros(int(ids.max()) + 1 if len(ids) else 0, dtype=np.bool_)
    allowed[ids] = True
    return allowed
