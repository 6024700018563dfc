"""A note: a code with its parameters, so that one fact is said in every language by the renderings."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Note:
    """``code`` names a message of ``render/messages.py``; ``params`` fill its places, in a fixed order."""

    code: str
    params: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, code: str, **params: object) -> Self:
        return cls(code, tuple((name, str(value)) for name, value in sorted(params.items())))
