"""What all renderings show: marks, minutes, figures, and who stands where."""

from dataclasses import replace

import pytest

from achim.domain.claim import Citation
from achim.domain.edition import TopicKeyword
from achim.domain.ids import PaperId
from achim.render.inert import typeset, web_url
from achim.render.markdown import markdown
from achim.render.marks import by_paper, circled, place
from achim.render.quantity import has_quantity
from achim.render.reading_time import minutes_to_read
from achim.render.shown import EditionView
from achim.render.view import view
from tests import editions

A, B = PaperId("arxiv:2410.00001"), PaperId("arxiv:2410.00002")


def test_papers_are_marked_with_circles_to_twelve_and_with_brackets_after() -> None:
    assert [circled(number) for number in (1, 12, 13, 40)] == ["①", "⑫", "(13)", "(40)"]


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [((5,), "2·s5"), ((4, 5, 6), "2·s4–6"), ((7, 9), "2·s7, s9"), ((9, 7, 8, 7), "2·s7–9"), ((1, 2, 5), "2·s1–2, s5")],
)
def test_a_place_names_runs_of_sentences(sentences: tuple[int, ...], expected: str) -> None:
    assert place(Citation(A, sentences), {A: 2}) == expected


def test_citations_of_one_paper_become_one_place() -> None:
    citations = (Citation(A, (2,), "two."), Citation(B, (1,), "b."), Citation(A, (1,), "one."))
    assert by_paper(citations) == (Citation(A, (1, 2), "two. … one."), Citation(B, (1,), "b."))


def test_a_quote_has_an_ellipsis_where_sentences_are_left_out_and_none_between_neighbours() -> None:
    edition, told = editions.written_day(), editions.TOLD[0]
    line = edition.lead[0]
    cited = tuple(editions.cite(told, *numbers) for numbers in ((2, 6), (3,)))
    shown = replace(edition, lead=(replace(line, claim=replace(line.claim, citations=cited)),))
    second, third, sixth = (told.sentences[number - 1] for number in (2, 3, 6))
    quote = f"{second} {third} … {sixth}"
    assert [each.text for each in view(shown).lead[0].quotes] == [quote]
    assert f"“{quote}”" in markdown(shown).replace("\\", "")


@pytest.mark.parametrize(
    "text",
    [
        "It reaches 67.1 on HumanEval+.",
        "Accuracy rises by 3%.",
        "It is 2.5x faster.",
        "We use 74k pairs.",
        "It is ten times faster.",
        "It halves the cost.",
        "Latency drops twofold, by 12 ms.",
        "A 7B model wins.",
        "In 2024 errors fell by 5 points.",
    ],
)
def test_a_figure_is_seen(text: str) -> None:
    assert has_quantity(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We study GPT-4 and Llama-3-8B on CIFAR-10 with ResNet50.",
        "It renders 3D scenes from 2-D images.",
        "Since 2017 Transformers lead.",
        "See Fig. 2, Table 3 and Section 4.",
        "We (1) collect data and (2) train.",
        "Code: https://example.org/v2/100",
        "The F1 score improves.",
    ],
)
def test_names_years_references_and_list_marks_are_no_figures(text: str) -> None:
    assert not has_quantity(text)


def _remarks(shown: EditionView) -> list[str | None]:
    return [paper.remark for topic in shown.topics for paper in topic.papers]


def test_the_absence_of_figures_is_said_by_code() -> None:
    remarks = _remarks(view(editions.full_day()))
    assert remarks[0] is None
    assert remarks[1] == "초록에 수치 없음"


def test_a_missing_abstract_is_not_told_as_one_without_figures() -> None:
    day = editions.full_day()
    section = day.sections[0]
    paper = replace(section.entries[1].paper, abstract="", sentences=())
    entries = (section.entries[0], replace(section.entries[1], paper=paper), *section.entries[2:])
    changed = replace(day, sections=(replace(section, entries=entries), *day.sections[1:]))
    assert _remarks(view(changed))[1] == "초록을 얻지 못함"


def test_minutes_count_hangul_syllables_and_latin_words() -> None:
    assert minutes_to_read([]) == 1
    assert minutes_to_read(["가" * 500]) == 1
    assert minutes_to_read(["가" * 501]) == 2
    assert minutes_to_read(["word " * 220, "가" * 500]) == 2


def test_without_a_model_the_headline_is_the_title_and_the_edition_says_who_wrote_it() -> None:
    shown = view(editions.full_day())
    first = shown.topics[0].papers[0]
    assert not shown.by_model
    assert "언어 모델 없이 만든 판" in shown.made_by
    assert first.headline == first.title
    assert [point.role for point in first.points] == ["problem", "approach", "result"]
    assert all(claim.quoted and claim.lang == "en" for point in first.points for claim in point.claims)


