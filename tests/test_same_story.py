"""One story once: what several places tell of one event, and what only looks like it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achim.domain.ids import PaperId
from achim.domain.paper import Announcement, Signal, Story
from achim.embed.use import UseEmbedder
from achim.ports import Printed, Vector
from achim.render.messages import say
from achim.steps.admit import Door, admit
from achim.steps.beat_news import changes
from achim.steps.deduplicate_news import deduplicate_news, tellings, texts_to_embed
from achim.steps.recognise import recognise_stories
from achim.steps.same_story import candidates
from tests.news_pairs import ACROSS, APART

DOOR = Door(changes, lambda work: None)

MORNING = datetime(2025, 11, 24, 9, tzinfo=UTC)
NONE: Mapping[str, Vector] = {}
THREAD = "https://news.ycombinator.com/item?id="


def news(title: str, url: str = "https://daily.example/a", source: str = "daily", **fields: object) -> Announcement:
    told: dict[str, object] = {
        "source": source,
        "native_id": f"{url}#{title}",
        "batch": date(2025, 11, 24),
        "kind": "posted",
        "title": title,
        "url": url,
        "seen_at": MORNING,
        "submitted_at": MORNING,
        "publisher": source,
    }
    return Announcement(**{**told, **fields})  # pyright: ignore[reportArgumentType]


def stories(*announcements: Announcement, weights: Mapping[str, float] | None = None) -> tuple[Story, ...]:
    return deduplicate_news(announcements, NONE, weights or {})


def pages(*titles: str) -> list[Announcement]:
    return [news(title, f"https://place{number}.example/x") for number, title in enumerate(titles)]


@pytest.fixture(scope="module")
def vectors() -> Mapping[str, Vector]:
    texts = sorted({title for pair in (*ACROSS, *APART) for title in pair})
    return dict(zip(texts, UseEmbedder().embed(texts), strict=True))


@pytest.mark.parametrize(("korean", "english"), ACROSS)
def test_an_event_told_in_korean_and_english_is_one_story(
    korean: str, english: str, vectors: Mapping[str, Vector]
) -> None:
    assert len(deduplicate_news(pages(korean, english), vectors)) == 1


@pytest.mark.parametrize(("korean", "english"), APART)
def test_another_event_of_the_same_company_is_another_story(
    korean: str, english: str, vectors: Mapping[str, Vector]
) -> None:
    assert len(deduplicate_news(pages(korean, english), vectors)) == 2


def test_a_day_of_both_languages_has_each_event_once(vectors: Mapping[str, Vector]) -> None:
    """All pairs at once: no event pulls in another."""
    told = pages(*(title for pair in ACROSS for title in pair))

    assert [len(story.announcements) for story in deduplicate_news(told, vectors)] == [2] * len(ACROSS)


def test_one_page_under_two_addresses_is_one_story() -> None:
    one = news("A lab opens its model", "https://www.daily.example/a?utm_source=rss", "daily")
    other = news("Weights for everyone", "https://daily.example/a/amp", "hackernews")

    assert len(stories(one, other)) == 1


def test_one_thread_is_one_story() -> None:
    """The link of a thread may be changed, or a feed of threads gives another address."""
    one = news("A lab opens its model", "https://a.example/1", "hackernews", discussion_url=f"{THREAD}7")
    other = news("Weights for everyone", "https://b.example/2", "hnfeed", discussion_url=f"{THREAD}7")
    talk = news("Ask: what of it", f"{THREAD}7", "hackernews")

    assert len(stories(one, other, talk)) == 1


def test_an_address_that_a_feed_gives_for_all_its_comments_joins_nothing() -> None:
    one = news("A lab opens its model", "https://a.example/1", discussion_url="https://a.example/comments")
    other = news("Minister visits a farm", "https://a.example/2", discussion_url="https://a.example/comments")

    assert len(stories(one, other)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OpenAI releases GPT-5.2 for developers", "OpenAI releases GPT-5.2 Codex for developers"),
        ("Anthropic releases Claude Opus 4.5 for developers", "Anthropic releases Claude Opus 4.1 for developers"),
        ("Meta raises $29B for a data center in Louisiana", "Meta raises $27B for a data center in Louisiana"),
        ("OpenAI buys device startup for billions", "OpenAI sued by device startup for billions"),
        ("OpenAI and Stack Overflow are partnering", "Stack Overflow users protest after OpenAI partnering"),
        ("Cohere works with Nvidia on sovereign models", "Mistral works with Nvidia on sovereign models"),
        ("Claude Code writes tests for you", "My week with Claude Code writes tests for you"),
        ("Show HN: a terminal agent for Claude Code", "Show HN: a terminal theme for Claude Code users"),
        ("Gemini 3 Flash brings speed", "Gemini 3 Flash is now available in the Gemini terminal"),
        ("Zeta 7 vision model", "Zeta 7 vision model in 200 lines of C"),
        ("Zeta 7 vision model", "Running the Zeta 7 vision model at home"),
        ("Zeta 7 vision model", "The Zeta 7 vision model is quite a joke"),
        ("Zeta 7 vision model", "Zeta 7 vision model system card"),
        ("Zeta 7 vision model", "Show HN: notebooks of the Zeta 7 vision model in colour"),
        ("Introducing Claude Opus 4.6", "Advancing finance with Claude Opus 4.6"),
        ("Search engine documents of Google leak to a consultant", "Google confirms search engine documents leak"),
        ("Regulator approves a fund of Bitcoin for banks", "Regulator did not approve a fund of Bitcoin for banks"),
        ("Lab loses contact with its robot", "Lab regains contact with its robot"),
        ("Cloud of the lab is failing in the east", "Summary of the lab’s cloud failing in the east"),
        ("OpenAI’s Altman speaks of harbours", "OpenAI’s Altman dines with farmers"),
    ],
)
def test_what_contradicts_parts_however_near_the_titles_are(one: str, other: str) -> None:
    """Two stories of one company on one day."""
    same = (1.0, 0.0)

    assert len(deduplicate_news(pages(one, other), {one: same, other: same})) == 2


def test_a_page_of_a_company_and_the_report_that_it_released_the_model_are_one_story() -> None:
    """Which share the model alone; another's page about the model is no announcement."""
    report = news("OpenAI unveils GPT-4o mini, smaller and cheaper", "https://daily.example/gpt")
    title = "GPT-4o mini: advancing cost-efficient intelligence"
    same = {each: (1.0, 0.0) for each in (title, report.title)}

    assert len(deduplicate_news([report, news(title, "https://openai.com/index/mini")], same)) == 1
    assert len(deduplicate_news([report, news(title, "https://weekly.example/mini")], same)) == 2


