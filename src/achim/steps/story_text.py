"""The text of a story: its source's own where that says enough, else its page's."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from achim.domain.note import Note
from achim.domain.paper import AnyWork, Sentence, Story
from achim.domain.sentences import split_sentences

ENOUGH = 200
"""Characters; a shorter text is a teaser, and the page says more."""
_MOST_SENTENCES = 40
"""A report rests on the opening of an article; what follows is seldom news."""


def brings_text(story: Story) -> bool:
    return len(story.abstract) >= ENOUGH and len(story.sentences) > 1


def with_page(story: Story, text: str, read_at: datetime) -> Story:
    """The story with its page's text, where that says more than its source."""
    if len(text) <= len(story.abstract):
        return story
    return replace(story, abstract=text, sentences=_sentences(text), read_at=read_at)


def unread(works: Iterable[AnyWork]) -> tuple[Note, ...]:
    """For the ledger: stories of which there is no text, and those told by their source's few words alone."""
    stories = [work for work in works if isinstance(work, Story)]
    bare = sum(not story.sentences for story in stories)
    teased = sum(bool(each.sentences) and each.read_at is None and not brings_text(each) for each in stories)
    told = (("read.without_text", bare), ("read.teaser", teased))
    return tuple(Note.of(code, count=count) for code, count in told if count)


def _sentences(text: str) -> tuple[Sentence, ...]:
    """Line by line: a heading has no full stop and would run into what follows it."""
    texts = [sentence.text for line in text.splitlines() for sentence in split_sentences(line)]
    return tuple(Sentence(number, each) for number, each in enumerate(texts[:_MOST_SENTENCES], 1))
