"""Editions as messages of chats, sent to doubles that refuse what the services refuse."""

import base64
import hashlib
import hmac
import json
import logging
import re
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from achim.channels.web import Poster, is_safe, transport
from achim.domain.delivery import Issue, Parcel
from achim.domain.edition import Edition
from achim.errors import DeliveryFault, SettingsError
from achim.ports import Channel
from achim.render.chat import FORMS, Chat, Service
from achim.render.chat_markup import units
from achim.settings_ways import Way
from achim.ways import make_channel
from tests.chat_server import Answer, ChatServer, Got, parsed
from tests.editions import (
    corrected_day,
    day_with_gaps,
    full_day,
    hostile_day,
    make_letter,
    quiet_day,
    revised_day,
    written_day,
)
from tests.hostile_vectors import ALL, attacked_day
from tests.moving_clock import MovingClock

ROOT = Path(__file__).parents[1]
SERVICES: tuple[Service, ...] = ("slack", "discord", "telegram")
ALL_TYPES = (*SERVICES, "webhook")
TOKEN = "123456:s3cr3t-bot-token_ABCDEFGHIJK"
KEY = b"k" * 32
WHSEC = "whsec_" + base64.b64encode(KEY).decode()
SECRETS = ("s3cr3t", WHSEC)
LETTER = make_letter("<b>late</b> @everyone", "One & two\n\n<!channel>", "late/1")


@pytest.fixture(scope="module")
def served() -> Iterator[ChatServer]:
    with ChatServer() as server:
        yield server


@pytest.fixture
def server(served: ChatServer, monkeypatch: pytest.MonkeyPatch) -> ChatServer:
    served.got.clear()
    served.script = None
    monkeypatch.setenv("SLACK_WEBHOOK_URL", f"{served.url}/services/T0/B0/s3cr3t")
    monkeypatch.setenv("DISCORD_WEBHOOK_URL", f"{served.url}/api/webhooks/1/s3cr3t")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("WEBHOOK_SECRET", WHSEC)
    return served


def channel_of(kind: str, server: ChatServer, clock: MovingClock, **more: object) -> Channel:
    own: dict[str, dict[str, object]] = {
        "telegram": {"chats": ["-100123", "@paper_room"], "base_url": server.url},
        "webhook": {"url": f"{server.url}/hook"},
    }
    told: Any = TypeAdapter[Any](Way).validate_python({"type": kind, **own.get(kind, {}), **more})
    return make_channel("mine", told, lambda issue: {"a.md": b"x", "paper.png": b"PNG"}, clock)


def sent(channel: Channel, issue: Issue) -> list[tuple[Parcel, str]]:
    with channel.open() as sender:
        return [
            (parcel, sender.send(parcel))
            for recipient in channel.recipients
            for parcel in channel.parcels(issue, recipient)
        ]


@pytest.mark.parametrize("kind", ALL_TYPES)
def test_hostile_every_service_takes_every_edition(kind: str, server: ChatServer) -> None:
    """The doubles refuse what is too long, cannot be parsed, or mentions somebody."""
    channel = channel_of(kind, server, MovingClock())
    days = (written_day(), day_with_gaps(), quiet_day("en"), hostile_day(), attacked_day(ALL))
    for day in days:
        assert all(
            answer.startswith("HTTP 20") for _, answer in sent(channel, Issue(edition=day, site="https://x.org"))
        )
    for before, day in ((1, corrected_day()), (1, revised_day())):
        sent(channel, Issue(edition=day, before=before))
    with channel.open() as sender:
        sender.send(channel.letter(LETTER, channel.recipients[0]))


@pytest.mark.parametrize("service", SERVICES)
def test_hostile_no_markup_of_a_stranger_is_alive(service: Service) -> None:
    text = "\n".join(message.text for message in Chat(service).messages(Issue(edition=attacked_day(ALL, "en"))))
    told = Chat(service).letter(replace(LETTER, text="@everyone <!channel> <@U1> *b* [x](https://evil.example) `c`"))
    both = f"{text}\n{told.text}"
    if service == "telegram":
        assert parsed(both) is not None
        assert "evil.example" not in re.sub(r' href="[^"]*"', "", both)
    elif service == "slack":
        assert all(re.fullmatch(r"<https?://[^|<>]+\|[^<>|]*>", each) for each in re.findall("<[^>]*>", both))
        assert "*b*" not in both
        assert "`c`" not in both
    else:
        assert not re.search(r"@(?!\u200b)", re.sub(r"\]\([^)]*\)", "", both))
        assert not re.search(r"(?<!\\)<", both)
        assert not re.search(r"(?<!\\)\[x", both)


@pytest.mark.parametrize("service", SERVICES)
@settings(max_examples=4)
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=400), min_size=1, max_size=4))
def test_property_parts_are_within_limits_and_hold_all_entries_once(service: Service, texts: Sequence[str]) -> None:
    for edition in (
        attacked_day([f"{text}x" for text in texts]),
        attacked_day([("&@*<_" + text) * 9 for text in texts]),
    ):
        messages = Chat(service).messages(Issue(edition=edition))
        limits = FORMS[service].limits
        assert [block.entry for each in messages for block in each.blocks if block.entry] == entries(edition)
        for each in messages:
            assert len(each.blocks) <= limits.blocks
            assert units(each.text) <= 4_096 or service == "slack"
            assert all(0 < units(block.text) <= limits.block for block in each.blocks)
            assert service != "telegram" or parsed(each.text) is not None