def test_a_family_of_models_is_told_by_its_members() -> None:
    told = pages("Anthropic launches Claude 4 models", "Anthropic launches Claude Opus 4 and Claude Sonnet 4 models")
    same = {each.title: (1.0, 0.0) for each in told}

    assert len(deduplicate_news(told, same)) == 1


def test_two_pages_of_one_publisher_are_two_unless_they_say_one_thing() -> None:
    one = news("Nvidia invests in Intel to make chips", "https://daily.example/a")
    other = news("Nvidia invests in Intel, and chips get dearer", "https://daily.example/b")
    same = {each.title: (1.0, 0.0) for each in (one, other)}

    assert len(deduplicate_news([one, other], same)) == 2
    assert len(deduplicate_news([one, replace(other, title=one.title)], same)) == 1


def test_who_writes_for_oneself_writes_on_an_event_and_not_of_it() -> None:
    report = news("Nvidia buys startup Groq for $20B", "https://daily.example/a")
    same = {each: (1.0, 0.0) for each in (report.title, "Nvidia buys a missed target for $20B")}
    essay = news("Nvidia buys a missed target for $20B", "https://blog.someone.example/b")

    assert len(deduplicate_news([report, essay], same)) == 2
    assert len(deduplicate_news([report, replace(essay, url="https://weekly.example/b")], same)) == 1


def test_a_date_and_a_section_before_a_title_are_none_of_it() -> None:
    told = pages("Reverse engineering an exploit", "Mar 6, 2026Frontier Red TeamReverse engineering an exploit")

    assert len(stories(*told)) == 1


@pytest.mark.parametrize(("days", "count"), [(3, 1), (4, 2)])
def test_days_apart_the_same_words_are_another_event(days: int, count: int) -> None:
    one, other = pages("ChatGPT is down for many users", "ChatGPT is down for many users")

    assert len(stories(one, replace(other, submitted_at=MORNING + timedelta(days=days)))) == count


def test_a_copied_text_tells_one_event_under_two_titles() -> None:
    text = " ".join(f"word{number} of the agency" for number in range(30))
    one, other = pages("Regulator fines a lab", "What the regulator decided on Monday")

    assert len(stories(replace(one, abstract=text), replace(other, abstract=text + " More below."))) == 1


