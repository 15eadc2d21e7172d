"""Hands requests to Bolt in threads, and lets what has begun come to its end."""

import asyncio
import signal
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import structlog
from slack_bolt import App, BoltRequest, BoltResponse

THREADS = 32
DRAIN = 18
"""Seconds for work in flight after SIGTERM; all that ends must fit into thirty."""

log = structlog.stdlib.get_logger(__name__)


def read_request(
    body: bytes | dict[str, Any], headers: Mapping[str, str | Sequence[str]]
) -> BoltRequest | None:
    """Parse the body of a request over HTTP, or take the payload of one over Socket Mode.

    None for one that is not made as Slack makes them.
    """
    try:
        if isinstance(body, bytes):
            request = BoltRequest(body=body.decode(), headers=dict(headers))
        else:
            request = BoltRequest(body=body, headers=dict(headers), mode="socket_mode")
    except (ValueError, RecursionError, AttributeError, TypeError, LookupError):
        return None
    return request if isinstance(request.body, dict) else None


class Dispatch:
    """`app.dispatch` for an event loop. Never raises: a failure is an answer of status 500."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="dispatch")

    async def __call__(self, request: BoltRequest) -> BoltResponse:
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._pool, self._app.dispatch, request)
        except Exception:  # the edge: Bolt looks into payloads before any listener of ours does
            log.exception("request not understood")
            return BoltResponse(status=500)

    async def drain(self, *executors: Executor) -> bool:
        """Wait for requests, and then for what they left to each executor; True when all is done.

        An executor may leave work to those after it.
        """

        def wait() -> None:
            for executor in (self._pool, *executors):
                executor.shutdown(wait=True)

        loop = asyncio.get_running_loop()
        try:
            # Not in the pools that are being closed, and not joined when it takes too long.
            with_limit = asyncio.wait_for(loop.run_in_executor(None, wait), DRAIN)
            await with_limit
        except TimeoutError:
            log.warning("work in flight was cut off", seconds=DRAIN)
            return False
        return True


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
