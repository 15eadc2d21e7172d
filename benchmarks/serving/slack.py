"""A Slack that takes anything, and counts what is an answer: no more than a bot needs to run."""

import argparse
import asyncio
import dataclasses
import random
import socket
import struct
from typing import Any

from aiohttp import web

from benchmarks.serving.answers import Answers
from benchmarks.serving.faults import Fault, Faults, none
from benchmarks.serving.links import Links
from benchmarks.serving.names import APP, BOT_USER, TEAM
from benchmarks.serving.payloads import number_of
from bot.signals import stop_signal

AT_ONCE = struct.pack("ii", 1, 0)
"""The option of a socket that makes its closing a reset."""

BOT = "B0BENCH"
CALLS: dict[str, dict[str, object]] = {
    "auth.test": {"team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT, "app_id": APP},
    "bots.info": {"bot": {"id": BOT, "app_id": APP}},
}


class MiniSlack:
    """The Web API, the response URLs, Socket Mode, and pages by which a benchmark asks for more."""

    def __init__(self, port: int, faults: Faults = none) -> None:
        self._port = port
        self.url = f"http://127.0.0.1:{port}/"
        self._faults = faults
        self._met: set[int] = set()
        self._links = Links()
        self.answers = Answers()

    def application(self) -> web.Application:
        app = web.Application(client_max_size=16 * 1024 * 1024)  # many envelopes at a time
        app.router.add_post("/api/chat.postMessage", self._post_message)
        app.router.add_post("/api/apps.connections.open", self._open_connection)
        app.router.add_post("/api/{method}", self._call)
        app.router.add_post("/answer/{number}", self._response_url)
        app.router.add_get("/link", self._links.handle)
        app.router.add_get("/benchmark/link", self._is_linked)
        app.router.add_post("/benchmark/envelopes", self._send_envelopes)
        app.router.add_get("/benchmark/answers", self._count)
        app.router.add_delete("/benchmark/answers", self._forget)
        return app

    async def serve(self) -> web.AppRunner:
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self._port, backlog=1024).start()
        return runner

    async def _call(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True, **CALLS.get(request.match_info["method"], {})})

    async def _open_connection(self, _: web.Request) -> web.Response:
        return web.json_response({"ok": True, "url": f"ws://127.0.0.1:{self._port}/link"})

    async def _post_message(self, request: web.Request) -> web.Response:
        message = await request.json()
        number = number_of(message["thread_ts"])
        if response := await self._gone_wrong(request, number):
            return response
        self.answers.take(number, message["text"])
        return web.json_response({"ok": True, "channel": message["channel"], "ts": "1.1"})

    async def _response_url(self, request: web.Request) -> web.Response:
        number, message = int(request.match_info["number"]), await request.json()
        if response := await self._gone_wrong(request, number):
            return response
        self.answers.take(number, message["text"])
        return web.Response(text="ok")

    async def _gone_wrong(self, request: web.Request, number: int) -> web.Response | None:
        fault = None if number in self._met else self._faults(number)
        self._met.add(number)
        if fault is Fault.LIMITED:
            headers = {"Retry-After": "1"}
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers=headers
            )
        if fault is Fault.SLOW:
            await asyncio.sleep(random.uniform(1, 2))
        elif fault is Fault.RESET and request.transport:
            self.answers.lose(number)
            connection = request.transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            request.transport.abort()
            return web.Response()  # to nobody
        elif fault is Fault.BROKEN:
            self.answers.lose(number)
            return web.Response(status=500, text="broken")
        return None

    async def _is_linked(self, _: web.Request) -> web.Response:
        return web.json_response(self._links.is_open)

    async def _send_envelopes(self, request: web.Request) -> web.Response:
        asked: dict[str, Any] = await request.json()
        acks = await self._links.closed_loop(asked["payloads"], asked["outstanding"])
        return web.json_response(dataclasses.asdict(acks))

    async def _count(self, _: web.Request) -> web.Response:
        found = self.answers
        counts = {"taken": len(found.taken), "twice": found.twice, "last": found.last}
        return web.json_response(counts)

    async def _forget(self, _: web.Request) -> web.Response:
        self.answers = Answers()
        return web.Response()


async def run(port: int) -> None:
    stop = stop_signal()
    runner = await MiniSlack(port).serve()
    await stop.wait()
    await runner.cleanup()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    asyncio.run(run(parser.parse_args().port))
