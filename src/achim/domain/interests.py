"""What a reader wants to see: topics, phrases, papers, people, lanes, and what is never to be shown."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from achim.domain.ids import PaperId

NeverKind = Literal["phrase", "author", "topic", "lab", "work"]


@dataclass(frozen=True, slots=True)
class Wish:
    """A topic's key, a phrase, an author or a lab. Points are multiplied by ``weight``; below 0 it is less wanted."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamplePaper:
    """A work that stands for what is wanted, or with a weight below 0 for what is not.

    ``title`` and ``abstract`` are empty where nobody has told them; then only the work itself is recognised.
    """

    id: PaperId
    title: str = ""
    abstract: str = ""
    weight: float = 1.0


class Near(NamedTuple):
    """How close a work is to example papers: from 0, nothing in common, to 1, the same words. ``nearest`` is the one
    that is the most like it, None where none is at all."""

    score: float
    nearest: ExamplePaper | None


@dataclass(frozen=True, slots=True)
class Lane:
    """Anything that some words tell: data sets of a language, institutions of a country."""

    name: str
    words: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Never:
    """What is never to be shown: works with this phrase, author, topic or lab, or one work by its id."""

    kind: NeverKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interests:
    """A profile. ``most_of_topic`` is how many works of one topic a page has at most, while there are others;
    ``surprise`` whether one work is printed that no interest asked for, and labelled so."""

    topics: tuple[Wish, ...] = ()
    phrases: tuple[Wish, ...] = ()
    papers: tuple[ExamplePaper, ...] = ()
    authors: tuple[Wish, ...] = ()
    labs: tuple[Wish, ...] = ()
    lanes: tuple[Lane, ...] = ()
    never: tuple[Never, ...] = ()
    most_of_topic: int = 4
    surprise: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing is wanted or unwanted: such a profile is ranked as if there were none."""
        wanted = (self.topics, self.phrases, self.papers, self.authors, self.labs, self.lanes)
        return not (any(wanted) or self.never)


NO_INTERESTS = Interests()
