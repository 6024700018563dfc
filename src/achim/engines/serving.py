"""A worker's process: joins the scheduler, and joins it again when it was away, until it is told to end."""

import asyncio
import signal
import tempfile
from collections.abc import Callable, Mapping
from typing import Any

from achim.domain.note import Note
from achim.engines.place import Place, hush
from achim.engines.staff import VERSION
from achim.errors import UserError

Worker = Any
"""``distributed.Worker``, whose methods have no types."""
_AGAIN = 1.0
"""Seconds between two tries to join."""
_TICK = 0.2


def serve(
    place: Place,
    *,
    achim: str,
    name: str | None,
    resources: Mapping[str, int],
    grace: float,
    log: Callable[..., None],
) -> None:
    """Take tasks until SIGTERM or SIGINT. Then nothing new is begun, and what is under way has ``grace`` seconds; a
    second signal ends it at once. Raises UserError where the coordinator's achim is another version."""
    with tempfile.TemporaryDirectory(prefix="achim-worker-") as folder:
        asyncio.run(_serve(place, achim, name, resources, grace, log, folder))


async def _serve(
    place: Place,
    achim: str,
    name: str | None,
    resources: Mapping[str, int],
    grace: float,
    log: Callable[..., None],
    folder: str,
) -> None:
    import distributed

    hush()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    while not stop.is_set():
        try:
            await _check_version(place, achim)
            worker: Worker = distributed.Worker(
                place.scheduler,
                name=name,
                nthreads=sum(resources.values()),
                resources=dict(resources),
                startup_information={VERSION: lambda worker: achim},
                security=place.security(),
                local_directory=folder,
                dashboard=False,
                memory_limit=0,
            )
            await asyncio.wait_for(worker, timeout=30)
        except (OSError, TimeoutError) as error:
            log("waiting", scheduler=place.scheduler, error=type(error).__name__)
            await _pause(stop, _AGAIN)
            continue
        log("joined", scheduler=place.scheduler, worker=worker.address, **resources)
        await _stay(worker, stop, grace, log)


async def _stay(worker: Worker, stop: asyncio.Event, grace: float, log: Callable[..., None]) -> None:
    """Until the scheduler is gone or the process is to end."""
    gone = asyncio.ensure_future(worker.finished())
    told = asyncio.ensure_future(stop.wait())
    await asyncio.wait({gone, told}, return_when=asyncio.FIRST_COMPLETED)
    if gone.done():
        told.cancel()
        return log("left", reason="the scheduler is gone")
    await _drain(worker, stop, grace, log)


async def _drain(worker: Worker, stop: asyncio.Event, grace: float, log: Callable[..., None]) -> None:
    """End without a loss: what is under way is finished and handed over."""
    from distributed.core import Status

    log("draining", under_way=worker.state.executing_count)
    worker.status = Status.paused
    stop.clear()
    latest = asyncio.get_running_loop().time() + grace
    while worker.state.executing_count and not stop.is_set() and asyncio.get_running_loop().time() < latest:
        await _pause(stop, _TICK)
    left = worker.state.executing_count
    try:
        await asyncio.wait_for(worker.close_gracefully(), timeout=10)
    except (OSError, TimeoutError) as error:
        log("left", reason=type(error).__name__)
    stop.set()
    log("ended", left=left)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), timeout=seconds)
    except TimeoutError:
        return


async def _check_version(place: Place, achim: str) -> None:
    """Raises UserError where a coordinator has told the scheduler another version."""
    from distributed import Client

    client: Any = Client(place.scheduler, asynchronous=True, timeout=5, security=place.security(), set_as_default=False)
    async with client:
        other = await client.get_metadata(["achim"], default=None)
    if other not in (None, achim):
        raise UserError(Note.of("error.worker_version", worker=achim, other=other))
