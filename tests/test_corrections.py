"""A mistake is corrected in a revision that says so; what updates say reaches the editions that printed the works."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from achim.app import App
from achim.correcting import marked_by
from achim.corrections import correct, flag, unflag
from achim.domain.anchors import anchored
from achim.domain.delivery import Issue
from achim.domain.edition import Edition
from achim.domain.note import Note
from achim.domain.shelf import head_of
from achim.embed.use import UseEmbedder
from achim.errors import UserError
from achim.finding import open_finder
from achim.glossary import load_glossary
from achim.render.edition_json import edition_json
from achim.render.flags import correction_lines, flag_lines
from achim.render.mail import environment, mail_text
from achim.render.markdown import markdown
from achim.render.messages import said as told_error
from achim.render.page import page
from achim.settings import Settings
from achim.steps.corrections import Change, by_updates, carried, corrected, pointed_at
from achim.steps.shares import monthly_shares
from achim.store.codec import from_json, to_json
from tests.editions import (
    HOSTILE,
    TOLD,
    cite,
    corrected_day,
    day_with_updates,
    full_day,
    hostile_day,
    said,
    written_day,
)
from tests.fakes import DAY, MORNING, FakeProgress, FakeSource, announcement, make_parts, make_store
from tests.test_pipeline import order, replaced, run
from tests.test_render_terminal import unwrapped

LATER = datetime(2024, 11, 6, 2, 0, tzinfo=UTC)
WHY = Note.of("correction.reader", why="틀렸다")
NEW = said("result", "7B 모델이 HumanEval+에서 pass@1 67.1에 이르렀다.", cite(TOLD[0], 6))


def test_a_sentence_is_meant_by_its_anchor_a_mark_or_a_line_on_top() -> None:
    edition = full_day()

    assert pointed_at(edition, "#p1-result-1") == pointed_at(edition, "1·s6") == pointed_at(edition, "[1.s6]")
    assert pointed_at(edition, "l3") == ("p1-result-1",)
    assert pointed_at(edition, "p1") == ("p1-problem-1", "p1-approach-1", "p1-result-1")
    for nothing in ("", "l9", "1·s99", "99·s1", "p1-result-9", HOSTILE, "9" * 5000):
        assert pointed_at(edition, nothing) == ()


def test_a_correction_is_a_revision_that_says_what_was_said_before() -> None:
    """The line on top follows; ledger, gaps and the moment of the day's work stay."""
    edition = full_day()
    made = corrected(edition, [Change("p1-result-1", NEW, WHY)], LATER)
    (correction,) = made.corrections

    assert (made.revision, made.changes) == (2, (Note.of("change.corrected", count=1),))
    assert (correction.said, correction.says) == (TOLD[0].sentences[5], NEW.claim.text)
    assert (correction.revision, correction.at, correction.work) == (2, LATER, "arxiv:2410.24198")
    assert anchored(made)["p1-result-1"].claim == NEW.claim
    assert [each.claim.text for each in made.lead][2] == NEW.claim.text
    assert made.lead[:2] == edition.lead[:2]
    assert (made.ledger, made.gaps, made.made_at) == (edition.ledger, edition.gaps, edition.made_at)
    assert made.updated_at == LATER


def test_the_anchors_of_other_sentences_stay_when_one_is_taken_out() -> None:
    edition = written_day()
    before = anchored(edition)
    made = corrected(edition, [Change("t1-theme-1", None, WHY), Change("p2-gist-1", None, WHY)], LATER)

    assert dict(anchored(made)) == {
        anchor: claim for anchor, claim in before.items() if anchor not in ("t1-theme-1", "p2-gist-1")
    }
    shown = page(made)
    assert [shown.count(f'id="{anchor}"') for anchor in before] == [1] * len(before)


def mailed(edition: Edition) -> str:
    mail = mail_text(Issue(edition=edition), environment({}), "example.org", can_leave=False)
    return mail.html + mail.text


RENDERINGS: dict[str, Callable[[Edition], str]] = {
    "markdown": markdown,
    "page": page,
    "terminal": unwrapped,
}


@pytest.mark.parametrize("render", RENDERINGS.values(), ids=RENDERINGS)
def test_every_rendering_marks_what_was_corrected_and_says_what_it_said(render: Callable[[Edition], str]) -> None:
    """In its place and in a list of all."""
    told = render(corrected_day())

    assert told.count("〔정정〕") == 4 * 2 + 1  # and the line on top that was corrected
    assert told.count(f"“{TOLD[1].sentences[2]}”") == 2
    assert "저자가 이 논문을 철회했다" in told
    assert "제목이 바뀌었다" in told
    assert "언어 모델 없이 만든 판이다" in told, "an editor’s words are no model’s"


