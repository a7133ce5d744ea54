"""Runs what blocks beside the event loop, and can be walked away from at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


async def in_daemon_thread(work: Callable[[], T], stop: Callable[[], None] | None = None) -> T:
    """Run something in a thread of its own.

    Not one of the loop's executor: that would hold up the end of the program until a person has signed in somewhere.

    Args:
        stop: called when this is cancelled, from the loop; should make ``work`` end soon. Nobody waits for that.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if outcome.done():  # cancelled meanwhile
            return
        if error is not None:
            outcome.set_exception(error)
        else:
            outcome.set_result(result)  # type: ignore[arg-type]  # None only where T allows it

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        # Everything goes to whoever waits, as with an executor's future.
        except BaseException as raised:
            error = raised
        with suppress(RuntimeError):  # the loop is gone, and nobody waits any more
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="sign-in", daemon=True).start()
    try:
        return await outcome
    except asyncio.CancelledError:
        if stop is not None:
            stop()
        raise
