"""What there is to tell of news at any moment: made-up stories, the same every time, without a corpus."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EVERY = 60
"""Seconds between two stories on Hacker News; every thirtieth becomes popular."""
ARTICLES = "https://articles.example.org"
_GROWTH = timedelta(hours=6)
_LAB = ("Kestrel", "Marrow", "Osprey", "Tern", "Wren", "Dunlin")
_DOES = ("maps reefs", "reads tide tables", "sorts letters", "counts birds", "mends nets", "draws coasts")


@dataclass(frozen=True, slots=True)
class Story:
    """A story on Hacker News; its number is the minute of its submission."""

    number: int

    @property
    def id(self) -> int:
        return self.number

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.number * EVERY, UTC)

    @property
    def is_popular(self) -> bool:
        return self.number % 30 == 0

    @property
    def is_text(self) -> bool:
        return self.number % 210 == 0

    @property
    def is_dead(self) -> bool:
        return self.number % 390 == 0

    @property
    def is_deleted(self) -> bool:
        return self.number % 780 == 0

    @property
    def title(self) -> str:
        does = _DOES[self.number // 30 % len(_DOES)]
        prefix = "Ask HN: " if self.is_text else ""
        return f"{prefix}{_LAB[self.number // 7 % len(_LAB)]} {self.number} is a model that {does}"

    @property
    def url(self) -> str | None:
        return None if self.is_text else f"{ARTICLES}/story/{self.number}"

    @property
    def text(self) -> str | None:
        return f"<p>It {_DOES[self.number % 6]}.<p>Who has &quot;tried&quot; it?" if self.is_text else None

    def points(self, now: datetime) -> int:
        """They rise for six hours."""
        last = 40 + self.number % 97 if self.is_popular else 1 + self.number % 9
        return max(1, int(last * min(1.0, (now - self.at) / _GROWTH)))

    def comments(self, now: datetime) -> int:
        return self.points(now) // 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A story on Hacker News as a test tells it: one point until ``rises_at``, then ``votes``."""

    id: int
    at: datetime
    title: str
    url: str | None = None
    text: str | None = None
    votes: int = 120
    rises_at: datetime | None = None
    is_dead: bool = False
    is_deleted: bool = False

    @property
    def is_text(self) -> bool:
        return self.url is None

    def points(self, now: datetime) -> int:
        return self.votes if now >= (self.rises_at or self.at) else 1

    def comments(self, now: datetime) -> int:
        return self.points(now) // 2


def stories(since: datetime, until: datetime) -> Iterator[Story]:
    """Those submitted from ``since`` to before ``until``, newest first."""
    first, last = (-(-int(moment.timestamp()) // EVERY) for moment in (since, until))
    return (Story(number) for number in range(last - 1, first - 1, -1))


@dataclass(frozen=True, slots=True)
class Post:
    """Something that a site published; its number is the sixth of a day in which it did."""

    number: int

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.number * 14_400, UTC)

    @property
    def title(self) -> str:
        return f"{_LAB[self.number % 6]} that {_DOES[self.number // 6 % 6]} for on the coast {self.number}"

    @property
    def korean(self) -> str:
        return f"바닷가에서 쓰는 모델 {self.number}호"

    @property
    def url(self) -> str:
        return f"{ARTICLES}/post/{self.number}"

    @property
    def html(self) -> str:
        return (
            f"<p>The model of {self.number} {_DOES[self.number % 6]} for the harbour.</p><p>It took 3 days of work.</p>"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of a feed as a test tells it."""

    number: int
    at: datetime
    title: str
    url: str
    html: str = ""

    @property
    def korean(self) -> str:
        """Its title, on the Korean site."""
        return self.title


def posts(now: datetime, count: int) -> tuple[Post, ...]:
    """The newest, newest first."""
    last = int(now.timestamp()) // 14_400
    return tuple(Post(last - back) for back in range(count))
