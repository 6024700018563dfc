"""Two days of made-up news about AI, of every kind that an edition treats in its own way, over upstream's noise.

The noise is sixty stories a day with votes, none of them about AI.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from achim.settings import FeedSettings, NewsSettings, Settings
from tests.mornings import hurried, morning
from tests.upstream import Corpus, synthetic
from tests.upstream.news import ARTICLES, Item, Thread

FIRST, SECOND = date(2026, 8, 11), date(2026, 8, 12)
_MONDAY = datetime(2026, 8, 10, 6, 0, tzinfo=UTC)
_TUESDAY = datetime(2026, 8, 11, 6, 0, tzinfo=UTC)
_PAPERS = synthetic(11, [date(2026, 8, day) for day in (6, 7, 10, 11)], per_day=6, categories=("cs.AI",))
PAPER = next(work for work in _PAPERS.works if work.announced == FIRST and work.announce_kind == "new")
"""One that the papers edition of the first day prints, and that a thread of that day is about."""

RELEASE = "OpenAI releases GPT-6 with a longer memory"
RELEASE_TOO = "GPT-6 by OpenAI is released with a longer memory"
RELEASE_AGAIN = "OpenAI released GPT-6, which has a longer memory"
OFFICE = "Anthropic to open an office for Claude in Busan"
OFFICE_MOVED = "Anthropic delays its office for Claude in Busan"
LOCKED = "Mistral shows a speech recognition model for phones"
LATE = "DeepMind trains a robot arm with reinforcement learning"
KOREAN = "구글, 제미나이 요금 인하"
PAST = "Cohere translates the laws of Busan with a language model"
PLAIN = "How to prune an apple tree in a small garden"
CLOSE_CALL = "Embeddings of a garden"

TEXTS = {
    "/story/9001": (
        "OpenAI released GPT-6 on Monday, a language model that keeps notes of earlier talks for 90 days.",
        "The company said that GPT-6 answers 40% more questions of its own memory test than GPT-5 did.",
        "It costs 2 dollars for a million tokens, and the weights are not open.",
        "Whoever pays for ChatGPT can use it from Tuesday on, and companies follow in September.",
        "This closing paragraph belongs to the article and is cited by nobody at all.",
    ),
    "/story/9002": (
        "Anthropic will open an office in Busan in October, its second one in Korea.",
        "Chief executive Dario Amodei said that Korea uses Claude more than any other country per head.",
        "The office is to have 60 people, most of them engineers who work with Korean companies.",
        "The city gives the company a floor of its harbour tower for three years without rent.",
    ),
    "/story/9008": (
        "DeepMind trained a robot arm to fold shirts with reinforcement learning in 20 hours.",
        "The arm folded 93 of 100 shirts that it had never seen before, the researchers said.",
        "They want to publish the code of the training next month under an open licence.",
        "The arm costs 9,000 dollars and is sold by a company from Daejeon in Korea.",
    ),
}


def _thread(number: int, title: str, at: datetime, path: str | None = None, **told: object) -> Thread:
    url = f"{ARTICLES}{path or f'/story/{number}'}"
    return Thread(id=number, title=title, at=at, **{"url": url, **told})  # pyright: ignore[reportArgumentType]


THREADS = (
    _thread(9001, RELEASE, _MONDAY, votes=500),
    _thread(9002, OFFICE, _MONDAY + timedelta(hours=1), votes=300),
    _thread(9004, LOCKED, _MONDAY + timedelta(hours=2), "/private/9004", votes=200),
    _thread(9005, PLAIN, _MONDAY + timedelta(hours=3), votes=900),
    _thread(9006, CLOSE_CALL, _MONDAY + timedelta(hours=3), votes=80),
    _thread(9007, PAPER.title, _MONDAY, votes=150, url=f"https://arxiv.org/abs/{PAPER.arxiv_id}"),
    _thread(9008, LATE, _MONDAY + timedelta(hours=14), votes=170, rises_at=_TUESDAY),
    _thread(9011, RELEASE_AGAIN, _TUESDAY, votes=220),
    _thread(9012, OFFICE_MOVED, _TUESDAY + timedelta(hours=1), votes=260, url="https://harbour.example.net/office"),
)
ITEMS = (
    Item(number=1, at=_MONDAY, title=RELEASE_TOO, url=f"{ARTICLES}/post/1", html="<p>A longer memory.</p>"),
    Item(number=2, at=_MONDAY + timedelta(hours=4), title=KOREAN, url=f"{ARTICLES}/post/2"),
    Item(number=3, at=_MONDAY - timedelta(days=4), title=PAST, url=f"{ARTICLES}/post/3"),
)


def coast(threads: Iterable[Thread] = THREADS) -> Corpus:
    return Corpus(works=_PAPERS.works, threads=tuple(threads), items={"lab": ITEMS}, pages=TEXTS)


def settings() -> Settings:
    """Papers of one category, Hacker News, the Korean site, and one feed that is all about AI."""
    feed = FeedSettings(name="lab", url="https://feeds.example.org/lab.rss", about="ai", title="The Lab")
    return hurried(("cs.AI",), papers=8).model_copy(update={"news": NewsSettings(feeds=(feed,))})


MORNING, NEXT = morning(FIRST), morning(SECOND)
