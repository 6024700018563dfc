"""Stars, mutes and notes: kept, taken away, exported and imported without loss."""

import json
import re
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.domain.edition import DEFAULT_PROFILE as PROFILE
from achim.domain.ids import PaperId
from achim.domain.marks import LONGEST_NOTE, Kept, Mark, WorkNote, joined, note_text
from achim.errors import UserError
from achim.marks_cli import export, import_marks, list_marks, mute, note, star
from achim.marks_file import joined_marks, marks_json, read_marks, work_id
from achim.profiles import keep_profile
from achim.render.messages import said
from achim.replay import ARCHIVE, NEXT, settle
from achim.settings_interests import InterestsSettings
from achim.store.sql import SqlStore
from tests.editions import full_day
from tests.fakes import make_store

AT = datetime(2024, 11, 4, 9, tzinfo=UTC)
ONE, TWO = PaperId("arxiv:2410.24211"), PaperId("url:https://example.org/a?b=c")


def mark_of(work: PaperId = ONE, kind: str = "star", minutes: int = 0) -> Mark:
    return Mark(work=work, kind="star" if kind == "star" else "mute", at=AT + timedelta(minutes=minutes))


def note_of(text: str, work: PaperId = ONE, minutes: int = 0) -> WorkNote:
    return WorkNote(work=work, text=text, at=AT + timedelta(minutes=minutes))


def kept_of(marks: Sequence[Mark], notes: Sequence[WorkNote]) -> Kept:
    """Each work once, ordered."""
    marked, noted = {each.work: each for each in marks}, {each.work: each for each in notes}
    return Kept(
        marks=tuple(marked[work] for work in sorted(marked)), notes=tuple(noted[work] for work in sorted(noted))
    )


works = st.sampled_from([ONE, TWO, PaperId("doi:10.1000/x")])
minutes = st.integers(0, 5)
texts = st.text("ab\n글", min_size=1).map(note_text).filter(bool)
kepts = st.builds(
    kept_of,
    st.lists(st.builds(mark_of, works, st.sampled_from(["star", "mute"]), minutes), max_size=4),
    st.lists(st.builds(note_of, texts, works, minutes), max_size=4),
)


@given(kepts, kepts)
def test_property_joining_loses_no_word_and_a_second_time_changes_nothing(mine: Kept, theirs: Kept) -> None:
    together = joined(mine, theirs)
    assert joined(together, theirs) == together
    assert {each.work for each in together.marks} == {each.work for each in (*mine.marks, *theirs.marks)}
    for each in (*mine.notes, *theirs.notes):
        assert each.text in together.note_of(each.work)


@given(kepts)
def test_property_what_is_exported_is_imported_as_it_was(kept: Kept) -> None:
    assert read_marks(marks_json(PROFILE, kept), "a file") == kept


def test_the_archive_keeps_what_a_profile_made_apart_from_anothers(store: SqlStore) -> None:
    store.marks.mark("default", mark_of())
    store.marks.mark("default", mark_of(kind="mute", minutes=1))
    store.marks.note("default", note_of("first"))
    store.marks.note("default", note_of("second"))
    store.marks.mark("other", mark_of(TWO))

    assert store.marks.kept("default") == Kept(marks=(mark_of(kind="mute", minutes=1),), notes=(note_of("second"),))
    store.marks.unmark("default", ONE)
    store.marks.unnote("default", ONE)
    store.marks.unnote("default", TWO)
    assert store.marks.kept("default") == Kept()
    assert store.marks.kept("other").marked("star") == {TWO}


def entry(**changes: object) -> dict[str, object]:
    return {"work": ONE, "kind": "star", "at": AT.isoformat(), **changes}


def file_of(**parts: object) -> bytes:
    return json.dumps({"format": "achim-marks/1", "profile": "default", **parts}).encode()


BAD: Sequence[tuple[bytes, str]] = (
    (b'{\n "format": "achim-marks/1",\n oops', "line 3"),
    (b'{\n "format": "\xff"', "line 2"),
    (b"[" * 100_000, "JSON"),
    (b"[]", "JSON"),
    (b'{"format": "achim-marks/1", "format": "x"}', "‘format’ stands twice"),
    (file_of(format="achim-marks/2"), "format"),
    (file_of(colour="red"), "colour"),
    (file_of(marks=[entry(), entry(work=TWO, kind="heart")]), "marks[1].kind"),
    (file_of(marks=[entry(at="2024-11-04T09:00:00")]), "marks[0].at"),
    (file_of(marks=[entry(work="2410.24211")]), "marks[0].work"),
    (file_of(marks=[entry(work="arxiv:1\n2")]), "marks[0].work"),
    (file_of(marks=[entry(work="url:javascript:alert(1)")]), "marks[0].work: is no id"),
    (file_of(marks=[entry(at="0001-01-01T00:00:00+23:59")]), "marks[0].at"),
    (file_of(marks=[entry(at="9999-12-31T23:59:59-23:00")]), "marks[0].at"),
    (file_of(marks=[entry(), entry(kind="mute")]), "marks[1].work"),
    (file_of(notes=[{"work": ONE, "text": " \0 ", "at": AT.isoformat()}]), "notes[0].text"),
    (file_of(notes=[{"work": ONE, "text": "x" * 4_001, "at": AT.isoformat()}]), "notes[0].text"),
)


