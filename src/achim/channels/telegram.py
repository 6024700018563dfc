"""Telegram, by a bot (https://core.telegram.org/bots/api). The chart goes first, as a photo with a caption."""

import json
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from pydantic import SecretStr

from achim.channels.web import Pace, Picture, Poster, Reply, Scribe, packed, seconds_in, transport
from achim.domain.delivery import Issue, Letter, Parcel, Ticket, notice_of, part_of
from achim.ports import Clock

_CHAT_SECONDS = 1.0
_GROUP_SECONDS = 3.0
"""One message a second to a chat, twenty a minute to a group (https://core.telegram.org/bots/faq#broadcasting-to-users)."""
_SHUT = frozenset({401, 404})
"""A token that is none; that a chat is closed to the bot (403) says nothing about others."""
_HTML = {"parse_mode": "HTML"}


@dataclass(frozen=True, slots=True)
class TelegramChannel:
    """``base_url`` is the service's, without a slash at its end; ``chats`` are ids, or names after an at sign."""

    name: str
    token: SecretStr
    base_url: str
    chats: tuple[str, ...]
    scribe: Scribe
    picture: Picture
    clock: Clock
    together: int = 1
    is_once: bool = False

    @property
    def recipients(self) -> Sequence[str]:
        return self.chats

    def parcels(self, issue: Issue, recipient: str) -> Sequence[Parcel]:
        messages, picture = self.scribe.messages(issue), self.picture(issue)
        parts = len(messages) + (1 if picture else 0)
        made: list[Parcel] = []
        if picture:
            body = {"chat_id": recipient, "caption": messages[0].caption, **_HTML}
            made.append(_parcel(part_of(self.name, recipient, issue, 1), parts, messages[0].title, body, (picture,)))
        for message in messages:
            ticket = part_of(self.name, recipient, issue, len(made) + 1)
            made.append(_parcel(ticket, parts, message.title, _text(recipient, message.text, is_silent=bool(made))))
        return made

    def letter(self, letter: Letter, recipient: str) -> Parcel:
        message = self.scribe.letter(letter)
        return _parcel(
            notice_of(self.name, recipient, letter), 1, message.title, _text(recipient, message.text, is_silent=False)
        )

    @contextmanager
    def open(self) -> Generator["TelegramSender"]:
        with transport() as way:
            poster = Poster("Telegram", self.clock, way, shut=_SHUT, asked=_asked)
            yield TelegramSender(self.base_url, self.token, poster, Pace(self.clock))


@dataclass(frozen=True, slots=True)
class TelegramSender:
    base_url: str
    token: SecretStr
    poster: Poster
    pace: Pace

    def send(self, parcel: Parcel) -> str:
        chat = parcel.ticket.recipient
        self.pace.keep(chat, _GROUP_SECONDS if chat.startswith(("-", "@")) else _CHAT_SECONDS)
        reply = self._posted(parcel)
        made = reply.told.get("result")
        if reply.told.get("ok") is not True or not isinstance(made, dict):
            raise self.poster.lost()
        number = cast("dict[str, Any]", made).get("message_id")
        return f"{reply.short}, {number}" if isinstance(number, int) else reply.short

    def _posted(self, parcel: Parcel) -> Reply:
        if not parcel.files:
            return self.poster.json(self._method("sendMessage"), parcel.body)
        name, data = parcel.files[0]
        return self.poster.form(
            self._method("sendPhoto"), json.loads(parcel.body), [("photo", (name, data, "image/png"))]
        )

    def _method(self, name: str) -> str:
        return f"{self.base_url}/bot{self.token.get_secret_value()}/{name}"


def _text(chat: str, text: str, *, is_silent: bool) -> dict[str, object]:
    return {
        "chat_id": chat,
        "text": text,
        **_HTML,
        "link_preview_options": {"is_disabled": True},
        "disable_notification": is_silent,
    }


def _parcel(ticket: Ticket, parts: int, title: str, body: object, files: tuple[tuple[str, bytes], ...] = ()) -> Parcel:
    return Parcel(ticket=ticket, parts=parts, name=title, media_type="application/json", body=packed(body), files=files)


def _asked(told: object) -> float | None:
    parameters = cast("dict[str, Any]", told).get("parameters")
    return seconds_in(cast("dict[str, Any]", parameters).get("retry_after")) if isinstance(parameters, dict) else None
