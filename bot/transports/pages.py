"""What the platform and the operator look at: three pages beside Slack's own."""

import asyncio
from collections.abc import Callable

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.metrics import Metrics
from bot.store import Store

DATABASE_SECONDS = 5


class Pages:
    """`/healthz`, `/readyz` and `/metrics`.

    `trouble` tells why Slack takes nothing from us, or does not reach us, if that is so.
    """

    def __init__(
        self,
        store: Store,
        metrics: Metrics,
        stop: asyncio.Event,
        trouble: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._store = store
        self._metrics = metrics
        self._stop = stop
        self._trouble = trouble

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._page)

    async def _healthz(self, _: web.Request) -> web.Response:
        """Alive: starting again would not help."""
        return web.Response(text="ok")

    async def _readyz(self, _: web.Request) -> web.Response:
        """Able to answer in full: questions work without the database, remembering does not."""
        if self._stop.is_set():
            return web.Response(status=503, text="ending")
        loop = asyncio.get_running_loop()
        try:
            await asyncio.wait_for(loop.run_in_executor(None, self._store.ping), DATABASE_SECONDS)
        except (SQLAlchemyError, TimeoutError) as error:
            return web.Response(status=503, text=f"database: {type(error).__name__}")
        if trouble := self._trouble():
            return web.Response(status=503, text=f"Slack {trouble}")
        return web.Response(text="ready")

    async def _page(self, _: web.Request) -> web.Response:
        return web.Response(body=self._metrics.page(), content_type="text/plain")
