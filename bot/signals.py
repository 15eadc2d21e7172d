"""What the platform tells the process: to end, or to read its catalogue anew."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress


def stop_signal() -> asyncio.Event:
    """Make an event that SIGTERM and SIGINT set.

    Further ones are ignored to the very end of the process: Heroku sends two, and handlers in
    Python, the event loop's too, are gone before the interpreter is.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGTERM, signal.SIGINT)

    def on_signal(*_: object) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        with suppress(RuntimeError):  # the loop is closed: it ends already
            loop.call_soon_threadsafe(stop.set)

    for number in numbers:
        signal.signal(number, on_signal)
    return stop


def on_hangup(act: Callable[[], None]) -> None:
    """Act, in a thread, whenever SIGHUP comes; one at a terminal ends the process, as everywhere.

    On Windows there is none.
    """
    if os.isatty(0) or not hasattr(signal, "SIGHUP"):
        return
    loop = asyncio.get_running_loop()

    def heard(*_: object) -> None:
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(loop.run_in_executor, None, act)

    signal.signal(signal.SIGHUP, heard)
