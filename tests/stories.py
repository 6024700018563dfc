"""Stories for tests of the news edition: made up, in our own words."""

from datetime import UTC, date, datetime

from achim.domain.edition import Entry, Score, TopicChoice
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import Announcement, Place, Signal, Story
from achim.domain.sentences import split_sentences
from achim.domain.topic import Topic

SEEN = datetime(2024, 11, 3, 23, 0, tzinfo=UTC)
TOPIC = Topic(key="models", name="Models", korean="모델", emoji="🧠", color="#1E87E1", definition="New models.")
HERON = (
    "Northlake Labs released Heron 2, a language model that runs on phones.",
    "Heron 2 has 3B parameters and was trained on 9 trillion tokens.",
    "Chief executive Mina Park said that Heron 2 answers faster than any model of its size.",
    "The company plans to open the training data in December.",
    "Subscribe to our newsletter for more stories like this one.",
)


def story(number: int = 1, title: str = "Northlake releases Heron 2", text: str = " ".join(HERON)) -> Story:
    url = f"https://news.example.org/{number}"
    announcement = Announcement(
        source="hackernews",
        native_id=str(number),
        batch=date(2024, 11, 3),
        kind="posted",
        title=title,
        url=url,
        seen_at=SEEN,
        abstract=text,
        publisher="news.example.org",
        discussion_url=f"https://news.ycombinator.com/item?id={number}",
        signals=(Signal("votes", 120),),
    )
    return Story(
        id=PaperId(f"url:{url}"),
        title=title,
        url=url,
        abstract=text,
        sentences=split_sentences(text),
        authors=(),
        submitted_at=datetime(2024, 11, 3, 9, 0, tzinfo=UTC),
        signals=announcement.signals,
        announcements=(announcement,),
        origins=(),
        publisher="news.example.org",
        also_at=(Place("Daily Model", "https://daily.example.com/heron"),),
        discussions=(f"https://news.ycombinator.com/item?id={number}",),
    )


def entry(number: int = 1, work: Story | None = None) -> Entry:
    choice = TopicChoice(TOPIC, (Note.of("topic.none"),))
    return Entry(number=number, paper=work or story(number), score=Score(()), choice=choice)
