"""Acknowledges requests, hands them to Bolt, and lets what has begun come to its end."""

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Any

import structlog
from slack_bolt import BoltRequest, BoltResponse
from sqlalchemy.exc import SQLAlchemyError
from structlog.contextvars import bound_contextvars

from bot.forms import opens_form
from bot.metrics import Metrics
from bot.transports.payload import Payload, is_farewell
from bot.turns import Turns
from bot.work import ACKNOWLEDGED, Work

THREADS = 32
Respond = Callable[[BoltRequest], BoltResponse]
"""Does what a request asks for; the response is what goes with its acknowledgement."""

KINDS = frozenset(
    """
    block_actions block_suggestion command event_callback message_action shortcut view_closed
    view_submission
    """.split()  # noqa: SIM905
)
QUICK = frozenset({"block_actions", "command", "event_callback", "message_action"})
"""Kinds whose acknowledgement holds nothing, whatever becomes of them."""

AGAIN = 503
"""The status of what is not to be acknowledged, so that Slack delivers it again."""

DRAIN = 18
"""Seconds for work in flight after SIGTERM; all that ends must fit into thirty."""

log = structlog.stdlib.get_logger(__name__)


def read_request(payload: Payload) -> BoltRequest | None:
    """Take what Slack has sent, by whatever way; None where it is not made as Slack makes it."""
    try:
        # In this mode Bolt leaves payloads as they are.
        return BoltRequest(body=payload, mode="socket_mode")
    except (ValueError, AttributeError, TypeError, LookupError):
        return None


def kind_of(body: Mapping[str, Any]) -> str:
    """Name the kind of a request, out of the few that there are."""
    kind = "command" if "command" in body else str(body.get("type"))
    return kind if kind in KINDS else "other"


class Dispatch:
    """Hands requests to whom they are for. Never raises: a failure is an answer of status 500.

    What is quick is acknowledged before anything is looked at, and left to `work`; where that goes
    wrong before a listener has it, `failed` tells who asked. All else, and everything where there
    is no `work`, is acknowledged with the response, which may take its time in threads of its own.

    So is a farewell, by which data are deleted. Slack delivers it again where the database is away.
    """

    def __init__(
        self,
        respond: Respond,
        turns: Turns,
        metrics: Metrics,
        work: Work | None = None,
        failed: Callable[[Payload], None] = lambda _: None,
    ) -> None:
        self._respond = respond
        self._turns = turns
        self._metrics = metrics
        self._work = work
        self._failed = failed
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="dispatch")

    async def __call__(self, request: BoltRequest, id: str) -> BoltResponse:
        """Acknowledge; `id` names the request in the log, from here to the last of its work."""
        begun = time.monotonic()
        self._turns.requested()
        kind = kind_of(request.body)
        if self._work and kind in QUICK and not is_farewell(request.body):
            request.context[ACKNOWLEDGED] = begun
            whose = str(request.context.team_id or request.context.enterprise_id)
            handle = partial(self._handle, request, id)
            self._work.line_up(handle, whose, is_form=opens_form(request.body))
            response = BoltResponse(status=200)
        else:
            loop = asyncio.get_running_loop()
            run = copy_context().run  # what is bound to the log meanwhile ends with the request
            response = await loop.run_in_executor(self._pool, run, self._handle, request, id)
        self._metrics.acks.labels(kind).observe(time.monotonic() - begun)
        return response

    def _handle(self, request: BoltRequest, id: str) -> BoltResponse:
        with bound_contextvars(request=id):
            try:
                return self._respond(request)
            except Exception as error:  # the edge: before any listener of ours could see it
                self._metrics.failures.labels(type(error).__name__).inc()
                log.exception("request not understood")
                if ACKNOWLEDGED in request.context:
                    self._tell(request.body)
                is_away = isinstance(error, SQLAlchemyError)
                again = is_away and is_farewell(request.body)
                return BoltResponse(status=AGAIN if again else 500)

    def _tell(self, payload: Payload) -> None:
        try:
            self._failed(payload)
        except Exception:  # nothing is left to try
            log.exception("the person could not be told")

    async def drain(self) -> bool:
        """Wait for requests, and then for what they left to work; True when all is done."""

        def wait() -> None:
            self._pool.shutdown()
            if self._work:
                self._work.shutdown()

        loop = asyncio.get_running_loop()
        try:
            # Not in the pools that are being closed, and not joined when it takes too long.
            with_limit = asyncio.wait_for(loop.run_in_executor(None, wait), DRAIN)
            await with_limit
        except TimeoutError:
            log.warning("work in flight was cut off", seconds=DRAIN)
            return False
        return True
