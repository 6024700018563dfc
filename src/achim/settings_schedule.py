"""``[schedule]`` and ``[watch]``: when editions are made and go out, and who hears of what is wrong."""

from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from achim.domain.note import Note
from achim.errors import Refused, SettingsError
from achim.settings_channels import Kinds
from achim.settings_fields import Maybe, Table, listed, unreadable

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _local(at: time) -> time:
    if at.tzinfo is not None:
        raise Refused("zoned")
    return at


class ScheduleSettings(Table):
    """When editions are made and go out, by `achim run`."""

    at: Annotated[time, AfterValidator(_local)] = Field(
        default=time(7), description="The time of day, in the edition's time zone, at which editions are on the desk."
    )
    lead_minutes: int = Field(default=45, ge=0, le=720, description="Minutes before `at` at which building begins.")
    wait_minutes: int = Field(
        default=20, ge=0, le=720, description="Minutes after `at` for which an edition with gaps is waited for."
    )
    retry_minutes: int = Field(default=10, ge=1, le=720, description="Minutes between two tries for what is missing.")
    late: Literal["revision", "next"] = Field(
        default="revision",
        description="Where what came after the edition went out is told: in a revision of it, or in the next edition.",
    )
    keep_trying_hours: float = Field(
        default=12.0, ge=0, le=24, description="Hours after `at` for which what is missing is asked for."
    )
    kinds: Kinds = Field(default=("papers", "news"), min_length=1, description="Which editions: papers, news.")
    weekdays: Annotated[tuple[Weekday, ...], BeforeValidator(listed)] = Field(
        default=WEEKDAYS, min_length=1, description="On which days: mon, tue, wed, thu, fri, sat, sun."
    )
    site: bool = Field(
        default=False,
        description="Whether the site is written after each run that changed something, or was killed before it could.",
    )
    give_up_hours: float = Field(default=48.0, gt=0, le=168, description="Hours for which a message is tried.")
    tries: int = Field(default=12, ge=1, le=100, description="How often a message is tried.")


class WatchSettings(Table):
    """Who hears of what is wrong."""

    channel: str = Field(
        default="", max_length=64, description="The channel that tells its owner, once, of each incident; one of yours."
    )
    ping_url: Maybe[SecretStr] = Field(
        default=None,
        description="An address that is asked after each run, and with `/fail` at its end after one that failed: a "
        "dead man's switch as healthchecks.io has it. Better in `ACHIM_WATCH__PING_URL` or a file than here.",
    )
    ping_file: Maybe[Path] = Field(default=None, description="A file that holds that address, in its place.")
    late_minutes: int = Field(
        default=60, ge=1, le=1440, description="Minutes after which an edition that is not there is late."
    )
    source_days: float = Field(default=3.0, gt=0, le=60, description="Days after which a source that fails is dead.")


def ping_address(settings: WatchSettings) -> SecretStr | None:
    """Raises SettingsError, without its text, where it is no web address or its file cannot be read."""
    told = settings.ping_url
    if told is None and settings.ping_file is not None:
        try:
            told = SecretStr(settings.ping_file.read_text(encoding="utf-8").strip())
        except OSError as error:
            raise SettingsError(unreadable("watch.ping_file", settings.ping_file, error)) from error
        except UnicodeDecodeError as error:
            raise SettingsError(Note.of("error.ping_file", path=settings.ping_file)) from error
    if told is not None and not told.get_secret_value().startswith(
        ("https://", "http://127.0.0.1:", "http://localhost:")
    ):
        raise SettingsError(Note.of("error.ping_url"))
    return told
