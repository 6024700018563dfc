"""Pages of works, topics, weeks and trends: all that was said, where and on what, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from achim.domain.claim import Citation, Claim, JudgedClaim, Verdict
from achim.domain.edition import Edition, EditionKey, Section
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Gap
from achim.domain.slugs import slug
from achim.domain.trends import WEEKS_NEEDED
from achim.render.messages import say, word
from achim.render.site import places
from achim.render.site.topic import RECENT_DAYS
from achim.web.library import Site
from tests.editions import (
    DAY,
    TOLD,
    TOPICS,
    corrected_day,
    day_with_updates,
    full_day,
    make_ledger,
    make_topic,
    quiet_day,
    written_day,
)
from tests.shelves import MemoryShelf
from tests.stories import HERON, entry

CODE = PaperId("arxiv:2410.24198")


def on(edition: Edition, days: int, sections: slice = slice(None)) -> Edition:
    key = replace(edition.key, day=DAY + timedelta(days=days))
    return replace(edition, key=key, sections=edition.sections[sections])


def shown(place: str, *editions: Edition, lang: str = "ko") -> LexborNode:
    """The page at a place of the site of these editions."""
    body = Site(MemoryShelf(*editions), lang).leaves()[place].make()
    root = LexborHTMLParser(body).root
    assert root
    return root


def text(node: LexborNode, selector: str = "main") -> str:
    return " ".join(" ".join(found.text() for found in node.css(selector)).split())


def news_day() -> Edition:
    """One story of five sentences, of which one is cited."""
    told = entry(1)
    claim = Claim(kind="fact", role="event", text=HERON[0], citations=(Citation(told.paper.id, (1,), HERON[0]),))
    sections = (Section(told.choice.topic, (told,), (JudgedClaim(claim, Verdict("supported")),)),)
    return replace(
        full_day(),
        key=EditionKey(day=DAY, kind="news"),
        sections=sections,
        lead=(),
        listed=(),
        ledger=make_ledger(sections),
    )


def test_the_page_of_a_work_has_all_that_was_said_of_it_and_the_sentences_behind() -> None:
    edition = written_day()
    page = shown(places.work_page(CODE), edition)
    claims = [each.claim for section in edition.sections for each in (*section.claims, *edition.lead)]
    about = [claim for claim in claims if any(citation.paper == CODE for citation in claim.citations)]
    told = text(page)

    assert len({claim.role for claim in about}) >= 6, "its own, its topic's and a line on top"
    for claim in about:
        assert claim.text in told
        assert all(citation.quote in told for citation in claim.citations)
    assert page.css(f"a[href='../{places.edition_page(edition.key)}#p1']")
    assert page.css(f"a[href='../{places.topic_page('papers', 'llm')}']")
    assert [each.text() for each in page.css(".sentences li")] == list(TOLD[0].sentences)
    announced = page.css_first("a[href='https://huggingface.co/papers/2410.24198']")
    assert announced
    assert announced.text() == "Hugging Face"
    assert word("ui.why.rank", "ko", score="4") in told


def test_every_showing_of_a_work_is_named_newest_first_with_its_updates() -> None:
    updated = day_with_updates()
    update = updated.updates[0]
    page = shown(places.work_page(update.paper), on(updated, 3))
    again = shown(places.work_page(CODE), full_day(), on(full_day(), 2, slice(0, 1)))

    assert word("work.updated", "ko") in text(page)
    assert word("update.version", "ko", version=update.version) in text(page)
    assert [each.attributes["datetime"] for each in again.css("section:first-of-type time")] == [
        "2024-11-06",
        "2024-11-04",
    ]
    assert len(again.css(".telling")) == 2


def test_a_correction_stands_where_the_sentence_did() -> None:
    edition = corrected_day()
    corrected = edition.corrections[0]

    assert corrected.said in text(shown(places.work_page(corrected.work), edition))


def test_gap_a_work_that_was_only_listed_says_so_and_cannot_be_cited() -> None:
    listed = full_day().listed[0]
    leaves = Site(MemoryShelf(full_day()), "ko").leaves()
    page = shown(places.work_page(listed.paper), full_day())

    assert word("work.said.nothing", "ko") in text(page)
    assert page.css(f"a[href='{listed.url}']")
    assert not page.css("meta[name^='citation_']")
    assert places.citation(listed.paper, "bib") not in leaves


def test_zotero_finds_what_it_needs_and_the_files_are_beside_the_page() -> None:
    leaves = Site(MemoryShelf(full_day()), "ko").leaves()
    page = shown(places.work_page(CODE), full_day())
    meta = [(each.attributes["name"], each.attributes["content"]) for each in page.css("meta[name^='citation_']")]

    assert [value for name, value in meta if name == "citation_author"] == list(TOLD[0].authors)
    assert dict(meta)["citation_arxiv_id"] == "2410.24198"
    for ending, start in (("bib", b"@misc{arxiv-2410.24198,"), ("ris", b"TY  - UNPB\r\n")):
        assert page.css(f"a[href='{slug(CODE)}.{ending}'][download]")
        assert leaves[places.citation(CODE, ending)].make().startswith(start)


def test_of_a_publishers_text_only_cited_sentences_are_shown() -> None:
    edition = news_day()
    page = shown(places.work_page(next(edition.entries).paper.id), edition)

    assert HERON[0] in text(page)
    assert not [sentence for sentence in HERON[1:] if sentence in text(page)]


def test_a_topic_names_its_recent_works_and_leads_to_the_months_before() -> None:
    page = shown(places.topic_page("papers", "llm"), full_day(), on(full_day(), RECENT_DAYS, slice(0, 1)))
    days = [each.attributes["datetime"] for each in page.css(".topic-day time")]

    assert text(page, "h1") == "🎈 대규모 언어 모델"
    assert TOPICS["llm"].definition in text(page)
    assert days == [(DAY + timedelta(days=RECENT_DAYS)).isoformat()]
    assert [each.text() for each in page.css(".topic-day li > a:first-child")] == [told.title for told in TOLD[:4]]
    assert page.css("nav.listed a[href='../../archive/2024-11.html']")
    assert word("topic.older.month.papers", "ko", count=4) in text(page, "nav.listed")
    assert page.css("a[href='feed.atom']")
    assert page.css("a[href='feed.json']")


@pytest.mark.parametrize(("code", "is_sample"), [("notice.sample", True), ("notice.planted", True), ("", False)])
def test_pages_of_works_and_topics_say_of_a_sample_that_it_is_one(code: str, is_sample: bool) -> None:
    notice = Note.of(code) if code else Note.of("notice.learnt", more="-", less="-", authors="-")
    edition = replace(full_day(), notice=notice)
    told = [text(shown(place, edition)) for place in (places.work_page(CODE), places.topic_page("papers", "llm"))]

    assert [say(notice, "ko") in each for each in told] == [is_sample, is_sample]


def test_a_topic_is_told_as_the_newest_edition_has_it() -> None:
    renamed = make_topic("llm", "Language models", "언어 모델", "🎈", "#D43C3C")
    edition = on(full_day(), 1, slice(0, 1))
    newest = replace(edition, sections=(replace(edition.sections[0], topic=renamed),))
    page = shown(places.topic_page("papers", "llm"), full_day(), newest)

    assert "Work on Language models." in text(page)
    assert len(page.css(".topic-day")) == 2


def test_a_week_says_nothing_but_what_was_printed_and_counts() -> None:
    gap = Gap("arxiv", Note.of("fetch.timeout"))
    editions = (written_day(), replace(on(quiet_day(), 2), gaps=(gap,)), news_day(), on(quiet_day(), 5))
    page = shown("weeks/2024-W45.html", *editions)
    claims = {judged.claim.text for edition in editions for section in edition.sections for judged in section.claims}
    said = [text(each, ".said > span") for each in page.css(".week-lines li")]

    assert len(said) == 8
    assert set(said) <= claims
    assert page.css("a[href^='../editions/2024-11-04/papers.html#p']")
    assert word("week.topics.caption.papers", "ko", count=12) in text(page)
    assert word("fetch.timeout", "ko") in text(page)
    assert text(page, "tbody").count(word("week.none", "ko")) == 10
    assert word("week.made", "ko") in text(page)


def test_a_week_is_on_the_site_from_saturday_on_and_linked_then() -> None:
    friday = Site(MemoryShelf(full_day(), on(quiet_day(), 4)), "ko").leaves()
    saturday = Site(MemoryShelf(full_day(), on(quiet_day(), 5)), "ko").leaves()

    assert "weeks/2024-W45.html" not in friday
    for place in ("index.html", "archive/index.html", "archive/2024-11.html"):
        assert b"weeks/2024-W45.html" in saturday[place].make()
        assert b"weeks/2024-W45.html" not in friday[place].make()


def weeks_of_editions(weeks: int) -> list[Edition]:
    """Three editions a week of works that are not alike."""
    found: list[Edition] = []
    for number in range(3 * weeks):
        edition = on(full_day(), 7 * (number // 3) + number % 3, slice(0, 2))
        sections = tuple(
            replace(
                section,
                entries=tuple(
                    replace(each, paper=replace(each.paper, id=PaperId(f"{each.paper.id}{number}")))
                    for each in section.entries
                ),
            )
            for section in edition.sections
        )
        found.append(replace(edition, sections=sections))
    return found


def test_a_trend_is_a_picture_in_words_and_a_table_of_the_same_numbers() -> None:
    page = shown(places.TRENDS, *weeks_of_editions(WEEKS_NEEDED))
    first, second = page.css(".multiples figure")
    heights = [float(each.attributes["height"] or 0) for each in first.css("rect")]

    assert len(heights) == WEEKS_NEEDED
    assert heights[0] / float((second.css("rect")[0].attributes["height"]) or 0) == pytest.approx(2, abs=0.02)
    assert first.css("svg[role='img'][aria-labelledby]")
    assert "67 %" in text(first, "desc")
    assert "대규모 언어 모델" in text(first, "title")
    assert [each.text() for each in page.css(".trend:first-of-type tbody tr:first-child td")] == [
        "12 (67\N{NO-BREAK SPACE}%)"
    ] * WEEKS_NEEDED


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_gap_before_there_is_enough_no_picture_is_shown_and_what_is_missing_is_told(lang: str) -> None:
    editions = [replace(each, key=replace(each.key, lang=lang)) for each in weeks_of_editions(WEEKS_NEEDED - 1)]
    page = shown(places.TRENDS, *editions, lang=lang)

    assert not page.css("main svg")
    assert word("trends.weeks.missing", lang, needed=4, least=3, measured=3) in text(page)
    assert page.css("details[open] table")


def test_trends_of_nothing_say_so() -> None:
    assert word("trends.empty", "ko") in text(shown(places.TRENDS, quiet_day()))
