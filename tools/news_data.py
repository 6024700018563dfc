"""The front-page stories that may train the news filter and topics, and those that measure and never train.

Split by time: stories before ``FIRST_MEASURED`` train, those from it on measure. No title and no address of a story
that measures stands among those that train.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from achim.domain.ids import PaperId
from achim.domain.paper import Story
from tools.topic_data import DATA, json_lines

ROOT = Path(__file__).resolve().parents[1]
FRONT_PAGES = DATA / "news" / "hn_dev.jsonl.gz"
FEED_ITEMS = DATA / "news" / "rss_items_dev.jsonl.gz"
DRAWN = ROOT / "bench" / "labels" / "news_drawn.jsonl"
LABELS = ROOT / "bench" / "labels" / "news_labels.jsonl"
AGAIN_DRAWN = ROOT / "bench" / "labels" / "news_again_drawn.jsonl"
AGAIN_LABELS = ROOT / "bench" / "labels" / "news_again_labels.jsonl"
FEED_DRAWN = ROOT / "bench" / "labels" / "news_feed_drawn.jsonl"
FEED_MORE_DRAWN = ROOT / "bench" / "labels" / "news_feed_more_drawn.jsonl"
FEED_MORE_LABELS = ROOT / "bench" / "labels" / "news_feed_more_labels.jsonl"
FEED_LAST_DRAWN = ROOT / "bench" / "labels" / "news_feed_last_drawn.jsonl"
FEED_LAST_LABELS = ROOT / "bench" / "labels" / "news_feed_last_labels.jsonl"
TOPICS_DRAWN = ROOT / "bench" / "labels" / "news_topics_drawn.jsonl"
TOPICS_LABELS = ROOT / "bench" / "labels" / "news_topics_labels.jsonl"
FEED_LABELS = ROOT / "bench" / "labels" / "news_feed_labels.jsonl"
TRAIN_LABELS = ROOT / "tools" / "news" / "train_labels.jsonl"
FIRST_MEASURED = "2025-07-01"

_TELLING = re.compile(
    r"\b(?:a\.?i|agi|llms?|\w*gpt\S*|openai|anthropic|claude|gemini|deepseek|llama\S*|mistral|copilot|grok|qwen\S*|"
    r"hugging ?face|machine learning|deep learning|neural net\w*|language models?|transformers?|diffusion|chatbots?|"
    r"agentic|mcp|prompt injection|vibe[ -]cod\w+|stable diffusion|midjourney|deepmind|perplexity|ollama|rag|"
    r"embeddings?|xai|gpus?|nvidia|tensor\w*|pytorch|cuda|sora|fine-?tun\w+|reinforcement learning)\b",
    re.IGNORECASE,
)
_TELLING_PLACE = re.compile(r"openai|anthropic|deepmind|huggingface|mistral|claude|ollama|llm|\bgpt|\.ai(?:/|$)", re.I)
_NEAR = re.compile(
    r"\b(?:agents?|models?|neural|neur\w+|inference|chips?|tpu|robots?|robot\w*|bots?|google|microsoft|apple|meta|"
    r"amazon|tesla|waymo|self-driving|autonom\w+|automat\w+|search|scrap\w+|crawl\w*|vectors?|matrix|brain|"
    r"intelligen\w+|learning|trained?|training|generat\w+|synthetic|assistant|siri|alexa|cursor|code review|coding|"
    r"programmers?|jobs?|layoffs?|copyright|deepfakes?|speech|voice|vision|image|video|ocr|translat\w+|recogni\w+|"
    r"data ?cent\w+|semiconductors?|tsmc|intel|amd|startup|y combinator|yc|algorithm\w*|statistic\w*|bayes\w*|"
    r"regression|optimi\w+|surveillance|spam|slop|hallucinat\w+|prompts?|tokens?|context|reasoning|semantic)\b",
    re.IGNORECASE,
)


class Headline(NamedTuple):
    """A front-page story as the filter reads it; ``url`` is empty for a thread without one."""

    id: str
    day: str
    title: str
    url: str
    votes: int
    comments: int


def front_pages() -> list[Headline]:
    """All of them, oldest first."""
    return [headline_of(row) for row in json_lines(FRONT_PAGES)]


def headline_of(row: Mapping[str, Any]) -> Headline:
    title = " ".join(row["title"].split())
    return Headline(str(row["id"]), row["date"], title, row["url"] or "", row["score"], row["num_comments"])


def item_of(row: Mapping[str, Any]) -> Headline:
    """An item of a feed, named by its address."""
    return Headline(row["url"], "", row["title"], row["url"], 0, 0)


def stratum(headline: Headline) -> str:
    """*telling*: title or host names AI outright; *near*: a word that AI stories and others share; *rest*."""
    if _TELLING.search(headline.title) or _TELLING_PLACE.search(headline.url):
        return "telling"
    return "near" if _NEAR.search(headline.title) else "rest"


def place(url: str) -> str:
    """Host and path, in small letters: enough to see that two addresses are one story's."""
    parts = urlsplit(url.lower())
    return parts.netloc.removeprefix("www.") + parts.path.rstrip("/")


def marks(headline: Headline) -> frozenset[str]:
    """By which two stories are known for one: title and address."""
    told = {headline.title.casefold(), place(headline.url)} if headline.url else {headline.title.casefold()}
    return frozenset(told)


def drawn(path: Path = DRAWN) -> list[Mapping[str, Any]]:
    """The stories drawn for the bench, with their stratum."""
    return list(json_lines(path))


def may_train(stories: Sequence[Headline]) -> list[Headline]:
    """Those before the split that share no title or address with a story drawn for the bench."""
    kept = {mark for row in drawn() for mark in marks(headline_of(row))}
    return [each for each in stories if each.day < FIRST_MEASURED and not marks(each) & kept]


def story_of(headline: Headline, text: str = "") -> Story:
    """The headline as the steps read it."""
    return Story(
        id=PaperId(f"url:{headline.id}"), title=headline.title, url=headline.url, abstract=text, sentences=(),
        authors=(), submitted_at=None, signals=(), announcements=(), origins=(), publisher="",
    )  # fmt: skip
