"""Work in a thread that an answer waits for, but not for ever: as of a database that takes a question and is silent."""

from collections.abc import Callable
from typing import TypeVar

from anyio import fail_after, to_thread
from starlette.exceptions import HTTPException

T = TypeVar("T")
LOOK = 3.0
"""Seconds for a look at the archive."""
WORK = 30.0
"""Seconds for all that is made of it."""


async def in_thread(work: Callable[[], T], seconds: float = WORK) -> T:
    """Raises HTTPException (503) where it takes longer, or raises TimeoutError. The thread is left to its work."""
    try:
        with fail_after(seconds):
            return await to_thread.run_sync(work, abandon_on_cancel=True)
    except TimeoutError as error:
        raise HTTPException(503, headers={"retry-after": "5"}) from error
