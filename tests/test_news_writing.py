"""What is said of news: its form, its prompts, its quotations, and words told as words."""

import json

import pytest

from achim.domain.claim import Citation, Claim, ClaimRole
from achim.domain.form import FORMS
from achim.domain.paper import Sentence
from achim.render.messages import say
from achim.steps.extract_news import NewsChooser
from achim.steps.speech import is_speech
from achim.steps.story_text import brings_text, with_page
from achim.steps.verify import verify
from achim.writers.answer import read_repair, read_report
from achim.writers.prompting import Prompting
from tests.stories import AT, HERON, entry, heron

NEWS = FORMS["news"]
WORK = heron()
WORKS = {WORK.id: WORK}


def fact(text: str, *numbers: int, role: ClaimRole = "event") -> Claim:
    return Claim(kind="fact", role=role, text=text, citations=(Citation(WORK.id, numbers),))


def codes(claim: Claim) -> list[str]:
    return [note.code for note in verify(claim, WORKS).verdict.reasons]


@pytest.mark.parametrize("kind", ["papers", "news"])
def test_a_form_says_how_often_each_of_its_roles_may_be_told(kind: str) -> None:
    form = FORMS["papers" if kind == "papers" else "news"]
    roles = {*form.of_work, *(role for role, _ in form.of_topic)}
    assert roles == set(form.most)
    assert set(form.core) | set(form.lead) <= set(form.told)


def test_an_article_is_quoted_by_event_statement_and_figures() -> None:
    chosen = NewsChooser().extracts(WORK.title, WORK.sentences)
    assert [(each.place, each.sentence.text) for each in chosen] == [
        ("event", HERON[0]),
        ("statement", HERON[2]),
        ("figures", HERON[1]),
    ]


def test_a_korean_article_is_quoted_too() -> None:
    texts = (
        "노스레이크가 휴대전화에서 도는 언어 모델 헤론 2를 공개했다.",
        "이 모델은 매개변수 30억 개로 이루어졌고 9조 개 토큰으로 학습했다.",
        "박미나 대표는 같은 크기의 어떤 모델보다 빠르다고 말했다.",
        "무단 전재 및 재배포 금지.",
    )
    sentences = [Sentence(number, text) for number, text in enumerate(texts, 1)]
    chosen = NewsChooser().extracts("노스레이크, 헤론 2 공개", sentences)
    assert [(each.place, each.sentence.number) for each in chosen] == [("event", 1), ("statement", 3), ("figures", 2)]


def test_nothing_is_quoted_where_there_is_no_text() -> None:
    assert NewsChooser().extracts("Northlake releases Heron 2", ()) == ()
    assert NewsChooser().extracts("A", [Sentence(1, "Subscribe to our newsletter, it is free of charge.")]) == ()


def test_somebody_s_word_is_no_fact() -> None:
    assert "verify.speech" in codes(fact("Heron 2 answers faster than any model of its size.", 3))
    assert "verify.speech" not in codes(fact("Mina Park said that Heron 2 answers faster than any model.", 3))
    assert "verify.speech" in codes(fact("Heron 2는 같은 크기의 어떤 모델보다 빠르게 답한다.", 3))
    assert "verify.speech" not in codes(fact("Mina Park은 Heron 2가 같은 크기의 어떤 모델보다 빠르다고 말했다.", 3))


def test_what_happened_needs_nobody_who_says_so() -> None:
    assert "verify.speech" not in codes(fact("Northlake Labs released Heron 2.", 1))
    assert "verify.speech" not in codes(fact("Heron 2 runs fast.", 1, 3))


def test_a_headline_may_attribute_by_quotation_marks() -> None:
    assert "verify.speech" in codes(fact("Heron 2, 같은 크기에서 가장 빠르다", 3, role="gist"))
    assert "verify.speech" not in codes(fact("Mina Park “Heron 2, 같은 크기에서 가장 빠르다”", 3, role="gist"))


