"""``achim deliver`` and ``achim channels``."""

from datetime import date
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App as Commands
from cyclopts import Parameter

from achim.console import Config, Home, aside, at_once, explained, open_app
from achim.domain.note import Note
from achim.errors import DeliveryFault, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from achim.app import App
    from achim.domain.delivery import Parcel
    from achim.posting import PostOffice

_READABLE = 20_000
"""Bytes of a message that are shown on a terminal."""

_SUFFIXES = {"message/rfc822": ".eml", "application/json": ".json", "text/plain": ".txt"}

channels = Commands(name="channels", help="List the ways out, and try one.")


def deliver(
    day: Annotated[date, Parameter(help="Day of the editions, like 2024-11-04.")],
    *,
    to: Annotated[str | None, Parameter(help="Channel; else all.")] = None,
    dry_run: Annotated[bool, Parameter(negative=(), help="Show what would be sent, and send nothing.")] = False,
    out: Annotated[Path | None, Parameter(help="With --dry-run: a folder for every byte of it.")] = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Send a day's editions to those who have not got them, whatever the hour."""
    from achim.posting import PostOffice
    from achim.render.running import sending_lines

    if out and not dry_run:
        raise UserError(Note.of("error.out_dry"))
    app, progress = open_app(home, config, None)
    if to is not None and to not in app.settings.channels:
        raise _no_channel(app, to)
    if dry_run:
        return _show(app, PostOffice(app), day, to, out)
    if not app.settings.channels:
        raise UserError(Note.of("error.no_channels"))
    with progress:
        sent = PostOffice(app).deliver(day, to)
    for line in sending_lines(sent, app.settings.edition.lang) or (_word(app, "deliver.nothing", day=str(day)),):
        at_once(line)
    if any(each.waiting or each.refused or each.given_up or each.faults for each in sent):
        raise SystemExit(1)


@channels.command(name="list")
def list_channels(*, home: Home = None, config: Config = None) -> None:
    """List the channels of achim.toml and to how many each sends."""
    from achim.posting import PostOffice

    app, _ = open_app(home, config, None)
    made = PostOffice(app).channels()
    for name, way in app.settings.channels.items():
        told = {"name": name, "type": way.type, "count": len(made[name].recipients), "kinds": ", ".join(way.kinds)}
        at_once(_word(app, "channels.line", **told))
    if not made:
        at_once(_word(app, "channels.none"))


@channels.command(name="test")
def try_channel(name: Annotated[str, Parameter(help="Channel.")], *, home: Home = None, config: Config = None) -> None:
    """Send a few words to a channel's first recipient, and say what it answered."""
    from achim.posting import PostOffice

    app, _ = open_app(home, config, None)
    if name not in app.settings.channels:
        raise _no_channel(app, name)
    try:
        recipient, answer = PostOffice(app).try_out(name)
    except DeliveryFault as fault:
        aside(f"achim: {_word(app, 'error.channel_test', channel=name)}: {explained(fault)}")
        raise SystemExit(1) from fault
    at_once(_word(app, "channels.tested", name=name, recipient=recipient, answer=answer))


def _show(app: "App", office: "PostOffice", day: date, to: str | None, out: Path | None) -> None:
    shown = 0
    ways = app.settings.channels
    for parcel in office.rehearsed(day, to):
        shown += 1
        for line in _lines(app, parcel):
            at_once(line)
        if out:
            _write(out, parcel, is_file=not ways or ways[parcel.ticket.channel].type == "files")
    if not shown:
        at_once(_word(app, "deliver.nothing", day=str(day)))


def _lines(app: "App", parcel: "Parcel") -> "Iterator[str]":
    ticket = parcel.ticket
    told = {"channel": ticket.channel, "recipient": ticket.recipient, "part": ticket.part, "parts": parcel.parts}
    yield _word(app, "deliver.parcel", **told, name=parcel.name, media=parcel.media_type, size=len(parcel.body))
    for name, data in parcel.files:
        yield _word(app, "deliver.file", name=name, size=len(data))
    if text := _text(parcel):
        yield text


def _text(parcel: "Parcel") -> str:
    """What of a message can be read on a terminal; --out writes all of it."""
    if parcel.media_type == "message/rfc822":
        message = message_from_bytes(parcel.body, policy=policy.default)
        plain = message.get_body(("plain",))
        heads = "\n".join(f"{name}: {value}" for name, value in message.items())
        return f"{heads}\n\n{plain.get_content() if plain else ''}"
    if parcel.media_type in ("text/plain", "application/json") and len(parcel.body) <= _READABLE:
        return parcel.body.decode(errors="replace")
    return ""


def _write(out: Path, parcel: "Parcel", is_file: bool) -> None:
    """A message has a title, which is no name of a file; what ``is_file`` has one."""
    from achim.channels.files import write_files

    ticket = parcel.ticket
    folder = out / ticket.channel / str(ticket.id)
    body = Path(parcel.name).name if is_file else f"message{_SUFFIXES[parcel.media_type]}"
    write_files(folder, {body: parcel.body, **{Path(name).name: data for name, data in parcel.files}})


def _no_channel(app: "App", name: str) -> UserError:
    known = ", ".join(app.settings.channels) or "-"
    return UserError(Note.of("error.no_channel", name=name, known=known))


def _word(app: "App", code: str, **told: object) -> str:
    from achim.render.messages import word

    return word(code, app.settings.edition.lang, **{name: str(value) for name, value in told.items()})
