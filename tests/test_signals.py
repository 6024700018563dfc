"""Interests in the ranking: parts that sum to a score, what is never shown, and how a page is made up."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achim.domain.edition import SURPRISE, RankedPaper, Score, ScorePart
from achim.domain.ids import PaperId
from achim.domain.interests import ExamplePaper, Interests, Lane, Never, Wish
from achim.domain.note import Note
from achim.domain.paper import Paper, Signal
from achim.domain.topic import Topic
from achim.interest_model import load_interest_model
from achim.interests import SharedCloseness
from achim.render.messages import say
from achim.steps.facts import Facts, facts_of, name_key, says, words_told
from achim.steps.mentions import mentions_of
from achim.steps.page import Page, choose
from achim.steps.rank import paper_signals, plain, rank, score
from achim.steps.signals import OF_WORKS, close_to, own_parts, parts_of, unwanted, usual_signals
from tests.fakes import announcement
from tests.papers import bare_paper

DAY = date(2024, 11, 4)


def _topic(key: str) -> Topic:
    return Topic(key=key, name=key.title(), korean=f"{key} 주제", emoji="🎈", color="#123456", definition="A topic.")


SPEECH = _topic("speech")
TOLD = tuple(f"An earlier study number {number} of speech models" for number in range(30))
PAPER = replace(
    bare_paper(
        "Sparrow: translating Korean speech",
        "We train on KLUE. Data: https://huggingface.co/datasets/klue/klue and https://huggingface.co/kaist/sparrow "
        "with code at https://github.com/kaist-ai/sparrow under Apache-2.0.",
    ),
    authors=("Ada Lovelace", "김민"),
    comment="Accepted at ACL 2024",
    signals=(Signal("votes", 12), Signal("comments", 3), Signal("code_stars", 40)),
    announcements=(announcement(1), announcement(2, source="arxiv")),
    submitted_at=None,
)
WANTS = Interests(
    topics=(Wish("speech", 2.0),),
    phrases=(Wish("speech"), Wish("Apache"), Wish("absent")),
    authors=(Wish("Lovelace, Ada"), Wish("Nobody")),
    labs=(Wish("KAIST"),),
    lanes=(Lane("Korean", ("KAIST", "KLUE")),),
    papers=(
        ExamplePaper(id=PaperId("arxiv:2411.00009"), title="Translating Korean speech with small models"),
        ExamplePaper(id=PAPER.id),
    ),
)


def _parts(paper: Paper, interests: Interests = WANTS, attention: int = 90) -> tuple[ScorePart, ...]:
    facts = facts_of([paper], {paper.id: SPEECH}, {paper.id: attention})
    close = close_to([paper], interests.papers, SharedCloseness(load_interest_model()))
    own = own_parts([paper], interests, mentions_of(facts), close, words_told(TOLD))
    known = plain(paper, paper_signals(DAY), parts_of(paper, facts[paper.id], OF_WORKS))
    return known.given(own.get(paper.id, ())).score.parts


def test_every_part_has_its_reason_in_both_languages_and_they_sum_to_the_score() -> None:
    parts = _parts(PAPER)
    codes = [part.note.code for part in parts]
    assert {
        *("rank.votes", "rank.comments", "rank.sources", "rank.featured", "rank.fresh", "rank.code", "rank.code_stars"),
        *("rank.data", "rank.weights", "rank.licence", "rank.venue", "rank.novel", "rank.hackernews"),
        *("interest.topic", "interest.phrase", "interest.author", "interest.lab", "interest.lane", "interest.close"),
        "interest.named",
    } == set(codes)
    assert codes.count("interest.phrase") == 2
    assert Score(parts).total == pytest.approx(sum(part.points for part in parts), abs=1e-9)
    for part in parts:
        assert say(part.note, "en")
        assert any("가" <= sign <= "힣" for sign in say(part.note, "ko"))
    own = next(part.note for part in parts if part.note.code == "interest.topic")
    assert (say(own, "ko"), say(own, "en")) == ("관심 주제 speech 주제", "your topic Speech")
    assert dict(own.params)["topic"] == "speech"


def test_gap_a_reason_of_before_labels_were_kept_says_the_key() -> None:
    assert say(Note.of("interest.topic", topic="speech"), "ko") == "관심 주제 speech"


@given(st.sets(st.sampled_from(["votes", "comments", "code_stars", "comment", "authors", "abstract", "attention"])))
@settings(max_examples=40, deadline=None)
def test_property_a_missing_signal_lowers_nobody(missing: set[str]) -> None:
    whole = _parts(PAPER)
    less = replace(
        PAPER,
        signals=tuple(signal for signal in PAPER.signals if signal.name not in missing),
        comment=None if "comment" in missing else PAPER.comment,
        authors=() if "authors" in missing else PAPER.authors,
        abstract="" if "abstract" in missing else PAPER.abstract,
    )
    left = _parts(less, attention=0 if "attention" in missing else 90)
    assert all(part.points > 0 for part in left)
    if "abstract" not in missing:  # closeness is a share of what is told
        assert set(left) <= set(whole)


@given(st.sets(st.sampled_from(["code_stars", "comment", "abstract"])))
@settings(max_examples=8, deadline=None)
def test_property_without_interests_they_count_a_little_and_lower_nobody(missing: set[str]) -> None:
    less = replace(
        PAPER,
        signals=() if "code_stars" in missing else PAPER.signals,
        comment=None if "comment" in missing else PAPER.comment,
        abstract="" if "abstract" in missing else PAPER.abstract,
    )
    seen = words_told(TOLD)
    whole, left = (score(work, usual_signals([work], facts_of([work], {}, {}), seen)).parts for work in (PAPER, less))
    assert {part.note.code for part in whole} == {
        *("rank.code", "rank.code_stars", "rank.data", "rank.weights", "rank.licence", "rank.venue", "rank.novel")
    }
    assert all(0 < part.points < 0.02 for part in whole)
    assert set(left) <= set(whole)


@pytest.mark.parametrize(
    ("never", "code"),
    [
        (Never("phrase", "korean SPEECH"), "withheld.never.phrase"),
        (Never("author", "민 김"), None),
        (Never("author", "Ada Lovelace"), "withheld.never.author"),
        (Never("topic", "speech"), "withheld.never.topic"),
        (Never("lab", "kaist"), "withheld.never.lab"),
        (Never("work", PAPER.id), "withheld.never.work"),
        (Never("phrase", "spee"), None),
    ],
)
def test_what_is_never_to_be_shown_has_a_reason(never: Never, code: str | None) -> None:
    facts = facts_of([PAPER], {PAPER.id: SPEECH}, {})
    reason = unwanted(PAPER, facts[PAPER.id], [never])
    assert (reason.code if reason else None) == code
    assert reason is None or PAPER.id in mentions_of(facts).unwanted([never])


said = st.sampled_from(["speech", "model", "models", "class", "Sparrow", "말뭉치", "말뭉치를", "한국어로", "KLUE", "…"])


@given(st.lists(st.lists(said, max_size=5), max_size=4), st.lists(said, min_size=1, max_size=2))
@settings(max_examples=80, deadline=None)
def test_property_whatever_says_a_phrase_is_looked_at(texts: list[list[str]], phrase: list[str]) -> None:
    papers = [bare_paper(" ".join(told), paper_id=f"arxiv:2411.{at:05}") for at, told in enumerate(texts)]
    facts, asked = facts_of(papers, {}, {}), " ".join(phrase)
    found = mentions_of(facts).saying(asked)
    assert {work for work, known in facts.items() if says(known.text, asked) or says(known.told, asked)} <= found


Held = Iterator[tuple[float, str, dict[str, str]]]


def _held_against(known: Facts, paper: Paper, wants: Interests) -> Held:
    """Every wish held against a work, one after the other."""
    yield from _in_the_text(known, wants)
    yield from _in_what_is_told(known, wants)
    for example in wants.papers:
        if example.id == paper.id:
            yield 6 * example.weight, "named", {}


def _in_the_text(known: Facts, wants: Interests) -> Held:
    for wish in wants.topics:
        if known.topic and known.topic.key == wish.text:
            yield 2 * wish.weight, "topic", known.topic.named("topic")
    for wish in wants.phrases:
        if says(known.text, wish.text):
            where, points = ("title", 2.0) if says(known.title, wish.text) else ("abstract", 1.0)
            yield points * wish.weight, "phrase", {"phrase": wish.text, "where": where}
    for wish in wants.authors:
        if name_key(wish.text) in known.authors:
            yield 3 * wish.weight, "author", {"author": wish.text}


def _in_what_is_told(known: Facts, wants: Interests) -> Held:
    for wish in wants.labs:
        if says(known.told, wish.text):
            yield 2 * wish.weight, "lab", {"lab": wish.text}
    for lane in wants.lanes:
        if word := next((word for word in lane.words if says(known.told, word)), None):
            yield 2 * lane.weight, "lane", {"lane": lane.name, "word": word}


texts = st.lists(said, max_size=6).map(" ".join)
weighed = st.builds(Wish, st.lists(said, min_size=1, max_size=3).map(" ".join), st.sampled_from([-1.5, 0.333, 1.0, 2]))
works = st.lists(
    st.tuples(texts, texts, st.sampled_from(["Ada Lovelace", "김민"]), st.sampled_from(["speech", "model"])), max_size=5
)
wants = st.builds(
    Interests,
    topics=st.lists(st.builds(Wish, st.sampled_from(["speech", "model"]), st.sampled_from([-1.0, 2.0])), max_size=3),
    phrases=st.lists(weighed, max_size=4),
    authors=st.lists(st.builds(Wish, st.sampled_from(["Lovelace, Ada", "Nobody"])), max_size=2),
    labs=st.lists(weighed, max_size=2),
    lanes=st.lists(st.builds(Lane, said, st.lists(said, max_size=3).map(tuple)), max_size=2),
    papers=st.lists(st.sampled_from([ExamplePaper(id=PaperId(f"arxiv:2411.{at:05}")) for at in range(6)]), max_size=2),
)


@given(works, wants)
@settings(max_examples=150, deadline=None)
def test_property_wishes_that_are_looked_up_give_what_each_gives_held_against_each_work(
    told: list[tuple[str, str, str, str]], wants: Interests
) -> None:
    papers = [
        replace(bare_paper(title, abstract, paper_id=f"arxiv:2411.{at:05}"), authors=(author,))
        for at, (title, abstract, author, _) in enumerate(told)
    ]
    topics = {paper.id: _topic(key) for paper, (*_, key) in zip(papers, told, strict=True)}
    facts = facts_of(papers, topics, {})
    own = own_parts(papers, wants, mentions_of(facts), (), None)
    expected = {
        paper.id: [
            ScorePart(round(points, 3), Note.of(f"interest.{code}", **params))
            for points, code, params in _held_against(facts[paper.id], paper, wants)
        ]
        for paper in papers
    }
    assert own == {paper: parts for paper, parts in expected.items() if parts}


@pytest.mark.parametrize("comment", ["Submitted to ACL 2024", "12 pages", "Under review at ICML", None])
def test_a_paper_that_is_only_submitted_appears_nowhere(comment: str | None) -> None:
    assert "rank.venue" not in {part.note.code for part in _parts(replace(PAPER, comment=comment))}


def test_a_korean_phrase_is_found_before_a_particle() -> None:
    paper = replace(PAPER, title="한국어를 이해하는 모형")
    told = [part.note.code for part in _parts(paper, Interests(phrases=(Wish("한국어"),)), 0)]
    assert "interest.phrase" in told


def test_what_is_unwanted_takes_points_and_says_so() -> None:
    parts = _parts(PAPER, Interests(phrases=(Wish("speech", -1.5),)))
    assert [part.points for part in parts if part.note.code == "interest.phrase"] == [-3.0]


def _ranked(number: int, points: float, *, wanted: bool = True) -> RankedPaper:
    paper = bare_paper(f"Paper {number}", paper_id=f"arxiv:2411.{number:05}")
    code = "interest.topic" if wanted else "rank.votes"
    return RankedPaper(paper, Score((ScorePart(points, Note(code)),)))


RANKED = [_ranked(number, 100.0 - number) for number in range(8)] + [
    _ranked(number, 50.0 - number, wanted=False) for number in range(8, 12)
]
OF_TOPIC = {
    each.paper.id: _topic("llm" if at < 8 else "vision" if at < 10 else "audio") for at, each in enumerate(RANKED)
}


def test_no_topic_swallows_the_page_and_one_surprise_is_labelled() -> None:
    chosen = choose(RANKED, (), 6, Page(topics=OF_TOPIC, most_of_topic=3))
    topics = [OF_TOPIC[each.paper.id].key for each in chosen.works]
    assert (topics.count("llm"), len(topics)) == (3, 6)
    labelled = [each for each in chosen.works if each.score.parts[-1].note.code == SURPRISE]
    assert len(labelled) == 1
    assert labelled[0].score.total == next(each for each in RANKED if each.paper == labelled[0].paper).score.total
    assert {note.code for note in chosen.held.values()} == {"held.topic", "held.surprise"}
    held = next(note for note in chosen.held.values() if note.code == "held.topic")
    assert (say(held, "ko"), say(held, "en")) == (
        "llm 주제 주제가 이미 3편이다",
        "the page has 3 works of the topic Llm already",
    )


def test_a_page_is_never_emptier_for_the_sake_of_diversity() -> None:
    chosen = choose(RANKED[:8], (), 6, Page(topics=OF_TOPIC, most_of_topic=2))
    assert [each.paper.id for each in chosen.works] == [each.paper.id for each in RANKED[:6]]


def test_what_was_printed_stays_and_its_surprise_is_still_the_one() -> None:
    kept = [RANKED[10].paper.id, RANKED[7].paper.id]
    page = Page(topics=OF_TOPIC, most_of_topic=3, surprised=RANKED[10].paper.id)
    chosen = choose(RANKED, kept, 6, page)
    assert set(kept) <= {each.paper.id for each in chosen.works}
    assert [each.paper.id for each in chosen.works if each.score.parts[-1].note.code == SURPRISE] == [kept[0]]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=25), st.integers(0, 10), st.integers(1, 5), st.data()
)
@settings(max_examples=80, deadline=None)
def test_property_a_page_has_as_many_works_as_there_is_room_for(
    told: list[tuple[int, bool]], room: int, most: int, data: st.DataObject
) -> None:
    ranked = [_ranked(at, 100.0 - at, wanted=wanted) for at, (_, wanted) in enumerate(told)]
    topics = {each.paper.id: _topic(f"t{topic}") for each, (topic, _) in zip(ranked, told, strict=True)}
    kept = data.draw(st.sets(st.sampled_from(sorted(topics)), max_size=3)) if topics else set[str]()
    kept = {PaperId(each) for each in kept}
    page = Page(topics=topics, most_of_topic=most)
    ranking = rank(ranked, print_most=room, list_most=3, keep=frozenset(kept))
    chosen = choose(ranked, kept, room, page)
    ids = [each.paper.id for each in chosen.works]
    assert kept <= set(ids)
    assert len(ids) == len(set(ids)) == len(ranking.printed)
    assert sum(each.score.parts[-1].note.code == SURPRISE for each in chosen.works) <= 1
    assert not set(chosen.held) & set(ids)