def entries(edition: Edition) -> list[str]:
    return [entry.paper.id for entry in edition.entries]


def test_a_revision_says_first_what_it_corrects_or_that_it_is_an_update() -> None:
    corrected = Chat("slack").messages(Issue(edition=corrected_day(), before=1))[0]
    assert corrected.title.startswith("〔정정〕")
    assert "까닭: 다른 논문의 방법이다" in corrected.text
    assert Chat("slack").messages(Issue(edition=revised_day(), before=1))[0].title.startswith("〔업데이트〕")
    assert "〔" not in Chat("slack").messages(Issue(edition=full_day()))[0].title


def test_gap_and_the_full_report_are_at_the_end() -> None:
    text = Chat("telegram").messages(Issue(edition=day_with_gaps(), site="https://x.org/a"))[-1].text
    assert text.index("Hugging Face: 제시간에") < text.index("https://x.org/a/editions/2024-11-04/papers.html")


def test_the_chart_goes_with_the_first_message(server: ChatServer) -> None:
    issue = Issue(edition=written_day())
    sent(channel_of("discord", server, MovingClock()), issue)
    assert server.got[0].files == {"files[0]": b"PNG"}
    assert server.got[0].told["embeds"][0]["image"] == {"url": "attachment://paper.png"}
    server.got.clear()
    sent(channel_of("telegram", server, MovingClock(), chats="42"), issue)
    assert [got.path.rsplit("/", 1)[1] for got in server.got] == ["sendPhoto", "sendMessage"]
    assert server.got[0].files == {"photo": b"PNG"}
    assert not any(
        part.files for part in channel_of("discord", server, MovingClock()).parcels(replace(issue, before=1), "d")
    )


@pytest.mark.parametrize(("kind", "least"), [("slack", 1.0), ("discord", 1.5), ("telegram", 3.0)])
def test_a_sender_keeps_the_services_pace(kind: str, least: float, server: ChatServer) -> None:
    clock = MovingClock()
    parcels = sent(channel_of(kind, server, clock), Issue(edition=attacked_day(ALL)))
    recipients = {parcel.ticket.recipient for parcel, _ in parcels}
    assert len(clock.waits) == len(parcels) - len(recipients) > 0
    assert set(clock.waits) == {least}


FAULTS: Sequence[tuple[str, Answer | None, dict[str, object]]] = [
    ("slack", (429, {"Retry-After": "30"}, b"rate_limited"), {"again": True, "retry_after": 30.0}),
    ("discord", (429, {}, b'{"retry_after": 2.5}'), {"again": True, "retry_after": 2.5}),
    ("telegram", (429, {}, b'{"ok": false, "parameters": {"retry_after": 7}}'), {"again": True, "retry_after": 7.0}),
    ("slack", (400, {}, b"invalid_blocks"), {"again": False, "ends_all": False}),
    ("slack", (404, {}, b"no_service"), {"again": False, "ends_all": True}),
    ("discord", (401, {}, b'{"message": "401: Unauthorized"}'), {"again": False, "ends_all": True}),
    ("telegram", (403, {}, b'{"description": "bot was blocked"}'), {"again": False, "ends_all": False}),
    ("telegram", (401, {}, b'{"description": "Unauthorized"}'), {"again": False, "ends_all": True}),
    ("webhook", (503, {}, b"[" * 100_000), {"again": True, "unsure": False}),
    ("discord", (502, {}, b"<html>Bad gateway"), {"again": True, "unsure": True}),
    ("slack", (504, {}, b"<html>Gateway time-out"), {"again": True, "unsure": True}),
    ("webhook", (302, {"Location": "http://127.0.0.1:1/"}, b""), {"again": False}),
    ("webhook", None, {"again": True, "unsure": True}),
    ("slack", (200, {}, b"<html>Log in to the network"), {"again": True, "unsure": True}),
    ("telegram", (200, {}, b"{}"), {"again": True, "unsure": True}),
]


@pytest.mark.parametrize(("kind", "answer", "expected"), FAULTS)
def test_fault_an_answer_says_what_becomes_of_a_message(
    kind: str, answer: Answer | None, expected: dict[str, object], server: ChatServer, caplog: pytest.LogCaptureFixture
) -> None:
    """And no secret is told by the fault, its causes or a log, even where the receiver repeats it."""
    caplog.set_level(logging.DEBUG)

    def script(got: Got) -> Answer | None:
        if answer is None:
            return None
        status, headers, body = answer
        return status, headers, body if body.startswith((b"{", b"[", b"<")) else body + b" " + got.path.encode()

    server.script = script
    with pytest.raises(DeliveryFault) as fault:
        sent(channel_of(kind, server, MovingClock()), Issue(edition=quiet_day()))
    assert {name: getattr(fault.value, name) for name in expected} == expected
    assert fault.value.__cause__ is None
    told = f"{fault.value} {fault.value.note} {caplog.text}"
    assert not any(secret in told for secret in SECRETS)
    assert len(server.got) == 1


