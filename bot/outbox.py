"""Sends messages to Slack. What may have arrived is never sent again: two are worse than none."""

import threading
from collections.abc import Callable

import structlog
from slack_sdk import WebClient

from bot import wire
from bot.metrics import Metrics
from bot.turns import Turns
from bot.views.blocks import Message
from bot.wire import RefusedError, UnconfirmedError, WaitError

PATIENCE = 60
"""Seconds of `Retry-After` that are waited for; an answer later than that helps nobody."""

OURS_TO_MEND = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})

log = structlog.stdlib.get_logger(__name__)


class Outbox:
    """Posts in conversations, and replies to response URLs; waits when Slack asks to."""

    def __init__(self, metrics: Metrics, turns: Turns) -> None:
        self._metrics = metrics
        self._turns = turns
        self._hurried = threading.Event()

    def post(self, client: WebClient, channel: str, message: Message, thread: str | None) -> None:
        """Post in a conversation.

        Raises:
            RefusedError: when Slack did not take the message.
            UnconfirmedError: when it may stand there or not.
        """
        self._send("post", message, lambda content: wire.post(client, channel, content, thread))

    def reply(
        self,
        response_url: str,
        message: Message,
        *,
        public: bool = False,
        thread: str | None = None,
        instead: bool = False,
    ) -> None:
        """Add a message through a response URL: private to the person unless `public`.

        Or put it `instead` of the one that the URL belongs to, as private or public as that is.

        Raises:
            RefusedError: when Slack did not take the message.
            UnconfirmedError: when it may stand there or not.
        """
        visible = "in_channel" if public else "ephemeral"
        how: dict[str, object] = {"response_type": visible, "replace_original": instead}
        how |= {"thread_ts": thread} if thread else {}
        self._send("reply", message, lambda content: wire.respond(response_url, {**content, **how}))

    def whisper(self, client: WebClient, channel: str, person: str, message: Message) -> None:
        """Show a message to one person in a channel; where we are not in it, write it to them.

        Raises:
            RefusedError: when Slack did not take the message.
            UnconfirmedError: when it may have been shown or not.
        """
        try:
            self._send(
                "whisper", message, lambda content: wire.whisper(client, channel, person, content)
            )
        except RefusedError:
            self._send("post", message, lambda content: wire.post(client, person, content))

    def withdraw(self, response_url: str) -> None:
        """Remove the message that the response URL belongs to; if it stays, it does no harm."""
        try:
            wire.respond(response_url, {"delete_original": True})
        except (RefusedError, UnconfirmedError, WaitError) as error:
            self._metrics.failures.labels(type(error).__name__).inc()
            log.warning("message not withdrawn", error=str(error))

    def hurry(self) -> None:
        """Try at once what waits, and wait no more: the bot is about to end."""
        self._hurried.set()

    def _send(self, way: str, message: Message, send: Callable[[Message], object]) -> None:
        self._turns.end()
        try:
            self._deliver(message, send)
        except RefusedError as error:
            known = wire.ERROR_CODE.fullmatch(error.reason)  # else it may be any text
            self._metrics.posts.labels(way, error.reason if known else "refused").inc()
            raise
        except UnconfirmedError:
            self._metrics.posts.labels(way, "unconfirmed").inc()
            raise
        self._metrics.posts.labels(way, "sent").inc()

    def _deliver(self, message: Message, send: Callable[[Message], object]) -> None:
        """Send once, waiting as Slack asks; without the blocks, where Slack refuses those."""
        patience: float = PATIENCE
        while True:
            hurried = self._hurried.is_set()
            try:
                send(message)
                return
            except WaitError as wait:
                if hurried or wait.seconds > patience:
                    raise RefusedError("ratelimited") from wait
                log.warning("rate limited", seconds=wait.seconds)
                patience -= wait.seconds
                self._hurried.wait(wait.seconds)
            except RefusedError as error:
                if error.reason not in OURS_TO_MEND or not message["blocks"]:
                    raise
                log.exception("blocks refused, sending text")
                message = {**message, "blocks": []}
