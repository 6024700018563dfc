"""Mail to a real server over TLS: what it takes, puts off, refuses and loses, and what achim knows of it."""

import ssl
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from achim.channels.mail import Envelope, MailChannel, Server
from achim.channels.mail_message import Leaving
from achim.domain.delivery import Issue
from achim.domain.mail import LEAVE, MailText
from achim.errors import DeliveryFault
from tests.editions import corrected_day, full_day, make_letter
from tests.mail_server import PASSWORD, USER, Authority, Postbox, authority, mail_server
from tests.moving_clock import MovingClock

EDITION = full_day()
TEXT = MailText(
    subject="아침 · Words",
    html=f"<a href='{LEAVE}'>x</a>",
    text=f"Text\n.dot\n{LEAVE}\n",
    lang="ko",
    chart="chart@example.org",
)
LEAVING = Leaving(url="https://example.org/leave?who={address}&t={token}", key=b"sixteen letters.", one_click=True)


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module", params=["starttls", "tls"])
def served(request: pytest.FixtureRequest, trusted: Authority) -> Iterator[tuple[Postbox, Server]]:
    postbox, implicit = Postbox(), request.param == "tls"
    with mail_server(postbox, trusted.context, implicit=implicit) as port:
        yield postbox, _server(port, trusted.file, is_implicit=implicit)


@pytest.fixture(scope="module")
def starttls(trusted: Authority) -> Iterator[tuple[Postbox, Server]]:
    postbox = Postbox()
    with mail_server(postbox, trusted.context) as port:
        yield postbox, _server(port, trusted.file)


def _server(port: int, trusted: Path | None, *, is_implicit: bool = False) -> Server:
    context = ssl.create_default_context(cafile=trusted)
    return Server(
        host="localhost", port=port, context=context, is_implicit=is_implicit, user=USER, password=PASSWORD, timeout=5.0
    )


def _channel(server: Server, sender: str = "paper@example.org") -> MailChannel:
    envelope = Envelope(sender=("아침 신문", sender), leaving=LEAVING)
    clock = MovingClock(datetime(2024, 11, 4, tzinfo=UTC))
    return MailChannel("mail", server, envelope, ("a@example.org",), made=lambda _: (TEXT, b"PNG"), clock=clock)


def _sent(server: Server, *recipients: str, sender: str = "paper@example.org") -> Mapping[str, DeliveryFault | str]:
    """What became of a message to each, over one sender."""
    channel, told = _channel(server, sender), dict[str, DeliveryFault | str]()
    with channel.open() as way:
        for recipient in recipients:
            (parcel,) = channel.parcels(Issue(edition=EDITION), recipient)
            try:
                told[recipient] = way.send(parcel)
            except DeliveryFault as fault:
                told[recipient] = fault
    return told


def test_what_is_sent_arrives_byte_for_byte_over_one_connection(served: tuple[Postbox, Server]) -> None:
    postbox, server = served
    before = postbox.connections
    told = _sent(server, "a@example.org", "b@example.org", "nobody@example.org", "c@example.org")
    assert [told[each] for each in ("a@example.org", "b@example.org", "c@example.org")] == ["250 2.0.0 queued"] * 3
    assert postbox.connections - before == (1 if server.is_implicit else 2), "EHLO, and once more after STARTTLS"
    (parcel,) = _channel(server).parcels(Issue(edition=EDITION), "a@example.org")
    assert postbox.taken["a@example.org"][-1] == parcel.body


@pytest.mark.parametrize(
    ("recipient", "code", "again", "unsure", "ends_all"),
    [
        ("later@example.org", "mail_later", True, False, False),
        ("full@example.org", "mail_later", True, False, False),
        ("nobody@example.org", "mail_refused", False, False, False),
        ("spam@example.org", "mail_refused", False, False, False),
        ("busy@example.org", "mail_later", True, False, True),
        ("lost@example.org", "mail_unsure", True, True, False),
    ],
)
def test_fault_each_answer_of_the_server_is_told_for_what_it_is(
    starttls: tuple[Postbox, Server], recipient: str, code: str, again: bool, unsure: bool, ends_all: bool
) -> None:
    """And the message after it arrives, over the same connection or a new one."""
    told = _sent(starttls[1], recipient, "after@example.org")
    fault = told[recipient]
    assert isinstance(fault, DeliveryFault)
    assert fault.note.code == f"delivery.{code}"
    assert (fault.again, fault.unsure, fault.ends_all) == (again, unsure, ends_all)
    assert PASSWORD not in str(fault)
    assert told["after@example.org"] == "250 2.0.0 queued"


