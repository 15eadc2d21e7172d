"""Several processes of the bot on one database, people who go on asking, and a router."""

import asyncio
import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import ClientConnectorError, ClientError, ClientSession, web

from bot.workspace import ADA, MLOPS, LocalSlack
from bot.workspace.delivery import Delivery
from bot.workspace.world import Json
from tests.bot.process import Process, Running, eventually

RETRIES = (0.0, 0.5, 1.0)
"""Slack's own tries of an event, sooner."""


class People:
    """Ask one question after the other, in one of some ways in turn, and count the answers."""

    def __init__(self, slack: LocalSlack, *ways: Callable[[LocalSlack, str], Json]) -> None:
        self._slack = slack
        self._ways = itertools.cycle(ways)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(64)
        self._asked: list[tuple[Json, Future[Delivery]]] = []

    def ask(self, times: int = 1) -> None:
        with self._lock:
            for number in itertools.islice(self._numbers, times):
                payload = next(self._ways)(self._slack, f"istio number {number}")
                self._asked.append((payload, self._pool.submit(self._slack.deliver, payload)))

    @contextmanager
    def asking(self, a_second: int = 40) -> Iterator[None]:
        """Ask all the while, in a thread."""
        over = threading.Event()

        def go_on() -> None:
            while not over.wait(1 / a_second):
                self.ask()

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def deliveries(self) -> list[Delivery]:
        return [delivery.result() for _, delivery in self._asked]

    def answers(self) -> Counter[int]:
        """Count the questions by how many answers each has got."""
        public = Counter(message.thread for message in self._slack.from_bot(MLOPS))
        private = Counter(
            message.text.partition("“")[2].partition("”")[0]
            for message in self._slack.from_bot(MLOPS, seen_by=ADA)
        )
        return Counter(
            private[payload["text"]] if "command" in payload else public[payload["event"]["ts"]]
            for payload, _ in self._asked
        )

    def all_are_answered_once(self) -> bool:
        return self.answers() == Counter({1: len(self._asked)})

    def close(self) -> None:
        self._pool.shutdown()


class Router:
    """Sends requests to one process after the other, over connections that it keeps.

    As the routers of platforms do, it asks each whether it is ready, and goes to the next where a
    connection is refused; what was sent is not sent again.
    """

    LOOKS_EVERY = 0.2

    def __init__(self) -> None:
        self.processes: list[str] = []
        self.url = ""
        self._turn = itertools.count()
        self._away: set[str] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="router")

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._begin(), self._loop).result()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def sends_to_all(self) -> bool:
        """Tell whether it has seen that each is ready."""
        return not self._away

    async def _begin(self) -> None:
        self._session = ClientSession(auto_decompress=False)
        application = web.Application()
        application.router.add_post("/{path:.*}", self._pass_on)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._looking = asyncio.create_task(self._look())

    async def _end(self) -> None:
        self._looking.cancel()
        await self._runner.cleanup()
        await self._session.close()

    async def _look(self) -> None:
        while True:
            for process in list(self.processes):
                try:
                    async with self._session.get(f"{process}/readyz") as response:
                        is_ready = response.status == 200
                except ClientError:
                    is_ready = False
                (self._away.discard if is_ready else self._away.add)(process)
            await asyncio.sleep(self.LOOKS_EVERY)

    async def _pass_on(self, request: web.Request) -> web.Response:
        body, headers = await request.read(), request.headers
        ready = [process for process in self.processes if process not in self._away]
        first = next(self._turn)
        for number in range(len(ready)):
            process = ready[(first + number) % len(ready)]
            try:
                async with self._session.post(
                    f"{process}{request.path}", data=body, headers=headers
                ) as response:
                    kind = response.content_type
                    return web.Response(
                        status=response.status, body=await response.read(), content_type=kind
                    )
            except ClientConnectorError:
                continue
            except ClientError:
                return web.Response(status=502)
        return web.Response(status=503)


class Fleet:
    """Processes of the bot, each with a port of its own."""

    def __init__(self, slack: LocalSlack, folder: Path, url: str, router: Router | None) -> None:
        self._slack = slack
        self._folder = folder
        self._url = url
        self._router = router
        self._stack = ExitStack()
        self.all: list[Process] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    def start(self, count: int = 1) -> list[Process]:
        """Start some at the same time, and wait until all of them can be asked."""
        started = []
        connections = self._slack.opened
        for _ in range(count):
            process = Process(
                self._slack,
                self._folder,
                http=self._router is not None,
                environment={"DATABASE_URL": self._url, "PORT": "0"},
            )
            process.start()
            self._stack.push(process)
            started.append(process)
        for process in started:
            Running.wait_until_ready(process)
            if self._router:
                self._router.processes.append(process.url)
        if not self._router:
            eventually(lambda: self._slack.opened >= connections + count)
        self.all += started
        return started
