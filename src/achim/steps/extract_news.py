"""Choose the sentences of an article that say what happened, who says so, and in what numbers.

News tells the most important first, so of sentences that fit a place about as well the earlier one is taken.
"""

import re
from collections.abc import Iterable, Sequence

from achim.domain.paper import Sentence
from achim.steps.extract import LONGEST, Extract
from achim.steps.speech import is_speech

_SHORTEST = 15
"""Characters; what is shorter is a heading or a caption."""
_OPENING = 6
"""Sentences among which the news itself stands."""
_WORDS = re.compile(r"[^\W\d_]{2,}|\d[\d.,]*")
_BOILERPLATE = re.compile(
    r"\b(?:subscribe|sign up|newsletter|cookies?|all rights reserved|read more|click here|advertis\w+|getty images|"
    r"photo(?:graph)? by|image credit|share this|follow us)\b|무단\s?전재|재배포|구독|기자\s?=|사진\s?=|저작권자|제보",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"[$€£₩]\s?\d|(?<!\d)\d[\d,.]{0,20}\s?(?:%|percent\b|percentage|million|billion|trillion|thousand|dollars?|euros?|won\b|x\b|times\b"
    r"|tokens?|parameters?|users?|people|employees|gigawatts?|[GM]W\b|GB\b|TB\b)|(?<!\d)\d[\d,.]{0,20}\s?(?:만|억|조|천|배|명|달러|원|개|건|퍼센트|%p)"
    r"|\b\d{1,15}(?:\.\d{1,15})?[BMKT]\b",
    re.IGNORECASE,
)


class NewsChooser:
    """Chooses by place, by what a sentence shares with the title, and by signs of speech and of amounts."""

    def extracts(self, title: str, sentences: Sequence[Sentence]) -> tuple[Extract, ...]:
        """At most one sentence per place, none twice: *event*, *statement*, *figures*."""
        usable = [sentence for sentence in sentences if _is_usable(sentence.text)]
        if not usable:
            return ()
        event = _event(title, usable)
        rest = [sentence for sentence in usable if sentence != event]
        chosen = [Extract("event", event)]
        statement = _first(sentence for sentence in rest if is_speech(sentence.text))
        chosen += [Extract("statement", statement)] if statement else []
        figures = _first(each for each in rest if each != statement and holds_amount(each.text))
        return (*chosen, *([Extract("figures", figures)] if figures else []))


def holds_amount(text: str) -> bool:
    """Whether a sentence tells an amount: money, a share, or how many of something."""
    return _AMOUNT.search(text) is not None


def _is_usable(text: str) -> bool:
    return _SHORTEST <= len(text) <= LONGEST and not _BOILERPLATE.search(text)


def _event(title: str, usable: Sequence[Sentence]) -> Sentence:
    """Of the opening, the sentence that shares most with the title; the first where none shares anything."""
    words = _words(title)
    opening = usable[:_OPENING]
    return max(opening, key=lambda each: (len(words & _words(each.text)) - 0.5 * opening.index(each), -each.number))


def _words(text: str) -> frozenset[str]:
    """By their beginnings: endings differ, and in Korean particles follow after two syllables or more."""
    return frozenset(word[:2] if word[0] >= "가" else word.casefold()[:6] for word in _WORDS.findall(text))


def _first(sentences: Iterable[Sentence]) -> Sentence | None:
    return next(iter(sentences), None)
