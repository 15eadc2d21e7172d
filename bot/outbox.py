"""Sends messages to Slack. What may have arrived is never sent again: two are worse than none."""

import threading
from collections import Counter
from collections.abc import Callable
from copy import copy
from typing import Self

import structlog
from slack_sdk import WebClient

from bot import wire
from bot.metrics import Metrics
from bot.turns import Turns
from bot.views.blocks import Message
from bot.wire import RefusedError, UnconfirmedError, WaitError
from bot.work import THREADS

PATIENCE = 60
"""Seconds of `Retry-After` that are waited for; an answer later than that helps nobody."""

OURS_TO_MEND = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})

log = structlog.stdlib.get_logger(__name__)


class _Waits:
    """The threads of the work that wait because Slack asks for it, by workspace."""

    def __init__(self) -> None:
        self._threads: Counter[str] = Counter()
        self._lock = threading.Lock()

    def begin(self, workspace: str) -> bool:
        """Let one more wait, while its workspace has less than a third as many as wait for nobody.

        So a quarter of all may wait for one workspace, less for each where there are more of them,
        and some are always left.
        """
        with self._lock:
            others = THREADS - self._threads.total()
            if self._threads[workspace] >= others // 3:
                return False
            self._threads[workspace] += 1
            return True

    def end(self, workspace: str) -> None:
        with self._lock:
            self._threads[workspace] -= 1


class Outbox:
    """Posts in conversations, and replies to response URLs; waits when Slack asks to.

    What finds too many of its workspace waiting is refused at once, as by Slack.
    """

    def __init__(self, metrics: Metrics, turns: Turns) -> None:
        self._metrics = metrics
        self._turns = turns
        self._waits = _Waits()
        self._hurried = threading.Event()
        self._workspace = ""
        self._patience = PATIENCE

    def of(self, workspace: str) -> Self:
        """Give the same outbox for what is sent in one workspace."""
        theirs = copy(self)
        theirs._workspace = workspace
        return theirs

    def impatient(self) -> Self:
        """Give the same outbox for what Slack takes at once, or nobody misses."""
        hasty = copy(self)
        hasty._patience = 0
        return hasty

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
        patience: float = self._patience
        while True:
            hurried = self._hurried.is_set()
            try:
                send(message)
                return
            except WaitError as wait:
                too_long = hurried or wait.seconds > patience
                if too_long or not self._waits.begin(self._workspace):
                    raise RefusedError("ratelimited") from wait
                log.warning("rate limited", seconds=wait.seconds)
                patience -= wait.seconds
                self._hurried.wait(wait.seconds)
                self._waits.end(self._workspace)
            except RefusedError as error:
                if error.reason not in OURS_TO_MEND or not message["blocks"]:
                    raise
                log.exception("blocks refused, sending text")
                message = {**message, "blocks": []}
