"""What makes a new version of a printed work worth telling.

A new title, other figures in the abstract, an abstract rewritten in good part, a withdrawal. Spelling, punctuation,
LaTeX, the order of sentences and the authors are none of it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from achim.domain.note import Note
from achim.domain.paper import Paper
from achim.domain.sentences import split_sentences
from achim.domain.text import fold
from achim.steps.quantities import Quantity, amount, quantities
from achim.steps.withdrawn import is_withdrawn

REWRITTEN = 0.4
"""Share of an abstract's sentences from which on their being new is worth telling."""
_SAME_SENTENCE = 0.5
"""Jaccard similarity of words from which on a sentence is an old one in other words."""
_SMALL = 10
"""Bare whole numbers up to this count steps and parts, and come and go with the wording."""
_SHOWN = 4
_LATEX = re.compile(r"[\\${}~]")
_INNER_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Told:
    """What readers were told of a work when it was printed."""

    title: str
    abstract: str


def material_changes(before: Told, after: Paper) -> tuple[Note, ...]:
    """Reasons to tell the new version as an update; none where it says the same. A withdrawal is the only reason."""
    if is_withdrawn(after):
        return (Note.of("update.withdrawn"),)
    found: list[Note] = []
    if after.title and _INNER_SPACE.sub("", fold(before.title)) != _INNER_SPACE.sub("", fold(after.title)):
        found.append(Note.of("update.title"))
    if before.abstract and after.abstract:
        if figures := _figures_changed(before.abstract, after.abstract):
            found.append(Note.of("update.figures", figures=figures))
        if share_new(before.abstract, after.abstract) >= REWRITTEN:
            found.append(Note.of("update.abstract"))
    return tuple(found)


def _figures_changed(before: str, after: str) -> str:
    """Those that went and those that came, as they are written; empty where the figures are the same."""
    old, new = _figures(before), _figures(after)
    gone = [old[each] for each in old if each not in new]
    came = [new[each] for each in new if each not in old]
    return f"{some(gone)} → {some(came)}" if gone or came else ""


def _figures(text: str) -> dict[object, str]:
    return {
        amount(each): _LATEX.sub("", each.surface.replace("\\times", "x")) for each in quantities(text) if _tells(each)
    }


def _tells(figure: Quantity) -> bool:
    return bool(figure.unit) or figure.value > _SMALL or figure.value.denominator > 1


def some(figures: Sequence[str]) -> str:
    """The first few, as they are written."""
    return ", ".join(figures[:_SHOWN]) + (" …" if len(figures) > _SHOWN else "") if figures else "–"


def share_new(before: str, after: str) -> float:
    """The share of the sentences of ``after`` that ``before`` has in no words."""
    old, new = _bags(before), _bags(after)
    return sum(not _has(old, sentence) for sentence in new) / len(new) if new else 0.0


def _bags(text: str) -> list[frozenset[str]]:
    bags = (frozenset(fold(sentence.text).split()) for sentence in split_sentences(text))
    return [bag for bag in bags if bag]


def _has(sentences: Iterable[frozenset[str]], sentence: frozenset[str]) -> bool:
    return any(len(sentence & each) >= _SAME_SENTENCE * len(sentence | each) for each in sentences)
