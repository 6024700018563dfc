"""An edition as a mail: what it shows, what it leaves out and says so, and strangers' words as words."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from achim.channels.mail import Envelope, MailChannel, Server
from achim.channels.mail_message import Leaving, header, mailbox
from achim.domain.delivery import Issue
from achim.domain.edition import Edition
from achim.domain.mail import LEAVE, MailText, encoded
from achim.domain.text import clean
from achim.errors import SettingsError, UserError
from achim.render.mail import LARGEST, TEMPLATES, environment, mail_text
from achim.render.register import polite
from achim.settings_mail import MailSettings, address, named_address, recipients_of
from tests import editions
from tests.hostile_vectors import ALL, attacked_day
from tests.moving_clock import MovingClock

SITE = "https://example.org/achim"
PAGE = f"{SITE}/editions/2024-11-04/papers.html"
TEMPLATES_OF_OURS = environment({})


def _mail(edition: Edition, room: int = LARGEST, **told: object) -> MailText:
    return mail_text(Issue(edition=edition, **told), TEMPLATES_OF_OURS, "example.org", can_leave=True, room=room)  # pyright: ignore[reportArgumentType]


def test_a_mail_shows_the_edition_and_leads_to_its_sentences_on_the_site() -> None:
    mail = _mail(editions.written_day(), site=SITE, flags_to="mailto:me@example.org")
    html = LexborHTMLParser(mail.html)
    links = {str(node.attributes["href"]) for node in html.css("a")}
    assert {f"{PAGE}#l1", f"{PAGE}#p1-problem-1", PAGE, LEAVE} <= links
    assert sum(link.startswith("mailto:me@example.org?") for link in links) > 20
    (picture,) = html.css("img")
    alt = str(picture.attributes["alt"])
    assert "대규모 언어 모델 4, 자연어 처리 2" in alt
    for text in ("오늘 세 줄", "사람 주석도 증류도", "〔편집자 견해〕", "출처", "그만 받기"):
        assert text in mail.html
        assert text in mail.text
    assert not html.css("script, link, iframe, form")
    assert len(encoded(mail.html)[1]) < LARGEST


def test_the_subject_says_what_is_inside() -> None:
    day = editions.written_day()
    assert _mail(day).subject.startswith("아침 11월 4일(월) 논문 · SDXL Turbo")
    assert _mail(editions.quiet_day()).subject == "아침 11월 3일(일) 논문 · 오늘은 새로 발표된 논문이 없습니다"
    assert _mail(editions.revised_day("en"), before=1).subject.startswith("[Update] Morning papers, ")
    corrected = editions.corrected_day()
    assert _mail(corrected, before=corrected.revision - 1).subject.startswith("〔정정〕 아침 ")
    assert _mail(corrected, before=corrected.revision).subject.startswith("〔업데이트〕 아침 ")


@pytest.mark.parametrize("site", [SITE, None])
def test_gap_what_is_cut_is_said_and_is_cut_between_entries(site: str | None) -> None:
    day = editions.full_day()
    mail = _mail(day, room=30_000, site=site)
    assert len(encoded(mail.html)[1]) < 30_000
    assert mail.html.rstrip().endswith("</html>")
    shown = len(re.findall("<h3[^>]*>[①-⑳]", mail.html))
    left = re.search(r"논문 (\d+)편, 제목 \d+개", mail.text)
    assert left
    assert 0 < shown == 12 - int(left[1])
    where = PAGE if site else "Papers_2024-11-04.html"
    assert where in mail.html
    assert where in mail.text
    assert "다 싣지 못했습니다" not in _mail(day, site=site).html


def test_hostile_words_are_text_and_no_mail_is_too_long() -> None:
    for edition in (attacked_day(), editions.hostile_day()):
        mail = _mail(edition, site=SITE, flags_to="mailto:me@example.org")
        html = LexborHTMLParser(mail.html)
        assert not html.css("script, iframe, object, embed, form, base, link, svg, math")
        assert len(html.css("img")) == 1
        assert all(not name.startswith("on") for node in html.css("body *") for name in node.attributes)
        links = [str(node.attributes["href"]) for node in html.css("a")]
        assert all(link.startswith(("https://", "http://", "mailto:me@example.org?", LEAVE)) for link in links)
        assert mail.html.count(LEAVE) == 1
        assert len(encoded(mail.html)[1]) < LARGEST
        assert len(mail.subject) <= 78


def _headers(subject: str, name: str = "Paper") -> EmailMessage:
    channel = MailChannel(
        "mail",
        Server(host="localhost", port=25, context=None),
        Envelope(sender=(name, "paper@example.org"), leaving=Leaving(url="mailto:leave@example.org")),
        ("a@example.org",),
        made=lambda _: (MailText(subject=subject, html="x", text="x", lang="en", chart=None), None),
        clock=MovingClock(datetime(2024, 11, 4, tzinfo=UTC)),
    )
    (parcel,) = channel.parcels(Issue(edition=DAY), "a@example.org")
    return message_from_bytes(parcel.body, policy=SMTP)


DAY = editions.full_day()
OURS = (
    "Auto-Submitted",
    "Content-Language",
    "Content-Type",
    "Date",
    "From",
    "List-Id",
    "List-Unsubscribe",
    "MIME-Version",
    "Message-ID",
    "Subject",
    "To",
)
INJECTED = (
    "x\r\nBcc: everyone@example.org",
    "x\nBcc: a\n\n<b>body</b>",
    "=?utf-8?q?x=0D=0ABcc:_everyone=40example.org?=",
    "=?utf-8?b?eA0KQmNjOiBldmVyeW9uZUBleGFtcGxlLm9yZw==?=",
    "=?utf-8?q?unfinished",
    "a\x85Bcc: b\u2028Bcc: c\x0bBcc: d\x1cBcc: e",
    "word " * 500,
    "x" * 900,
    "한" * 900,
)


@pytest.mark.parametrize("text", INJECTED)
def test_hostile_no_text_adds_a_header(text: str) -> None:
    for message in (_headers(text), _headers("x", text[:100])):
        assert tuple(sorted(message.keys())) == OURS
    assert str(_headers(text)["Subject"]).replace(" ", "") == clean(text).replace(" ", "")


@settings(max_examples=60)
@given(st.one_of(st.text(max_size=300), st.sampled_from(ALL)))
def test_property_a_header_is_one_header_that_holds_the_text(text: str) -> None:
    line = header("Subject", text)
    assert line.endswith(b"\r\n")
    assert all(each.startswith(b" ") for each in line.split(b"\r\n")[1:-1])
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", line)
    assert max(map(len, line.split(b"\r\n"))) <= 998
    assert "\n" not in mailbox(text, "a@example.org")


@pytest.mark.parametrize(
    "text",
    [
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\n",
        "a b@c.example",
        "<a@b.example>",
        "a@b.example> SIZE=1",
        "a@b..example",
        "a@-b.example",
        "a@example",
        "한글@example.org",
        "a,b@example.org",
        '"a b"@example.org',
        "@example.org",
        "a" * 65 + "@example.org",
        "a@" + "b" * 64 + ".org",
        "",
    ],
)
def test_hostile_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="mail_address"):
        address(text)


def test_addresses_of_domains_in_hangul_are_those_of_the_dns() -> None:
    assert address("a@한글.example") == "a@xn--bj0bj06e.example"
    assert named_address('"아침, 신문" <Paper+x@Example.org>') == ("아침, 신문", "Paper+x@example.org")
    with pytest.raises(ValueError, match="mail_address"):
        named_address("x\r\nBcc: y <a@example.org>")


def _settings(**told: object) -> MailSettings:
    return MailSettings.model_validate(
        {"type": "mail", "host": "smtp.example.org", "from": "Paper <paper@example.org>", "to": "a@example.org", **told}
    )


def test_a_bad_line_of_the_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "recipients.txt"
    file.write_text("# readers\na@example.org\n\n b@example.org # a friend\n", encoding="utf-8")
    settings = _settings(recipients_file=file)
    assert recipients_of("mail", settings) == ("a@example.org", "b@example.org")
    file.write_text("a@example.org\nnobody\n", encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        recipients_of("mail", settings)
    (note,) = raised.value.told
    assert not isinstance(note, str)
    assert (note.code, dict(note.params)["line"]) == ("error.mail_line", "2")


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"security": "none"}, "mail_unprotected"),
        ({"to": ""}, "mail_nobody|mail_address"),
        ({"to": []}, "mail_nobody"),
        ({"unsubscribe": "http://example.org"}, "mail_leave"),
        ({"unsubscribe": "https://example.org/a>,<b"}, "mail_leave"),
        ({"unsubscribe": "mailto:a@example.org", "unsubscribe_one_click": True}, "mail_one_click"),
        ({"unsubscribe": "https://example.org/{token}"}, "mail_token"),
        ({"from": "a@example.org\r\nBcc: b@example.org"}, "mail_address"),
        ({"host": "smtp.example.org\r\n"}, "mail_host"),
    ],
)
def test_settings_that_make_no_sense_are_refused(told: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        _settings(**told)


def test_a_template_of_ones_own_takes_the_place_and_a_broken_one_is_named() -> None:
    issue = Issue(edition=DAY)
    own = environment({TEMPLATES[1]: "{{ view.day }}"})
    mail = mail_text(issue, own, "example.org", can_leave=False)
    assert mail.text == "2024년 11월 4일 월요일\n"
    assert "오늘 세 줄" in mail.html
    with pytest.raises(UserError) as raised:
        mail_text(issue, environment({TEMPLATES[0]: "{{ nothing }}"}), "example.org", can_leave=False)
    assert TEMPLATES[0] in str(raised.value)


@pytest.mark.parametrize(
    ("plain", "letter"),
    [
        ("응답하지 않았다", "응답하지 않았습니다"),
        ("새로 알린 것이 없다", "새로 알린 것이 없습니다"),
        ("견본 판이다. 초록이 아니다.", "견본 판입니다. 초록이 아닙니다."),
        ("다시 묻는다", "다시 묻습니다"),
        ("모두 만든다", "모두 만듭니다"),
        ("확인했다(근거 확인)", "확인했습니다(근거 확인)"),
        ("문장마다 다르다", "문장마다 다릅니다"),
        ("answered", "answered"),
    ],
)
def test_the_frame_speaks_as_a_letter(plain: str, letter: str) -> None:
    assert polite(plain) == letter


def test_the_same_issue_gives_the_same_mail() -> None:
    assert _mail(DAY, site=SITE) == _mail(replace(DAY), site=SITE)


def test_a_work_is_worth_more_than_the_links_of_its_sentences() -> None:
    """Where links that report mistakes would cost a work its place, the mail has none."""
    edition, to = editions.written_day(), "mailto:me@example.org"
    bare, linked = _mail(edition), _mail(edition, room=2 * LARGEST, flags_to=to)
    room = len(encoded(bare.html)[1]) + 2_000
    assert len(encoded(linked.html)[1]) > room
    assert _mail(edition, room=room, flags_to=to).html == bare.html
