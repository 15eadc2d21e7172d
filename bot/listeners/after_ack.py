"""What a listener does after its acknowledgement, which never waits for it."""

import time
from collections.abc import Callable
from concurrent.futures import Executor
from functools import wraps
from typing import Any

import structlog
from slack_bolt.kwargs_injection.args import Args
from slack_sdk import WebClient

from bot.work import ACKNOWLEDGED

Listener = Callable[[Args], None]
Failed = Callable[[Exception, dict[str, Any], WebClient], None]
"""What is done with an error, by the payload that led to it."""

log = structlog.stdlib.get_logger(__name__)


class AfterAck:
    """A decorator of listeners: acknowledges at once, and leaves the rest to an executor.

    The listener of a request that was acknowledged before is in the executor, and begins.

    Slack waits three seconds for an acknowledgement; what follows may take a slow Slack or a locked
    database much longer.
    """

    def __init__(self, executor: Executor, failed: Failed) -> None:
        self._executor = executor
        self._failed = failed

    def __call__(self, listener: Listener) -> Listener:
        @wraps(listener)
        def acknowledge(args: Args) -> None:
            args.ack()
            since = args.context.get(ACKNOWLEDGED)
            if since is None:
                self.later(listener, args)
            else:
                self._run(listener, args, since)

        return acknowledge

    def later(self, listener: Listener, args: Args) -> None:
        """Run what comes after an acknowledgement that was given already, as modals need it."""
        self._executor.submit(self._run, listener, args, time.monotonic())

    def _run(self, listener: Listener, args: Args, since: float) -> None:
        begun = time.monotonic()
        try:
            listener(args)
        except Exception as error:  # noqa: BLE001 - the outermost edge of this thread
            self._failed(error, args.body, args.client)
        log.info(
            "handled",
            by=listener.__name__.removeprefix("on_"),
            waited_ms=_milliseconds(begun - since),
            took_ms=_milliseconds(time.monotonic() - begun),
        )


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 1)
