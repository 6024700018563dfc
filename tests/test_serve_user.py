"""What the one user makes in the reader, and who else may not."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from httpx2 import Response
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from achim.domain.marks import Kept
from achim.errors import SettingsError, UserError
from achim.marks_file import read_marks
from achim.settings import load_settings
from achim.settings_serve import ServeSettings, user_token
from achim.web.server import make_gate
from achim.web.session import Sessions, cookie_name, is_csrf, is_of_ours
from achim.web.uploads import fields_of
from tests.editions import full_day
from tests.fakes import make_store
from tests.web_world import FORM, HOST, TOKEN, WordSearch, World, with_user, world

WORK = next(iter(full_day("en").entries)).paper.id
SLUG = WORK.replace(":", "-")
PAGE = f"/works/{SLUG}.html"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("user") / "home", **with_user()) as made:
        yield made


@pytest.fixture
def reader(shared: World) -> World:
    """A reader without cookies, and nothing kept."""
    shared.client.cookies.clear()
    store = make_store(shared.app.home)
    store.marks.unmark("default", WORK)
    store.marks.unnote("default", WORK)
    store.close()
    return shared


def kept(reader: World) -> Kept:
    store = make_store(reader.app.home)
    found = store.marks.kept("default")
    store.close()
    return found


def csrf(reader: World, path: str = "/mine/") -> str:
    found = LexborHTMLParser(reader.client.get(path).text).css_first("input[name=csrf]")
    assert found
    return str(found.attributes["value"])


def post(reader: World, path: str, fields: Mapping[str, str], **headers: str) -> int:
    return reader.client.post(path, data=dict(fields), headers={**FORM, **headers}).status_code


def test_a_readers_profile_is_what_is_read_and_what_learns(tmp_path: Path) -> None:
    edition = full_day("en")
    own = replace(edition, key=replace(edition.key, profile="lee"))
    with world(tmp_path / "home", editions=(own,), **with_user(profile="lee")) as made:
        made.sign_in()
        assert made.client.get(PAGE).status_code == 200
        fields = {"csrf": csrf(made, PAGE), "work": WORK, "back": PAGE.lstrip("/"), "do": "star"}
        assert post(made, "/mine/mark", fields) == 303
        store = make_store(made.app.home)
        assert store.marks.kept("lee").marked("star") == {WORK}
        assert not store.marks.kept("default").marks
        store.close()
    nobody = ServeSettings.model_validate({"profile": "nobody"})
    with pytest.raises(UserError, match="no_profile"):
        make_gate(replace(made.app, settings=made.app.settings.model_copy(update={"serve": nobody})), WordSearch)


def test_stars_mutes_and_notes_are_kept_and_shown(reader: World) -> None:
    reader.sign_in()
    token = csrf(reader, PAGE)
    fields = {"csrf": token, "work": WORK, "back": PAGE.lstrip("/")}
    starred = reader.client.post("/mine/mark", data={**fields, "do": "star"}, headers=FORM)
    assert (starred.status_code, starred.headers["location"]) == (303, PAGE)
    assert post(reader, "/mine/note", {**fields, "text": "한 줄\r\n<b>두 줄</b>"}) == 303
    assert kept(reader).marked("star") == {WORK}
    assert kept(reader).note_of(WORK) == "한 줄\n<b>두 줄</b>"
    for path in (PAGE, "/mine/"):
        page = LexborHTMLParser(reader.client.get(path).text)
        assert "<b>두 줄</b>" in (page.css_first("#main") or page).text()
        assert not page.css("b")
    assert "★" in reader.client.get("/search", params={"q": next(iter(full_day("en").entries)).paper.title}).text
    assert [each.attributes["value"] for each in page.css("#main .hit button")] == ["clear"]
    told = read_marks(reader.client.get("/mine/marks.json").content, "export")
    assert told == kept(reader)

    assert post(reader, "/mine/mark", {**fields, "do": "clear"}) == 303
    assert post(reader, "/mine/note", {**fields, "text": " "}) == 303
    assert kept(reader) == Kept()


def test_what_is_muted_is_left_out_of_the_users_own_search(reader: World) -> None:
    title = next(iter(full_day("en").entries)).paper.title
    reader.sign_in()
    assert post(reader, "/mine/mark", {"csrf": csrf(reader), "work": WORK, "do": "mute"}) == 303
    own = LexborHTMLParser(reader.client.get("/search", params={"q": title}).text)
    assert not own.css(".hit")
    assert "1 muted work left out" in own.text()
    reader.client.cookies.clear()
    assert LexborHTMLParser(reader.client.get("/search", params={"q": title}).text).css(".hit")


def test_the_session_is_a_cookie_that_scripts_and_other_sites_do_not_get(reader: World) -> None:
    answer = reader.client.post("/sign-in", data={"token": TOKEN}, headers=FORM)
    told = answer.headers["set-cookie"].lower()
    assert "httponly" in told
    assert "samesite=strict" in told
    assert "max-age=43200" in told
    assert TOKEN not in told
    assert cookie_name("https").startswith("__Host-"), "a name that only https with Secure may set"
    assert "location" in answer.headers
    first = answer.headers["set-cookie"]
    assert reader.client.post("/sign-in", data={"token": TOKEN}, headers=FORM).headers["set-cookie"] != first


def test_over_https_the_cookie_is_secure(tmp_path: Path) -> None:
    with world(tmp_path / "home", **with_user()) as live:
        client = TestClient(live.gate, base_url="https://localhost:8421", follow_redirects=False)
        answer = client.post("/sign-in", data={"token": TOKEN}, headers=FORM)
        assert "secure" in answer.headers["set-cookie"].lower()
        assert "max-age" in answer.headers["strict-transport-security"]


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(reader: World) -> None:
    reader.sign_in()
    copied = dict(reader.client.cookies)
    assert post(reader, "/sign-out", {"csrf": csrf(reader)}) == 303
    reader.client.cookies.update(copied)
    assert reader.client.get("/mine/").headers["location"] == "/sign-in"


REFUSED: Mapping[str, tuple[Mapping[str, str], int]] = {
    "another site": ({"sec-fetch-site": "cross-site"}, 403),
    "a neighbour's site": ({"sec-fetch-site": "same-site"}, 403),
    "a bookmark": ({"sec-fetch-site": "none"}, 403),
    "another origin": ({"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, 403),
    "another port": ({"origin": "http://127.0.0.1:9"}, 403),
    "neither told": ({}, 403),
    "no origin": ({"origin": "null"}, 403),
    "JSON": ({"sec-fetch-site": "same-origin", "content-type": "application/json"}, 415),
    "plain text": ({"sec-fetch-site": "same-origin", "content-type": "text/plain"}, 415),
}


@pytest.mark.parametrize(("headers", "status"), REFUSED.values(), ids=REFUSED)
def test_hostile_a_form_from_elsewhere_changes_nothing(reader: World, headers: Mapping[str, str], status: int) -> None:
    reader.sign_in()
    body = urlencode({"csrf": csrf(reader), "work": WORK, "do": "star"})
    told = {"content-type": "application/x-www-form-urlencoded", **headers}
    assert reader.client.post("/mine/mark", content=body, headers=told).status_code == status
    assert kept(reader) == Kept()
    reader.client.cookies.clear()
    login = urlencode({"token": TOKEN})
    assert reader.client.post("/sign-in", content=login, headers=told).status_code == status


def test_an_older_browser_is_known_by_its_origin(reader: World) -> None:
    reader.sign_in()
    fields = {"csrf": csrf(reader), "work": WORK, "do": "star"}
    answer = reader.client.post("/mine/mark", data=fields, headers={"origin": "http://127.0.0.1:8421"})
    assert answer.status_code == 303


@pytest.mark.parametrize("token", ["", "x", "\u0000", "가"])
def test_hostile_a_form_without_the_sessions_token_changes_nothing(reader: World, token: str) -> None:
    reader.sign_in()
    assert post(reader, "/mine/mark", {"csrf": token, "work": WORK, "do": "star"}) == 403
    assert post(reader, "/mine/note", {"csrf": token, "work": WORK, "text": "x"}) == 403
    assert post(reader, "/sign-out", {"csrf": token}) == 403
    assert kept(reader) == Kept()


def test_hostile_the_token_of_another_session_is_not_taken(reader: World) -> None:
    reader.sign_in()
    other = csrf(reader)
    reader.client.cookies.clear()
    reader.sign_in()
    assert post(reader, "/mine/mark", {"csrf": other, "work": WORK, "do": "star"}) == 403


def test_hostile_nobody_else_reads_or_writes_what_the_user_made(reader: World) -> None:
    assert reader.client.get("/mine/").headers["location"] == "/sign-in"
    assert reader.client.get("/mine/marks.json").status_code == 403
    assert post(reader, "/mine/mark", {"csrf": "x", "work": WORK, "do": "star"}) == 403
    reader.client.cookies.set("achim_session", "x" * 3_000)
    assert reader.client.get("/mine/").status_code == 303
    assert reader.client.get(PAGE).status_code == 200


FAULTS: Mapping[str, tuple[str, Mapping[str, str], int]] = {
    "a work that no edition shows": ("/mine/mark", {"work": "arxiv:9999.99999", "do": "star"}, 404),
    "no work": ("/mine/note", {"text": "x"}, 404),
    "another deed": ("/mine/mark", {"work": WORK, "do": "drop"}, 400),
    "a note that is too long": ("/mine/note", {"work": WORK, "text": "x" * 4_001}, 413),
    "too many fields": ("/mine/mark", {f"f{number}": "" for number in range(30)}, 400),
    "too much": ("/mine/note", {"work": WORK, "text": "가" * 20_000}, 413),
}


@pytest.mark.parametrize(("path", "fields", "status"), FAULTS.values(), ids=FAULTS)
def test_hostile_what_a_form_may_not_hold_is_refused(
    reader: World, path: str, fields: Mapping[str, str], status: int
) -> None:
    reader.sign_in()
    token = csrf(reader)
    told = {"csrf": token, **fields} if len(fields) < 30 else fields
    assert post(reader, path, told) == status
    assert kept(reader) == Kept()


def test_the_longest_note_fits_whatever_it_is_made_of(reader: World) -> None:
    reader.sign_in()
    assert post(reader, "/mine/note", {"csrf": csrf(reader), "work": WORK, "text": "𝒳" * 4_000}) == 303
    assert len(kept(reader).note_of(WORK)) == 4_000


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "../x", "a\r\nx: y", ""])
def test_hostile_a_form_leads_back_to_a_place_of_ours(reader: World, back: str) -> None:
    reader.sign_in()
    fields = {"csrf": csrf(reader), "work": WORK, "do": "star", "back": back}
    answer = reader.client.post("/mine/mark", data=fields, headers=FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/mine/")


def test_hostile_the_token_is_not_guessed_in_a_hurry(tmp_path: Path) -> None:
    with world(tmp_path / "home", **with_user()) as live:
        told = [
            live.client.post("/sign-in", data={"token": f"guess {number}"}, headers=FORM).status_code
            for number in range(8)
        ]
        assert told == [403] * 6 + [429] * 2
        late = live.client.post("/sign-in", data={"token": TOKEN}, headers=FORM)
        assert (late.status_code, int(late.headers["retry-after"]) > 0) == (429, True)
        assert "set-cookie" not in late.headers
        assert not any(TOKEN in line or "guess" in line for line in live.said)


def test_hostile_wrong_tries_of_elsewhere_do_not_lock_out_who_sits_at_the_machine(tmp_path: Path) -> None:
    with world(tmp_path / "home", **with_user()) as live:
        told: list[int] = []
        for number in range(40):
            client = TestClient(live.gate, base_url=HOST, client=(f"192.0.2.{number}", 1))
            told.append(client.post("/sign-in", data={"token": "a guess"}, headers=FORM).status_code)
        assert told == [403] * 30 + [429] * 10
        here = TestClient(live.gate, base_url=HOST, client=("127.0.0.1", 1), follow_redirects=False)
        assert live.sign_in(here).get("/mine/").status_code == 200


def test_without_a_token_nothing_can_be_written_or_signed_in_to(tmp_path: Path) -> None:
    with world(tmp_path / "home") as live:
        for path in ("/sign-in", "/mine/mark", "/mine/note", "/sign-out"):
            assert live.client.post(path, data={"token": ""}, headers=FORM).status_code == 405
        for path in ("/sign-in", "/mine/", "/mine/marks.json"):
            assert live.client.get(path).status_code == 404
        assert "sign-in" not in live.client.get("/search?q=x").text


def test_sessions_end_by_themselves_and_are_bounded() -> None:
    sessions = Sessions(TOKEN, 60)
    cookies = [sessions.begin(0) for _ in range(25)]
    assert sessions.known(cookies[0], 1) is None
    session = sessions.known(cookies[-1], 59)
    assert session
    assert is_csrf(session, session.csrf)
    assert not is_csrf(session, "")
    assert sessions.known(cookies[-1], 60) is None
    assert sessions.known(None, 0) is None
    assert len(set(cookies)) == 25
    assert min(map(len, cookies)) >= 43, "256 bits"
    assert sessions.is_token(TOKEN)
    assert not sessions.is_token(TOKEN + " ")
    assert not sessions.is_token("\udcff")


def test_the_origin_has_to_be_that_of_the_host_that_was_asked() -> None:
    headers = {"host": "paper.example.org", "origin": "https://paper.example.org"}
    assert is_of_ours(headers, "https")
    assert not is_of_ours(headers, "http")


def secret(settings: ServeSettings) -> str:
    token = user_token(settings)
    return token.get_secret_value() if token else ""


def test_the_token_comes_from_a_file_and_no_fault_tells_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text(TOKEN + "\n", encoding="utf-8")
    settings = ServeSettings.model_validate({"token_file": str(tmp_path / "token")})
    assert secret(settings) == TOKEN
    assert TOKEN not in repr(settings)
    for body in (b"short", TOKEN.encode() * 2_000, b"\xff" * 20, (TOKEN + "\n" + TOKEN).encode()):
        (tmp_path / "token").write_bytes(body)
        with pytest.raises(SettingsError) as refused:
            user_token(settings)
        assert TOKEN not in str(refused.value)
    monkeypatch.setenv("ACHIM_SERVE__TOKEN", "1234567")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "1234567" not in str(refused.value)
    monkeypatch.setenv("ACHIM_SERVE__TOKEN", "0123456789012345")
    assert secret(load_settings().serve) == "0123456789012345"


def test_a_session_lasts_as_long_as_the_setting_says(tmp_path: Path) -> None:
    with world(tmp_path / "home", **with_user(session_hours=0.00003)) as live:
        live.sign_in()
        time.sleep(0.15)
        assert live.client.get("/mine/").status_code == 303


def test_marks_of_a_reader_are_told_as_json(reader: World) -> None:
    reader.sign_in()
    answer = reader.client.get("/mine/marks.json")
    assert json.loads(answer.content)["format"] == "achim-marks/1"
    assert "attachment" in answer.headers["content-disposition"]


def brought(reader: World, body: bytes, token: str | None = None, **headers: str) -> Response:
    told = csrf(reader) if token is None else token
    files = {"file": ("marks.json", body, "application/json")}
    return reader.client.post("/mine/import", data={"csrf": told}, files=files, headers={**FORM, **headers})


def test_what_was_exported_is_brought_back_on_the_page(reader: World) -> None:
    """Hangul, line ends and whatever else a note holds; a second time changes nothing."""
    reader.sign_in()
    assert post(reader, "/mine/note", {"csrf": csrf(reader), "work": WORK, "text": "한 줄\r\n--x-- 둘째 줄"}) == 303
    exported, before = reader.client.get("/mine/marks.json").content, kept(reader)
    assert post(reader, "/mine/note", {"csrf": csrf(reader), "work": WORK, "text": ""}) == 303
    for _ in range(2):
        answer = brought(reader, exported)
        assert answer.status_code == 200
        assert "0 marks and 1 note were read" in LexborHTMLParser(answer.text).text()
        assert kept(reader) == before


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"{", "the file: "),
        (b"\xff", "the file: "),
        (b"", "the file"),
        (b'{"format": "achim-marks/1", "profile": "x", "marks": [{"work": "javascript:alert(1)"}]}', "marks[0].work"),
    ],
    ids=["cut off", "no text", "empty", "no id"],
)
def test_hostile_a_file_with_a_fault_is_refused_whole_and_named(reader: World, body: bytes, told: str) -> None:
    reader.sign_in()
    answer = brought(reader, body)
    assert answer.status_code == 400
    assert told in LexborHTMLParser(answer.text).text()
    assert kept(reader) == Kept()


def test_hostile_a_file_of_elsewhere_or_too_large_changes_nothing(reader: World) -> None:
    body = json.dumps(
        {
            "format": "achim-marks/1",
            "profile": "x",
            "marks": [{"work": WORK, "kind": "star", "at": "2024-11-04T09:00:00Z"}],
        }
    ).encode()
    assert brought(reader, body, "any").status_code == 403
    reader.sign_in()
    token = csrf(reader)
    assert brought(reader, body, "another").status_code == 403
    assert brought(reader, body, token, **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert brought(reader, b" " * (8 * 1024 * 1024) + body, token).status_code == 413
    assert post(reader, "/mine/import", {"csrf": token}) == 415
    assert reader.client.get("/mine/import").headers["location"] == "/mine/"
    assert kept(reader) == Kept()
    assert brought(reader, body, token).status_code == 200
    assert kept(reader).marked("star") == {WORK}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"--x", b"--x--", b"--x\r\n\r\na", b"--x\r\n\r\na\r\n--x--", b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--",
        b"--x\r\n\r\n" * 100_000, b"--x\r\n" + b"a" * 100_000 + b"\r\n\r\n\r\n--x--", b"\0" * 1_000,
    ],
    ids=repr,
)  # fmt: skip
def test_hostile_what_is_no_form_is_no_form(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"cut off|without a name"):
        fields_of("multipart/form-data; boundary=x", body)
    with pytest.raises(ValueError, match="no form"):
        fields_of("multipart/form-data", body)
