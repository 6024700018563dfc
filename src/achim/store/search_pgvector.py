"""Nearest vectors by pgvector: codes of a bit per dimension in a graph (HNSW) by the bits that differ.

The graph finds pieces of works that may be nearest; the caller compares those works by numbers, as it does everywhere.
A server without the extension, or a user who may not create it, has no graph, and the caller compares the codes of all.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from achim.ports import Vector
from achim.store.search_fulltext import Nearest
from achim.store.search_vectors import codes_of

_GRAPH = "search_pieces_nearest"
_PIECES = 800
"""Pieces that are taken from the graph for a vector."""
_EXACTLY = 20_000
"""Works that filters let through up to which all are compared: a graph that finds mostly others is slower."""


def put_codes(connection: Connection, codes: Mapping[int, bytes], dimensions: int) -> None:
    """Of works, in the place of those that they had."""
    width = _width(dimensions)
    if _graph_of(connection) != width:
        _make_graph(connection, width)
    connection.execute(text("DELETE FROM search_pieces WHERE id = ANY(:ids)"), {"ids": list(codes)})
    rows = [
        {"id": number, "place": place, "code": code}
        for number, told in codes.items()
        for place, code in enumerate(_bits(np.frombuffer(told, np.uint8).reshape(-1, width // 8)))
    ]
    insert = f"INSERT INTO search_pieces VALUES (:id, :place, CAST(:code AS bit({width})))"
    connection.execute(text(insert), rows)


def drop_nearest(connection: Connection) -> None:
    connection.execute(text(f"DROP INDEX IF EXISTS {_GRAPH}"))


def nearest_of(connection: Connection, dimensions: int) -> Nearest | None:
    width = _width(dimensions)
    return partial(_nearest, connection, width) if _graph_of(connection) == width else None


def may_have_graph(connection: Connection) -> bool:
    """Whether a server of PostgreSQL's has the extension, or has it to offer and this user may create it."""
    is_there = "EXISTS (SELECT FROM pg_extension WHERE extname = 'vector')"
    may_create = "trusted AND has_database_privilege(current_database(), 'CREATE') OR rolsuper"
    offered = (
        "EXISTS (SELECT FROM pg_available_extension_versions, pg_roles"
        f" WHERE name = 'vector' AND rolname = current_user AND ({may_create}))"
    )
    return bool(connection.scalar(text(f"SELECT {is_there} OR {offered}")))


def _nearest(connection: Connection, width: int, vectors: Sequence[Vector], allowed: Any | None) -> Sequence[int]:
    ids = None if allowed is None else np.flatnonzero(allowed).tolist()
    if ids == []:
        return []
    is_exact = ids is not None and len(ids) <= _EXACTLY
    _tune(connection, is_exact=is_exact, is_filtered=ids is not None)
    apart = f"CAST(code AS bit({width})) <~> CAST(:code AS bit({width}))"
    statement = text(
        f"SELECT DISTINCT id FROM (SELECT id FROM search_pieces {'' if ids is None else 'WHERE id = ANY(:ids)'}"
        f" ORDER BY {f'({apart}) + 0' if is_exact else apart} LIMIT {_PIECES}) AS near"
    )
    found: set[int] = set()
    for code in _bits(codes_of(np.asarray(vectors, dtype=np.float32))):
        told: dict[str, Any] = {"code": code} | ({} if ids is None else {"ids": ids})
        found.update(connection.execute(statement, told).scalars())
    return sorted(found)


def _tune(connection: Connection, *, is_exact: bool, is_filtered: bool) -> None:
    """For this transaction. A filter is asked of the graph's pieces as they come, until enough of them fit; without
    their order the planner would take all that fit and sort them. A plan is made for the ids at hand: others are told
    apart by comparing each of them."""
    settings = {"hnsw.ef_search": str(_PIECES), "plan_cache_mode": "force_custom_plan"}
    if is_filtered and not is_exact:
        settings |= {"hnsw.iterative_scan": "relaxed_order", "hnsw.max_scan_tuples": "200000", "enable_sort": "off"}
    for name, value in settings.items():
        connection.execute(text("SELECT set_config(:name, :value, true)"), {"name": name, "value": value})


def _make_graph(connection: Connection, width: int) -> None:
    drop_nearest(connection)
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
            code = f"(CAST(code AS bit({width}))) bit_hamming_ops"
            connection.execute(text(f"CREATE INDEX {_GRAPH} ON search_pieces USING hnsw ({code})"))
            connection.execute(text(f"COMMENT ON INDEX {_GRAPH} IS '{width}'"))
    except DBAPIError as error:
        if error.connection_invalidated:
            raise


def _graph_of(connection: Connection) -> int:
    """Of how many bits the graph's codes are; 0 where there is none."""
    told = connection.scalar(text(f"SELECT obj_description(to_regclass('{_GRAPH}'), 'pg_class')"))
    return int(told or 0)


def _width(dimensions: int) -> int:
    return -(-dimensions // 64) * 64


def _bits(codes: Any) -> list[str]:
    """Of codes, a row each, as a text of zeros and ones."""
    return [row.tobytes().decode("ascii") for row in np.unpackbits(codes, axis=1) + ord("0")]