@pytest.mark.parametrize(("body", "place"), BAD, ids=[place for _, place in BAD])
def test_fault_a_bad_file_is_refused_naming_the_line_or_field(body: bytes, place: str) -> None:
    with pytest.raises(UserError) as refused:
        read_marks(body, "mine.json")
    assert "mine.json" in said(refused.value, "en")
    assert place in said(refused.value, "en")
    assert said(refused.value, "ko").count(": ") >= 2
    assert not re.search(r"\b(?:is|must|cannot|has|line)\b", said(refused.value, "ko")), "one language"


def test_fault_notes_that_are_too_long_together_are_refused_and_not_cut() -> None:
    mine, theirs = Kept(notes=(note_of("a" * LONGEST_NOTE),)), Kept(notes=(note_of("b", minutes=1),))
    with pytest.raises(UserError, match=r"2410\.24211"):
        joined_marks(mine, theirs, "mine.json")


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ("2410.17170v2", "arxiv:2410.17170"),
        ("https://arxiv.org/abs/2410.17170", "arxiv:2410.17170"),
        ("arxiv:2410.17170", "arxiv:2410.17170"),
        ("https://www.example.org/a/?utm_source=x", "url:https://example.org/a"),
        ("url:https://example.org/a", "url:https://example.org/a"),
        ("doi:10.1000/X", "doi:10.1000/x"),
        ("nonsense", None),
    ],
)
def test_a_work_is_known_by_any_of_its_names(told: str, named: str | None) -> None:
    assert work_id(told) == named


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with one edition."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACHIM_EDITION__LANG", "en")
    (tmp_path / "home").mkdir()
    store = make_store(tmp_path / "home")
    store.keep(full_day(), (), ())
    store.close()
    return tmp_path / "home"


def test_the_command_line_marks_notes_exports_and_imports(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work = next(iter(full_day().entries)).paper.id
    bare = work.removeprefix("arxiv:")
    star(bare, home=home)
    note(bare, "한 줄\r\n두 줄", home=home)
    export(home.parent / "mine.json", home=home)
    before = (home.parent / "mine.json").read_bytes()
    note(bare, remove=True, home=home)
    mute(bare, home=home)
    star(bare, remove=True, home=home)
    import_marks(home.parent / "mine.json", home=home)
    capsys.readouterr()
    note(bare, home=home)
    export(home=home)
    told = capsys.readouterr().out

    assert told.startswith("한 줄\n두 줄\n{")
    assert json.loads(before)["marks"][0]["kind"] == "star"
    assert json.loads(told.partition("{")[1] + told.partition("{")[2])["marks"][0]["kind"] == "mute", "the newer counts"


def test_a_mark_is_its_profiles_own_and_an_unknown_profile_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_profile(home, "lee", InterestsSettings())
    work = next(iter(full_day().entries)).paper.id
    star(work, profile="lee", home=home)
    note(work, "of lee", profile="lee", home=home)
    export(home.parent / "lee.json", profile="lee", home=home)
    import_marks(home.parent / "lee.json", profile="default", home=home)
    star(work, remove=True, home=home)
    capsys.readouterr()
    list_marks(profile="lee", home=home)
    assert "Starred" in capsys.readouterr().out
    store = make_store(home)
    assert store.marks.kept("lee").marked("star") == {work}
    assert (store.marks.kept("default").marked("star"), store.marks.kept("default").note_of(work)) == (set(), "of lee")
    store.close()
    for asked in ("nobody", "../lee", "LEE"):
        with pytest.raises(UserError, match="no_profile"):
            mute(work, profile=asked, home=home)


def test_marks_are_listed_and_a_second_import_says_that_nothing_changed(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    list_marks(home=home)
    assert "achim star" in capsys.readouterr().out
    work = full_day().sections[0].entries[0].paper.id
    star(work, home=home)
    note(work, "다시 볼 것\x1b[2J", home=home)
    export(home.parent / "mine.json", home=home)
    note(work, remove=True, home=home)
    capsys.readouterr()
    for _ in range(2):
        import_marks(home.parent / "mine.json", home=home)
    first, second = capsys.readouterr().out.splitlines()
    list_marks(home=home)
    told = capsys.readouterr().out

    assert "nothing changed" not in first
    assert "nothing changed" in second
    assert [row.split()[0] for row in told.splitlines()] == ["Starred", work, "Notes", work, "다시"]
    assert full_day().sections[0].entries[0].paper.title in told
    assert "\x1b" not in told


def test_hostile_a_note_drives_no_terminal(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work = next(iter(full_day().entries)).paper.id
    note(work, "red \x1b[31m\u202e\x9b2J\nblue", home=home)
    capsys.readouterr()
    note(work, home=home)
    assert capsys.readouterr().out == "red [31m2J\nblue\n"


def test_fault_a_work_that_no_edition_shows_is_not_marked(home: Path) -> None:
    for work in ("2410.99999", "nonsense", "https://example.org/no"):
        with pytest.raises(UserError, match="no_work"):
            star(work, home=home)


def test_what_readers_made_survives_when_a_replay_gives_way(home: Path) -> None:
    """A star that was set while the next archive was built is in that archive once it takes the place."""
    (home / "next.json").write_text('{"record": null}\n', encoding="utf-8")
    with sqlite3.connect(home / ARCHIVE) as old, sqlite3.connect(home / NEXT) as new:
        old.backup(new)
    old.close()
    new.close()
    store = make_store(home)
    store.marks.mark(PROFILE, mark_of())
    store.close()
    settle(home)
    store = make_store(home)
    assert store.marks.kept(PROFILE).marked("star") == {ONE}
    store.close()
