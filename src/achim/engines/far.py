"""Parts of a build whose work goes out to workers: to the pipeline they are what they are on one machine."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from achim.domain.edition import EditionKey, EditionKind
from achim.domain.note import Note
from achim.domain.paper import Batch, Window
from achim.domain.schedule import Errand, Sending
from achim.engines.cluster import Cluster
from achim.engines.local import LocalEngine
from achim.engines.tasks import (
    BATCH,
    RECIPIENTS,
    Answered,
    Ask,
    Embed,
    Read,
    ReadSource,
    Send,
    Sent,
    Unanswered,
    Unread,
    Vectors,
)
from achim.errors import ModelFault, SourceError
from achim.ports import Clock, ModelAnswer, Question, Source, Spent, Vector

T = TypeVar("T")
_BATCHES = 16
"""Batches of texts under way at a time."""


@dataclass(frozen=True, slots=True)
class FarSource:
    """``inner`` read elsewhere, by settings of this digest, on behalf of a build that began at ``as_of``."""

    inner: Source
    cluster: Cluster
    key: EditionKey
    as_of: datetime
    clock: Clock
    settings: str

    @property
    def name(self) -> str:
        return self.inner.name

    def has_turned(self, since: datetime, at: datetime) -> bool:
        return self.inner.has_turned(since, at)

    def announcements(self, window: Window) -> Batch:
        kind: EditionKind = self.key.kind
        job = ReadSource(
            kind=kind,
            source=self.name,
            window=window,
            as_of=self.as_of,
            now=self.clock.now(),
            settings=self.settings,
        )
        read = self.cluster.do(job, self.key)
        if isinstance(read, Unread):
            raise SourceError(self.name, read.note)
        assert isinstance(read, Read)
        return read.batch


@dataclass(frozen=True, slots=True)
class FarEmbedder:
    """The embedder of this name, elsewhere. ``keeps`` is whether the archive has the vectors before they come back,
    ``key`` the edition that they are for."""

    name: str
    cluster: Cluster
    keeps: bool = True
    key: EditionKey | None = None

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        batches = batched(texts, BATCH)
        told = LocalEngine(_BATCHES).map(self._one, batches) if batches else ()
        return tuple(vector for batch in told for vector in batch)

    def _one(self, texts: tuple[str, ...]) -> Sequence[Vector]:
        made = self.cluster.do(Embed(model=self.name, texts=texts, keeps=self.keeps), self.key)
        assert isinstance(made, Vectors)
        return tuple(tuple(row) for row in made.rows)


@dataclass(slots=True)
class FarModel:
    """A language model asked by workers, one try at a time: whoever holds it has the patience.

    ``kept_as`` gives the key under which the nth answer to a question (from 0) is kept in this build. A fault is no
    answer: so a build that is cut short and made again asks for none that it has paid for.
    """

    name: str
    cluster: Cluster
    key: EditionKey
    kept_as: Callable[[Question, int], str]
    tell: Callable[[Note], None]
    _answers: Counter[str] = field(default_factory=Counter[str])
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, question: Question, spent: Spent | None = None) -> ModelAnswer:
        first = self.kept_as(question, 0)
        with self._guard:
            nth = self._answers[first]
        told = self.cluster.do(Ask(model=self.name, question=question, key=self.kept_as(question, nth)), self.key)
        assert isinstance(told, Answered | Unanswered)
        if told.lost:
            self.tell(Note("cluster.lost"))
        if isinstance(told, Unanswered):
            raise ModelFault(
                told.note,
                passes=told.passes,
                again=told.again,
                retry_after=told.retry_after,
                ends_all=told.ends_all,
                billed=told.billed,
            )
        with self._guard:
            self._answers[first] += 1
        return told.answer

    def close(self) -> None:
        """The connection is the build's."""


def sent_by(cluster: Cluster, part: Send) -> Sending:
    """What became of an errand that a worker did."""
    sent = cluster.do(part, part.errand.key)
    assert isinstance(sent, Sent)
    return sent.sending


def parted(errand: Errand, everyone: Sequence[str]) -> list[Send]:
    """An errand by the hundreds of a channel's recipients."""
    hundreds = enumerate(batched(everyone, RECIPIENTS))
    owed = set(errand.recipients)
    whom = ((number, tuple(each for each in those if each in owed)) for number, those in hundreds)
    return [Send(errand=replace(errand, recipients=those), part=number) for number, those in whom if those]


def batched(items: Sequence[T], most: int) -> list[tuple[T, ...]]:
    """In order, ``most`` at a time."""
    return [tuple(items[at : at + most]) for at in range(0, len(items), most)]
