"""Slack, by an incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).

A webhook takes no files, so the chart is not sent.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pydantic import SecretStr

from achim.channels.web import Pace, Poster, Scribe, packed, transport
from achim.domain.chat import Message
from achim.domain.delivery import Issue, Letter, Parcel, Ticket, notice_of, part_of
from achim.ports import Clock

_PACE = 1.0
"""Seconds between messages (https://docs.slack.dev/apis/web-api/rate-limits)."""


@dataclass(frozen=True, slots=True)
class SlackChannel:
    name: str
    url: SecretStr
    scribe: Scribe
    clock: Clock
    together: int = 1
    is_once: bool = False

    @property
    def recipients(self) -> Sequence[str]:
        return ("slack",)

    def parcels(self, issue: Issue, recipient: str) -> Sequence[Parcel]:
        messages = self.scribe.messages(issue)
        return [
            _parcel(part_of(self.name, recipient, issue, part), len(messages), each)
            for part, each in enumerate(messages, 1)
        ]

    def letter(self, letter: Letter, recipient: str) -> Parcel:
        return _parcel(notice_of(self.name, recipient, letter), 1, self.scribe.letter(letter))

    @contextmanager
    def open(self) -> Generator["SlackSender"]:
        with transport() as way:
            yield SlackSender(self.url, Poster("Slack", self.clock, way), Pace(self.clock))


@dataclass(frozen=True, slots=True)
class SlackSender:
    url: SecretStr
    poster: Poster
    pace: Pace

    def send(self, parcel: Parcel) -> str:
        self.pace.keep("", _PACE)
        reply = self.poster.json(self.url.get_secret_value(), parcel.body)
        if reply.body.strip() != b"ok":
            raise self.poster.lost()
        return reply.short


def _parcel(ticket: Ticket, parts: int, message: Message) -> Parcel:
    """``verbatim`` keeps Slack from linking names and addresses in plain words
    (https://docs.slack.dev/reference/block-kit/composition-objects/text-object)."""
    body = {
        "text": message.caption,
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": block.text, "verbatim": True}}
            for block in message.blocks
        ],
        "unfurl_links": False,
        "unfurl_media": False,
    }
    return Parcel(ticket=ticket, parts=parts, name=message.title, media_type="application/json", body=packed(body))
