"""Bring a database to the newest schema. Forward only; a newer database than the program is refused."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

from achim.domain.note import Note
from achim.errors import UserError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0014"
_SCRIPTS = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> None:
    """Idempotent. Alembic is loaded only where there is something to do: it takes longer than the check."""
    refuse_other_orders(engine)
    version = current(engine)
    if version == HEAD:
        return
    refuse_newer(version)
    from alembic import command

    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)


def refuse_newer(version: str | None) -> None:
    """Raises UserError for a schema's version that this program does not know."""
    if version in (None, HEAD):
        return
    from alembic.script import ScriptDirectory

    if version not in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}:
        raise UserError(Note.of("error.newer_schema", schema=version, known=HEAD))


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


def refuse_other_orders(engine: Engine) -> None:
    """Texts are put in order by their code points everywhere, or an edition would hang on where its archive is.

    Also of an archive that is there: a dump may have been put back into a database of another order. Of the providers
    of orders, PostgreSQL's own (b) knows only that by code points, ICU (i) none such; before 15 there was libc alone.
    Raises UserError.
    """
    if engine.dialect.name != "postgresql":
        return
    query = (
        "SELECT CASE to_jsonb(own) ->> 'datlocprovider' WHEN 'i' THEN 'ICU' WHEN 'b' THEN 'C' ELSE datcollate END,"
        " pg_encoding_to_char(encoding) FROM pg_database AS own WHERE datname = current_database()"
    )
    with engine.connect() as connection:
        order, encoding = connection.execute(text(query)).one()
    if not is_by_code_points(order) or encoding != "UTF8":
        raise UserError(Note.of("error.database_order", order=order, encoding=encoding))


def is_by_code_points(order: str) -> bool:
    """Of a collation's name: https://www.postgresql.org/docs/18/collation.html#COLLATION-MANAGING-STANDARD"""
    return order.partition(".")[0] in ("C", "POSIX")


def current(engine: Engine) -> str | None:
    """The schema's version, None for an empty database."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
