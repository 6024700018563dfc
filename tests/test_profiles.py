"""``achim profile``: what is added, removed, imported and shown, and what hostile files cost."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achim.app import App
from achim.cli import commands
from achim.domain.interests import Interests
from achim.domain.note import Note
from achim.errors import SettingsError, UserError
from achim.profiles import (
    added,
    check_topics,
    interests_of,
    keep_profile,
    names,
    own_profile,
    own_profiles,
    profile_toml,
    with_own_profiles,
)
from achim.reading_lists import MOST_PAPERS, read_papers
from achim.render.messages import said
from achim.request import BuildRequest
from achim.settings import Settings, load_settings
from achim.settings_interests import InterestsSettings
from tests.fakes import FakeProgress

TITLE = "Sparrow: translating speech"
FILES = {
    "BibTeX": "@comment{x}\n@inproceedings{a,\n title = {{Sparrow}: translating speech},\n eprint={2411.00001},"
    'archivePrefix = {arXiv}, year = 2024,\n abstract = "It {"}works{"}.",\n}\n@article{b, title="Wren", doi=10.1000/XY}',
    "RIS": f"TY  - CONF\nTI  - {TITLE}\nAB  - It works.\nUR  - https://arxiv.org/abs/2411.00001v2\nER  - \n"
    "TY  - JOUR\nT1  - Wren\nDO  - 10.1000/xy\nER  - \n",
    "CSV": f'"Key","Item Type","Title","DOI","Url","Abstract Note"\n"A","paper","{TITLE}","",'
    '"https://arxiv.org/abs/2411.00001","It works."\n"B","paper","Wren","10.1000/xy","",""\n',
    "CSL JSON": json.dumps(
        [
            {"id": "x/1", "title": TITLE, "URL": "http://arxiv.org/abs/2411.00001", "abstract": "It works."},
            {"id": "x/2", "title": "Wren", "DOI": "10.1000/xy"},
        ]
    ),
    "Zotero JSON": json.dumps(
        {
            "items": [
                {"title": TITLE, "extra": "arXiv:2411.00001 [cs.CL]", "abstractNote": "It works."},
                {"data": {"title": "Wren", "DOI": "10.1000/xy"}},
            ]
        }
    ),
    "RDF": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:bib="http://purl.org/net/biblio#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    f"<bib:Article><dc:title>{TITLE}</dc:title><dcterms:abstract>It works.</dcterms:abstract><dc:identifier>"
    "<dcterms:URI><rdf:value>https://arxiv.org/abs/2411.00001</rdf:value></dcterms:URI></dc:identifier></bib:Article>"
    "<bib:Article><dc:title>Wren</dc:title><dc:identifier>DOI 10.1000/xy</dc:identifier></bib:Article></rdf:RDF>",
}


@pytest.mark.parametrize("name", FILES)
def test_papers_of_a_reference_manager_are_read(name: str) -> None:
    papers = read_papers(FILES[name].encode())
    assert [(each.id, each.title) for each in papers] == [("arxiv:2411.00001", TITLE), ("doi:10.1000/xy", "Wren")]
    assert "works" in papers[0].abstract


def test_ids_one_a_line_are_read_each_once() -> None:
    assert [each.id for each in read_papers(b"2411.00001\r\narXiv:2411.00001v2\n\nhello\ndoi:10.1000/xy")] == [
        *("arxiv:2411.00001", "doi:10.1000/xy"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>',
        b"@article{" * 50_000,
        b"@article{a, title = " + b"{" * 200_000,
        b"TY  - X\n" * 50_000,
        b'"title","doi"\n"' + b"x" * 200_000,
        b"@article{a, title={x}\n" * 100_002,
        json.dumps([{"title": None}, 3, {"DOI": "x" * 10_000}]).encode(),
    ],
)
def test_hostile_files_are_cost_no_more_than_a_line(body: bytes) -> None:
    try:
        papers = read_papers(body)
    except UserError:
        papers = ()
    assert all(len(each.title) <= 500 for each in papers)


def test_hostile_a_row_that_is_too_long_costs_no_other() -> None:
    papers = read_papers(b'"title","doi"\n"' + b"x" * 200_000 + b'","10.1000/xy"\n"Wren","10.1000/ab"\n')
    assert [each.id for each in papers] == ["doi:10.1000/ab"]


def test_hostile_a_list_without_end_is_refused() -> None:
    with pytest.raises(UserError):
        read_papers("\n".join(f"10.1000/{number}" for number in range(MOST_PAPERS + 1)).encode())


@given(st.text(max_size=60), st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_property_what_is_kept_is_read_again(title: str, abstract: str) -> None:
    import tomllib

    row = {"id": "2411.00001", "title": title, "abstract": abstract}
    kept = added(InterestsSettings(), "papers", [row])
    assert InterestsSettings.model_validate(tomllib.loads(profile_toml(kept))) == kept


def test_the_command_keeps_what_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*tokens: str) -> str:
        commands([*tokens, "--home", str(tmp_path)], result_action="return_value")
        return capsys.readouterr().out

    said("profile", "add", "phrase", "speech translation", "--weight", "2")
    said("profile", "add", "phrase", "speech translation", "--weight", "3")
    said("profile", "add", "never", "author: John Doe", "--profile", "lee")
    said("profile", "add", "lane", "Korean", "--words", "KAIST, KLUE", "--profile", "lee")
    file = tmp_path / "refs.bib"
    file.write_text(FILES["BibTeX"], encoding="utf-8")
    assert "lee에 논문 2편을 더했다. 이미 있던 것 0편" in said("profile", "import", str(file), "--profile", "lee")
    assert "lee에 논문 0편을 더했다. 이미 있던 것 2편" in said("profile", "import", str(file), "--profile", "lee")
    settings = with_own_profiles(Settings(), tmp_path)
    assert [(each.text, each.weight) for each in settings.interests.interests().phrases] == [("speech translation", 3)]
    lee = interests_of(settings, "lee").interests()
    assert (len(lee.papers), lee.lanes[0].words, lee.never[0].kind) == (2, ("KAIST", "KLUE"), "author")
    assert "Wren" in said("profile", "show", "lee")
    said("profile", "remove", "phrase", "speech translation")
    assert own_profile(tmp_path, "default").interests() == Interests()
    with pytest.raises(SettingsError, match="topic=speach"):
        said("profile", "add", "topic", "speach")
    for wrong in (("remove", "phrase", "absent"), ("add", "paper", "hello"), ("show", "nobody")):
        with pytest.raises(UserError):
            said("profile", *wrong)
    for name in ("../x", "LEE", "Default", "이"):
        with pytest.raises(UserError, match=r"profile_(name|case)"):
            said("profile", "add", "phrase", "x", "--profile", name)


def test_fault_a_name_that_differs_by_case_from_one_of_the_settings_is_refused_and_its_file_named(
    tmp_path: Path,
) -> None:
    place = ("--config", str(tmp_path / "achim.toml"), "--home", str(tmp_path))
    (tmp_path / "achim.toml").write_text("[profiles.lee]\n", encoding="utf-8")
    with pytest.raises(UserError, match="names=lee, LEE"):
        commands(["profile", "add", "phrase", "foo", "--profile", "LEE", *place], result_action="return_value")
    assert own_profiles(tmp_path) == ()
    keep_profile(tmp_path, "LEE", InterestsSettings())
    with pytest.raises(UserError, match=re.escape(str(tmp_path / "profiles" / "LEE.toml"))):
        commands(["profile", "show", *place], result_action="return_value")


@pytest.mark.parametrize(
    ("settings", "setting", "likest"),
    [
        ({"interests": {"topics": ["LLM"]}}, "interests.topics", "llm"),
        ({"profiles": {"lee": {"never": ["topic: 대규모 언어 모델"]}}}, "profiles.lee.never", "llm"),
        ({"profiles": {"lee": {"topics": ["컴퓨터"]}}}, "profiles.lee.topics", ""),
    ],
)
def test_fault_a_topic_of_no_taxonomy_is_refused_with_the_likest(
    settings: Mapping[str, object], setting: str, likest: str, tmp_path: Path
) -> None:
    told = Settings.model_validate(settings)
    with pytest.raises(SettingsError) as error:
        check_topics(told, names(told))
    assert [dict(note.params)["setting"] for note in error.value.told if isinstance(note, Note)] == [setting]
    assert likest in said(error.value, "en")
    app = App(settings=told, home=tmp_path, progress=FakeProgress(), say=print)
    with pytest.raises(SettingsError):
        app.build(BuildRequest(profile="lee" if told.profiles else "default"))
    check_topics(Settings(interests=InterestsSettings.model_validate({"topics": ["llm", "other"]})), ["default"])


@pytest.mark.parametrize(
    "text",
    [
        '[interests]\ntopics = [{ name = "llm", weight = 99 }]',
        '[interests]\npapers = ["hello"]',
        '[interests]\nphrases = ["..."]',
        '[interests]\nlanes = [{ name = "Korean" }]',
        "[interests]\ntopic = []",
        '[interests]\nnever = ["author: "]',
        '[profiles."a b"]',
        '[profiles."../x"]',
        '[profiles."이"]',
        "[profiles.Lee]\n[profiles.lee]",
        "[profiles.Default]",
        "[interests]\nphrases = [{ name = 'x', weight = nan }]",
        "[profiles.default]",
    ],
)
def test_a_wrong_interest_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "achim.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load_settings(path)
    assert any(word in str(error.value.told) for word in ("interests.", "profiles"))


@pytest.mark.parametrize(
    ("text", "setting", "korean"),
    [
        ("phrases = ['ok', '" + "x" * 301 + "']", "interests.phrases#2.name", "300자를 넘는다"),
        ("papers = ['2410.00001', 'hello']", "interests.papers#2.id", "논문이 아니다"),
        ("papers = [{ weight = 2 }]", "interests.papers#1", "id나 title이 있어야 한다"),
        ("phrases = ['...']", "interests.phrases#1.name", "아무것도 가리키지 않는다"),
        ("lanes = [{ name = 'Korean' }]", "interests.lanes#1.words", "빠져 있다"),
        ("lanes = [{ name = 'Korean', words = [] }]", "interests.lanes#1.words", "1개 이상이어야 한다"),
        ("topics = 3", "interests.topics", "목록이어야 한다"),
        ("authors = [3]", "interests.authors#1", "표여야 한다"),
        ("labs = [{ name = 3 }]", "interests.labs#1.name", "글이어야 한다"),
        ("never = ['author: ']", "interests.never#1", "아무것도 가리키지 않는다"),
        ("[profiles.'a b']", "profiles", "프로필 이름이 아니다"),
        ("[profiles.default]", "profiles", "[interests] 그 자체다"),
        ("[profiles.Lee]\n[profiles.lee]", "profiles", "대소문자만 다르다"),
    ],
)
def test_a_wrong_interest_is_told_in_korean_with_its_file_its_setting_and_its_row_from_one(
    text: str, setting: str, korean: str, tmp_path: Path
) -> None:
    path = tmp_path / "achim.toml"
    path.write_text(f"[interests]\n{text}", encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        load_settings(path)
    told = said(error.value, "ko")
    assert told.startswith(f"{path}: {setting}: ")
    assert korean in told
    assert not any("가" <= sign <= "힣" for sign in said(error.value, "en"))


def test_the_command_says_kinds_in_the_language_of_the_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands(["profile", "add", "never", "noise", "--home", str(tmp_path)], result_action="return_value")
    assert "default에 더했다: 보지 않을 것 noise" in capsys.readouterr().out
    with pytest.raises(UserError) as error:
        commands(["profile", "remove", "lab", "Acme", "--home", str(tmp_path)], result_action="return_value")
    assert "default에 더한 기관 ‘Acme’가 없다" in said(error.value, "ko")


def test_what_stands_in_the_settings_is_shown_as_theirs_and_taken_out_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "achim.toml").write_text('[profiles.lee]\nphrases = ["speech"]\n', encoding="utf-8")
    where = ["--home", str(tmp_path), "--config", str(tmp_path / "achim.toml")]
    commands(["profile", "show", "lee", *where], result_action="return_value")
    assert "Kept by" not in (shown := capsys.readouterr().out)
    assert "speech" in shown
    with pytest.raises(UserError) as error:
        commands(["profile", "remove", "phrase", "speech", "--profile", "lee", *where], result_action="return_value")
    assert "achim.toml에 적혀 있다" in said(error.value, "ko")


def test_a_sample_says_that_it_does_not_heed_the_interests(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = ["--home", str(tmp_path)]
    command = ["build", "--sample", "--kind", "papers", "--plan", *home]
    commands(command, result_action="return_value")
    assert "[interests]" not in capsys.readouterr().err
    commands(["profile", "add", "phrase", "speech", *home], result_action="return_value")
    commands(["profile", "add", "phrase", "speech", "--profile", "lee", *home], result_action="return_value")
    commands(command, result_action="return_value")
    assert capsys.readouterr().err.count("[interests]는 쓰지 않았다") == 1
    commands([*command, "--profile", "lee"], result_action="return_value")
    assert "[interests]" not in capsys.readouterr().err
