"""What the gate asks of claims about news alone: who does what to whom, when and where, and whether it is done."""

from dataclasses import replace

import pytest

from achim.domain.claim import Citation, Claim, ClaimKind, ClaimRole
from achim.domain.paper import Sentence, Story
from achim.render.messages import say
from achim.steps.grounding.actors import named
from achim.steps.verify import verify
from tests.stories import story


def work_of(*texts: str, title: str = "News of the day") -> Story:
    sentences = tuple(Sentence(number, text) for number, text in enumerate(texts, 1))
    return replace(story(title, text=" ".join(texts)), sentences=sentences)


def reasons(source: str, text: str, role: ClaimRole = "event") -> set[str]:
    work = work_of(source)
    kind: ClaimKind = "view" if role == "impact" else "fact"
    claim = Claim(kind=kind, role=role, text=text, citations=(Citation(work.id, (1,)),))
    found = verify(claim, {work.id: work}).verdict.reasons
    assert all(say(note, lang) for note in found for lang in ("ko", "en"))
    return {note.code for note in found}


PLAN = "Harlow will cut the price of its large model by 30% from 1 May."
SUIT = "A group of 12 painters has sued Marble, which makes an image generator, in a court in Lyon."
DENIAL = "Marble denied on Thursday that it had used private mail."
FIGURES = "Shares of Harlow gained 6%, while those of Marble slid 4%."
OPENED = "Harlow has opened an office in Lisbon with over 140 people."
WANTED = "Last week Harlow launched an attempt to acquire Marble."


@pytest.mark.parametrize(
    ("source", "text", "code"),
    [
        pytest.param(PLAN, "Harlow는 5월 1일부터 큰 모델의 가격을 30% 내릴 예정이다.", "", id="kept"),
        pytest.param(PLAN, "Harlow는 5월 1일부터 큰 모델의 가격을 30% 올릴 예정이다.", "verify.direction", id="raised for cut"),
        pytest.param(PLAN, "Harlow는 큰 모델의 가격을 30% 내렸다.", "verify.plan", id="a plan as done"),
        pytest.param(PLAN, "Harlow will raise the price of its large model by 30% from 1 May.", "verify.direction", id="in English"),
        pytest.param(SUIT, "화가 12명이 Marble을 상대로 리옹 법원에 소송을 냈다.", "", id="sued"),
        pytest.param(SUIT, "Marble은 화가 12명을 상대로 리옹 법원에 소송을 냈다.", "verify.actors", id="the sued one sues"),
        pytest.param(SUIT, "화가 12명이 Marble을 상대로 밀라노 법원에 소송을 냈다.", "verify.name", id="another city"),
        pytest.param(DENIAL, "Marble은 사적인 메일을 썼다는 의혹을 목요일 부인했다.", "", id="denied"),
        pytest.param(DENIAL, "Marble은 사적인 메일을 썼다고 목요일 인정했다.", "verify.negation", id="confirmed"),
        pytest.param(DENIAL, "Marble은 사적인 메일을 썼다는 의혹을 금요일 부인했다.", "verify.number", id="another day"),
        pytest.param(FIGURES, "Harlow 주가는 6% 올랐고 Marble 주가는 4% 내렸다.", "", id="each its own"),
        pytest.param(FIGURES, "Marble 주가는 6% 올랐고 Harlow 주가는 4% 내렸다.", "verify.direction", id="of each other"),
        pytest.param(OPENED, "Harlow는 리스본에 140명 넘는 사무소를 열었다.", "", id="opened"),
        pytest.param(OPENED, "Harlow는 리스본에 140명 미만의 사무소를 열었다.", "verify.number", id="fewer for more"),
        pytest.param(OPENED, "Harlow는 리스본 사무소를 닫았다.", "verify.direction", id="closed"),
        pytest.param(OPENED, "Harlow는 리스본에 사무소를 열 예정이다.", "verify.plan_of_done", id="done as a plan"),
        pytest.param(WANTED, "Harlow는 지난주 Marble을 인수하려는 시도에 나섰다.", "", id="tried"),
        pytest.param(WANTED, "Harlow는 지난주 Marble을 인수했다.", "verify.plan", id="tried as done"),
        pytest.param(WANTED, "Marble은 지난주 Harlow를 인수하려는 시도에 나섰다.", "verify.actors", id="by the other"),
    ],
)  # fmt: skip
def test_fault_a_claim_about_news_keeps_deeds_and_doers(source: str, text: str, code: str) -> None:
    found = reasons(source, text)
    assert code in found if code else not found


def test_a_name_is_told_by_the_sentence_before_that_it_refers_to() -> None:
    work = work_of("Harlow released Heron 2.", "The company also opened the data.", "Rain fell.", title="Weather")
    told = [
        verify(Claim(kind="fact", role="event", text="Harlow는 데이터도 공개했다.", citations=(Citation(work.id, (at,)),)), {work.id: work})
        for at in (2, 3)
    ]  # fmt: skip
    assert [each.verdict.finding for each in told] == ["supported", "unsupported"]


@pytest.mark.parametrize(
    ("source", "is_printed"),
    [("Analysts warned that small shops could depend on one supplier.", True), ("Harlow has 900 shops.", False)],
)
def test_fault_a_view_on_effects_rests_on_a_sentence_that_speaks_of_one(source: str, is_printed: bool) -> None:
    found = reasons(source, "작은 가게는 한 공급사에 기대게 될 수 있다.", "impact")
    assert ("verify.view_effect" not in found) == is_printed


def test_hostile_of_a_row_of_names_the_first_dozen_are_read() -> None:
    """Pairs of names are compared, so that their number is bounded."""
    assert len(named("Kite, " * 100_000)) == 12
