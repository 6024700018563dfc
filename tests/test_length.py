"""No more is printed of a paper than its length, and what is left out is counted."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achim.clock import StandingClock
from achim.domain.claim import Citation, Claim, ClaimKind, ClaimRole, JudgedClaim, Verdict
from achim.domain.edition import EditionKey
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.sentences import split_sentences
from achim.glossary import load_glossary
from achim.pipeline import Order, build
from achim.ports import ModelAnswer, Question, Spent
from achim.render.audit import audit_lines
from achim.render.foot import foot
from achim.settings import ModelSettings
from achim.steps.length import MOST_SYLLABLES, MOST_WORDS, size, within_length
from achim.writers.answers import StoredAnswers
from achim.writing import make_writer
from tests.fakes import CHOOSER, DAY, MORNING, FakeSource, announcement, make_parts, make_store

OVER = Verdict("unsupported", (Note.of("length.over", limit=MOST_SYLLABLES),))
OF_TOPIC: dict[ClaimRole, ClaimKind] = {"theme": "fact", "trend": "fact", "impact": "view", "outlook": "view"}


def claim(role: ClaimRole, syllables: int, paper: int = 1, *, quoted: bool = False, holds: bool = True) -> JudgedClaim:
    told = Claim(
        kind=OF_TOPIC.get(role, "fact"),
        role=role,
        text="가" * syllables,
        citations=(Citation(PaperId(f"arxiv:2410.1000{paper}"), (1,)),),
        quoted=quoted,
    )
    return JudgedClaim(told, Verdict("supported") if holds else Verdict("unsupported", (Note.of("verify.uncited"),)))


def kept(claims: Sequence[JudgedClaim], lang: str = "ko") -> list[bool]:
    return [each.holds for each in within_length(claims, lang)]


def test_what_fits_is_left_as_it_is() -> None:
    claims = tuple(claim(role, 87) for role in ("gist", "problem", "approach", "result"))
    assert within_length(claims, "ko") == claims


@pytest.mark.parametrize(
    ("roles", "left"),
    [
        pytest.param("gist problem approach approach result", "gist problem approach result", id="second approach"),
        pytest.param("gist problem approach result result", "gist problem approach result", id="second result"),
        pytest.param(
            "gist approach approach result result", "gist approach result result", id="a second result is needed more"
        ),
        pytest.param("theme theme trend impact outlook", "theme trend impact outlook", id="of a topic"),
    ],
)
def test_the_least_needed_is_left_out_first(roles: str, left: str) -> None:
    claims = [claim(role, 80) for role in roles.split()]  # pyright: ignore[reportArgumentType]
    after = within_length(claims, "ko")
    assert " ".join(each.claim.role for each in after if each.holds) == left
    assert [each.verdict for each in after if not each.holds] == [OVER]


def test_a_shorter_one_that_still_fits_is_kept() -> None:
    assert kept([claim("gist", 20), claim("approach", 200), claim("result", 200), claim("problem", 100)]) == [
        True,
        True,
        False,
        True,
    ]


def test_papers_and_the_topic_have_a_length_of_their_own_and_quotations_and_refused_claims_none() -> None:
    claims = [
        claim("approach", 300),
        claim("approach", 300, paper=2),
        claim("theme", 300),
        claim("result", 300, quoted=True),
        claim("result", 300, holds=False),
    ]
    assert within_length(claims, "ko") == tuple(claims)


def test_english_is_measured_in_words() -> None:
    assert size("한글 12 and words", "ko") == 2
    assert size("한글 12 and words", "en") == 4
    told = claim("approach", 1).claim
    long = JudgedClaim(
        Claim(kind="fact", role="approach", text="word " * (MOST_WORDS + 1), citations=told.citations), OVER
    )
    assert kept([JudgedClaim(long.claim, Verdict("supported"))], "en") == [False]


_ROLES: tuple[ClaimRole, ...] = ("gist", "problem", "approach", "result", "theme", "trend", "impact", "outlook")
_CLAIMS = st.lists(st.builds(claim, st.sampled_from(_ROLES), st.integers(1, 400), st.integers(1, 2)), max_size=14)


@given(_CLAIMS)
def test_property_nothing_printed_is_over_its_length_and_cutting_again_changes_nothing(
    claims: list[JudgedClaim],
) -> None:
    after = within_length(claims, "ko")
    assert [each.claim for each in after] == [each.claim for each in claims]
    for paper in ("arxiv:2410.10001", "arxiv:2410.10002"):
        of_paper = [
            each.claim.text
            for each in after
            if each.holds and each.claim.role not in OF_TOPIC and each.claim.citations[0].paper == paper
        ]
        assert sum(map(len, of_paper)) <= MOST_SYLLABLES
    assert sum(len(each.claim.text) for each in after if each.holds and each.claim.role in OF_TOPIC) <= MOST_SYLLABLES
    assert within_length(after, "ko") == after


LONG = (
    "Translating speech on small devices is slow and costly because the models that do it well have billions of "
    "parameters and because each spoken sentence has to wait for the whole of its audio before a single word of it can "
    "be read by anyone. "
    "We propose Sparrow, a compact model that reads the audio in short pieces, keeps what it has heard in a table of "
    "fixed length, and writes each word of the translation as soon as the pieces that it needs have been heard. "
    "Sparrow is trained on pairs of recordings and texts in nine languages, first with the pieces in their order and "
    "then with pieces left out, so that it learns to go on where a recording is noisy or breaks off. "
    "Sparrow reaches 31.4 BLEU on MuST-C with a delay of one second, which is 2.1 points above the baseline of the same "
    "size, and it runs on a phone without a connection."
)


class Talkative:
    """Tells every sentence of the abstract in its own words, gist, problem and all."""

    name = "recorded:talkative"

    def ask(self, question: Question, spent: Spent | None = None) -> ModelAnswer:
        said = [
            {"text": text, "sentences": [number]}
            for number, text in enumerate((each.text for each in split_sentences(LONG)), 1)
        ]
        paper = {"paper": 1, "gist": said[0], "problem": said[:1], "approach": said[1:3], "result": said[3:]}
        return ModelAnswer(text=json.dumps({"papers": [paper]}), prompt_tokens=1, completion_tokens=1)

    def close(self) -> None: ...


def test_gap_a_talkative_answer_is_cut_and_the_ledger_and_the_audit_say_so(tmp_path: Path) -> None:
    store, clock = make_store(tmp_path), StandingClock(MORNING)
    writer = make_writer(
        ModelSettings(name=Talkative.name), load_glossary(), StoredAnswers(store, clock), Talkative(), CHOOSER
    )
    parts = make_parts(store, [FakeSource(known=(announcement(abstract=LONG),))], writer=writer)
    order = Order(key=EditionKey(day=DAY, lang="en"), time_zone="Asia/Seoul")
    edition = build(order, store.begin(order.key, MORNING), parts).edition
    store.close()

    printed = [each.claim for section in edition.sections for each in section.claims if not each.claim.quoted]
    assert sum(size(each.text, "en") for each in printed) <= MOST_WORDS
    assert [each.role for each in printed] == ["gist", "approach"]
    assert {each.claim.role for each in edition.dropped} == {"problem", "approach", "result"}
    count = edition.ledger.claims
    assert dict(count.dropped) == {"length.over": len(edition.dropped)}
    assert count.proposed == count.printed + len(edition.dropped)
    assert any("over the length" in line for line in foot(edition, "en").dropped)
    assert any("110" in line for line in audit_lines(edition))
    assert {each.claim.role for each in edition.sections[0].claims if each.claim.quoted} == {"result"}
