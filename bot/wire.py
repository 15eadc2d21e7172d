"""One message, sent to Slack once, and what became of it: taken, refused, to wait, or unknown.

The SDK's own retries, which do not know the difference, are off here and in the app's client.
"""

import json
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.replies import asked
from bot.views.blocks import Message

TIMEOUT = 10
"""Seconds that Slack may take for a reply."""

RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})
HALF_DONE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
"""Errors of which Slack says that the message may have been posted all the same."""

ERROR_CODE = re.compile(r"[a-z_]+")
NUMBER = re.compile(r"[0-9]{1,6}")


class RefusedError(Exception):
    """Slack did not take a message. `reason` is its error code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnconfirmedError(Exception):
    """Nobody knows whether a message arrived: its reply was lost, or was not Slack's."""


class WaitError(Exception):
    """Slack asks to wait for so many seconds; nothing was posted."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def is_for_now(error: RefusedError | UnconfirmedError) -> bool:
    """Tell whether the same message may be taken later, and surely was not taken yet."""
    return isinstance(error, RefusedError) and error.reason in RATE_LIMITED


def post(
    client: WebClient,
    channel: str,
    message: Message,
    thread: str | None = None,
    metadata: dict[str, object] | None = None,
) -> str:
    """Call `chat.postMessage`; gives the `ts` of the message.

    Raises one of the errors above when there is no clear yes.
    """
    response = _sent(
        lambda: client.chat_postMessage(
            channel=channel, thread_ts=thread, metadata=metadata, **message
        )
    )
    return str(response.get("ts"))


def whisper(client: WebClient, channel: str, person: str, message: Message) -> None:
    """Call `chat.postEphemeral`. Raises one of the errors above when there is no clear yes."""
    text, blocks = message["text"], message["blocks"]
    _sent(lambda: client.chat_postEphemeral(channel=channel, user=person, text=text, blocks=blocks))


def respond(response_url: str, body: dict[str, object]) -> None:
    """Use a response URL. Raises one of the errors above when there is no clear yes."""
    client = WebhookClient(response_url, timeout=TIMEOUT, retry_handlers=[])
    try:
        response = client.send_dict(body)
    except (OSError, HTTPException) as error:
        raise UnconfirmedError(f"response URL: {error}") from error
    reason = _refusal(response.body)
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS or reason in RATE_LIMITED:
        raise WaitError(_retry_after(response.headers))
    not_slack = response.status_code >= 500 or response.body.lstrip().startswith("<")
    if not_slack or reason in HALF_DONE:
        raise UnconfirmedError(f"response URL: {response.status_code} {response.body[:100]}")
    if reason or response.status_code != HTTPStatus.OK:
        raise RefusedError(reason or f"{response.status_code} {response.body[:100]}")


def _sent(call: Callable[[], SlackResponse]) -> SlackResponse:
    try:
        return asked(call)
    except (OSError, HTTPException) as error:
        raise UnconfirmedError(str(error)) from error
    except SlackApiError as error:
        reason = str(error.response.get("error"))
        if reason in RATE_LIMITED:
            raise WaitError(_retry_after(error.response.headers)) from error
        broken = error.response.status_code >= 500  # on its way back, or something in between
        if broken or reason in HALF_DONE or not ERROR_CODE.fullmatch(reason):
            raise UnconfirmedError(reason) from error
        raise RefusedError(reason) from error


def _retry_after(headers: Mapping[str, Any]) -> float:
    values = [str(value) for key, value in headers.items() if key.lower() == "retry-after"]
    return max(1.0, float(values[0])) if values and NUMBER.fullmatch(values[0]) else 1.0


def _refusal(body: str) -> str | None:
    """Read the error code of a refusal, out of JSON or where a text begins; None for `ok`."""
    try:
        answer = json.loads(body)
    except ValueError:
        code = ERROR_CODE.match(body)
        return code.group() if code and code.group() != "ok" else None
    refused = isinstance(answer, dict) and answer.get("ok") is False
    return str(answer.get("error")) if refused else None