@pytest.mark.parametrize("render", [markdown, page, mailed], ids=["markdown", "page", "mail"])
@pytest.mark.parametrize("why", ["영어 원문이 실렸다", "영어 원문이 실렸다."])
def test_a_correction_ends_with_one_full_stop(render: Callable[[Edition], str], why: str) -> None:
    """Whether or not the reader's reason has one."""
    day = corrected_day()
    told = render(replace(day, corrections=(replace(day.corrections[0], why=Note.of("correction.reader", why=why)),)))

    assert "실렸다. 지금 문장은" in told
    assert "실렸다.." not in told


def test_the_json_tells_corrections_by_anchor() -> None:
    told = json.loads(edition_json(corrected_day()))["corrections"]

    assert [(each["claim"], each["says"] is None) for each in told] == [
        ("p1-result-1", False), ("p2-approach-1", True), ("p3", True), ("p2", False),
    ]  # fmt: skip
    assert told[2]["why"] == {
        "code": "correction.withdrawn",
        "params": {"day": "2024-11-20"},
        "text": "저자가 이 논문을 철회했다(11월 20일(수) 판)",
    }


def test_hostile_a_correction_says_no_more_than_text() -> None:
    told = page(hostile_day())

    assert "〔정정〕" in told
    assert "<script" not in told
    assert "\x1b" not in RENDERINGS["terminal"](hostile_day())
    assert "<script" not in markdown(hostile_day()).replace("\\<script", "")


def test_an_edition_kept_before_there_were_corrections_is_read() -> None:
    body = json.loads(to_json(Edition, full_day()))
    del body["corrections"]

    assert from_json(Edition, json.dumps(body)) == full_day()


def test_what_was_corrected_stays_corrected_when_the_day_is_made_again() -> None:
    """Wherever the sentences stand then; what is not said any more is remembered all the same."""
    earlier = corrected_day()
    again = full_day()
    numbers = {2: 1, 1: 2}
    first = again.sections[0]
    entries = sorted(
        (replace(each, number=numbers.get(each.number, each.number)) for each in first.entries), key=lambda e: e.number
    )
    again = replace(again, sections=(replace(first, entries=tuple(entries)), *again.sections[1:]))
    made = carried(earlier, again)

    assert [each.claim for each in made.corrections] == ["p2-result-1", "p1-approach-1", "p3", "p1"]
    assert anchored(made)["p2-result-1"].claim.text == earlier.corrections[0].says
    assert "p1-approach-1" not in anchored(made)
    gone = carried(earlier, replace(again, sections=again.sections[1:]))
    assert [each.claim for each in gone.corrections] == ["", "", "", ""]
    assert "〔정정〕" in markdown(gone)


def test_updates_mark_an_entry_once() -> None:
    """A withdrawal is the last word; each day's new version is told once."""
    (update,) = day_with_updates().updates
    gone = replace(update, paper=full_day().sections[0].entries[0].paper.id, changes=(Note.of("update.withdrawn"),))
    changed = replace(gone, changes=(Note.of("update.figures", figures="1 → 2"), Note.of("update.title")))
    day, next_day = date(2024, 11, 20), date(2024, 11, 21)
    first = by_updates(full_day(), (changed, update), day, LATER)
    assert first
    second = by_updates(first, (gone,), next_day, LATER)
    assert second

    assert [(each.claim, each.why.code) for each in second.corrections] == [
        ("p1", "correction.version"),
        ("p1", "correction.withdrawn"),
    ]
    assert second.revision == 3
    assert by_updates(first, (changed,), day, LATER) is None
    assert by_updates(second, (gone, changed), date(2024, 11, 22), LATER) is None
    assert by_updates(full_day(), (update,), day, LATER) is None


def test_the_share_of_a_month_counts_each_sentence_once() -> None:
    """Also one that was taken out; a work that was withdrawn counts with all that cites it."""
    december = replace(full_day(), key=replace(full_day().key, day=date(2024, 12, 2)))
    shares = monthly_shares(map(head_of, [corrected_day(), december]))
    printed = len(anchored(full_day()))

    assert [(each.month, each.printed, each.corrected) for each in shares] == [
        (date(2024, 12, 1), printed, 0),
        (date(2024, 11, 1), printed, 7),
    ]
    assert shares[1].by_reason == (
        ("correction.reader", 2), ("correction.version", 2), ("correction.withdrawn", 3),
    )  # fmt: skip
    assert sum(count for _, count in shares[1].by_reason) == shares[1].corrected
    assert shares[1].share == 7 / printed
    assert monthly_shares([]) == ()


