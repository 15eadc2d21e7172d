"""A Slack on this machine: a workspace and its servers, on one port."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from bot.workspace.delivery import RETRIES, Delivery
from bot.workspace.faults import LINK, RESPONSE_URL, UPLOAD, Fault
from bot.workspace.page import Page, refuse_strangers
from bot.workspace.socket_mode import Ending
from bot.workspace.workspace import TEAM, Manifest, Workspace
from bot.workspace.world import Json, Memory

REQUEST_LIMIT = 1024 * 1024

T = TypeVar("T")


class LocalSlack(Workspace):
    """A workspace that is served from a thread of its own: to an app, and to browsers."""

    def __init__(
        self,
        manifest: Manifest | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Callable[[], float] = time.time,
        retries: tuple[float, ...] = RETRIES,
        memory: Memory | None = None,
        team: str = TEAM,
    ) -> None:
        super().__init__(
            manifest or Manifest(),
            url=lambda: self.url,
            clock=clock,
            retries=retries,
            memory=memory,
            team=team,
        )
        self._host = host
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._page = Page(self, self._loop)
        self._thread = threading.Thread(target=self._loop.run_forever, name="local-slack")
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.1)

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            self._run(self._serve())
        except BaseException:  # whatever it was: its thread would keep the process from ending
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self._run(self._end())
        finally:
            self._stop()

    @property
    def url(self) -> str:
        """Where the page is; all else is below it."""
        anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - nothing listens to it here
        host = anywhere.get(self._host, self._host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self._port}/"

    @property
    def api_url(self) -> str:
        return f"{self.url}api/"

    @property
    def connections(self) -> int:
        return len(self.links)

    @property
    def opened(self) -> int:
        """How many Socket Mode connections there ever were."""
        return self.links.opened

    def deliver_to(self, request_url: str | None) -> None:
        """Send payloads to this URL; to the Socket Mode connections when None."""
        self.courier.request_url = request_url

    def deliver(self, payload: Json, retry: int = 0) -> Delivery:
        """Bring a payload to the bot; `retry` is the number of the first attempt."""
        return self._run(self.bring(payload, retry))

    def signature(self, body: str, moment: int | None = None) -> dict[str, str]:
        """Sign a body of one's own making."""
        return self.courier.signature(body, moment)

    def fail(self, route: str, fault: Fault, times: int = 1) -> None:
        """Let the next requests of a route go wrong: of a Web API method, or of those in faults."""
        self.faults.add(route, fault, times)

    def end_connections(self, how: Ending) -> None:
        """End the Socket Mode connections, or let them fall silent."""
        self._run(self.links.end(how))

    def ask_to_reconnect(self, reason: str) -> None:
        """Announce the end of the Socket Mode connections, as `warning` or `refresh_requested`."""
        self._run(self.links.ask_to_reconnect(reason))

    def _stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _application(self) -> web.Application:
        application = web.Application(
            client_max_size=REQUEST_LIMIT, middlewares=[refuse_strangers(self._host)]
        )
        application.router.add_post("/api/{method}", self.web_api.answer)
        application.router.add_post("/response/{team}/{key}", self._respond)
        application.router.add_post("/upload/v1/{key}", self._upload)
        application.router.add_get("/link/", self._connect)
        self._page.add_to(application)
        return application

    async def _serve(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        self._port = self._runner.addresses[0][1]

    async def _end(self) -> None:
        self.links.shut()
        await self._runner.cleanup()
        unfinished = asyncio.all_tasks() - {asyncio.current_task()}  # slow replies, above all
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        is_good = self.links.use_up(request.path_qs)

        async def act() -> web.StreamResponse:
            if not is_good:
                return web.Response(status=401, text="the address is unknown or was used")
            return await self.links.serve(request)

        return await self.faults.around(LINK, request, act)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        async def act() -> web.StreamResponse:
            return await self.responses.answer(request)

        return await self.faults.around(RESPONSE_URL, request, act)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        async def act() -> web.StreamResponse:
            return await self.uploads.answer(request)

        return await self.faults.around(UPLOAD, request, act)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