def test_fault_nothing_listens(server: ChatServer) -> None:
    channel = channel_of("webhook", server, MovingClock(), url="http://127.0.0.1:1/hook")
    with pytest.raises(DeliveryFault) as fault:
        sent(channel, Issue(edition=quiet_day()))
    assert fault.value.again
    assert fault.value.ends_all
    assert not fault.value.unsure


def test_a_webhook_is_signed_and_has_the_same_key_again(server: ChatServer) -> None:
    clock = MovingClock()
    channel = channel_of("webhook", server, clock)
    for _ in range(2):
        sent(channel, Issue(edition=written_day(), site="https://x.org"))
        clock.wait(90)
    first, second = server.got
    for got in server.got:
        id, moment = got.headers["webhook-id"], got.headers["webhook-timestamp"]
        digest = hmac.new(KEY, f"{id}.{moment}.".encode() + got.body, hashlib.sha256).digest()
        assert got.headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
        assert got.headers["idempotency-key"] == id
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 90
    assert first.body == second.body
    assert channel.is_once
    schema = json.loads((ROOT / "docs/schema/webhook.schema.json").read_text(encoding="utf-8"))
    validator: Any = Draft202012Validator(schema)
    told = [
        first.body,
        *(channel.parcels(Issue(edition=day, before=1), "")[0].body for day in (corrected_day(), day_with_gaps())),
    ]
    for body in (*told, channel.letter(LETTER, "").body):
        validator.validate(json.loads(body))
    data = first.told["data"]
    assert (data["day"], data["revision"], len(data["lead"])) == ("2024-11-04", 1, 3)
    assert [entry["number"] for topic in data["topics"] for entry in topic["entries"]] == list(range(1, 13))
    assert data["topics"][0]["entries"][0]["claims"][0]["citations"]


@pytest.mark.parametrize("kind", ALL_TYPES)
def test_hostile_no_secret_shows_in_a_channel_or_its_parcels(kind: str, server: ChatServer) -> None:
    channel = channel_of(kind, server, MovingClock())
    with channel.open() as sender:
        shown = repr((channel, sender, channel.parcels(Issue(edition=full_day()), channel.recipients[0])))
    assert not any(secret in shown for secret in SECRETS)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://10.0.0.4/hook", True),
        ("http://[::1]:80/", True),
        ("http://hooks.example.org/", False),
        ("https://user:word@x.org/", False),
        ("https://x.org/\r\nX-Evil: 1", False),
        ("http://localhost.evil.example/", False),
        ("ftp://x.org/", False),
        ("https://x.org:99999/", False),
    ],
)
def test_hostile_addresses_are_encrypted_or_of_this_machine(url: str, safe: bool) -> None:
    assert is_safe(url) is safe


@pytest.mark.parametrize("kind", ALL_TYPES)
def test_fault_without_a_secret_or_with_a_bad_one_there_is_no_channel(
    kind: str, server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for told in ("", "http://s3cr3t.example/s3cr3t"):
        monkeypatch.setenv("MINE", told)
        with pytest.raises(SettingsError) as refused:
            channel_of(kind, server, MovingClock(), secret_variable="MINE")
        assert "s3cr3t" not in str(refused.value)


def test_a_template_of_ones_own_replaces_ours(server: ChatServer, tmp_path: Path) -> None:
    (tmp_path / "webhook.jinja").write_text('{"text": {{ payload.data.day | tojson }}}', encoding="utf-8")
    sent(channel_of("webhook", server, MovingClock(), template=str(tmp_path)), Issue(edition=full_day()))
    assert json.loads(server.got[0].body) == {"text": "2024-11-04"}
    (tmp_path / "slack.jinja").write_text("{% macro head(a, b) %}{{ a }}{% endmacro %}", encoding="utf-8")
    with pytest.raises(SettingsError):
        channel_of("slack", server, MovingClock(), template=str(tmp_path))


def test_fault_an_answer_that_comes_by_the_letter_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """And may have been for a message that was taken."""

    def drip(listener: socket.socket, is_over: threading.Event) -> None:
        taken, _ = listener.accept()
        with taken, suppress(OSError):
            taken.sendall(b"HTTP/1.1 200 OK\r\nx: ")
            for _ in range(200):
                if is_over.wait(0.02):
                    return
                taken.sendall(b"y")
            is_over.set()

    monkeypatch.setattr("achim.channels.web._TOTAL_SECONDS", 0.2)
    is_over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener, transport() as way:
        dripping = threading.Thread(target=drip, args=(listener, is_over))
        dripping.start()
        try:
            with pytest.raises(DeliveryFault) as told:
                Poster("x", MovingClock(full_day().made_at), way).json(
                    f"http://127.0.0.1:{listener.getsockname()[1]}", b"{}"
                )
            assert (told.value.unsure, is_over.is_set()) == (True, False)
        finally:
            is_over.set()
            dripping.join()
