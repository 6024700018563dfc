"""Days of news from end to end: the whole program over the replay of upstream, on its clock."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from achim.app import SAMPLE, App
from achim.clock import StandingClock
from achim.domain.edition import Edition, Entry
from achim.domain.paper import Story
from achim.embed.use import UseEmbedder
from achim.errors import NothingAnswered
from achim.render.edition_schema import schema
from achim.render.markdown import markdown
from achim.render.messages import say
from achim.request import BuildRequest
from tests import coast_news as coast
from tests.mornings import Mornings, unsummed
from tests.processes import files
from tests.upstream import UpstreamServer

EMBEDDER = UseEmbedder()


@pytest.fixture(scope="module")
def server() -> Iterator[UpstreamServer]:
    with UpstreamServer(coast.coast(), coast.MORNING) as running:
        yield running


@pytest.fixture(autouse=True)
def unharmed(server: UpstreamServer) -> Iterator[None]:
    yield
    server.clear_scripts()


def mornings(home: Path, server: UpstreamServer) -> Mornings:
    return Mornings(server=server, home=home, settings=coast.settings(), embedder=EMBEDDER, kind=App)


class Days:
    """Papers and news of the first day, and news of the second, with the folder of their files."""

    def __init__(self, place: Path, server: UpstreamServer) -> None:
        self.out = place / "out"
        lived = mornings(place / "home", server)
        self.papers = lived.build(coast.MORNING, out=self.out).outcome.edition
        self.first = lived.build(coast.MORNING, out=self.out, edition="news").outcome.edition
        self.second = lived.build(coast.NEXT, out=self.out, edition="news").outcome.edition


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory, server: UpstreamServer) -> Days:
    return Days(tmp_path_factory.mktemp("days"), server)


def entry(edition: Edition, title: str) -> Entry:
    return next(each for each in edition.entries if each.paper.title == title)


def fates(edition: Edition) -> Mapping[str, tuple[str, str]]:
    """Bucket and reason, in English, of every announcement."""
    return {
        each.announcement: (each.bucket, say(each.reason, "en") if each.reason else "") for each in edition.ledger.fates
    }


def printed(edition: Edition) -> set[str]:
    """The announcements that entries are told by."""
    return {each.key for entry in edition.entries for each in entry.paper.announcements}


def quoted(edition: Edition, told: Entry) -> list[str]:
    """What is printed of an entry: without a language model, sentences of its text."""
    claims = [each.claim for section in edition.sections for each in section.claims]
    return [claim.text for claim in claims if any(each.paper == told.paper.id for each in claim.citations)]


def test_a_day_of_news_is_told(days: Days) -> None:
    """Each event once, the one with most votes and places first; what two places tell stands under the better one."""
    titles = {each.paper.title for each in days.first.entries}

    assert titles == {coast.RELEASE_TOO, coast.OFFICE, coast.LOCKED, coast.KOREAN, coast.PAPER.title}
    release = entry(days.first, coast.RELEASE_TOO)
    assert isinstance(release.paper, Story)
    assert (release.number, [place.url for place in release.paper.also_at]) == (
        1,
        ["https://articles.example.org/story/9001"],
    )
    assert days.first.gaps == ()


def test_a_story_is_told_by_its_page_or_else_by_its_title(days: Days, server: UpstreamServer) -> None:
    """Whose page may not be read has no claims and is not fetched."""
    office, locked = entry(days.first, coast.OFFICE), entry(days.first, coast.LOCKED)

    assert quoted(days.first, office)
    assert set(quoted(days.first, office)) <= set(coast.TEXTS["/story/9002"])
    assert quoted(days.first, locked) == []
    assert "/private/9004" not in {request.path for request in server.log}
    assert "본문을 얻지 못해 제목과 주소만 싣는다" in markdown(days.first)


def test_what_is_not_about_ai_is_withheld_with_the_reason(days: Days) -> None:
    told = fates(days.first)

    assert told["hackernews/9005"] == ("withheld", "not about AI (score 0.01)")
    bucket, reason = told["hackernews/9006"]
    assert (bucket, reason.partition(" (")[0]) == ("withheld", "left out: perhaps about AI")
    assert Counter(bucket for bucket, _ in told.values())["withheld"] > 40


def test_every_announcement_is_in_one_bucket_of_one_edition(days: Days) -> None:
    told = Counter(each.announcement for edition in (days.first, days.second) for each in edition.ledger.fates)

    assert {key for key, count in told.items() if count > 1} == set()
    assert {f"hackernews/{thread.id}" for thread in coast.THREADS} <= told.keys()
    assert unsummed(days.first) == unsummed(days.second) == ()


def test_what_a_feed_told_before_it_was_first_read_is_accounted_for_and_never_news(days: Days) -> None:
    """Else the second edition, which reads a week back, would tell the week before the first."""
    past = f"feed:lab/{coast.ARTICLES}/post/3"

    assert fates(days.first)[past] == ("withheld", "out more than two days before its source was first read")
    assert past not in fates(days.second)


def test_no_story_is_told_twice_and_late_risers_come(days: Days) -> None:
    told = fates(days.second)

    assert told["hackernews/9011"] == ("already_printed", "already printed on Tue 11 Aug")
    assert told["hackernews/9008"][0] == "printed"
    assert "hackernews/9008" not in fates(days.first)
    assert [each.paper.title for each in days.second.entries] == [coast.LATE]


def test_a_story_that_moved_is_an_update_that_says_what_is_new(days: Days) -> None:
    (update,) = days.second.updates

    assert (update.title, update.told_on) == (coast.OFFICE_MOVED, coast.FIRST)
    assert [say(note, "en") for note in update.changes] == ["it was delayed or paused"]
    assert coast.OFFICE_MOVED in markdown(days.second)


def test_a_thread_about_a_paper_says_where_the_papers_edition_has_it(days: Days) -> None:
    told = entry(days.first, coast.PAPER.title)
    number = next(each.number for each in days.papers.entries if each.paper.title == coast.PAPER.title)

    assert told.see
    assert f"{number}" in say(told.see, "ko")
    assert say(told.see, "ko") in markdown(days.first)
    assert {each.paper.title for each in days.first.entries if each.see} == {coast.PAPER.title}


def test_the_files_of_news_have_their_names_and_follow_the_schema(days: Days) -> None:
    day = coast.FIRST.isoformat()
    names = {path.name for path in (days.out / day).iterdir()}
    told = json.loads((days.out / day / f"News_{day}_edition.json").read_text(encoding="utf-8"))

    assert {name for name in names if name.lower().startswith("news")} == {
        f"News_{day}_report.md",
        f"News_{day}.html",
        f"News_{day}_edition.json",
        f"News_{day}_audit.json",
        f"news_{day}.png",
        f"news_{day}.svg",
    }
    assert {f"Papers_{day}_report.md", f"paper_{day}.png"} <= names
    for edition in (
        told,
        json.loads((days.out / coast.SECOND.isoformat() / f"News_{coast.SECOND}_edition.json").read_text()),
    ):
        assert [error.message for error in Draft202012Validator(schema()).iter_errors(edition)] == []  # pyright: ignore[reportUnknownMemberType]
    assert (told["kind"], told["day"]) == ("news", day)


def test_files_hold_only_the_sentences_that_are_cited(days: Days) -> None:
    """The rest of an article is its publisher's."""
    day = days.out / coast.FIRST.isoformat()
    written = "".join(
        path.read_text(encoding="utf-8") for path in day.iterdir() if path.suffix in (".json", ".html", ".md")
    )
    office = entry(days.first, coast.OFFICE)
    cited = set(quoted(days.first, office))
    texts = {sentence.text for sentence in office.paper.sentences}

    assert cited < texts
    assert [text for text in texts - cited if text in written] == []
    assert all(text in written for text in cited)


