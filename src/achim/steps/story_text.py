"""The text of a story: its source's own where that says enough, else its page's."""

from dataclasses import replace
from datetime import datetime

from achim.domain.paper import Sentence, Story
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


def _sentences(text: str) -> tuple[Sentence, ...]:
    """Line by line: a heading has no full stop and would run into what follows it."""
    texts = [sentence.text for line in text.splitlines() for sentence in split_sentences(line)]
    return tuple(Sentence(number, each) for number, each in enumerate(texts[:_MOST_SENTENCES], 1))
