"""Discord, by a webhook (https://docs.discord.com/developers/resources/webhook#execute-webhook)."""

import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pydantic import SecretStr

from achim.channels.web import Pace, Picture, Poster, Reply, Scribe, packed, seconds_in, transport
from achim.domain.chat import Message
from achim.domain.delivery import Issue, Letter, Parcel, Ticket, notice_of, part_of
from achim.ports import Clock

_PACE = 0.5
_COLOR = 0x3B6EA5
_SECONDS = re.compile(r"\d{1,5}(?:\.\d{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DiscordChannel:
    name: str
    url: SecretStr
    scribe: Scribe
    picture: Picture
    clock: Clock
    together: int = 1
    is_once: bool = False

    @property
    def recipients(self) -> Sequence[str]:
        return ("discord",)

    def parcels(self, issue: Issue, recipient: str) -> Sequence[Parcel]:
        messages, picture = self.scribe.messages(issue), self.picture(issue)
        return [
            _parcel(
                part_of(self.name, recipient, issue, part),
                len(messages),
                each,
                (picture,) if picture and part == 1 else (),
            )
            for part, each in enumerate(messages, 1)
        ]

    def letter(self, letter: Letter, recipient: str) -> Parcel:
        return _parcel(notice_of(self.name, recipient, letter), 1, self.scribe.letter(letter))

    @contextmanager
    def open(self) -> Generator["DiscordSender"]:
        with transport() as way:
            poster = Poster("Discord", self.clock, way, asked=lambda told: seconds_in(told.get("retry_after")))
            yield DiscordSender(self.url, poster, Pace(self.clock))


@dataclass(frozen=True, slots=True)
class DiscordSender:
    url: SecretStr
    poster: Poster
    pace: Pace

    def send(self, parcel: Parcel) -> str:
        """With ``wait``, so that what is answered is the message that Discord has kept."""
        self.pace.keep("", _PACE)
        address = self.url.get_secret_value()
        address += ("&" if "?" in address else "?") + "wait=true"
        reply = self._posted(address, parcel)
        self._heed(reply)
        made = str(reply.told.get("id", ""))
        if not (made.isascii() and made.isdigit()):
            raise self.poster.lost()
        return f"{reply.short}, {made[:32]}"

    def _posted(self, address: str, parcel: Parcel) -> Reply:
        if not parcel.files:
            return self.poster.json(address, parcel.body)
        files = [(f"files[{at}]", (name, data, "image/png")) for at, (name, data) in enumerate(parcel.files)]
        return self.poster.form(address, {"payload_json": parcel.body.decode()}, files)

    def _heed(self, reply: Reply) -> None:
        """No message before the bucket is full again (https://docs.discord.com/developers/topics/rate-limits)."""
        after = reply.headers.get("x-ratelimit-reset-after", "")
        if reply.headers.get("x-ratelimit-remaining") == "0" and _SECONDS.fullmatch(after):
            self.pace.hold("", float(after))


def _parcel(ticket: Ticket, parts: int, message: Message, files: tuple[tuple[str, bytes], ...] = ()) -> Parcel:
    """The title stands above the first embed; nothing in a message mentions anybody."""
    embed: dict[str, object] = {"color": _COLOR, "description": message.text}
    if files:
        embed["image"] = {"url": f"attachment://{files[0][0]}"}
    body: dict[str, object] = {"allowed_mentions": {"parse": []}}
    if ticket.part == 1:
        body["content"] = f"**{message.caption}**"
    if message.text:
        body["embeds"] = [embed]
    if files:
        body["attachments"] = [{"id": at, "filename": name} for at, (name, _) in enumerate(files)]
    return Parcel(
        ticket=ticket,
        parts=parts,
        name=message.title,
        media_type="application/json",
        body=packed(body),
        files=files,
    )