def test_the_company_leads_then_the_article_then_the_thread() -> None:
    title = "Anthropic unveils Claude Opus 4.5"
    own = news(title, "https://www.anthropic.com/news/claude-opus-4-5", "labs")
    article = news(title, "https://daily.example/opus", "daily", abstract="Long words of a daily. " * 3)
    post = news(title, "https://x.com/AnthropicAI/status/1", "hackernews", discussion_url=f"{THREAD}1")
    link = news(title, "https://daily.example/opus?ref=hn", "hackernews", discussion_url=f"{THREAD}2")
    link = replace(link, signals=(Signal("votes", 9),))
    (story,) = stories(post, link, article, replace(own, signals=(Signal("votes", 3),)), weights={"hackernews": 9})

    assert story.id == "url:https://anthropic.com/news/claude-opus-4-5"
    assert (story.publisher, story.url) == ("labs", own.url)
    assert [(place.publisher, place.url) for place in story.also_at] == [("daily", article.url), ("x.com", post.url)]
    assert story.discussions == (f"{THREAD}1", f"{THREAD}2")
    assert story.signal("votes") == 9
    assert story.abstract == article.abstract
    assert {each.field: each.announcement for each in story.origins}["abstract"] == article.key


def test_the_weight_of_a_source_decides_between_articles() -> None:
    one, other = pages("Regulator fines a lab for its model", "Regulator fines a lab for its model")
    other = replace(other, source="weekly", publisher="weekly")

    assert stories(one, other)[0].publisher == "daily"
    assert stories(one, other, weights={"weekly": 1.0})[0].publisher == "weekly"


def test_a_link_on_hacker_news_is_told_by_the_site_it_leads_to() -> None:
    (story,) = stories(news("A lab", "https://www.lab.example/x", "hackernews", discussion_url=f"{THREAD}1"))

    assert (story.publisher, story.id) == ("lab.example", "url:https://lab.example/x")


def test_a_thread_about_a_paper_names_it() -> None:
    thread = news("A paper", "https://arxiv.org/pdf/2410.17170v2", "hackernews", discussion_url=f"{THREAD}1")
    page = news("The same", "https://huggingface.co/papers/2410.17170", "daily")
    (story,) = stories(thread, page)

    assert (story.id, story.papers) == ("arxiv:2410.17170", ("arxiv:2410.17170",))


def test_a_text_that_links_to_a_paper_speaks_of_it_and_a_list_of_papers_of_none() -> None:
    links = [f"https://arxiv.org/abs/2410.1717{number}" for number in range(6)]
    post = news("A post", abstract=f"See ({links[0]}), and https://doi.org/10.1000/xyz.")

    assert stories(post)[0].papers == ("arxiv:2410.17170", "doi:10.1000/xyz")
    assert stories(replace(post, abstract=" ".join(links)))[0].papers == ()


_TITLES = st.sampled_from([title for pair in (*ACROSS, *APART) for title in pair] + ["", "AI", "GPT-5", "GPT-5.2"])


def _told(title: str, page: str, source: str, hours: int, thread: int) -> Announcement:
    at = MORNING + timedelta(hours=hours)
    talk = f"{THREAD}{thread}" if thread else None
    return news(title, f"https://{page}.example/x", source, submitted_at=at, discussion_url=talk)


_TOLD = st.builds(
    _told,
    _TITLES,
    st.sampled_from("abcdefgh"),
    st.sampled_from(["daily", "hackernews"]),
    st.integers(0, 200),
    st.integers(0, 4),
)


@settings(deadline=None)
@given(st.lists(_TOLD, max_size=14), st.randoms(use_true_random=False))
def test_property_order_changes_nothing_and_nothing_is_lost(told: list[Announcement], dice: Random) -> None:
    mixed = list(told)
    dice.shuffle(mixed)
    made = stories(*told)

    assert made == stories(*mixed)
    assert sorted(map(repr, told)) == sorted(repr(each) for story in made for each in story.announcements)
    assert len({story.id for story in made}) == len(made)


def _compared(told: Sequence[Announcement]) -> int:
    return len(candidates(tellings(each.url, [each], NONE) for each in told))


@pytest.mark.parametrize(
    "title",
    [
        "OpenAI releases GPT-5 for everyone",
        "OpenAI releases thing{n} for everyone",
        "오픈AI, 챗GPT 새 기능 {n} 공개",
        "{n}",
    ],
)
def test_hostile_two_thousand_announcements_of_one_company_take_few_comparisons(title: str) -> None:
    told = [news(title.format(n=number), f"https://p{number}.example/x") for number in range(2_000)]

    assert _compared(told) <= 17 * len(told)


