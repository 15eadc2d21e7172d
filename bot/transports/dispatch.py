"""Hands requests to Bolt in threads, and lets what has begun come to its end."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

import structlog
from slack_bolt import BoltRequest, BoltResponse
from structlog.contextvars import bound_contextvars

from bot.metrics import Metrics
from bot.turns import Turns

THREADS = 32
Respond = Callable[[BoltRequest], BoltResponse]
"""Acknowledges a request; what it left undone it has given to others."""

KINDS = frozenset(
    """
    block_actions block_suggestion command event_callback message_action shortcut view_closed
    view_submission
    """.split()  # noqa: SIM905
)
DRAIN = 18
"""Seconds for work in flight after SIGTERM; all that ends must fit into thirty."""

log = structlog.stdlib.get_logger(__name__)


Payload = dict[str, Any]


def read_request(
    payload: Payload, headers: Mapping[str, str | Sequence[str]]
) -> BoltRequest | None:
    """Take what Slack has sent, by whatever way; None where it is not made as Slack makes it."""
    try:
        # In this mode Bolt leaves payloads as they are.
        return BoltRequest(body=payload, headers=dict(headers), mode="socket_mode")
    except (ValueError, AttributeError, TypeError, LookupError):
        return None


def kind_of(body: Mapping[str, Any]) -> str:
    """Name the kind of a request, out of the few that there are."""
    kind = "command" if "command" in body else str(body.get("type"))
    return kind if kind in KINDS else "other"


class Dispatch:
    """Hands requests to whom they are for. Never raises: a failure is an answer of status 500.

    What `is_quick` is acknowledged at once, in the thread of the event loop; other threads would
    take longer to take turns than that takes. All else may wait, in threads of its own.
    """

    def __init__(
        self,
        respond: Respond,
        turns: Turns,
        metrics: Metrics,
        is_quick: Callable[[BoltRequest], bool] = lambda _: False,
    ) -> None:
        self._respond = respond
        self._turns = turns
        self._metrics = metrics
        self._is_quick = is_quick
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="dispatch")

    async def __call__(self, request: BoltRequest, id: str) -> BoltResponse:
        """Acknowledge; `id` names the request in the log, from here to the last of its work."""
        begun = time.monotonic()
        self._turns.requested()
        if self._is_quick(request):
            response = self._handle(request, id)
        else:
            loop = asyncio.get_running_loop()
            response = await loop.run_in_executor(self._pool, self._handle, request, id)
        self._metrics.acks.labels(kind_of(request.body)).observe(time.monotonic() - begun)
        return response

    def _handle(self, request: BoltRequest, id: str) -> BoltResponse:
        with bound_contextvars(request=id):
            try:
                return self._respond(request)
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
