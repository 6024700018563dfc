"""Stories for tests of the news edition: made up, in our own words."""

from dataclasses import replace
from datetime import UTC, datetime

from achim.domain.edition import Entry, Score, TopicChoice
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Announcement, Place, Signal, Story
from achim.domain.sentences import split_sentences
from achim.domain.topic import Topic

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
TOPIC = Topic(key="models", name="Models", korean="모델", emoji="🧠", color="#1E87E1", definition="New models.")
HERON = (
    "Northlake Labs released Heron 2, a language model that runs on phones.",
    "Heron 2 has 3B parameters and was trained on 9 trillion tokens.",
    "Chief executive Mina Park said that Heron 2 answers faster than any model of its size.",
    "The company plans to open the training data in December.",
    "Subscribe to our newsletter for more stories like this one.",
)


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
    """Announced once, seen at ``AT``; its text is not split."""
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


def heron(number: int = 1, text: str = " ".join(HERON)) -> Story:
    """A story as the writer is given it: with sentences and a discussion."""
    url = f"https://news.example/{number}"
    bare = story(
        "Northlake releases Heron 2", url, text, name=f"url:{url}", also_at=("Daily Model",), submitted_at=AT, votes=120
    )
    discussions = (f"https://news.ycombinator.com/item?id={number}",)
    return replace(bare, sentences=split_sentences(text), discussions=discussions)


def entry(number: int) -> Entry:
    choice = TopicChoice(TOPIC, (Note.of("topic.none"),))
    return Entry(number=number, paper=heron(number), score=Score(()), choice=choice)
