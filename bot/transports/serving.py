"""One web server for all that is reached over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.settings import ConfigurationError
from bot.transports.http import BODY_LIMIT

CONNECTIONS = 500
"""Open at a time: more than Slack makes, and half of the files that a process may have open."""


class Part(Protocol):
    """Some pages of the web application."""

    def add_to(self, app: web.Application) -> None: ...


class _Door:
    """Lets each new connection in; where they are too many, the oldest has to go.

    One that sends half a request would stay for an hour. Those with a request at work go last.
    """

    def __init__(self) -> None:
        self._at_work: set[web.RequestHandler] = set()
        self.closes = False
        """Whether each connection ends after its answer: a router could send more while we go."""

    @web.middleware
    async def watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self._at_work.add(request.protocol)
        try:
            response = await handler(request)
        finally:
            self._at_work.discard(request.protocol)
        if self.closes:
            response.force_close()
        return response

    def enter(self, server: web.Server) -> web.RequestHandler:
        there = [each for each in server.connections if each.transport]
        there.sort(key=lambda each: each in self._at_work)
        for each in there[: max(0, len(there) + 1 - CONNECTIONS)]:
            each.force_close()
        return server()


@asynccontextmanager
async def serving(port: int, *parts: Part, notice: float = 0) -> AsyncIterator[int]:
    """Serve the parts as long as this lasts; gives the port, which 0 leaves to the system.

    At the end all is answered as before for the seconds of `notice`, until routers know that we
    go, each connection being closed after its answer. Then no new one is taken, and open requests
    are answered.

    Raises:
        ConfigurationError: when the port cannot be had.
    """
    app, door = web.Application(client_max_size=BODY_LIMIT), _Door()
    app.middlewares.append(door.watch)
    for part in parts:
        part.add_to(app)
    runner = web.AppRunner(
        app,
        access_log=None,
        shutdown_timeout=3,  # Slack waits no longer
        auto_decompress=False,  # Slack compresses nothing, and signs the bytes as they are sent
    )
    await runner.setup()
    server = runner.server
    assert server  # noqa: S101 - as it is set up
    try:
        everywhere = "0.0.0.0"  # noqa: S104 - the platform routes to it
        listening = await asyncio.get_running_loop().create_server(
            lambda: door.enter(server), everywhere, port
        )
    except OSError as error:
        await runner.cleanup()
        raise ConfigurationError(
            f"PORT {port} cannot be had ({error.strerror}): stop what listens there, or set another"
        ) from None
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        door.closes = True
        await asyncio.sleep(notice)
        listening.close()
        await runner.cleanup()
