"""Run work here, in a few threads."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from achim.errors import ArchiveCut

In = TypeVar("In")
Out = TypeVar("Out")


class LocalEngine:
    """See ``ports.Engine``."""

    def __init__(self, threads: int = 4) -> None:
        self._threads = threads

    def map(self, work: Callable[[In], Out], items: Iterable[In]) -> Sequence[Out]:
        pool = ThreadPoolExecutor(self._threads)
        try:
            return tuple(pool.map(work, items))
        except ArchiveCut:
            # the work is begun anew: what is under way may be paid for, and is to be kept before it is asked for again
            pool.shutdown(cancel_futures=True)
            raise
        finally:
            # an interrupted run must not wait for a thread that waits for a slow place
            pool.shutdown(wait=False, cancel_futures=True)