def test_two_builds_give_the_same_bytes(days: Days, server: UpstreamServer, tmp_path: Path) -> None:
    Days(tmp_path, server)

    assert files(tmp_path / "out") == files(days.out)


@pytest.mark.parametrize("down", ["hn_*", "korean_*", "feed"])
def test_fault_a_source_that_is_down_is_a_gap_that_a_later_build_heals(
    down: str, server: UpstreamServer, days: Days, tmp_path: Path
) -> None:
    """The revision keeps what was told and has, in all, what a build without the fault has."""
    lived = mornings(tmp_path, server)
    server.script(down, "*:503")
    ill = lived.build(coast.MORNING, edition="news").outcome.edition
    server.clear_scripts()
    healed = lived.build(coast.MORNING + timedelta(minutes=20), edition="news").outcome

    assert {gap.where for gap in ill.gaps} <= {"hackernews", "hackernews_items", "technologyreview_kr", "feed:lab"}
    assert "503" in " ".join(say(gap.note, "ko") for gap in ill.gaps)
    assert "503" in markdown(ill)
    assert (healed.what, healed.edition.revision, healed.edition.gaps) == ("revised", 2, ())
    assert printed(ill) <= printed(healed.edition)
    assert {each.paper.title for each in healed.edition.entries} == {each.paper.title for each in days.first.entries}
    assert healed.edition.changes[0].code == "change.sources"
    added = [
        each for each in healed.edition.entries if printed(ill).isdisjoint(key.key for key in each.paper.announcements)
    ]
    assert [dict(note.params)["count"] for note in healed.edition.changes[1:]] == ([str(len(added))] if added else [])
    mine = {key for key in fates(days.first) if "hackernews/9" in key or "lab" in key}
    assert mine <= fates(healed.edition).keys()
    assert unsummed(ill) == unsummed(healed.edition) == ()


