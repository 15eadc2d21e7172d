"""Slack over HTTP: signed requests in, and three pages for the platform."""

import asyncio
import time
from collections.abc import Callable

import structlog
from aiohttp import ClientPayloadError, web
from sqlalchemy.exc import SQLAlchemyError

from bot.metrics import Metrics
from bot.settings import ConfigurationError
from bot.store import Store
from bot.transports.dispatch import Dispatch, read_request
from bot.transports.signature import is_genuine, is_recent

BODY_LIMIT = 1024 * 1024
"""Bytes. A message of 40,000 characters comes twice in an event, six bytes each when escaped."""

BODY_SECONDS = 10

log = structlog.stdlib.get_logger(__name__)


class HttpTransport:
    """The web application; `dispatch` gets nothing whose signature was not right.

    `refusal` tells why Slack takes nothing from us any more, if that is so.
    """

    def __init__(
        self,
        dispatch: Dispatch,
        secret: str,
        store: Store,
        metrics: Metrics,
        refusal: Callable[[], str | None] = lambda: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._dispatch = dispatch
        self._secret = secret.encode()
        self._store = store
        self._metrics = metrics
        self._refusal = refusal
        self._clock = clock

    def application(self) -> web.Application:
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_post("/slack/events", self._slack)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics_page)
        return app

    async def _slack(self, request: web.Request) -> web.Response:
        timestamps = request.headers.getall("X-Slack-Request-Timestamp", [])
        signatures = request.headers.getall("X-Slack-Signature", [])
        # What cannot be genuine is refused before its body takes up memory.
        one_each = len(timestamps) == len(signatures) == 1
        if not one_each or not is_recent(timestamps[0], self._clock()):
            return self._refuse(401, "signature")
        try:
            body = await asyncio.wait_for(request.read(), BODY_SECONDS)
        except TimeoutError:
            return self._refuse(408, "slow")
        except web.HTTPRequestEntityTooLarge:
            return self._refuse(413, "too large")
        except (ClientPayloadError, ConnectionError):  # broken off
            return self._refuse(400, "unreadable")
        if not is_genuine(self._secret, timestamps[0], signatures[0], body):
            return self._refuse(401, "signature")
        bolt_request = read_request(body, request.headers)
        if bolt_request is None:
            return self._refuse(400, "unreadable")
        response = await self._dispatch(bolt_request)
        # A status that is not 2xx would make Slack deliver again what has failed and was logged.
        content_type = response.first_headers_without_set_cookie().get("content-type", "text/plain")
        return web.Response(
            status=200,
            text=response.body,
            content_type=content_type.partition(";")[0],
        )

    def _refuse(self, status: int, reason: str) -> web.Response:
        self._metrics.refused.labels(reason).inc()
        log.info("request refused", status=status, reason=reason)
        return web.Response(status=status, text=reason)

    async def _healthz(self, _: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def _readyz(self, _: web.Request) -> web.Response:
        """Able to answer in full: questions work without the database, remembering does not."""
        loop = asyncio.get_running_loop()
        try:
            await asyncio.wait_for(loop.run_in_executor(None, self._store.ping), 5)
        except (SQLAlchemyError, TimeoutError) as error:
            return web.Response(status=503, text=f"database: {type(error).__name__}")
        if reason := self._refusal():
            return web.Response(status=503, text=f"Slack refuses the token: {reason}")
        return web.Response(text="ready")

    async def _metrics_page(self, _: web.Request) -> web.Response:
        return web.Response(body=self._metrics.page(), content_type="text/plain")


async def serve_http(transport: HttpTransport, port: int, stop: asyncio.Event) -> None:
    """Serve until stopped; then no new connection is taken, and open requests are answered.

    Raises:
        ConfigurationError: when the port cannot be had.
    """
    runner = web.AppRunner(
        transport.application(),
        access_log=None,
        shutdown_timeout=5,
        auto_decompress=False,  # Slack compresses nothing, and signs the bytes as they are sent
    )
    await runner.setup()
    site = web.TCPSite(runner, host="0.0.0.0", port=port)  # noqa: S104 - the platform routes to it
    try:
        await site.start()
    except OSError as error:
        await runner.cleanup()
        raise ConfigurationError(
            f"PORT {port} cannot be had ({error.strerror}): stop what listens there, or set another"
        ) from None
    log.info("ready for Slack over HTTP", port=runner.addresses[0][1])
    await stop.wait()
    await runner.cleanup()
