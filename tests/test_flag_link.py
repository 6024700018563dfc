"""The link by which a reader flags a sentence opens a prefilled issue or mail, whatever the sentence says."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from achim.render.flag_link import LONGEST, flag_link
from achim.render.inert import line
from achim.render.page import page
from achim.render.shown import ClaimView
from achim.render.view import view
from achim.settings import SiteSettings
from tests.editions import HOSTILE, full_day, hostile_day, written_day
from tests.test_render_page import Outline

ISSUES, MAIL = "https://github.com/reader/paper", "mailto:editor@example.org"


def first_claim() -> ClaimView:
    return view(full_day()).topics[0].papers[0].points[0].claims[0]


def test_an_issue_says_which_sentence_of_which_edition_is_meant() -> None:
    link = flag_link(ISSUES, full_day(), first_claim())
    assert link
    told = parse_qs(urlsplit(link).query, strict_parsing=True)

    assert link.startswith(f"{ISSUES}/issues/new?title=")
    assert told["title"] == ["정정 요청: 2024-11-04 papers p1-problem-1"]
    assert "p1-problem-1 [1·s1]" in told["body"][0]
    assert f"    {first_claim().text}" in told["body"][0]


def test_a_mail_has_a_subject_and_a_body_whose_lines_end_as_rfc_6068_wants() -> None:
    link = flag_link(MAIL, full_day("en"), first_claim())
    assert link
    told = parse_qs(urlsplit(link).query, strict_parsing=True)

    assert link.startswith("mailto:editor@example.org?subject=Correction%3A%20")
    assert set(told) == {"subject", "body"}
    assert "%0D%0A" in link
    assert "+" not in link


@settings(max_examples=60)
@given(st.one_of(st.text(max_size=3000), st.just(HOSTILE), st.just("가" * 3000)), st.sampled_from([ISSUES, MAIL]))
def test_hostile_property_no_sentence_adds_a_field_or_a_line_or_makes_it_too_long(text: str, to: str) -> None:
    link = flag_link(to, full_day(), replace(first_claim(), text=text))
    if not text:
        assert link is None
        return
    assert link
    told = parse_qs(urlsplit(link).query, strict_parsing=True)

    assert len(link) <= LONGEST
    assert link.isascii()
    assert not set(link) & set("\"'<>` \\")
    assert set(told) == {"body", "title" if to == ISSUES else "subject"}
    quoted = told["body"][0].split("\r\n")[3]
    assert quoted.startswith("    ")
    assert len(told["body"][0].split("\r\n")) == 7
    assert line(text).startswith(quoted[4:].removesuffix("…"))


def test_hostile_a_place_that_leaves_no_room_for_a_sentence_has_no_link() -> None:
    """Whatever its length: the loop that cuts the sentence ends."""
    edition, claim = full_day(), first_claim()
    made = [flag_link(f"mailto:{'a' * size}@b.org", edition, claim) for size in range(1400, 2000, 12)]
    fitting = [link for link in made if link]
    assert None in made
    assert fitting
    assert max(map(len, fitting)) <= LONGEST


@pytest.mark.parametrize("edition", [written_day(), hostile_day()], ids=["written", "hostile"])
def test_each_sentence_of_a_page_has_its_link_where_the_setting_asks_for_it(edition: object) -> None:
    told = Outline(page(edition, ISSUES))  # pyright: ignore[reportArgumentType]
    flags = [attrs["href"] for tag, attrs in told.tags if tag == "a" and attrs.get("class") == "flag"]

    assert told.faults == []
    assert len(flags) == len(set(flags)) > 2
    assert all(flag and flag.startswith(f"{ISSUES}/issues/new?") for flag in flags)
    assert "flag" not in page(full_day()).split("</style>")[1]


@pytest.mark.parametrize("place", ["", MAIL, ISSUES, "mailto:a+b@x.example.org"])
def test_flags_go_to_a_mail_address_or_a_repository(place: str) -> None:
    assert SiteSettings(corrections_to=place).corrections_to == place


@pytest.mark.parametrize(
    "place",
    [
        "mailto:a@b.org?cc=c@d.org", "mailto:a@b.org,c@d.org", "mailto:a@b.org\r\nx", "mailto:<a@b.org>", "mailto:a b@c.de",
        "https://github.com/a", "https://github.com/a/b/issues?x=1", "http://github.com/a/b", "https://evil.example/a/b",
        "https://github.com/a/b\n", "javascript:alert(1)", f"mailto:{'a' * 65}@b.org", f"mailto:a@{'b.' * 900}org",
    ],
)  # fmt: skip
def test_hostile_other_places_for_flags_are_refused(place: str) -> None:
    with pytest.raises(ValidationError):
        SiteSettings(corrections_to=place)


@pytest.mark.parametrize("place", ["example.org/a?b=c", "example.org/#", "me:password@example.org/a", "me@example.org"])
def test_hostile_the_address_of_a_site_publishes_no_password_and_leads_to_pages(place: str) -> None:
    assert SiteSettings(url="https://example.org/a/").url == "https://example.org/a"
    with pytest.raises(ValidationError):
        SiteSettings(url=f"https://{place}")


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("", True), ("example.org,2026", True), ("me@example.org,2026-11-25", True), ("example.org", False),
        ("example.org,26", False), ("EXAMPLE.org,2026", False), ("a b,2026", False), ("example.org,2026:x", False),
        ("example.org,2026\n", False),
    ],
)  # fmt: skip
def test_a_site_is_named_as_rfc_4151_names(name: str, is_one: bool) -> None:
    if is_one:
        assert SiteSettings(id=name).id == name
    else:
        with pytest.raises(ValidationError):
            SiteSettings(id=name)
