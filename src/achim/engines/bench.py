"""Where a task is done in a worker's process: by what that process has put here."""

from collections.abc import Callable

from achim.engines.tasks import Outcome, Task

_at: list[Callable[[Task], Outcome]] = []


def install(work: Callable[[Task], Outcome]) -> None:
    """From now on ``work`` does the tasks of this process."""
    _at[:] = [work]


def perform(task: Task) -> Outcome:
    """What travels by its name to a worker."""
    return _at[0](task)
