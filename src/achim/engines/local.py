"""Run work here, in a few threads."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


class LocalEngine:
    """See ``ports.Engine``."""

    def __init__(self, threads: int = 4) -> None:
        self._threads = threads

    def map(self, work: Callable[[In], Out], items: Iterable[In]) -> Sequence[Out]:
        with ThreadPoolExecutor(self._threads) as pool:
            return tuple(pool.map(work, items))
