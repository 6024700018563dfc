"""What the editions of several profiles share: one moment, one reading of each source, one telling apart of works, and
what counts for every reader."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar, cast

from achim.domain.edition import EditionKind, ScorePart
from achim.domain.ids import PaperId
from achim.domain.paper import Announcement, AnyWork, Batch, Window
from achim.errors import SourceError
from achim.pipeline import Parts
from achim.ports import Enriched, Enricher, Source, Vector
from achim.preferring import Common
from achim.steps.beat import Beat
from achim.steps.rank import Signals, score

T = TypeVar("T")


@dataclass(slots=True)
class Shared:
    """Of one run, begun at ``now`` (aware UTC), for the readers ``profiles``.

    What is asked for again with equal words is not worked out again.
    """

    now: datetime
    profiles: tuple[str, ...] = ()
    _known: dict[Hashable, object] = field(default_factory=dict[Hashable, object])
    _common: dict[EditionKind, Common] = field(default_factory=dict[EditionKind, Common])

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        if key not in self._known:
            self._known[key] = make()
        return cast(T, self._known[key])

    def parts(self, parts: Parts, kind: EditionKind) -> Parts:
        """The same parts, which remember for the next profile."""
        return replace(
            parts,
            sources=tuple(_SharedSource(each, self) for each in parts.sources),
            enrichers=tuple(_SharedEnricher(each, self) for each in parts.enrichers),
            beat=_shared_beat(parts.beat, kind, self),
            common=self._common.setdefault(kind, Common()),
        )


@dataclass(frozen=True, slots=True)
class _SharedSource:
    inner: Source
    shared: Shared

    @property
    def name(self) -> str:
        return self.inner.name

    def has_turned(self, since: datetime, at: datetime) -> bool:
        return self.inner.has_turned(since, at)

    def announcements(self, window: Window) -> Batch:
        """A source that fails is not asked by the next profile either: it fails for all of them."""

        def read() -> Batch | SourceError:
            try:
                return self.inner.announcements(window)
            except SourceError as error:
                return error

        read_once = self.shared.once((self.name, window), read)
        if isinstance(read_once, SourceError):
            raise read_once
        return read_once


@dataclass(frozen=True, slots=True)
class _SharedEnricher:
    inner: Enricher
    shared: Shared

    @property
    def name(self) -> str:
        return self.inner.name

    def enrich(self, announcements: Sequence[Announcement]) -> Enriched:
        told = tuple(announcements)
        return self.shared.once((self.name, told), lambda: self.inner.enrich(told))


def _shared_beat(beat: Beat, kind: EditionKind, shared: Shared) -> Beat:
    def deduplicate(announcements: Sequence[Announcement], vectors: Mapping[str, Vector]) -> tuple[AnyWork, ...]:
        told = tuple(announcements)
        return shared.once((kind, told, frozenset(vectors)), lambda: beat.deduplicate(told, vectors))

    def signals(day: date, as_of: datetime) -> Signals:
        return shared.once((kind, day, as_of), lambda: _kept(beat.signals(day, as_of)))

    return replace(beat, deduplicate=deduplicate, signals=signals)


def _kept(signals: Signals) -> Signals:
    """As one, whose parts of a work are kept for the next reader."""
    known: dict[PaperId, tuple[AnyWork, tuple[ScorePart, ...]]] = {}

    def parts(work: AnyWork) -> tuple[ScorePart, ...]:
        before = known.get(work.id)
        if before is None or not (before[0] is work or before[0] == work):
            before = known[work.id] = (work, score(work, signals).parts)
        return before[1]

    return (parts,)