@pytest.mark.parametrize(
    "title", ["A" * 200_000, "오픈AI " * 50_000, "GPT-5 " * 50_000, "1" * 100_000, "$" * 100_000, "", "?"]
)
def test_hostile_titles_are_told_once(title: str) -> None:
    assert len(stories(news(title, abstract=title), news(title, abstract=title))) == 1


def test_the_texts_to_embed_are_the_titles() -> None:
    assert texts_to_embed([news("b"), news("a"), news("b", "https://x.example/")]) == ("a", "b")


def told(title: str, abstract: str = "", paper: str = "url:https://place9.example/x", days: int = 1) -> Printed:
    day = (MORNING - timedelta(days=days)).date()
    return Printed(paper=PaperId(paper), day=day, version=None, title=title, abstract=abstract)


def test_an_event_told_by_another_page_is_recognised_for_a_week() -> None:
    (story,) = stories(*pages("Nvidia buys AI chip startup Groq for $20B"))
    before = [told("Nvidia buys chip startup Groq for $20B", days=days) for days in (7, 8)]
    same = {each: (1.0, 0.0) for each in (story.title, before[0].title)}

    assert recognise_stories([story], before[:1], same) == ((story.id, before[0]),)
    assert recognise_stories([story], before[1:], same) == ()


def test_another_event_is_not_recognised() -> None:
    (story,) = stories(*pages("OpenAI releases GPT-5.2 Codex"))
    before = told("OpenAI releases GPT-5.2")

    assert recognise_stories([story], [before], {story.title: (1.0,), before.title: (1.0,)}) == ()


def moved(before: Printed, title: str, **fields: object) -> list[str]:
    """What is said to be new, in English; nothing where the story is kept out as told before."""
    (story,) = stories(replace(pages(title)[0], **fields))  # pyright: ignore[reportArgumentType]
    admission = admit([story], [replace(before, paper=story.id)], DOOR)
    assert len(admission.updated) + len(admission.refused) == 1
    assert not admission.papers
    return [say(note, "en") for each in admission.updated for note in each.update.changes]


@pytest.mark.parametrize(
    ("before", "title", "says"),
    [
        (
            told("ChatGPT copied an actor’s voice"),
            "OpenAI denies that ChatGPT copied an actor’s voice",
            ["there is a reply"],
        ),
        (told("Grok insults its users"), "xAI apologizes as Grok insults its users", ["there is a reply"]),
        (told("챗GPT 개인정보 논란"), "오픈AI, 챗GPT 개인정보 논란 해명", ["there is a reply"]),
        (told("Qwen 3 is out"), "Qwen 3.5 is out", ["a new version: qwen 3.5"]),
        (told("Nvidia buys Groq for $20B"), "Nvidia buys Groq for $25B", ["new figures: $25B"]),
        (told("Two labs talk", "OpenAI talks to Apple."), "Google joins as two labs talk", ["new names: google"]),
        (told("A lab trains on books"), "Judge rules on a lab that trains on books", ["it came before the law"]),
    ],
)
def test_a_story_that_moved_is_an_update_that_says_what_is_new(before: Printed, title: str, says: list[str]) -> None:
    assert moved(before, title) == says


@pytest.mark.parametrize(
    ("before", "title"),
    [
        (told("Nvidia buys Groq for $20B"), "Nvidia to buy Groq for $20 billion"),
        (told("Nvidia buys Groq"), "Nvidia buys Groq for $20B"),
        (told("GPT-5 is out", "OpenAI released GPT-5 and GPT-5 mini."), "GPT-5 mini is out"),
        (told("OpenAI denies copying"), "OpenAI rejects claims and denies copying"),
    ],
)
def test_a_story_told_in_other_words_has_not_moved(before: Printed, title: str) -> None:
    assert moved(before, title) == []


def test_what_was_published_before_the_edition_is_late_not_new() -> None:
    """What came out on the edition's own day came after its morning."""
    assert moved(told("Grok insults its users", days=-1), "xAI apologizes as Grok insults its users") == []
    assert moved(told("Grok insults its users", days=0), "xAI apologizes as Grok insults its users")


def test_a_page_that_was_rewritten_has_moved() -> None:
    before = told("A model is out", "The model has many layers. It was trained on books.")
    rewritten = "Its makers took it back this morning. Nobody may use it before the inquiry ends."

    assert moved(before, "A model is out", abstract=rewritten) == ["its page was rewritten"]


def test_a_story_that_nobody_was_told_is_admitted() -> None:
    made = stories(*pages("A lab opens its model", "Minister visits a farm"))

    assert admit(made, [], DOOR).papers == made
