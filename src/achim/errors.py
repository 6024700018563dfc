"""The errors of achim, by who must act.

::

    AchimError
    ├── UserError            the user: a bad setting, argument or file; says what to do
    │   ├── SettingsError    names the file and the setting
    │   ├── RecordError      names the record's folder and file
    │   ├── Locked           another process has been at work for longer than it was waited for
    │   └── ArchiveCut       the archive's database was cut off: what is kept is whole, and the work can be begun anew
    ├── SourceError          a source failed: becomes a gap, never an empty day
    │   └── FetchError       a request got no usable answer
    ├── ModelFault           a language model gave no answer: its part is written without it
    ├── DeliveryFault        a message did not go out: it is tried again, or becomes a gap of the run
    └── NothingAnswered      every source failed: nothing is frozen, exit code 1
"""

from achim.domain.note import Note
from achim.domain.paper import Gap
from achim.domain.secrets import masked


def _code_of(note: Note) -> str:
    params = ", ".join(f"{name}={value}" for name, value in note.params)
    return note.code + (f" ({params})" if params else "")


class AchimError(Exception):
    """Base of all errors that achim raises on purpose."""


class UserError(AchimError):
    """Something the user can mend. Each part of ``told`` says how: a text, or a note that a rendering has words for."""

    def __init__(self, *told: str | Note) -> None:
        super().__init__(*told)
        self.told = told

    def __str__(self) -> str:
        return "\n".join(each if isinstance(each, str) else _code_of(each) for each in self.told)


class SettingsError(UserError):
    """A setting is missing, unknown or out of range."""


class RecordError(UserError):
    """A record's folder cannot be written, read or replayed."""


class Locked(UserError):
    """Another process is at work in the archive."""


class ArchiveCut(UserError):
    """The connection to the archive's database ended in the middle: what was being kept is kept whole or not at all."""

    def __init__(self, note: Note) -> None:
        super().__init__(note)
        self.note = note


class SourceError(AchimError):
    """A source gave nothing usable. ``note`` says why in words that a rendering can translate."""

    def __init__(self, source: str, note: Note) -> None:
        super().__init__(source, note)
        self.source = source
        self.note = note

    def __str__(self) -> str:
        return f"{self.source}: {_code_of(self.note)}"


class FetchError(SourceError):
    """A request was answered with a fault, or not at all."""

    def __init__(self, source: str, note: Note, url: str) -> None:
        super().__init__(source, note)
        self.args = (source, note, url)
        self.url = url


class ModelFault(AchimError):
    """A language model was asked and gave no answer.

    ``passes`` is whether it may answer when the day is built again. ``again`` is whether another try makes sense now,
    after ``retry_after`` seconds where the service said so; ``ends_all`` whether no question makes sense any more;
    ``billed`` whether the service may have worked for it, as where an answer was waited for in vain.
    """

    def __init__(
        self,
        note: Note,
        *,
        passes: bool,
        again: bool = False,
        retry_after: float | None = None,
        ends_all: bool = False,
        billed: bool = False,
    ) -> None:
        super().__init__(note)
        self.note = note
        self.passes = passes
        self.again = again
        self.retry_after = retry_after
        self.ends_all = ends_all
        self.billed = billed

    def __str__(self) -> str:
        return _code_of(self.note)


class DeliveryFault(AchimError):
    """A message did not go out, or nobody knows whether it did.

    ``again`` is whether another try makes sense, after ``retry_after`` seconds where the receiver said so; ``unsure``
    whether it may have been accepted although its answer was lost; ``ends_all`` whether the whole channel is shut for
    now, so that no other message of it is tried. ``note`` holds no secret.
    """

    def __init__(
        self,
        note: Note,
        *,
        again: bool,
        unsure: bool = False,
        retry_after: float | None = None,
        ends_all: bool = False,
    ) -> None:
        super().__init__(note)
        self.note = note
        self.again = again
        self.unsure = unsure
        self.retry_after = retry_after
        self.ends_all = ends_all

    def __str__(self) -> str:
        return _code_of(self.note)


class NothingAnswered(AchimError):
    """No source answered, so there is no edition to keep; ``gaps`` say why of each."""

    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        super().__init__(gaps)
        self.gaps = gaps


class Refused(ValueError):
    """Why a value is not taken: the message ``error.setting.CODE`` says it, filled from ``params``."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    def told(self) -> dict[str, str]:
        """``params`` in words that hold no password."""
        return {name: masked(str(value)) for name, value in self.params.items()}
