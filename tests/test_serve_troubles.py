"""What the live reader tells its owner of faults, and what it does not."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from traceback import format_exception

from starlette.types import Message

from achim.replay import ARCHIVE
from tests.test_serve_user import WORK, csrf, post
from tests.web_world import FORM, with_user, world


def test_fault_a_note_that_cannot_be_kept_is_told_once_and_in_no_log(tmp_path: Path) -> None:
    with world(tmp_path / "home", **with_user()) as live:
        live.sign_in()
        token = csrf(live)
        with closing(sqlite3.connect(live.app.home / ARCHIVE)) as archive:
            archive.execute("DROP TABLE notes")
        for _ in range(2):
            assert post(live, "/mine/note", {"csrf": token, "work": WORK, "text": "a private thought"}) == 503
        [(_, told)] = live.progress.troubles
        assert "private" not in "".join(format_exception(told))


def test_hostile_who_leaves_in_the_middle_of_a_form_writes_no_fault(tmp_path: Path) -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None: ...

    headers = {**FORM, "host": "localhost", "content-type": "application/x-www-form-urlencoded", "content-length": "9"}
    scope = {
        "type": "http", "method": "POST", "path": "/sign-in", "query_string": b"", "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    with world(tmp_path / "home", **with_user()) as live:
        asyncio.run(live.gate(scope, receive, send))
        assert live.progress.troubles == []
        assert any("408" in line for line in live.said)
