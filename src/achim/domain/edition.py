"""The edition: what a reader gets for a day, frozen and complete."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from achim.domain.claim import JudgedClaim
from achim.domain.correction import Correction
from achim.domain.ids import PaperId
from achim.domain.note import Note
from achim.domain.paper import AnyWork, Gap
from achim.domain.topic import Topic

_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?", re.ASCII)
_PROFILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}", re.ASCII)
EditionKind = Literal["papers", "news"]
DEFAULT_PROFILE = "default"
SURPRISE = "rank.surprise"
"""The code of the label that a surprise has among the parts of its score, with no points."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class EditionKey:
    """Where an edition is found."""

    day: date
    kind: EditionKind = "papers"
    lang: str = "ko"
    profile: str = DEFAULT_PROFILE

    def __post_init__(self) -> None:
        """Both name folders, so they are held to letters, digits and hyphens; ValueError else."""
        if not _LANG.fullmatch(self.lang):
            raise ValueError(f"{self.lang!r} is no language code like ko or en")
        if not is_profile_name(self.profile):
            raise ValueError(f"{self.profile!r} is no profile name: letters, digits and hyphens")

    @property
    def series(self) -> str:
        """The run of editions it belongs to; within it no work is printed twice."""
        return f"{self.kind}/{self.lang}/{self.profile}"

    @property
    def folder(self) -> str:
        """Where its files lie: in the folder of its day, in one within it unless it is the default's in Korean."""
        if self.profile == DEFAULT_PROFILE:
            inner = "" if self.lang == "ko" else f"/{self.lang}"
        else:
            inner = f"/{self.lang}-{self.profile}"
        return f"{self.day.isoformat()}{inner}"

    def __str__(self) -> str:
        return f"{self.day.isoformat()}/{self.series}"


def is_profile_name(name: str) -> bool:
    return bool(_PROFILE.fullmatch(name))


@dataclass(frozen=True, slots=True)
class ScorePart:
    """A reason for a score: the parts of a score add up to it."""

    points: float
    note: Note


@dataclass(frozen=True, slots=True)
class Score:
    parts: tuple[ScorePart, ...]

    @property
    def total(self) -> float:
        return round(sum((part.points for part in self.parts), 0.0), 3)


@dataclass(frozen=True, slots=True)
class RankedPaper:
    """``total`` is the score's, added up once, as works are put in order by it for reader after reader."""

    paper: AnyWork
    score: Score
    total: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", self.score.total)


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """The topic a paper got, and why. ``runner_up`` is the next one, ``unsure`` when the two are close."""

    topic: Topic
    reasons: tuple[Note, ...]
    runner_up: str | None = None
    unsure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A paper as an edition shows it. ``number`` counts through the edition from 1 and is what marks point to.

    ``update`` says what is new about a work that an earlier edition printed, ``see`` where another edition of the day
    prints the work that this one speaks of.
    """

    number: int
    paper: AnyWork
    score: Score
    choice: TopicChoice
    keywords: tuple[str, ...] = ()
    update: Note | None = None
    see: Note | None = None


@dataclass(frozen=True, slots=True)
class TopicKeyword:
    """A term and the numbers of the topic's entries that have it: of several, or of one that is alone with it."""

    term: str
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A topic of an edition with its entries and its printed claims.

    ``note`` says why it is quoted where a language model was to write it.
    """

    topic: Topic
    entries: tuple[Entry, ...]
    claims: tuple[JudgedClaim, ...]
    note: Note | None = None
    keywords: tuple[TopicKeyword, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A paper that is named but not reported on."""

    paper: PaperId
    title: str
    url: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A new version of a work that an earlier edition printed, which says something materially different.

    ``told_on`` is the day of the edition that last spoke of it; ``changes`` is never empty.
    """

    paper: PaperId
    title: str
    url: str
    told_on: date
    version: int | None
    abstract: str
    changes: tuple[Note, ...]


Bucket = Literal["duplicate", "already_printed", "ranked_out", "listed", "printed", "updated", "withheld"]
BUCKETS: tuple[Bucket, ...] = (
    *("printed", "updated", "listed", "ranked_out"),
    *("duplicate", "already_printed", "withheld"),
)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one announcement. ``title`` and ``url`` are told of a close call only, so that a reader can judge
    it: a work that was kept out in doubt."""

    announcement: str
    source: str
    paper: PaperId
    bucket: Bucket
    reason: Note | None = None
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """The ledger's line of a source: all it announced is in the buckets, whose counts add up to ``announced``.

    ``days`` counts the same by the source's own label of the day, the oldest first.
    """

    source: str
    announced: int
    buckets: tuple[tuple[Bucket, int], ...]
    note: Note | None = None
    days: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCount:
    proposed: int
    printed: int
    repaired: int
    dropped: tuple[tuple[str, int], ...] = ()
    """Reason code and how many claims it dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUse:
    """What language models were asked and cost; money in US dollars."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float = 0.0

    def __add__(self, other: "ModelUse") -> "ModelUse":
        return ModelUse(
            calls=self.calls + other.calls,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            cost=round(self.cost + other.cost, 8),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What happened to everything."""

    sources: tuple[SourceLine, ...]
    fates: tuple[Fate, ...]
    claims: ClaimCount
    use: ModelUse
    makers: tuple[tuple[str, str], ...]
    """Who made it: writer, embedder, classifier, taxonomy and prompt versions."""
    writing: tuple[Note, ...] = ()
    """What a language model was to write and could not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A day's edition. Every rendering is a pure function of it.

    ``made_at`` is aware UTC and the moment at which the day's work began; ``revision`` starts at 1.
    ``dropped`` holds the claims that were not printed, for the audit. ``notice`` is said on every rendering.
    ``corrections`` are those of all revisions, the oldest first; a revision that only corrects keeps ``made_at``.
    """

    key: EditionKey
    time_zone: str
    made_at: datetime
    revision: int
    lead: tuple[JudgedClaim, ...]
    sections: tuple[Section, ...]
    listed: tuple[Listing, ...]
    updates: tuple[Update, ...] = ()
    gaps: tuple[Gap, ...]
    ledger: Ledger
    dropped: tuple[JudgedClaim, ...] = ()
    changes: tuple[Note, ...] = ()
    notice: Note | None = None
    corrections: tuple[Correction, ...] = ()

    @property
    def updated_at(self) -> datetime:
        """When it last changed, aware UTC."""
        return max((self.made_at, *(each.at for each in self.corrections)))

    @property
    def sample(self) -> Note | None:
        """The notice of an edition whose quotations are no source's: a sample, or a test of the checks."""
        return self.notice if self.notice and self.notice.code in ("notice.sample", "notice.planted") else None

    @property
    def entries(self) -> Iterator[Entry]:
        return (entry for section in self.sections for entry in section.entries)

    @property
    def is_complete(self) -> bool:
        return not self.gaps

    @property
    def is_quiet(self) -> bool:
        """Nothing new was announced; with gaps it is not known whether anything was."""
        return not self.sections and not self.updates and not self.gaps
