"""What the core needs of those who write: a writer of claims, and the language model behind one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from achim.domain.claim import Claim, Draft, JudgedClaim
from achim.domain.edition import EditionKind, Entry, ModelUse
from achim.domain.form import FORMS, Form
from achim.domain.note import Note
from achim.domain.paper import AnyWork
from achim.domain.topic import Topic
from achim.ports.world import Engine

NO_USE = ModelUse()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What a writer is to write: a topic with its entries, for an edition of ``day`` in ``lang``."""

    topic: Topic
    entries: tuple[Entry, ...]
    lang: str
    day: date
    kind: EditionKind = "papers"

    @property
    def form(self) -> Form:
        return FORMS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a writer made of an assignment, and what that took.

    ``notes`` say what it could not do, for the ledger; ``gap`` is a fault that may be over when the day is built
    again.
    """

    draft: Draft
    use: ModelUse = NO_USE
    notes: tuple[Note, ...] = ()
    gap: Note | None = None


@dataclass(frozen=True, slots=True)
class Mending:
    """Claims of an assignment that did not hold, for their writer to mend."""

    assignment: Assignment
    refused: tuple[JudgedClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A claim in the place of each refused one, in their order; None where the writer withdraws it."""

    claims: tuple[Claim | None, ...]
    use: ModelUse = NO_USE
    notes: tuple[Note, ...] = ()
    gap: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubted:
    """A second reader's reason against each claim that it read, None where it has none."""

    reasons: tuple[Note | None, ...]
    use: ModelUse = NO_USE
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """Papers of whose topics the classifier is unsure, the closed list, and the day of the edition."""

    papers: tuple[AnyWork, ...]
    topics: tuple[Topic, ...]
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """For each undecided paper the key of a topic of the list, or None where the classifier's choice stays."""

    topics: tuple[str | None, ...]
    use: ModelUse = NO_USE
    notes: tuple[Note, ...] = ()


class Writer(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def makers(self) -> tuple[tuple[str, str], ...]:
        """What else had a part in the writing: prompt versions, a second reader."""
        ...

    def decide(self, undecided: Undecided, engine: Engine) -> Decided:
        """The topics of papers of which the classifier is unsure; before anything is written. Total."""
        ...

    def write(self, assignments: Sequence[Assignment], engine: Engine) -> Sequence[Written]:
        """Claims about the entries of each topic; what they cite is checked afterwards, whatever the writer promises.

        Total: a writer that fails says so in what it gives back.
        """
        ...

    def mend(self, mendings: Sequence[Mending], engine: Engine) -> Sequence[Mended]:
        """One more try at claims that did not hold."""
        ...

    def read(self, readings: Sequence[Mending], engine: Engine) -> Sequence[Doubted]:
        """A second reading of claims that hold (``refused`` are then those to read): it may refuse, never acquit."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a language model is asked. ``schema`` is the JSON schema of its answer, ``version`` that of the prompt."""

    version: str
    day: date
    system: str
    user: str
    schema: Mapping[str, object]
    max_output: int
    """Tokens that the answer may take."""
    temperature: float | None = None
    """Of sampling; None for the model's own."""
    place: str = ""
    """Where it is asked, an address without credentials; "" for the provider's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAnswer:
    """What a language model answered; ``cost`` in US dollars. ``is_whole`` is False where it was cut off.

    ``seconds`` is how long it took when it was asked; 0 where nobody measured it.
    """

    text: str
    prompt_tokens: int
    completion_tokens: int
    cost: float = 0.0
    is_whole: bool = True
    seconds: float = 0.0


class Spent(Protocol):
    def __call__(self, *, billed: bool) -> bool:
        """A try failed; ``billed`` where the service may have worked for it. Whether there is room for another."""
        ...


class LanguageModel(Protocol):
    @property
    def name(self) -> str:
        """Provider and model, part of every key under which an answer is kept."""
        ...

    def ask(self, question: Question, spent: Spent | None = None) -> ModelAnswer:
        """One answer. Raises ModelFault. ``spent`` hears of each try that failed, before another is made."""
        ...

    def close(self) -> None:
        """Give back what the asking took."""
        ...