def test_fault_a_day_without_any_source_is_kept_nowhere(server: UpstreamServer, tmp_path: Path) -> None:
    server.script("*", "*:503")
    lived = mornings(tmp_path, server)
    with pytest.raises(NothingAnswered):
        lived.build(coast.MORNING, edition="news")

    assert lived.editions() == ()


def test_fault_where_pages_are_down_titles_are_told_and_counted(server: UpstreamServer, tmp_path: Path) -> None:
    """No gap: a page is no source, and a title is told all the same."""
    server.script("article", "*:500")
    edition = mornings(tmp_path, server).build(coast.MORNING, edition="news").outcome.edition

    assert len(list(edition.entries)) == 5
    claims = [each.claim.text for section in edition.sections for each in section.claims]
    assert claims == ["A longer memory."]  # the feed's own words
    assert edition.gaps == ()
    told = [(note.code, dict(note.params)["count"]) for note in edition.ledger.writing]
    assert told == [("read.without_text", "4"), ("read.teaser", "1")]


def test_both_kinds_are_recorded_and_replayed_side_by_side(server: UpstreamServer, days: Days, tmp_path: Path) -> None:
    """Neither replay clears the other, and what they build is what was built."""
    server.set_time(coast.MORNING)
    lived = mornings(tmp_path / "home", server)
    for request in BuildRequest(record=tmp_path / "record", out=tmp_path / "out").of_kinds("all"):
        lived.app(StandingClock(coast.MORNING)).build(request)
    folders = (tmp_path / "record" / "papers", tmp_path / "record" / "news")
    again = mornings(tmp_path / "again", server)
    server.forget()
    for request in BuildRequest(out=tmp_path / "replayed").of_kinds("all", folders):
        assert again.app(StandingClock(coast.MORNING)).build(request).outcome.what == "made"
    for request in BuildRequest(out=tmp_path / "replayed").of_kinds("all", folders):
        assert again.app(StandingClock(coast.MORNING)).build(request).outcome.what == "complete"

    assert server.log == ()
    assert {edition.key.kind for edition in again.editions()} == {"papers", "news"}
    assert files(tmp_path / "replayed") == files(tmp_path / "out")
    news = next(edition for edition in again.editions() if edition.key.kind == "news")
    assert entry(news, coast.PAPER.title).see


def test_replays_stay_side_by_side_where_one_has_recorded_answers_and_the_other_none(
    server: UpstreamServer, tmp_path: Path
) -> None:
    server.set_time(coast.MORNING)
    request = BuildRequest(kind="news", record=tmp_path / "record")
    mornings(tmp_path / "a", server).app(StandingClock(coast.MORNING)).build(request)
    home = mornings(tmp_path / "b", server)
    both = BuildRequest().of_kinds("all", (SAMPLE, tmp_path / "record"))
    made = [home.app(StandingClock(coast.MORNING)).build(each).outcome.what for each in (*both, *both)]

    assert made == ["made", "made", "complete", "complete"]
    assert {edition.key.kind for edition in home.editions()} == {"papers", "news"}


def test_a_title_alone_has_no_keywords(days: Days) -> None:
    """It shows its words itself."""
    assert entry(days.first, coast.LOCKED).keywords == ()
    assert entry(days.first, coast.OFFICE).keywords


def test_the_foot_tells_why_stories_were_withheld_without_their_scores(days: Days) -> None:
    (line,) = [line for line in markdown(days.first).splitlines() if "제외한 까닭" in line]

    assert line.count("AI 소식이 아니다") == 1
    assert "점수" not in line
