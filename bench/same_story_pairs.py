"""Pairs of news items of real days that may tell of one event: draws those to be judged, and reads what was judged.

Data: ``../shared/data/news``: front-page stories of Hacker News whose titles speak of AI, and items of AI feeds.
Both items of a pair are of one week, at most three days apart. Weeks with even ISO numbers are for the report, odd ones
for tuning. A seeded draw takes so many of each kind in ``KINDS``; a pair is of the first kind that it fits.
"""

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from achim.domain.paper import Announcement
from achim.domain.text import fold
from achim.domain.urls import canonical_url
from achim.embed.use import UseEmbedder

DATA = Path(__file__).resolve().parents[2] / "shared/data/news"
STORIES = DATA / "hn_dev.jsonl.gz"
ITEMS = DATA / "rss_items_dev.jsonl.gz"
LABELS = Path(__file__).parent / "labels/same_story.jsonl"
STREAM = Path(__file__).parent / "labels/same_story_stream.jsonl"
SEED = 20261125
DAYS = 3
ABOUT_AI = re.compile(
    r"\b(?:AI|A\.I\.|AGI|LLMs?|GPT\S*|ChatGPT|OpenAI|Anthropic|Claude|Gemini|Gemma|DeepMind|Mistral|Mixtral|Llama\S*|"
    r"DeepSeek\S*|Qwen\S*|Copilot|Sora|Grok\S*|xAI|Nvidia|CUDA|GPUs?|TPUs?|Midjourney|Stable Diffusion|neural|"
    r"(?:machine|deep) learning|language models?|Perplexity|Cursor|Hugging ?Face|Ollama|Altman|chatbots?|Cerebras|Groq|"
    r"Kimi|Devin|Windsurf|Codex|MCP|agents?|agentic|NotebookLM|Whisper)\b",
    re.IGNORECASE,
)
"""Which front-page stories are looked at; no filter of the product."""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    one: Row
    other: Row
    cosine: float

    @property
    def has_one_url(self) -> bool:
        return canonical_url(self.one["url"]) == canonical_url(self.other["url"])

    @property
    def has_one_title(self) -> bool:
        return fold(self.one["title"]) == fold(self.other["title"])

    @property
    def shared(self) -> float:
        return jaccard(self.one["title"], self.other["title"])

    @property
    def has_one_site(self) -> bool:
        return self.one["url"].split("/")[2] == self.other["url"].split("/")[2]


KINDS: tuple[tuple[str, int, Callable[[Pair], bool]], ...] = (
    ("one address", 15, lambda pair: pair.has_one_url),
    ("one title, two addresses", 12, lambda pair: pair.has_one_title),
    ("one site, near", 18, lambda pair: pair.has_one_site and pair.cosine >= 0.5),
    ("cosine from 0.7", 35, lambda pair: pair.cosine >= 0.7),
    ("cosine from 0.55", 30, lambda pair: pair.cosine >= 0.55),
    ("words in common", 25, lambda pair: pair.shared >= 0.2),
    ("cosine from 0.4", 15, lambda pair: pair.cosine >= 0.4),
)
"""Each with how many are drawn; where there are fewer, the next kind makes up for it."""


def jaccard(one: str, other: str) -> float:
    mine, theirs = (frozenset(fold(each).split()) for each in (one, other))
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def rows() -> Iterator[Row]:
    """Items with source, title, url and moment, the earliest first."""
    found = [row for row in (*_stories(), *_items()) if row["at"].year >= 2024]
    return iter(sorted(found, key=lambda row: (row["at"], row["source"], row["url"])))


def _read(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _stories() -> Iterator[Row]:
    for row in _read(STORIES):
        if row["url"] and ABOUT_AI.search(row["title"]):
            at = datetime.fromtimestamp(row["time"], UTC)
            yield {"source": "hackernews", "title": row["title"], "url": row["url"], "at": at, "id": row["id"]}


def _items() -> Iterator[Row]:
    for row in _read(ITEMS):
        try:
            at = parsedate_to_datetime(row["published"] or "")
        except ValueError:
            continue
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        yield {"source": row["feed"], "title": row["title"], "url": row["url"], "at": at, "text": row["description"]}


def candidates(half: str) -> list[Pair]:
    of_half = [row for row in rows() if bool(row["at"].isocalendar().week % 2) == (half == "tune")]
    weeks: defaultdict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in of_half:
        weeks[row["at"].isocalendar()[:2]].append(row)
    vectors = embedded([row["title"] for row in of_half])
    return [
        Pair(one, other, dot(vectors[one["title"]], vectors[other["title"]]))
        for week in weeks.values()
        for place, one in enumerate(week)
        for other in week[place + 1 :]
        if other["at"] - one["at"] <= timedelta(days=DAYS)
    ]


def embedded(texts: Sequence[str]) -> dict[str, Sequence[float]]:
    unique = sorted(set(texts))
    return dict(zip(unique, UseEmbedder(1).embed(unique), strict=True))


def dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def draw(pairs: Sequence[Pair]) -> list[Pair]:
    """So many of each kind, at most two with one item."""
    dice = random.Random(SEED)
    left = dice.sample(list(pairs), len(pairs))
    seen: Counter[str] = Counter()
    drawn: list[Pair] = []
    wanted = 0
    for _, many, fits in KINDS:
        wanted += many
        fitting = [pair for pair in left if fits(pair)]
        left = [pair for pair in left if not fits(pair)]
        for pair in fitting:
            urls = (pair.one["url"], pair.other["url"])
            if len(drawn) < wanted and max(seen[url] for url in urls) < 2:
                seen.update(urls)
                drawn.append(pair)
    return dice.sample(drawn, len(drawn))


def judged(half: str) -> list[Row]:
    """The judged pairs: ``one`` and ``other`` with source, title, url and day, two readings and what was settled."""
    with LABELS.open(encoding="utf-8") as lines:
        return [row for row in map(json.loads, lines) if row["half"] == half]


def both(one: Row, other: Row) -> frozenset[str]:
    """What a pair is known by, in either order."""
    return frozenset(f"{each['url']} {each['title']}" for each in (one, other))


def stream_readings() -> dict[frozenset[str], str]:
    """What pairs that were joined in a stream were read to be."""
    with STREAM.open(encoding="utf-8") as lines:
        return {both(row["one"], row["other"]): row["settled"] for row in map(json.loads, lines)}


def told(item: Row) -> Announcement:
    """A judged item as its source announces it, without text."""
    at = datetime.fromisoformat(item["at"])
    return Announcement(
        source=item["source"],
        native_id=item["url"],
        batch=at.date(),
        kind="posted",
        title=item["title"],
        url=item["url"],
        seen_at=at,
        submitted_at=at,
    )


def shown(item: Row) -> Row:
    """An item as it stands in the labels."""
    return {name: item[name] for name in ("source", "title", "url")} | {"at": item["at"].isoformat()}