def test_a_correction_leaves_the_rest_of_the_archive_as_it_is(tmp_path: Path) -> None:
    """Predecessor, announcements, cursors, printed works and a build that is under way."""
    store = make_store(tmp_path)
    edition = run(make_parts(store, [FakeSource(known=(announcement(1),))])).edition
    store.begin(edition.key, MORNING)
    before = (
        store.announcements(edition.key),
        store.cursors(edition.key.series),
        store.told(order(date(2024, 11, 5)).key, DAY),
    )
    anchor = next(iter(anchored(edition)))
    made = corrected(edition, [Change(anchor, None, WHY)], LATER)
    store.correct(made, [made.corrections[0].said], LATER)

    assert store.edition(edition.key) == made
    assert store.edition(edition.key, revision=1) == edition
    assert store.shelf.heads()[0].revision == 2
    after = (
        store.announcements(edition.key),
        store.cursors(edition.key.series),
        store.told(order(date(2024, 11, 5)).key, DAY),
    )
    assert after == before
    assert store.begin(edition.key, LATER) == MORNING
    store.close()


GONE = replaced(1, 5, comment="This paper has been withdrawn by the authors")
NEXT = order(date(2024, 11, 5))


def _two_days(store_at: Path, second: FakeSource, **world: object) -> tuple[Edition, Edition]:
    store = make_store(store_at)
    first = run(make_parts(store, [FakeSource(known=(announcement(1), announcement(2)))])).edition
    run(make_parts(store, [second], **world), NEXT)  # pyright: ignore[reportArgumentType]
    corrected = store.edition(first.key)
    store.close()
    assert corrected
    return first, corrected


def test_a_withdrawn_paper_corrects_the_edition_that_printed_it(tmp_path: Path) -> None:
    """Once, however often its day is made again."""
    first, corrected = _two_days(tmp_path, FakeSource(known=(GONE,)))
    store = make_store(tmp_path)
    run(make_parts(store, [FakeSource(known=(GONE,), turned=True)]), NEXT, LATER)
    run(
        make_parts(store, [FakeSource(known=(GONE, announcement(3, batch=date(2024, 11, 4))), turned=True)]),
        NEXT,
        LATER,
    )
    again = store.edition(first.key)
    told = store.edition(NEXT.key)
    marked = marked_by(told, store) if told else ()
    store.close()

    assert marked == (again,), "a build that was killed before it wrote files finds what to write"
    assert [(each.why.code, each.work, each.says) for each in corrected.corrections] == [
        ("correction.withdrawn", "arxiv:2410.10001", None)
    ]
    assert corrected.revision == 2
    assert again == corrected
    assert replace(corrected, revision=1, changes=(), corrections=()) == first


def test_kill_a_build_cut_short_before_it_keeps_corrects_nothing_and_the_rerun_does(tmp_path: Path) -> None:
    def stop(step: str) -> None:
        if step == "keep":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _two_days(tmp_path, FakeSource(known=(GONE,)), progress=FakeProgress(at_step=stop))
    store = make_store(tmp_path)
    untouched = store.edition(order().key)
    run(make_parts(store, [FakeSource(known=(GONE,))]), NEXT, LATER)
    corrected = store.edition(order().key)
    store.close()

    assert untouched
    assert untouched.corrections == ()
    assert corrected
    assert [each.at for each in corrected.corrections] == [MORNING]


def test_a_new_version_of_an_update_corrects_the_edition_that_printed_the_work(tmp_path: Path) -> None:
    """Not the one that only told of the last version."""
    renamed = replaced(1, 5, title="Sparrow, renamed: translating speech on a watch")
    first, _ = _two_days(tmp_path, FakeSource(known=(renamed,)))
    store = make_store(tmp_path)
    gone = replace(GONE, batch=date(2024, 11, 6), native_id="2024-11-06/1")
    run(make_parts(store, [FakeSource(known=(gone,))]), order(date(2024, 11, 6)))
    corrected = store.edition(first.key)
    between = store.edition(NEXT.key)
    store.close()

    assert corrected
    assert between
    assert [each.why.code for each in corrected.corrections] == ["correction.new_text", "correction.withdrawn"]
    assert between.corrections == ()


def _app(home: Path, **settings: object) -> App:
    return App(settings=Settings.model_validate(settings), home=home, progress=FakeProgress(), say=print)


def _kept(home: Path, edition: Edition) -> App:
    app = _app(home)
    with app.archive() as store:
        store.keep(edition, (), ())
    return app


