"""One web server for all that is reached over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from aiohttp import web

from bot.settings import ConfigurationError
from bot.transports.http import BODY_LIMIT


class Part(Protocol):
    """Some pages of the web application."""

    def add_to(self, app: web.Application) -> None: ...


@asynccontextmanager
async def serving(port: int, *parts: Part) -> AsyncIterator[int]:
    """Serve the parts as long as this lasts; gives the port, which 0 leaves to the system.

    At the end no new connection is taken, and open requests are answered.

    Raises:
        ConfigurationError: when the port cannot be had.
    """
    app = web.Application(client_max_size=BODY_LIMIT)
    for part in parts:
        part.add_to(app)
    runner = web.AppRunner(
        app,
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
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
