"""Socket Mode's side of Slack: connections, the envelopes on them, and their acknowledgements.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import WSMsgType, web

from bot.workspace.faults import cut
from bot.workspace.world import Json

CONNECTIONS = 10
LIFE_SECONDS = 18_060

Ending = Literal["reset", "eof", "close", "freeze", "deafen"]


class NoLinkError(Exception):
    """The app has no connection, or it was lost before the acknowledgement."""


@dataclass(eq=False)
class _Link:
    socket: web.WebSocketResponse
    transport: asyncio.Transport
    awaited: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    frozen: bool = False

    async def send(self, frame: Json) -> None:
        if not self.frozen:
            await self.socket.send_json(frame)


class Links:
    """The open connections. Each envelope goes to one of them, in turn."""

    def __init__(self, app_id: str) -> None:
        self._app_id = app_id
        self._paths: set[str] = set()
        self._links: list[_Link] = []
        self._turn = 0
        self.opened = 0
        """How many connections there ever were."""

    def __len__(self) -> int:
        return len(self._links)

    def new_path(self) -> str:
        """Make the path of one connection, good for one use."""
        path = f"/link/?ticket={secrets.token_urlsafe(16)}&app_id={self._app_id}"
        self._paths.add(path)
        return path

    def use_up(self, path: str) -> bool:
        """Tell whether a path is good; it is not again, whatever comes of this use."""
        is_good = path in self._paths
        self._paths.discard(path)
        return is_good

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection until it ends."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if not isinstance(request.transport, asyncio.Transport):  # gone already
            return socket
        link = _Link(socket, request.transport)
        if len(self._links) >= CONNECTIONS:
            await link.send(_disconnect("too_many_websockets"))
            await socket.close()
            return socket
        self._links.append(link)
        self.opened += 1
        try:
            await link.send(self._hello())
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    _acknowledged(link, message.data)
        except ConnectionError:
            pass  # the app is gone, which is all there is to say
        finally:
            self._forget(link)
        return socket

    async def deliver(self, envelope: Json) -> Json:
        """Send an envelope and wait for its acknowledgement, for as long as it takes.

        Raises:
            NoLinkError: when there is no connection, or it ends before.
        """
        links = [link for link in self._links if not link.socket.closed]
        if not links:
            raise NoLinkError("no connection")
        self._turn += 1
        link = links[self._turn % len(links)]
        name = envelope["envelope_id"]
        link.awaited[name] = asyncio.get_running_loop().create_future()
        try:
            await link.send(envelope)
            return await link.awaited[name]
        except ConnectionError as error:
            raise NoLinkError(str(error)) from None
        finally:
            link.awaited.pop(name, None)

    async def end(self, how: Ending) -> None:
        """End all connections: by a close frame or without one, or leave them open but silent.

        One that is deaf goes on to send, and hears nothing.
        """
        for link in list(self._links):
            if how == "close":
                await link.socket.close()
            elif how == "eof":
                link.transport.close()
            elif how == "reset":
                cut(link.transport)
            else:
                link.frozen = how == "freeze"
                link.transport.pause_reading()

    async def ask_to_reconnect(self, reason: str) -> None:
        """Send the frame by which Slack says that a connection will end soon."""
        for link in list(self._links):
            await link.send(_disconnect(reason))

    def shut(self) -> None:
        for link in list(self._links):
            cut(link.transport)
            self._forget(link)

    def _forget(self, link: _Link) -> None:
        if link in self._links:
            self._links.remove(link)
        for waiting in link.awaited.values():
            if not waiting.done():
                waiting.set_exception(NoLinkError("the connection ended"))

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._links),
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "local", "approximate_connection_time": LIFE_SECONDS},
        }


def _acknowledged(link: _Link, text: str) -> None:
    try:
        frame = json.loads(text)
    except ValueError:
        return
    waiting = link.awaited.get(str(frame.get("envelope_id"))) if isinstance(frame, dict) else None
    if waiting and not waiting.done():
        waiting.set_result(frame)


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}}
