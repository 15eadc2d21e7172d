"""What a listener does after its acknowledgement, which never waits for it."""

from collections.abc import Callable
from concurrent.futures import Executor
from functools import wraps
from typing import Any

from slack_bolt.kwargs_injection.args import Args
from slack_sdk import WebClient

Listener = Callable[[Args], None]
Failed = Callable[[Exception, dict[str, Any], WebClient], None]
"""What is done with an error, by the payload that led to it."""


class AfterAck:
    """A decorator of listeners: acknowledges at once, and runs them in threads of their own.

    Bolt waits for acknowledgements in the threads that run its listeners. Were those kept by a slow
    Slack or a locked database, new requests would go unacknowledged past Slack's three seconds.
    """

    def __init__(self, executor: Executor, failed: Failed) -> None:
        self._executor = executor
        self._failed = failed

    def __call__(self, listener: Listener) -> Listener:
        @wraps(listener)
        def acknowledge(args: Args) -> None:
            args.ack()
            self.later(listener, args)

        return acknowledge

    def later(self, listener: Listener, args: Args) -> None:
        """Run what comes after an acknowledgement that was given already, as modals need it."""
        self._executor.submit(self._run, listener, args)

    def _run(self, listener: Listener, args: Args) -> None:
        try:
            listener(args)
        except Exception as error:  # noqa: BLE001 - the outermost edge of this thread
            self._failed(error, args.body, args.client)
