"""Work done on other machines, by Dask distributed.

What goes wrong on the way to a worker is waited for and tried again: a worker that dies (the scheduler gives its tasks
to others), a scheduler that is restarted, a network that is cut. That is safe because a worker looks into the archive
first. It is bounded: without a scheduler, or a worker that may do the work, for ``patience`` seconds, it ends.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any
from uuid import uuid4

from achim.domain.edition import EditionKey
from achim.domain.note import Note
from achim.engines.bench import perform
from achim.engines.place import Place, hush
from achim.engines.tasks import Broke, Job, Later, Outcome, Task, Unfit
from achim.errors import UserError

Client = Any
"""``distributed.Client``, whose methods have no types."""
_LOOK = 1.0
"""Seconds between two looks at a task that is under way."""
_CONNECT = 5.0
_COUNT_WORKERS = 3.0
"""Seconds between two looks at who is there."""
_MOST_TRIES = 40
"""Workers that may die over one task: then the task is what kills them."""


class Cluster:
    """The workers behind a scheduler. Thread safe: each thread that asks for a job waits for it."""

    def __init__(
        self, place: Place, *, achim: str, patience: float, tell: Callable[[Note], None], archive: str = ""
    ) -> None:
        """``achim`` is this program's version; ``patience`` in seconds; ``tell`` hears why it takes longer; ``archive``
        as a task has it."""
        self._place = place
        self._achim = achim
        self._archive = archive
        self._patience = patience
        self._tell = tell
        self._guard = threading.Lock()
        self._client: Client = None
        self._heard = time.monotonic()
        self._is_away = False
        self._resources: frozenset[str] = frozenset()
        self._counted = float("-inf")
        self._staffed: dict[str, float] = {}

    def do(self, job: Job, edition: EditionKey | None = None) -> Outcome:
        """Have it done, however often that takes. Raises UserError where nobody can, and what went wrong in a worker
        by a fault of ours."""
        task = Task(job=job, achim=self._achim, edition=edition, archive=self._archive)
        away_since: float | None = None
        while isinstance(outcome := self._persist(task), Later):
            if outcome.note is None:
                away_since = None
            elif (away_since := away_since or time.monotonic()) + self._patience < time.monotonic():
                raise UserError(outcome.note)
            time.sleep(min(max(outcome.seconds, 0.05), _LOOK))
        if isinstance(outcome, Unfit):
            raise UserError(outcome.note)
        if isinstance(outcome, Broke):
            raise outcome.error
        return outcome

    def close(self) -> None:
        with self._guard:
            client, self._client = self._client, None
        if client:
            with suppress(OSError):  # the scheduler may be gone, and the work is done
                client.close(timeout=_CONNECT)

    def _persist(self, task: Task) -> Outcome:
        begun = time.monotonic()
        for tries in count(1):
            try:
                return self._try(task)
            except UserError:
                raise
            except Exception as error:  # a worker never raises: whatever does is the way there
                self._note_away(error)
                if time.monotonic() - max(self._heard, begun) > self._patience or tries >= _MOST_TRIES:
                    raise UserError(self._note("error.scheduler", error)) from error
                time.sleep(0.2)
        raise AssertionError

    def _try(self, task: Task) -> Outcome:
        client, resource = self._connected(), task.job.resource
        key = f"{task.job.sort}-{uuid4().hex}"
        future = client.submit(perform, task, key=key, resources={resource: 1}, pure=False)
        begun = time.monotonic()
        while True:
            try:
                return future.result(timeout=_LOOK)
            except TimeoutError:
                if client.status == "closed":
                    raise ConnectionError("the scheduler is gone") from None
                if client.status == "running":
                    self._note_back()
                    self._check_staff(client, resource, begun)

    def _connected(self) -> Client:
        with self._guard:
            if self._client is None or self._client.status in ("closed", "closing"):
                self._client = connect(self._place, self._achim)
            client = self._client
        if client.status == "running":
            self._note_back()
        return client

    def _check_staff(self, client: Client, resource: str, begun: float) -> None:
        """Raises UserError where there has been no worker with the resource for too long."""
        with self._guard:
            if self._counted + _COUNT_WORKERS < time.monotonic():
                workers = client.scheduler_info(n_workers=-1)["workers"].values()
                self._counted = time.monotonic()
                self._resources = frozenset(name for each in workers for name in each["resources"])
                self._staffed |= dict.fromkeys(self._resources, self._counted)
            since = max(begun, self._staffed.get(resource, begun))
            if resource in self._resources or self._counted - since < self._patience:
                return
        raise UserError(self._note("error.no_worker", resource=resource))

    def _note_away(self, error: Exception) -> None:
        with self._guard:
            told, self._is_away = self._is_away, True
        if not told:
            self._tell(self._note("cluster.away", error))

    def _note_back(self) -> None:
        self._heard = time.monotonic()
        with self._guard:
            told, self._is_away = self._is_away, False
        if told:
            self._tell(self._note("cluster.back"))

    def _note(self, code: str, error: Exception | None = None, **params: object) -> Note:
        cause = {"why": f"{type(error).__name__}: {error}"[:300]} if error else {}
        return Note.of(code, scheduler=self._place.scheduler, seconds=round(self._patience), **cause, **params)


def connect(place: Place, achim: str) -> Client:
    """A connection to the scheduler, which knows from then on what version workers must have. Raises OSError."""
    client = joined(place)
    client.set_metadata(["achim"], achim)
    return client


def joined(place: Place) -> Client:
    """A connection to the scheduler. Raises OSError."""
    import distributed

    hush()
    return distributed.Client(place.scheduler, timeout=_CONNECT, security=place.security(), set_as_default=False)
