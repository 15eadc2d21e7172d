"""One web server for all that is reached over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.settings import ConfigurationError
from bot.transports.http import BODY_LIMIT


class Part(Protocol):
    """Some pages of the web application."""

    def add_to(self, app: web.Application) -> None: ...


@asynccontextmanager
async def serving(port: int, *parts: Part, notice: float = 0) -> AsyncIterator[int]:
    """Serve the parts as long as this lasts; gives the port, which 0 leaves to the system.

    At the end all is answered as before for the seconds of `notice`, until routers know that we
    go, each connection being closed after its answer. Then no new one is taken, and open requests
    are answered.

    Raises:
        ConfigurationError: when the port cannot be had.
    """
    leaving = False

    @web.middleware
    async def answered(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        if leaving:  # else a router may send the next one while we close
            response.force_close()
        return response

    app = web.Application(client_max_size=BODY_LIMIT, middlewares=[answered])
    for part in parts:
        part.add_to(app)
    runner = web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=3,  # Slack waits no longer
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
    try:
        yield runner.addresses[0][1]
    finally:
        leaving = True
        await asyncio.sleep(notice)
        await runner.cleanup()
