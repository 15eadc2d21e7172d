"""Sends messages to Slack. What may have arrived is never sent again: two are worse than none.

The SDK's own retries, which do not know the difference, are off here and in the app's client.
"""

import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.metrics import Metrics
from bot.views.blocks import Message

TIMEOUT = 10
"""Seconds that Slack may take for a reply."""

PATIENCE = 60
"""Seconds of `Retry-After` that are waited for; an answer later than that helps nobody."""

OURS_TO_MEND = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})
HALF_DONE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
"""Errors of which Slack says that the message may have been posted all the same."""

ERROR_CODE = re.compile(r"[a-z_]+")

log = structlog.stdlib.get_logger(__name__)


class RefusedError(Exception):
    """Slack did not take a message. `reason` is its error code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnconfirmedError(Exception):
    """Nobody knows whether a message arrived: its reply was lost, or was not Slack's."""


class _WaitError(Exception):
    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Outbox:
    """Posts in conversations, and replies to response URLs."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._late = ThreadPoolExecutor(max_workers=4, thread_name_prefix="outbox")
        self._closing = threading.Event()

    def post(self, client: WebClient, channel: str, message: Message, thread: str | None) -> None:
        """Post in a conversation; when Slack asks to wait, later, without holding the caller up.

        Raises:
            RefusedError: when Slack did not take the message.
            UnconfirmedError: when it may stand there or not.
        """
        try:
            _post(client, channel, message, thread)
        except _WaitError as wait:
            if wait.seconds > PATIENCE:
                raise RefusedError("ratelimited") from wait
            log.warning("rate limited", seconds=wait.seconds)
            self._late.submit(self._post_late, client, channel, message, thread, wait.seconds)

    def _post_late(
        self, client: WebClient, channel: str, message: Message, thread: str | None, wait: float
    ) -> None:
        self._closing.wait(wait)
        try:
            _post(client, channel, message, thread)
        except (RefusedError, UnconfirmedError, _WaitError) as error:
            self._metrics.failures.labels(type(error).__name__).inc()
            log.exception("late post failed")

    def reply(
        self,
        response_url: str,
        message: Message,
        *,
        public: bool = False,
        thread: str | None = None,
    ) -> None:
        """Add a message through a response URL: private to the person unless `public`.

        Raises:
            RefusedError: when Slack did not take the message.
            UnconfirmedError: when it may stand there or not.
        """
        visible = "in_channel" if public else "ephemeral"
        body = {**message, "response_type": visible, "replace_original": False}
        _use(response_url, body | ({"thread_ts": thread} if thread else {}))

    def withdraw(self, response_url: str) -> None:
        """Remove the message that the response URL belongs to; if it stays, it does no harm."""
        try:
            _use(response_url, {"delete_original": True})
        except (RefusedError, UnconfirmedError) as error:
            self._metrics.failures.labels(type(error).__name__).inc()
            log.warning("message not withdrawn", error=str(error))

    def close(self) -> None:
        """Send what waits, and return when it is sent."""
        self._closing.set()
        self._late.shutdown(wait=True)


def _post(client: WebClient, channel: str, message: Message, thread: str | None) -> None:
    try:
        _call(client, channel, message, thread)
    except RefusedError as error:
        if error.reason not in OURS_TO_MEND:
            raise
        log.exception("blocks refused, sending text")
        _call(client, channel, {**message, "blocks": []}, thread)


def _call(client: WebClient, channel: str, message: Message, thread: str | None) -> None:
    try:
        client.chat_postMessage(channel=channel, thread_ts=thread, **message)
    except (OSError, HTTPException) as error:
        raise UnconfirmedError(f"chat.postMessage: {error}") from error
    except SlackApiError as error:
        reason = str(error.response.get("error"))
        if reason in RATE_LIMITED:
            raise _WaitError(_retry_after(error)) from error
        if reason in HALF_DONE or not ERROR_CODE.fullmatch(reason):
            raise UnconfirmedError(f"chat.postMessage: {reason}") from error
        raise RefusedError(reason) from error


def _retry_after(error: SlackApiError) -> float:
    headers = {key.lower(): value for key, value in error.response.headers.items()}
    value = str(headers.get("retry-after", ""))
    return float(value) if value.isdigit() else 1


def _use(response_url: str, body: dict[str, object]) -> None:
    client = WebhookClient(response_url, timeout=TIMEOUT, retry_handlers=[])
    try:
        response = client.send_dict(body)
    except (OSError, HTTPException) as error:
        raise UnconfirmedError(f"response URL: {error}") from error
    reason = _refusal(response.body)
    not_slack = response.status_code >= 500 or response.body.lstrip().startswith("<")
    if not_slack or reason in HALF_DONE:
        raise UnconfirmedError(f"response URL: {response.status_code} {response.body[:100]}")
    if reason or response.status_code != 200:
        raise RefusedError(reason or f"{response.status_code} {response.body[:100]}")


def _refusal(body: str) -> str | None:
    """Read the error code of a refusal in JSON; success is a plain `ok`."""
    try:
        answer = json.loads(body)
    except ValueError:
        return None
    refused = isinstance(answer, dict) and answer.get("ok") is False
    return str(answer.get("error")) if refused else None