def test_a_new_sentence_is_judged_by_the_sentences_it_cites(tmp_path: Path) -> None:
    """It is refused with the reasons; one that holds makes a revision, its files, and closes the flag."""
    edition = full_day()
    app = _kept(tmp_path, edition)
    flagged = flag(app, edition.key, "1·s6", "  영어 원문이다. ")
    with pytest.raises(UserError) as refused:
        correct(app, edition.key, "p1-result-1", "7B 모델이 HumanEval+에서 pass@1 99.9에 이르렀다.", "영어이다")
    done = correct(app, edition.key, "p1-result-1", NEW.claim.text, "영어이다")
    with app.archive() as store:
        kept, flags = store.edition(edition.key), store.flags()

    assert (flagged.claim, flagged.why) == ("p1-result-1", "영어 원문이다")
    assert "99.9" in told_error(refused.value, "ko")
    assert kept == done.edition
    assert flags == ()
    assert any("〔정정〕" in path.read_text("utf-8") for path in done.files if path.suffix == ".md")


def test_a_line_on_top_that_is_dropped_is_told_with_the_one_that_moves_up_and_search_knows_of_it(
    tmp_path: Path,
) -> None:
    edition = full_day()
    app = _kept(tmp_path, edition)
    correct(app, edition.key, "p1-result-1", NEW.claim.text, "영어이다")
    with app.archive() as store:
        before = store.edition(edition.key)
    assert before
    done = correct(app, edition.key, "l1", None, "틀렸다")
    told = "\n".join(correction_lines(done.new, done.risen, "ko"))
    with app.archive() as store:
        unindexed = open_finder(store, UseEmbedder(), load_glossary()).index.unindexed()

    assert done.new[0].said == before.lead[0].claim.text
    assert set(done.risen) == {each.claim.text for each in done.edition.lead} - {e.claim.text for e in before.lead}
    assert f"{done.new[0].claim} 뺌: “{done.new[0].said}” 까닭: 틀렸다" in told
    assert all(f"오늘 세 줄에 오른 문장: “{each}”" in told for each in done.risen)
    assert dict(done.edition.changes[0].params)["count"] == str(len(done.edition.corrections))
    assert len(done.edition.corrections) >= 2
    assert list(unindexed) == []


def test_a_flag_is_kept_once_until_the_sentence_is_found_right(tmp_path: Path) -> None:
    edition = full_day()
    app = _kept(tmp_path, edition)
    for why in ("틀렸다", "틀렸다", HOSTILE):
        flag(app, edition.key, "p1-result-1", why)
    flag(app, edition.key, "p2-result-1", "이것도")
    with app.archive() as store:
        told = "\n".join(flag_lines(store.flags(), "ko", "Asia/Seoul"))
    closed = unflag(app, edition.key, "#p1-result-1")
    with app.archive() as store:
        left = store.flags()

    assert told.count("p1-result-1") == 2
    assert "\x1b" not in told
    assert closed == 2
    assert [each.claim for each in left] == ["p2-result-1"]
    with pytest.raises(UserError):
        unflag(app, edition.key, "p1-result-1")


def test_a_view_falls_with_the_fact_that_it_rests_on(tmp_path: Path) -> None:
    edition = full_day()
    first, *others = edition.sections
    fact = said("result", "7B 모델이 HumanEval+에서 pass@1 67.1에 이르렀다.", cite(TOLD[0], 6))
    view = said("impact", "7B 모델의 결과가 다른 모델에서도 이어질지 지켜볼 만하다.", cite(TOLD[0], 6), view=True)
    edition = replace(edition, sections=(replace(first, claims=(fact, view)), *others))
    done = correct(_kept(tmp_path, edition), edition.key, "p1-result-1", None, "다른 논문의 결과이다")

    assert [(each.claim, each.says, each.why.code) for each in done.edition.corrections] == [
        ("p1-result-1", None, "correction.reader"),
        ("t1-impact-1", None, "correction.ground"),
    ]


@pytest.mark.parametrize(
    ("place", "text", "why", "told"),
    [
        ("p1", NEW.claim.text, "왜", "3개"),
        ("p77-result-1", NEW.claim.text, "왜", "p77-result-1"),
        ("p1-result-1", TOLD[0].sentences[5], "왜", "같다"),
        ("p1-result-1", NEW.claim.text, " . ", "까닭"),
    ],
    ids=["several", "none", "the same", "no reason"],
)
def test_fault_what_cannot_be_corrected_is_said_in_words(
    tmp_path: Path, place: str, text: str, why: str, told: str
) -> None:
    app = _kept(tmp_path, full_day())
    with pytest.raises(UserError) as error:
        correct(app, full_day().key, place, text, why)

    assert told in told_error(error.value, "ko")
