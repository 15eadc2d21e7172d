"""A Slack on this machine: one workspace, one app, on a loopback port."""

import asyncio
import secrets
import threading
import time
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from bot.workspace.delivery import RETRIES, Courier, Delivery
from bot.workspace.faults import LINK, RESPONSE_URL, Fault, Faults
from bot.workspace.gestures import Gestures
from bot.workspace.response_urls import ResponseUrls
from bot.workspace.socket_mode import Ending, Links
from bot.workspace.web_api import Call, WebApi
from bot.workspace.world import App, Channel, Json, Message, Person, World

ADA, BEN = "U0ADA", "U0BEN"
GENERAL, MLOPS, RANDOM = "C0GENERAL", "C0MLOPS", "C0RANDOM"
SCOPES = frozenset({"commands", "chat:write", "app_mentions:read", "im:history"})
REQUEST_LIMIT = 1024 * 1024

T = TypeVar("T")


class LocalSlack:
    """The workspace and its servers, in a thread of their own.

    Ada, an administrator, and Ben are in #general, #mlops and #random; the bot is in the first
    two. Gestures give payloads, which `deliver` brings to a bot that has connected itself.
    """

    def __init__(
        self,
        name: str = "mlops-learn",
        *,
        port: int = 0,
        scopes: frozenset[str] = SCOPES,
        clock: Callable[[], float] = time.time,
        retries: tuple[float, ...] = RETRIES,
    ) -> None:
        self._port = port
        self.app = App(
            id="A0LOCAL",
            name=name,
            bot_user="U0BOT",
            bot_id="B0BOT",
            bot_token=f"xoxb-0-{secrets.token_hex(12)}",
            app_token=f"xapp-1-A0LOCAL-0-{secrets.token_hex(12)}",
            signing_secret=secrets.token_hex(16),
            scopes=scopes,
        )
        everybody, bot = {ADA, BEN}, self.app.bot_user
        self.world = World(
            team="T0LOCAL",
            domain="local",
            people=[
                Person(ADA, "ada", "Ada Okafor", is_admin=True),
                Person(BEN, "ben", "Ben Visser"),
                Person(bot, name, name, is_bot=True),
            ],
            channels=[
                Channel(GENERAL, "general", {*everybody, bot}),
                Channel(MLOPS, "mlops", {*everybody, bot}),
                Channel(RANDOM, "random", set(everybody)),
            ],
            clock=clock,
        )
        self._faults = Faults()
        self._links = Links(self.app.id)
        self._courier = Courier(self.app, self._links, retries)
        self._responses = ResponseUrls(self.world, self.app)
        self._web_api = WebApi(self.world, self.app, self._faults, self._new_link)
        self.act = Gestures(self.world, self.app, self._new_response_url)
        self._loop = asyncio.new_event_loop()
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
        return f"http://127.0.0.1:{self._port}/"

    @property
    def api_url(self) -> str:
        return f"{self.url}api/"

    @property
    def calls(self) -> list[Call]:
        """Every call of the Web API so far, oldest first."""
        return list(self._web_api.calls)

    @property
    def connections(self) -> int:
        return len(self._links)

    @property
    def opened(self) -> int:
        """How many Socket Mode connections there ever were."""
        return self._links.opened

    def deliver_to(self, request_url: str | None) -> None:
        """Send payloads to this URL; to the Socket Mode connections when None."""
        self._courier.request_url = request_url

    def deliver(self, payload: Json, retry: int = 0) -> Delivery:
        """Bring a payload to the bot, and show what comes with the acknowledgement."""
        return self._run(self._deliver(payload, retry))

    def signature(self, body: str, moment: int | None = None) -> dict[str, str]:
        """Sign a body of one's own making."""
        return self._courier.signature(body, moment)

    def messages(self, channel: str, seen_by: str | None = None) -> list[Message]:
        """List what everybody sees in a channel and its threads, or what only one person sees."""
        place = self.world.channel(channel)
        return [found for found in self.world.messages(place.id) if found.seen_by == seen_by]

    def from_bot(self, channel: str, seen_by: str | None = None) -> list[Message]:
        """List what the bot wrote."""
        return [m for m in self.messages(channel, seen_by) if m.author == self.app.bot_user]

    def fail(self, route: str, fault: Fault, times: int = 1) -> None:
        """Let the next requests of a route go wrong: a Web API method, RESPONSE_URL or LINK."""
        self._faults.add(route, fault, times)

    def end_connections(self, how: Ending) -> None:
        """End the Socket Mode connections, or let them fall silent."""
        self._run(self._links.end(how))

    def ask_to_reconnect(self, reason: str) -> None:
        """Announce the end of the Socket Mode connections, as `warning` or `refresh_requested`."""
        self._run(self._links.ask_to_reconnect(reason))

    def _stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=REQUEST_LIMIT)
        application.router.add_post("/api/{method}", self._web_api.answer)
        application.router.add_post("/response/{team}/{key}", self._respond)
        application.router.add_get("/link/", self._connect)
        return application

    async def _serve(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]

    async def _end(self) -> None:
        self._links.shut()
        await self._runner.cleanup()
        unfinished = asyncio.all_tasks() - {asyncio.current_task()}  # slow replies, above all
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        is_good = self._links.use_up(request.path_qs)

        async def act() -> web.StreamResponse:
            if not is_good:
                return web.Response(status=401, text="the address is unknown or was used")
            return await self._links.serve(request)

        return await self._faults.around(LINK, request, act)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        async def act() -> web.StreamResponse:
            return await self._responses.answer(request)

        return await self._faults.around(RESPONSE_URL, request, act)

    async def _deliver(self, payload: Json, retry: int) -> Delivery:
        delivery = await self._courier.deliver(payload, retry)
        if "command" in payload and delivery.reply:
            reply = delivery.reply
            shown = reply if isinstance(reply, dict) else {"text": reply}
            self._responses.take(payload["user_id"], payload["channel_id"], shown)
        return delivery

    def _new_link(self) -> str:
        return f"ws://127.0.0.1:{self._port}{self._links.new_path()}"

    def _new_response_url(self, person: str, channel: str, original: Message | None) -> str:
        return f"{self.url}{self._responses.open(person, channel, original)}"

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