def test_with_a_model_the_headline_is_the_gist_and_views_follow_the_papers() -> None:
    shown = view(editions.written_day())
    topic = shown.topics[0]
    assert shown.by_model
    assert "gpt-4o-2024-08-06이" in shown.made_by
    assert topic.papers[0].headline == editions.TOLD[0].gist
    assert [point.role for point in topic.before] == ["theme", "trend"]
    assert [point.role for point in topic.after] == ["impact", "outlook"]
    assert topic.after[0].claims[0].is_view
    assert topic.after[0].claims[0].places == "1·s5, 3·s2"


def test_gap_recorded_answers_are_called_so_and_their_tokens_guesses() -> None:
    asked = editions.written_day()
    makers = {**dict(asked.ledger.makers), "writer": "recorded:language-model"}
    recorded = replace(asked, ledger=replace(asked.ledger, makers=tuple(makers.items())))
    for lang, said, guess in (("ko", "기록해", "어림"), ("en", "recorded answers", "by estimate")):
        edition = replace(recorded, key=replace(recorded.key, lang=lang))
        shown = view(edition)
        assert said in shown.made_by
        assert guess in shown.foot.use
        assert guess in markdown(edition)
    assert "어림" not in view(asked).foot.use


def test_a_topic_tells_what_its_papers_share_and_what_each_has_alone() -> None:
    edition = editions.full_day()
    several = next(section for section in edition.sections if len(section.entries) > 1)
    one, two = (entry.number for entry in several.entries[:2])
    told = replace(several, keywords=(TopicKeyword("가지치기(pruning)", (one, two)), TopicKeyword("trees", (two,))))
    sections = tuple(told if section is several else section for section in edition.sections)
    shown = view(replace(edition, sections=sections))
    (topic,) = [topic for topic in shown.topics if topic.keywords]
    assert [(terms.label, terms.texts) for terms in topic.keywords] == [
        ("공통 핵심어", (f"가지치기(pruning) {circled(one)}{circled(two)}",)),
        ("저마다의 핵심어", (f"{circled(two)} trees",)),
    ]
    assert f"- **공통 핵심어** 가지치기(pruning) {circled(one)}{circled(two)}" in markdown(
        replace(edition, sections=sections)
    )


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("by 3.8\\% on ATT\\&CK", "by 3.8% on ATT&CK"),
        ("the ``engine'' of it", "the “engine” of it"),
        ("\\textbf{bold} and \\emph{leaning}", "bold and leaning"),
        ("4$\\times$ faster", "4× faster"),
        ("$\\alpha$ stays", "$\\alpha$ stays"),
        ("Apple~Silicon and Gemini~3 over 10~seeds", "Apple Silicon and Gemini 3 over 10 seeds"),
        ("from 8B~70B at ~5 dB", "from 8B~70B at ~5 dB"),
        ("a\\textbf{b\\emph{c}", "a\\textbf{bc"),
    ],
)
def test_latex_spelling_is_shown_as_what_it_stands_for(source: str, shown: str) -> None:
    assert typeset(source) == shown


def test_neighbouring_topics_of_one_paper_come_together_as_cards() -> None:
    blocks = view(editions.full_day()).blocks
    assert [(block.is_cards, len(block.topics)) for block in blocks] == [(False, 1), (False, 1), (True, 6)]


def test_no_anchor_stands_twice() -> None:
    for day in (editions.full_day(), editions.written_day()):
        shown = view(day)
        anchors = [claim.anchor for claim in shown.lead]
        for topic in shown.topics:
            anchors += [topic.anchor, *(paper.anchor for paper in topic.papers)]
            points = [*topic.before, *topic.after, *(point for paper in topic.papers for point in paper.points)]
            anchors += [claim.anchor for point in points for claim in point.claims]
        assert len(anchors) == len(set(anchors))


def test_a_sample_says_that_it_rests_on_synopses() -> None:
    assert "견본 개요 기준" in view(editions.full_day()).counts
    assert "초록 기준" in view(editions.written_day()).counts


def test_a_quiet_day_and_a_lost_day_are_told_apart() -> None:
    quiet, lost = view(editions.quiet_day()), view(editions.lost_day())
    assert quiet.empty
    assert quiet.empty[0] == "오늘은 새로 발표된 논문이 없다"
    assert lost.empty
    assert lost.empty[0] == "오늘 읽은 출처에는 새로 실을 논문이 없다"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://arxiv.org/abs/2410.1v1", "http://arxiv.org/abs/2410.1v1"),
        ("https://a.org/x y(z)\"<>'", "https://a.org/x%20y%28z%29%22%3C%3E'"),
        ("https://a.org/%20?q=1&b=가", "https://a.org/%20?q=1&b=%EA%B0%80"),
        ("javascript:alert(1)", None),
        ("javascript://a.org/%0aalert(1)", None),
        ("data:text/html,x", None),
        ("https://user:word@a.org/", None),
        ("//a.org", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_hostile_an_address_is_encoded_or_refused(url: str, expected: str | None) -> None:
    assert web_url(url) == expected