def test_prompts_of_news_name_stories_and_its_own_files() -> None:
    prompt = Prompting("ko", kind="news").report("모델", [entry(1), entry(2)])
    assert prompt.version == "news.ko.2"
    assert "[기사 1]" in prompt.user
    assert "[논문" not in prompt.user
    assert '"stories"' in prompt.system
    assert set(json.loads(json.dumps(prompt.schema))["properties"]) == {"stories", "trend", "impact"}
    repair = Prompting("en", kind="news").repair("Models", [entry(1)], [verify(fact("x", 1), WORKS)], [["why"]])
    assert repair.version == "news-repair.en.2"
    assert '"story": 1' in repair.system
    assert "{{" not in prompt.system + prompt.user + repair.system


def test_answers_of_news_are_read_by_its_form() -> None:
    told = {
        "stories": [
            {
                "story": 1,
                "gist": {"text": "노스레이크, Heron 2 공개", "sentences": [1]},
                "event": [{"text": "한 일.", "sentences": ["s1"]}],
                "statement": [],
                "figures": [{"text": "수치.", "sentences": [2]}],
                "problem": [{"text": "다른 형식의 것.", "sentences": [2]}],
            }
        ],
        "trend": [{"text": "한 기사뿐이다.", "cites": [{"story": 1, "sentences": [1]}]}],
    }
    reading = read_report(json.dumps(told), [WORK.id], NEWS)
    assert [claim.role for claim in reading.claims] == ["gist", "event", "figures"]
    both = read_report(json.dumps(told), [WORK.id, entry(2).paper.id], NEWS)
    assert [(claim.role, claim.kind) for claim in both.claims][-1] == ("trend", "fact")
    mended = {"claims": [{"id": 1, "text": "고친 문장.", "cites": [{"story": 1, "sentences": [2]}]}]}
    (claim,) = read_repair(json.dumps(mended), [fact("첫 문장", 1)], [WORK.id], NEWS)
    assert claim is not None
    assert claim.citations == (Citation(WORK.id, (2,)),)


def test_a_page_s_text_stands_in_for_a_teaser() -> None:
    teaser = heron(text="Northlake released Heron 2.")
    assert not brings_text(teaser)
    assert brings_text(WORK)
    page = "A heading without a stop\nNorthlake released Heron 2 on Monday. It runs on phones.\n" + "More. " * 60
    read = with_page(teaser, page, AT)
    assert [each.text for each in read.sentences][:2] == [
        "A heading without a stop",
        "Northlake released Heron 2 on Monday.",
    ]
    assert read.read_at == AT
    assert len(read.sentences) <= 40
    assert with_page(WORK, "Short.", AT) == WORK


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Northlake announced that Heron 2 is the fastest model.", True),
        ("Northlake announced Heron 2 on Monday.", False),
        ("The suit alleged fraud.", True),
        ("Heron 2 reportedly runs on watches.", True),
        ("It adds flow matching, so that it emits commands.", False),
        ("She added that it was free.", True),
        ("The team told the developers in October.", False),
        ("투자자들은 우려 없이 투자했다.", False),
        ("전문가들은 일자리가 줄 것을 우려했다.", True),
        ("회사는 관계자에게 귀띔했다.", True),
        ("회사는 새 모델을 공개했다.", False),
    ],
)
def test_somebody_s_word_is_known_by_its_verb(text: str, told: bool) -> None:
    assert is_speech(text) == told


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("Nvidia가 지수에서 Intel을 대체한다.", True),
        ("Intel이 지수에서 Nvidia를 대체한다.", False),
        ("Intel은 지수에서 Nvidia의 자리를 차지한다.", False),
        ("지수에서 Intel이 Nvidia로 대체된다.", True),
    ],
)
def test_the_doer_of_a_deed_is_not_made_its_object(text: str, is_kept: bool) -> None:
    work = heron(text="Nvidia will replace Intel in the index on 8 November.")
    claim = Claim(kind="fact", role="event", text=text, citations=(Citation(work.id, (1,)),))
    reasons = verify(claim, {work.id: work}).verdict.reasons
    assert ("verify.actors" not in [note.code for note in reasons]) == is_kept
    assert all(say(note, lang) for note in reasons for lang in ("ko", "en"))
