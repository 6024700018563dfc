"""Made-up stories for tests."""

from datetime import UTC, datetime

from achim.domain.ids import PaperId
from achim.domain.paper import Announcement, Place, Signal, Story

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def story(
    title: str,
    url: str = "https://paper.example/a",
    text: str = "",
    *,
    name: str = "url:a",
    publisher: str = "Example Post",
    also_at: tuple[str, ...] = (),
    submitted_at: datetime | None = None,
    votes: int | None = None,
    comments: int | None = None,
) -> Story:
    """Announced once, seen at ``AT``."""
    told = Announcement(
        source="feed", native_id=name, batch=AT.date(), kind="posted", title=title, url=url, seen_at=AT
    )  # fmt: skip
    signals = (
        *(() if votes is None else (Signal("votes", votes),)),
        *(() if comments is None else (Signal("comments", comments),)),
    )
    return Story(
        id=PaperId(name),
        title=title,
        url=url,
        abstract=text,
        sentences=(),
        authors=(),
        submitted_at=submitted_at,
        signals=signals,
        announcements=(told,),
        origins=(),
        publisher=publisher,
        also_at=tuple(Place(each, "https://other.example/") for each in also_at),
    )
