"""Slack over HTTP: signed requests in, acknowledgements out."""

import asyncio
import itertools
import re
import secrets
import time
from collections.abc import Callable, Mapping

import structlog
from aiohttp import ClientPayloadError, web
from structlog.contextvars import bind_contextvars

from bot.metrics import Metrics
from bot.transports.dispatch import AGAIN, Dispatch, read_request
from bot.transports.payload import payload_of
from bot.transports.signature import is_genuine, is_recent

BODY_LIMIT = 1024 * 1024
"""Bytes. A message of 40,000 characters comes twice in an event, six bytes each when escaped."""

BODY_SECONDS = 10
REQUEST_ID = re.compile(r"[\w-]{8,64}", re.ASCII)

log = structlog.stdlib.get_logger(__name__)


class HttpTransport:
    """The page that Slack knows; `dispatch` gets nothing whose signature was not right."""

    def __init__(
        self,
        dispatch: Dispatch,
        secret: str,
        metrics: Metrics,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._dispatch = dispatch
        self._secret = secret.encode()
        self._metrics = metrics
        self._clock = clock
        self._ids = RequestIds()

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/slack/events", self._slack)

    async def _slack(self, request: web.Request) -> web.Response:
        id = self._ids.of(request.headers)
        bind_contextvars(request=id)
        timestamps = request.headers.getall("X-Slack-Request-Timestamp", [])
        signatures = request.headers.getall("X-Slack-Signature", [])
        # What cannot be genuine is refused before its body takes up memory.
        one_each = len(timestamps) == len(signatures) == 1
        if not one_each or not is_recent(timestamps[0], self._clock()):
            return self._refuse(401, "signature")
        reading = request.read()
        try:
            # Most often all of it is there, and then a timeout costs more than the reading.
            is_whole = request.content.is_eof()
            body = await (reading if is_whole else asyncio.wait_for(reading, BODY_SECONDS))
        except TimeoutError:
            return self._refuse(408, "slow")
        except web.HTTPRequestEntityTooLarge:
            return self._refuse(413, "too large")
        except (ClientPayloadError, ConnectionError, RuntimeError):  # broken off, at any moment
            return self._refuse(400, "unreadable")
        if not is_genuine(self._secret, timestamps[0], signatures[0], body):
            return self._refuse(401, "signature")
        try:
            payload = payload_of(body, request.content_type)
        except (ValueError, RecursionError):
            return self._refuse(400, "unreadable")
        bolt_request = read_request(payload)
        if bolt_request is None:
            return self._refuse(400, "unreadable")
        response = await self._dispatch(bolt_request, id)
        # A status that is not 2xx would make Slack deliver again what has failed and was logged,
        # which few things are worth.
        content_type = response.first_headers_without_set_cookie().get("content-type", "text/plain")
        return web.Response(
            status=AGAIN if response.status == AGAIN else 200,
            text=response.body,
            content_type=content_type.partition(";")[0],
        )

    def _refuse(self, status: int, reason: str) -> web.Response:
        self._metrics.refused.labels(reason).inc()
        log.info("request refused", status=status, reason=reason)
        return web.Response(status=status, text=reason)


class RequestIds:
    """Names requests: by the id that a router in front of us gave, or else in their order."""

    def __init__(self) -> None:
        self._process = secrets.token_hex(4)
        self._numbers = itertools.count(1)

    def of(self, headers: Mapping[str, str]) -> str:
        given = headers.get("X-Request-Id", "")
        if REQUEST_ID.fullmatch(given):
            return given
        return f"{self._process}-{next(self._numbers)}"
