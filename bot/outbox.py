"""Sends messages to Slack. A post is never sent again unless Slack said that it was not taken.

A lost reply leaves open whether the message stands in the channel, and a second one is worse than
none: the SDK's own retries are off here and in the client of the app.
"""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

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

log = structlog.stdlib.get_logger(__name__)


class ReplyError(Exception):
    """A response URL did not take a message; holds what Slack said, never the URL."""


class Outbox:
    """Posts in conversations, and replies to response URLs."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self._late = ThreadPoolExecutor(max_workers=4, thread_name_prefix="outbox")
        self._closing = threading.Event()

    def post(self, client: WebClient, channel: str, message: Message, thread: str | None) -> None:
        """Post in a conversation; when Slack asks to wait, later, without holding the caller up.

        Raises:
            SlackApiError: when Slack refused the message for good.
        """
        try:
            self._post(client, channel, message, thread)
        except OSError as error:  # the message may stand there: nothing true can be said of it
            self._metrics.failures.labels(type(error).__name__).inc()
            log.exception("no reply to a post, not sent again")
        except SlackApiError as error:
            wait = _retry_after(error)
            if wait is None or wait > PATIENCE:
                raise
            log.warning("rate limited", seconds=wait)
            self._late.submit(self._post_late, client, channel, message, thread, wait)

    def _post(self, client: WebClient, channel: str, message: Message, thread: str | None) -> None:
        try:
            client.chat_postMessage(channel=channel, thread_ts=thread, **message)
        except SlackApiError as error:
            if error.response.get("error") not in OURS_TO_MEND:
                raise
            log.exception("blocks refused, sending text")
            client.chat_postMessage(
                channel=channel,
                thread_ts=thread,
                text=message["text"],
                unfurl_links=False,
                unfurl_media=False,
            )

    def _post_late(
        self, client: WebClient, channel: str, message: Message, thread: str | None, wait: float
    ) -> None:
        self._closing.wait(wait)
        try:
            self._post(client, channel, message, thread)
        except (SlackApiError, OSError) as error:
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
            ReplyError: when Slack refused it.
        """
        visible = "in_channel" if public else "ephemeral"
        body = {**message, "response_type": visible, "replace_original": False}
        self._use(response_url, body | ({"thread_ts": thread} if thread else {}))

    def withdraw(self, response_url: str) -> None:
        """Remove the message that the response URL belongs to."""
        self._use(response_url, {"delete_original": True})

    def _use(self, response_url: str, body: dict[str, object]) -> None:
        client = WebhookClient(response_url, timeout=TIMEOUT, retry_handlers=[])
        response = client.send_dict(body)
        if response.status_code != 200 or _refusal(response.body):
            raise ReplyError(f"{response.status_code}: {response.body[:100]}")

    def close(self) -> None:
        """Send what waits, and return when it is sent."""
        self._closing.set()
        self._late.shutdown(wait=True)


def _retry_after(error: SlackApiError) -> float | None:
    if error.response.get("error") not in ("ratelimited", "rate_limited"):
        return None
    headers = {key.lower(): value for key, value in error.response.headers.items()}
    value = str(headers.get("retry-after", "1"))
    return float(value) if value.isdigit() else None


def _refusal(body: str) -> bool:
    """Tell a refusal in JSON from the plain `ok`."""
    try:
        answer = json.loads(body)
    except ValueError:
        return False
    return isinstance(answer, dict) and answer.get("ok") is False
