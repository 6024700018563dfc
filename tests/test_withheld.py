"""No secret is in a log, a report, a receipt or an error, whatever goes wrong and whoever repeats it."""

import io
import json
import smtplib
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx2
import pytest
from pydantic import TypeAdapter

from achim import cli
from achim.domain.delivery import Receipt
from achim.domain.secrets import without
from achim.ports import Channel
from achim.progress import JsonProgress, PlainProgress
from achim.render.messages import say
from achim.render.running import sending_lines
from achim.settings import Settings
from achim.settings_ways import Way
from achim.store.codec import to_json
from achim.ways import make_channel
from achim.withheld import withheld
from tests.moving_clock import MovingClock
from tests.test_delivering import Desk

SECRET = "s3cr3t-Word_0123456789"
TOKEN = f"123456:{SECRET}"
KEY = "whsec_" + b64encode(b"k" * 32).decode()
HOST = "https://hooks.example.org"
VARIABLES = {
    "SLACK_WEBHOOK_URL": f"{HOST}/services/T0/B0/{SECRET}",
    "DISCORD_WEBHOOK_URL": f"{HOST}/api/webhooks/1/{SECRET}",
    "TELEGRAM_BOT_TOKEN": TOKEN,
    "WEBHOOK_SECRET": KEY,
    "SMTP_PASSWORD": SECRET,
    "GIT_TOKEN": SECRET,
}
CHATS = ("slack", "discord", "telegram", "webhook")
OWN: dict[str, dict[str, object]] = {
    "telegram": {"chats": ["-100123"]},
    "webhook": {"url": f"{HOST}/hook/{SECRET}"},
    "mail": {
        "from": "paper@example.org", "host": "localhost", "port": 9, "security": "none", "user": "me",
        "to": ["a@example.org"],
    },
}  # fmt: skip
ECHO = f"no: {SECRET} {KEY} {TOKEN} {HOST}/services/T0/B0/{SECRET}"
Fails = Callable[[httpx2.Request], httpx2.Response]


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)


class Kept(list[Receipt]):
    """Receipts in memory."""

    def put(self, receipts: Iterable[Receipt]) -> None:
        self.extend(receipts)

    def of_days(self, since: date) -> Sequence[Receipt]:
        return tuple(self)


@dataclass
class Told:
    """Everything that anybody gets to read of a try, as one text."""

    folder: Path
    settings: Settings

    def all_of(self, channel: Channel) -> str:
        shown: list[str] = []
        for progress in (PlainProgress("en", self.folder / "log", io.StringIO()), self._json()):
            progress.hide = lambda text: withheld(text, self.settings)
            desk = Desk(cast(Any, SimpleNamespace(receipts=Kept())), [channel], progress=progress)
            sent = desk.round()
            assert sent
            shown += [
                repr(sent),
                *sending_lines(sent, "en"),
                *(say(note, "ko") for each in sent for note in each.faults),
            ]
            shown += [to_json(Receipt, each) for each in desk.receipts()]
            shown.append(cast(io.StringIO, progress._stream).getvalue())  # pyright: ignore[reportPrivateUsage]
        if (log := self.folder / "log").exists():
            shown.append(log.read_text(encoding="utf-8"))
        return "\n".join(shown)

    def _json(self) -> JsonProgress:
        return JsonProgress("en", self.folder / "log", io.StringIO())


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path, Settings.model_validate({"channels": {"mine": way("webhook")}}))


def way(kind: str, **more: object) -> dict[str, object]:
    return {"type": kind, **OWN.get(kind, {}), **more}


def channel_of(kind: str, **more: object) -> Channel:
    settings: Any = TypeAdapter[Any](Way).validate_python(way(kind, **more))
    return make_channel("mine", settings, lambda issue: {"a.md": b"x"}, MovingClock())


def raising(error: Exception) -> Fails:
    def fail(request: httpx2.Request) -> httpx2.Response:
        raise error

    return fail


def answering(status: int) -> Fails:
    def answer(request: httpx2.Request) -> httpx2.Response:
        body = json.dumps({"description": ECHO, "message": str(request.url)}).encode()
        return httpx2.Response(status, content=body, headers={"location": str(request.url), "retry-after": "9"})

    return answer


FAULTS: dict[str, Fails] = {
    **{str(status): answering(status) for status in (302, 400, 401, 404, 413, 429, 500)},
    **{
        type(error).__name__: raising(error)
        for error in (
            httpx2.ConnectError(ECHO), httpx2.ReadError(ECHO), httpx2.InvalidURL(ECHO), ValueError(ECHO),
            OSError(5, ECHO), RuntimeError(ECHO),
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("kind", CHATS)
def test_hostile_a_service_that_repeats_the_secret(
    kind: str, fault: str, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def handle(self: httpx2.HTTPTransport, request: httpx2.Request) -> httpx2.Response:
        return FAULTS[fault](request)

    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", handle)

    shown = told.all_of(channel_of(kind))

    assert SECRET not in shown
    assert KEY not in shown


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPAuthenticationError(535, ECHO.encode()),
        smtplib.SMTPConnectError(421, ECHO),
        smtplib.SMTPServerDisconnected(ECHO),
        smtplib.SMTPException(ECHO),
        OSError(ECHO),
        OSError(5, ECHO),
        RuntimeError(ECHO),
    ],
    ids=repr,
)
def test_hostile_a_mail_server_that_repeats_the_password(
    error: Exception, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **more: object) -> None:
        raise error

    monkeypatch.setattr(smtplib, "SMTP", fail)

    assert SECRET not in told.all_of(channel_of("mail"))


def test_hostile_a_git_that_tells_its_whole_environment(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nenv >&2\necho 'fatal: {SECRET}' >&2\nexit 128\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")

    assert SECRET not in told.all_of(channel_of("git", repository=str(tmp_path)))


@pytest.fixture
def crashing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(self: object, name: str) -> None:
        raise RuntimeError(ECHO)

    monkeypatch.setattr("achim.posting.PostOffice.try_out", fail)
    monkeypatch.setenv("ACHIM_CHANNELS__MINE", '{type="slack"}')
    command = partial(cli.commands, ["channels", "test", "mine", "--home", str(tmp_path)])
    monkeypatch.setattr(cli, "commands", command)


@pytest.mark.usefixtures("crashing")
def test_fault_of_ours_ends_a_command_with_a_traceback_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main()
    shown = "".join(capsys.readouterr())

    assert ended.value.code == 1
    assert "RuntimeError" in shown
    assert SECRET not in shown


def test_all_forms_of_a_secret_are_taken_out() -> None:
    address = "https://hc-ping.com/0f8a-4b1c-aaaa/päss word?key=abcdefgh"
    text = f"{address} GET /0f8a-4b1c-aaaa/p%C3%A4ss%20word abcdefgh c2VjcmV0IHdvcmQ= secret%20word short"

    assert without(text, [address, "secret word", "short"]) == "*** GET /***/*** *** *** *** short"
