"""Work in a thread that an answer waits for, but not for ever: as of a database that takes a question and is silent."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from starlette.exceptions import HTTPException

T = TypeVar("T")
LOOK = 3.0
"""Seconds for a look at the archive."""
WORK = 30.0
"""Seconds for all that is made of it."""
_threads = ThreadPoolExecutor(40, "achim-reader")
"""Its own: the loop's would be waited for when the server ends."""


async def in_thread(work: Callable[[], T], seconds: float = WORK) -> T:
    """Raises HTTPException (503) where it takes longer, or raises TimeoutError. The thread is left to its work."""
    try:
        return await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(_threads, work), seconds)
    except TimeoutError as error:
        raise HTTPException(503, headers={"retry-after": "5"}) from error


async def look(work: Callable[[], T]) -> T:
    """As ``in_thread``, for no longer than a look at the archive may take."""
    return await in_thread(work, LOOK)
