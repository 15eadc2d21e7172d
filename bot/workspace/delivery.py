"""Brings payloads to the bot, over Socket Mode or signed HTTP, again where Slack would do so."""

import asyncio
import json
import time
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout
from slack_sdk.signature import SignatureVerifier

from bot.workspace.socket_mode import Links, NoLinkError
from bot.workspace.traffic import Traffic
from bot.workspace.world import App, Json

ACKNOWLEDGED_WITHIN = 3
"""Seconds; https://docs.slack.dev/interactivity/handling-user-interaction."""

RETRIES = (0.0, 60.0, 300.0)
"""Seconds to wait before each new try of an event; commands and clicks are tried once."""


@dataclass
class Delivery:
    """What became of a payload."""

    attempts: int = 0
    error: str | None = None
    """Why the last attempt failed, as Slack names its retry reasons; None when it was taken.

    `invalid_options` where Slack would not offer the options that came with it.
    """

    reply: Any = None
    """What came with the acknowledgement."""

    status: int | None = None
    """The HTTP status of the last attempt, where there was one."""


class _FailedError(Exception):
    def __init__(self, reason: str, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


class Courier:
    """Delivers payloads."""

    def __init__(
        self, app: App, links: Links, traffic: Traffic, retries: tuple[float, ...]
    ) -> None:
        self._app = app
        self._links = links
        self._traffic = traffic
        self._retries = retries
        self.request_url: str | None = None
        """Where payloads go to over HTTP; without it they go over Socket Mode."""

    async def deliver(self, payload: Json, retry: int = 0) -> Delivery:
        """Bring a payload to the bot; `retry` is the number of the first attempt.

        Returns when it was acknowledged, or not at all any more.
        """
        kind = kind_of(payload)
        delivery = Delivery()
        waits = (0.0, *self._retries) if kind == "events_api" else (0.0,)
        for number, wait in enumerate(waits, start=retry):
            await asyncio.sleep(wait)
            delivery.attempts += 1
            begun = time.perf_counter()
            try:
                if self.request_url:
                    await self._post(self.request_url, kind, payload, number, delivery)
                else:
                    await self._send(kind, payload, number, delivery)
                delivery.error, final = None, True
            except TimeoutError:
                delivery.error, final = "http_timeout", False
            except _FailedError as error:
                delivery.error, final = str(error), error.final
            self._traffic.note("to the app", kind, payload, delivery.reply, begun, delivery.error)
            if final:
                break
        return delivery

    async def _send(self, kind: str, payload: Json, retry: int, delivery: Delivery) -> None:
        envelope = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        try:
            frame = await asyncio.wait_for(self._links.deliver(envelope), ACKNOWLEDGED_WITHIN)
        except NoLinkError:
            raise _FailedError("connection_failed") from None
        delivery.reply = frame.get("payload")

    async def _post(
        self, url: str, kind: str, payload: Json, retry: int, delivery: Delivery
    ) -> None:
        content_type, body = encoded(kind, payload)
        headers = {"Content-Type": content_type, **self.signature(body)}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        limit = ClientTimeout(total=ACKNOWLEDGED_WITHIN)
        try:
            async with (
                ClientSession(timeout=limit) as session,
                session.post(url, data=body, headers=headers) as response,
            ):
                text = await response.text()
        except ClientError:
            raise _FailedError("connection_failed") from None
        delivery.status = response.status
        if response.status // 100 != 2:
            raise _FailedError("http_error", response.headers.get("X-Slack-No-Retry") == "1")
        delivery.reply = (
            _reply(text) if response.content_type == "application/json" else text or None
        )

    def signature(self, body: str, moment: int | None = None) -> dict[str, str]:
        """Sign a request body as sent at a moment, now when it is not given."""
        timestamp = str(int(time.time()) if moment is None else moment)
        verifier = SignatureVerifier(self._app.signing_secret)
        signature = verifier.generate_signature(timestamp=timestamp, body=body)
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": str(signature)}


def _reply(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return text


def kind_of(payload: Json) -> str:
    """Name the kind of envelope that a payload travels in."""
    if "command" in payload:
        return "slash_commands"
    return "events_api" if payload.get("type") == "event_callback" else "interactive"


def encoded(kind: str, payload: Json) -> tuple[str, str]:
    """Encode a payload for HTTP: the content type and the body."""
    if kind == "events_api":
        return "application/json", json.dumps(payload)
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(form)
