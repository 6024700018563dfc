"""A real mail server on loopback, whose recipients behave as their names say, and the certificates that it shows.

``later@`` is put off (451), ``later-once@`` once, ``full@`` has a full mailbox (452 4.2.2), ``nobody@`` does not exist
(550), ``spam@`` is refused after its content (554), ``busy@`` closes the service (421), ``lost@`` takes all and hangs up
without a word, ``slow@`` takes all and never answers. All others are taken.
"""

import asyncio
import ssl
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any, cast

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "paper", "open sesame"
_AT_RCPT = {
    "later": "451 4.7.1 come back later",
    "full": "452 4.2.2 mailbox full",
    "nobody": "550 5.1.1 no such user",
}


@dataclass
class Postbox:
    """What the server took, by recipient, and how many connections it had."""

    taken: dict[str, list[bytes]] = field(default_factory=dict[str, list[bytes]])
    asked: Counter[str] = field(default_factory=Counter[str])
    connections: int = 0
    keep: bool = True

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        local = address.partition("@")[0].partition("+")[0]
        self.asked[address] += 1
        if local == "later-once" and self.asked[address] == 1:
            return _AT_RCPT["later"]
        if local in _AT_RCPT:
            return _AT_RCPT[local]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, mail_options: list[str]
    ) -> str:
        if address.startswith("forger"):
            return "553 5.7.1 not your address"
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (address,) = envelope.rcpt_tos
        local = address.partition("@")[0].partition("+")[0]
        if local == "spam":
            return "554 5.7.1 looks like spam"
        if local == "busy":
            return f"421 4.3.2 closing, {PASSWORD}"
        self.taken.setdefault(address, []).append(envelope.content if self.keep else b"")  # pyright: ignore[reportArgumentType]
        if local == "lost":
            cast(asyncio.WriteTransport, server.transport).abort()
        if local == "slow":
            await asyncio.sleep(20)
        return "250 2.0.0 queued"


def _signed_in(_server: SMTP, _session: Session, _envelope: Envelope, _way: str, told: Any) -> AuthResult:
    good = isinstance(told, LoginPassword) and (told.login, told.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=good)


@dataclass(frozen=True)
class Authority:
    """Who signs the server's certificate, and where that is written."""

    context: ssl.SSLContext
    file: Path


def authority(folder: Path, host: str = "localhost") -> Authority:
    own = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.issue_cert(host).configure_cert(context)  # pyright: ignore[reportUnknownMemberType]
    file = folder / f"{host}.pem"
    own.cert_pem.write_to_path(str(file))
    return Authority(context, file)


@contextmanager
def mail_server(postbox: Postbox, context: ssl.SSLContext | None, *, implicit: bool = False) -> Generator[int]:
    """The port of a server that has TLS by ``context``, from the start or by STARTTLS, and then asks who is there."""
    loop, told = asyncio.new_event_loop(), dict[str, Any](hostname="test", authenticator=_signed_in)
    if context is not None and not implicit:
        told |= {"tls_context": context, "require_starttls": True}
    else:
        told |= {"auth_require_tls": False}
    making = loop.create_server(
        lambda: SMTP(postbox, loop=loop, **told), "127.0.0.1", 0, ssl=context if implicit else None
    )
    server = loop.run_until_complete(making)
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_ended(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _ended(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
