"""A language model asked with patience: bounded tries, waits that the service asks for, and no vain questions."""

import random
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from achim.errors import ModelFault
from achim.ports import Clock, LanguageModel, ModelAnswer, Question, Spent


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Waits double from ``first_wait``, with as much jitter, up to ``longest_wait`` seconds; a ``Retry-After`` beyond
    that is not waited for. The first question has a start of ``head_start`` seconds before the others, so that a bad
    key is refused once. ``together`` questions are asked at a time."""

    attempts: int = 3
    first_wait: float = 1.0
    longest_wait: float = 60.0
    head_start: float = 0.15
    together: int = 4


class PatientModel:
    """See ``ports.LanguageModel``. Thread safe. Once the model is found to be down, nobody asks it again."""

    def __init__(self, inner: LanguageModel, patience: Patience, clock: Clock) -> None:
        self._inner = inner
        self._patience = patience
        self._clock = clock
        self._room = threading.BoundedSemaphore(patience.together)
        self._guard = threading.Lock()
        self._first = threading.Event()
        self._someone_is_first = False
        self._end: ModelFault | None = None

    @property
    def name(self) -> str:
        return self._inner.name

    def ask(self, question: Question, spent: Spent | None = None) -> ModelAnswer:
        with self._in_turn():
            return self._ask(question, spent)

    def close(self) -> None:
        self._inner.close()

    @contextmanager
    def _in_turn(self) -> Generator[None]:
        with self._guard:
            is_first, self._someone_is_first = not self._someone_is_first, True
        if not is_first:
            self._first.wait(self._patience.head_start)
        try:
            with self._room:
                yield
        finally:
            self._first.set()

    def _ask(self, question: Question, spent: Spent | None) -> ModelAnswer:
        attempt = 1
        while True:
            if self._end:
                raise self._end
            try:
                return self._inner.ask(question)
            except ModelFault as fault:
                has_room = spent is None or spent(billed=fault.billed)
                wait = self._wait(fault, attempt) if has_room else None
                if wait is None:
                    if fault.ends_all:
                        self._end = fault
                    raise
            self._clock.wait(wait)
            attempt += 1

    def _wait(self, fault: ModelFault, attempt: int) -> float | None:
        """Seconds until the next try; None where there is none."""
        patience = self._patience
        if not fault.again or attempt >= patience.attempts:
            return None
        if fault.retry_after is not None:
            return fault.retry_after if fault.retry_after <= patience.longest_wait else None
        jitter = random.uniform(0.0, patience.first_wait)
        return min(patience.longest_wait, patience.first_wait * 2 ** (attempt - 1) + jitter)
