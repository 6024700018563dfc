"""What goes out to other machines: names and frozen values, no code and no secrets; and what comes back.

A worker has its own settings, its own keys and the same archive. What it fetched, paid for or worked out is in the
archive before it answers, and it looks there first: a task that is done twice is paid for once.
"""

from array import array
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from achim.domain.edition import EditionKey, EditionKind
from achim.domain.note import Note
from achim.domain.paper import Batch, Window
from achim.domain.schedule import Errand, Sending
from achim.ports import ModelAnswer, Question

BATCH = 64
"""Texts of one task, as many as are encoded together."""
RECIPIENTS = 100
"""Recipients of one task, as a channel has them in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSource:
    """Read a source of a kind of edition, on behalf of a build that began at ``as_of``. ``now`` is the moment on that
    machine, and ``settings`` a digest of what it would read by."""

    kind: EditionKind
    source: str
    window: Window
    as_of: datetime
    now: datetime
    settings: str

    @property
    def key(self) -> str:
        return f"read {self.kind} {self.source} {self.as_of.isoformat()}"

    @property
    def sort(self) -> str:
        return "read"

    @property
    def resource(self) -> str:
        return "arxiv" if self.source == "arxiv" else "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """Work out the vectors of texts by the embedder of this name; ``keeps`` is whether the archive is to have them."""

    model: str
    texts: tuple[str, ...]
    keeps: bool

    @property
    def key(self) -> str:
        """The same for the same texts, without a word of them."""
        return f"embed {len(self.texts)} {sha256(chr(0).join(self.texts).encode()).hexdigest()[:16]}"

    @property
    def sort(self) -> str:
        return "embed"

    @property
    def resource(self) -> str:
        return "embed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Ask a model one question, once. ``key`` is that under which the answer is kept, whatever it is worth."""

    model: str
    question: Question
    key: str

    @property
    def sort(self) -> str:
        return "ask"

    @property
    def resource(self) -> str:
        return "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """Send one edition through a channel to those who are owed it in the ``part``-th hundred of its recipients."""

    errand: Errand
    part: int

    @property
    def key(self) -> str:
        """Whoever is owed it: a build that is made anew owes less than the worker goes on with that had it before."""
        told = self.errand
        return f"send {told.channel} {told.key} {told.revision} {self.part}"

    @property
    def sort(self) -> str:
        return "send"

    @property
    def resource(self) -> str:
        return "send"


Job = ReadSource | Embed | Ask | Send
"""``key`` names what is done, ``sort`` what it is in a word, ``resource`` what a worker must have to spare for it."""
RESOURCES = ("arxiv", "source", "model", "embed", "send")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A job for an edition, of an achim of this version; ``edition`` is for the logs. ``archive`` is the name of the
    one that what is done is kept in, empty where nothing is."""

    job: Job
    achim: str
    edition: EditionKey | None = None
    archive: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    batch: Batch


@dataclass(frozen=True, slots=True)
class Unread:
    """The source failed; ``note`` says why."""

    note: Note


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit vectors in float32, one a text."""

    rows: "tuple[array[float], ...]"


@dataclass(frozen=True, slots=True)
class Answered:
    """``lost`` is whether a worker died over the same question: then it may have been paid for twice."""

    answer: ModelAnswer
    lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """What ``errors.ModelFault`` tells, and ``lost`` as in ``Answered``."""

    note: Note
    passes: bool
    again: bool
    retry_after: float | None
    ends_all: bool
    billed: bool
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    sending: Sending


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing was done: another worker is at it, or the archive is away. To be tried again after ``seconds``."""

    seconds: float
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Unfit:
    """The worker is set up otherwise than who sent the task, and did nothing."""

    note: Note


@dataclass(frozen=True, slots=True)
class Broke:
    """A fault of ours."""

    error: Exception


Outcome = Read | Unread | Vectors | Answered | Unanswered | Sent | Later | Unfit | Broke
