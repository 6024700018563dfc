"""``[store]``: where the archive is."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from achim.domain.note import Note
from achim.errors import Refused, SettingsError
from achim.settings_fields import Maybe, Table

_POSTGRES = "postgresql+psycopg://"
_SPELLINGS = ("postgresql://", "postgres://", _POSTGRES)


def _database(url: SecretStr | None) -> SecretStr | None:
    if url is not None and not _is_database(url.get_secret_value()):
        raise Refused("database_url")
    return url


def _is_database(url: str) -> bool:
    """A host with an @ is the end of a password in which one was not written as %40."""
    from sqlalchemy import make_url  # only where there is such an address: it takes long to load
    from sqlalchemy.exc import ArgumentError

    if not url.startswith((*_SPELLINGS, "sqlite:///")):
        return False
    try:
        return "@" not in (make_url(url).host or "")
    except (ArgumentError, ValueError):
        return False


class StoreSettings(Table):
    """The archive."""

    url: Annotated[Maybe[SecretStr], AfterValidator(_database)] = Field(
        default=None,
        description="A database that holds the archive in the place of a file in the data directory: "
        "`postgresql://USER@HOST/NAME`. With a password better in `ACHIM_STORE__URL` or a file than here.",
    )
    url_file: Maybe[Path] = Field(default=None, description="A file that holds that address, in its place.")
    patience: float = Field(default=600.0, ge=0, description="Seconds to wait for another build that is at work.")


def database_url(settings: StoreSettings) -> str | None:
    """As SQLAlchemy takes it; None where the archive is a file of the data directory. Raises SettingsError, without the
    text, where the file cannot be read or holds no such address."""
    told = settings.url
    if told is None and settings.url_file is not None:
        try:
            told = _database(SecretStr(settings.url_file.read_text(encoding="utf-8").strip()))
        except (OSError, UnicodeDecodeError, Refused) as error:
            raise SettingsError(Note.of("error.store_url_file", path=settings.url_file)) from error
    if told is None:
        return None
    url = told.get_secret_value()
    spelt = next((each for each in _SPELLINGS if url.startswith(each)), None)
    return _POSTGRES + url.removeprefix(spelt) if spelt else url