def test_fault_a_server_that_does_not_answer_after_the_dot_may_have_taken_it(starttls: tuple[Postbox, Server]) -> None:
    fault = _sent(replace(starttls[1], timeout=0.5), "slow@example.org")["slow@example.org"]
    assert isinstance(fault, DeliveryFault)
    assert (fault.again, fault.unsure, fault.ends_all) == (True, True, False)


def test_fault_a_sender_that_is_refused_ends_all(starttls: tuple[Postbox, Server]) -> None:
    fault = _sent(starttls[1], "a@example.org", sender="forger@example.org")["a@example.org"]
    assert isinstance(fault, DeliveryFault)
    assert (fault.note.code, fault.again, fault.ends_all) == ("delivery.mail_sender", True, True)


def test_fault_without_a_way_the_channel_is_shut(served: tuple[Postbox, Server], tmp_path: Path) -> None:
    """A certificate of a stranger or for another host, a wrong password, nobody there."""
    server = served[1]
    stranger = ssl.create_default_context(cafile=authority(tmp_path).file)
    for broken, code in (
        (replace(server, context=stranger), "mail_tls"),
        (replace(server, host="127.0.0.1"), "mail_tls"),
        (replace(server, password="wrong and secret"), "mail_auth"),
        (replace(server, password="비밀"), "mail_auth"),
        (replace(server, port=1), "mail_connect"),
    ):
        with pytest.raises(DeliveryFault) as raised, _channel(broken).open():
            pass
        assert raised.value.note.code == f"delivery.{code}"
        assert (raised.value.again, raised.value.ends_all) == (True, True)
        assert "secret" not in str(raised.value)


def test_fault_a_server_without_starttls_gets_neither_password_nor_mail(trusted: Authority) -> None:
    postbox = Postbox()
    with mail_server(postbox, None) as port, pytest.raises(DeliveryFault) as raised:
        _sent(_server(port, trusted.file), "a@example.org")
    assert raised.value.note.code == "delivery.mail_no_tls"
    assert raised.value.ends_all
    assert not postbox.taken


def _message(body: bytes) -> EmailMessage:
    return message_from_bytes(body, policy=SMTP)


def test_a_message_is_the_same_again_and_says_who_may_leave_how() -> None:
    channel = _channel(_server(1, None))
    (parcel,), (again,) = (channel.parcels(Issue(edition=EDITION), "a@example.org") for _ in range(2))
    assert parcel == again
    message = _message(parcel.body)
    assert message["Message-ID"] == f"<{parcel.ticket.id}@example.org>"
    assert message["From"].addresses[0].display_name == "아침 신문"
    own = LEAVING.of("a@example.org")
    assert message["List-Unsubscribe"] == f"<{own}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert plain.get_content() == f"Text\r\n.dot\r\n{own}"
    assert html.get_content().rstrip() == f"<a href='{own.replace('&', '&amp;')}'>x</a>"
    (picture,) = (part for part in message.walk() if part.get_content_type() == "image/png")
    assert (picture["Content-ID"], picture.get_payload(decode=True)) == ("<chart@example.org>", b"PNG")
    assert own != LEAVING.of("b@example.org")
    assert max(map(len, parcel.body.split(b"\r\n"))) <= 998
    assert b"\n" not in parcel.body.replace(b"\r\n", b"")


def test_a_revision_answers_the_message_before_it() -> None:
    channel = _channel(_server(1, None))
    (first,) = channel.parcels(Issue(edition=EDITION), "a@example.org")
    (second,) = channel.parcels(Issue(edition=replace(EDITION, revision=2), before=1), "a@example.org")
    before, after = _message(first.body), _message(second.body)
    assert after["In-Reply-To"] == after["References"] == before["Message-ID"] != after["Message-ID"]


def test_a_correction_has_the_date_of_the_correction() -> None:
    (parcel,) = _channel(_server(1, None)).parcels(Issue(edition=corrected_day(), before=1), "a@example.org")
    assert _message(parcel.body)["Date"] == "Wed, 20 Nov 2024 01:00:00 +0000"


def test_a_letter_to_the_owner_is_a_few_plain_words() -> None:
    letter = make_letter("늦다", "아직\n")
    parcel = _channel(_server(1, None)).letter(letter, "me@example.org")
    message = _message(parcel.body)
    assert (message["Subject"], message.get_content(), message["Message-ID"]) == (
        "늦다",
        "아직\r\n",
        f"<{parcel.ticket.id}@example.org>",
    )


def test_the_password_is_in_no_repr() -> None:
    assert PASSWORD not in repr(_server(1, None))
