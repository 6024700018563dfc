"""Mail by SMTP (RFC 5321): each recipient gets a message of its own over connections that are used again.

A message whose last byte was sent and that nobody answered may have arrived: only then is a fault ``unsure``.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

from achim.channels.mail_message import (
    Leaving,
    date_of,
    edition_body,
    header,
    mailbox,
    plain_body,
    structured,
)
from achim.domain.delivery import Issue, Letter, Parcel, Ticket, notice_of, part_of
from achim.domain.mail import MailText
from achim.domain.note import Note
from achim.domain.text import clean
from achim.errors import DeliveryFault
from achim.ports import Clock

_LINE_OF_DOT = re.compile(rb"(?m)^\.")
_END = b"\r\n.\r\n"
_OK, _ALSO_OK, _GO_ON, _CLOSING, _FULL = 250, 251, 354, 421, 452
_ACCEPTED = range(200, 300)
_REFUSED, _FOR_GOOD = 400, 500
_SIGN_IN = (530, 534, 535, 538)
"""Codes that ask for another sign-in: RFC 4954, 6."""
_MAILBOX_FULL = "4.2.2"
"""The recipient's, not the server's: RFC 3463, 3.3."""
_LONGEST_ANSWER = 160
Made = Callable[[Issue], tuple[MailText, bytes | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where mail is handed over. ``context`` verifies; it is None where nothing is encrypted."""

    host: str
    port: int
    context: ssl.SSLContext | None
    is_implicit: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What all messages of a channel have: ``sender`` and ``reply_to`` are name and address."""

    sender: tuple[str, str]
    reply_to: tuple[str, str] | None = None
    leaving: Leaving | None = None

    @property
    def domain(self) -> str:
        return self.sender[1].rpartition("@")[2]


class MailChannel:
    """``made`` gives the texts of an edition and its picture; they are made once for all recipients."""

    is_once = False

    def __init__(
        self,
        name: str,
        server: Server,
        envelope: Envelope,
        recipients: Sequence[str],
        *,
        made: Made,
        clock: Clock,
        together: int = 1,
    ) -> None:
        self.name = name
        self.recipients = tuple(recipients)
        self.together = together
        self._server = server
        self._envelope = envelope
        self._made = made
        self._clock = clock
        self._last: _Prepared | None = None

    def parcels(self, issue: Issue, recipient: str) -> Sequence[Parcel]:
        ticket = part_of(self.name, recipient, issue)
        prepared = self._prepared(issue)
        leaving = self._envelope.leaving
        told = {"Date": date_of(issue.edition.updated_at), "List-Id": f"<{self.name}.{self._envelope.domain}>"}
        if issue.before is not None:
            before = replace(ticket, revision=issue.before)
            told |= dict.fromkeys(("In-Reply-To", "References"), self._message_id(before))
        if leaving:
            told |= leaving.headers(recipient)
        head = self._head(ticket, prepared.mail.subject, told)
        return [_parcel(ticket, prepared.mail.subject, head + prepared.body(leaving, recipient))]

    def letter(self, letter: Letter, recipient: str) -> Parcel:
        ticket = notice_of(self.name, recipient, letter)
        head = self._head(ticket, letter.subject, {"Date": date_of(self._clock.now())})
        return _parcel(ticket, clean(letter.subject), head + plain_body(letter.text))

    @contextmanager
    def open(self) -> Generator["MailSender"]:
        sender = MailSender(self._server, self._envelope.sender[1])
        sender.connect()
        try:
            yield sender
        finally:
            sender.close()

    def _prepared(self, issue: Issue) -> "_Prepared":
        last = self._last
        if last is None or last.issue is not issue:
            mail, picture = self._made(issue)
            self._last = last = _Prepared(issue, mail, picture)
        return last

    def _head(self, ticket: Ticket, subject: str, told: dict[str, str]) -> bytes:
        envelope = self._envelope
        who = {"From": mailbox(*envelope.sender), "To": ticket.recipient}
        if envelope.reply_to:
            who["Reply-To"] = mailbox(*envelope.reply_to)
        own = {"Message-ID": self._message_id(ticket), "Auto-Submitted": "auto-generated"}
        return structured({**who, **own, **told}) + header("Subject", subject)

    def _message_id(self, ticket: Ticket) -> str:
        return f"<{ticket.id}@{self._envelope.domain}>"


@dataclass(slots=True)
class _Prepared:
    issue: Issue
    mail: MailText
    picture: bytes | None
    _same: bytes | None = None

    def body(self, leaving: Leaving | None, recipient: str) -> bytes:
        if leaving and leaving.is_own:
            return edition_body(self.mail, self.picture, leaving.of(recipient))
        if self._same is None:
            self._same = edition_body(self.mail, self.picture, leaving.url if leaving else "")
        return self._same


def _parcel(ticket: Ticket, subject: str, body: bytes) -> Parcel:
    return Parcel(ticket=ticket, parts=1, name=subject, media_type="message/rfc822", body=body)


class MailSender:
    """One connection, used by one thread; it is made again where it was dropped between two messages."""

    def __init__(self, server: Server, sender: str) -> None:
        self._server = server
        self._sender = sender
        self._smtp: smtplib.SMTP | None = None

    def send(self, parcel: Parcel) -> str:
        smtp = self._begun()
        self._expect(self._asked(smtp, f"RCPT TO:<{parcel.ticket.recipient}>"), _OK, _ALSO_OK)
        self._expect(self._asked(smtp, "DATA"), _GO_ON)
        return self._handed_over(smtp, parcel.body)

    def connect(self) -> smtplib.SMTP:
        """Raises DeliveryFault, which shuts the channel for now: nobody else would fare better."""
        try:
            self._smtp = self._signed_in(self._connected())
        except smtplib.SMTPAuthenticationError as error:
            raise self._shut("delivery.mail_auth", status=error.smtp_code) from None
        except (smtplib.SMTPNotSupportedError, UnicodeEncodeError):
            raise self._shut("delivery.mail_auth", status="-") from None
        except ssl.SSLError as error:
            raise self._shut("delivery.mail_tls", port=self._server.port, why=self._why(error)) from error
        except OSError as error:
            raise self._shut("delivery.mail_connect", port=self._server.port, why=self._why(error)) from error
        return self._smtp

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(OSError):
                smtp.quit()
            smtp.close()

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.is_implicit:
            return smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=server.context)
        smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        if server.context is None:
            return smtp
        try:
            smtp.ehlo()
            if not smtp.has_extn("starttls"):
                raise self._shut("delivery.mail_no_tls", port=server.port)
            smtp.starttls(context=server.context)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _signed_in(self, smtp: smtplib.SMTP) -> smtplib.SMTP:
        try:
            smtp.ehlo_or_helo_if_needed()
            if self._server.user:
                smtp.login(self._server.user, self._server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _begun(self) -> smtplib.SMTP:
        """A connection that took MAIL FROM. One that was idle may be gone: nothing of the message was sent yet."""
        told = f"MAIL FROM:<{self._sender}>"
        smtp = self._smtp
        if smtp is not None:
            with suppress(OSError):
                answer = smtp.docmd(told)
                if answer[0] != _CLOSING:
                    self._expect(answer, _OK, is_sender=True)
                    return smtp
            self._drop()
        smtp = self.connect()
        self._expect(self._asked(smtp, told), _OK, is_sender=True)
        return smtp

    def _asked(self, smtp: smtplib.SMTP, command: str) -> tuple[int, bytes]:
        try:
            return smtp.docmd(command)
        except OSError as error:
            self._drop()
            raise self._lost("delivery.mail_dropped", error) from error

    def _handed_over(self, smtp: smtplib.SMTP, body: bytes) -> str:
        try:
            smtp.send(_LINE_OF_DOT.sub(b"..", body).removesuffix(b"\r\n") + _END)
        except OSError as error:
            self._drop()
            raise self._lost("delivery.mail_dropped", error) from error
        try:
            answer = smtp.getreply()
        except OSError as error:
            self._drop()
            raise self._lost("delivery.mail_unsure", error, unsure=True) from error
        if answer[0] < _REFUSED and answer[0] not in _ACCEPTED:
            self._drop()
            raise self._lost("delivery.mail_unsure", OSError(f"{answer[0]}"), unsure=True)
        self._expect(answer, *_ACCEPTED)
        return f"{answer[0]} {self._told(answer[1])}"

    def _expect(self, answer: tuple[int, bytes], *wanted: int, is_sender: bool = False) -> None:
        if answer[0] in wanted:
            return
        self._forget_message()
        raise self._refusal(answer[0], self._told(answer[1]), is_sender)

    def _refusal(self, code: int, answer: str, is_sender: bool) -> DeliveryFault:
        told = {"host": self._server.host, "status": code, "answer": answer}
        if code in _SIGN_IN:
            return self._shut("delivery.mail_auth", status=code)
        if code >= _FOR_GOOD and is_sender:
            return DeliveryFault(Note.of("delivery.mail_sender", **told), again=True, ends_all=True)
        if code >= _FOR_GOOD:
            return DeliveryFault(Note.of("delivery.mail_refused", **told), again=False)
        ends_all = code == _CLOSING or (code == _FULL and _MAILBOX_FULL not in answer)
        return DeliveryFault(Note.of("delivery.mail_later", **told), again=True, ends_all=ends_all)

    def _forget_message(self) -> None:
        """So that the connection serves the next one."""
        try:
            is_fine = self._smtp is not None and self._smtp.docmd("RSET")[0] == _OK
        except OSError:
            is_fine = False
        if not is_fine:
            self._drop()

    def _drop(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def _lost(self, code: str, error: OSError, unsure: bool = False) -> DeliveryFault:
        return DeliveryFault(Note.of(code, host=self._server.host, why=self._why(error)), again=True, unsure=unsure)

    def _shut(self, note: str, /, **told: object) -> DeliveryFault:
        return DeliveryFault(Note.of(note, host=self._server.host, **told), again=True, ends_all=True)

    def _told(self, answer: bytes) -> str:
        """What the server said, without the password that it may have repeated."""
        return self._cleaned(answer.decode("utf-8", "replace"))

    def _why(self, error: OSError) -> str:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_message
        if isinstance(error, smtplib.SMTPResponseException):
            return f"{error.smtp_code}"
        return self._cleaned(str(error.strerror or error) or type(error).__name__)

    def _cleaned(self, text: str) -> str:
        password = self._server.password
        return clean(text.replace(password, "…") if password else text, limit=_LONGEST_ANSWER)
