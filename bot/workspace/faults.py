"""What can go wrong on the way between the bot and Slack, set off at the socket."""

import asyncio
import socket
import struct
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

RESPONSE_URL = "response_url"
LINK = "link"
UPLOAD = "upload"
"""The routes of all response URLs, of Socket Mode, and of the bytes of files.

That of a Web API method is its name.
"""


@dataclass(frozen=True)
class Fault:
    """One misfortune of one request."""

    takes_effect: bool = False
    """Whether Slack does what it was asked, whatever the bot gets to hear of it."""

    reply: Callable[[], web.Response] | None = None
    """What comes back instead of the true reply."""

    cut: bool = False
    """Whether the connection is reset before any reply."""

    delay: float = 0
    """Seconds until the reply, or the cut."""

    hangs: bool = False
    """Whether what it was asked waits too, until after the delay."""

    then: Callable[[], None] | None = None
    """Called once the request took its effect, before any delay of the reply."""


def lost_reply() -> Fault:
    return Fault(takes_effect=True, cut=True)


def reset() -> Fault:
    return Fault(cut=True)


def slow(seconds: float) -> Fault:
    return Fault(takes_effect=True, delay=seconds)


def late(seconds: float) -> Fault:
    """Slack hangs, and does what it was asked when the bot may have given up long ago."""
    return Fault(takes_effect=True, hangs=True, delay=seconds, cut=True)


def refused(error: str, status: int = 200) -> Fault:
    return Fault(reply=lambda: web.json_response({"ok": False, "error": error}, status=status))


def rate_limited(seconds: int) -> Fault:
    return Fault(
        reply=lambda: web.json_response(
            {"ok": False, "error": "ratelimited"},
            status=429,
            headers={"Retry-After": str(seconds)},
        )
    )


def unavailable(*, takes_effect: bool = False) -> Fault:
    return Fault(takes_effect, lambda: web.Response(status=503, text="upstream unavailable"))


def html(*, takes_effect: bool = False) -> Fault:
    """A page from something on the way, such as a proxy's login."""
    page = "<!DOCTYPE html><title>Sign in</title>"
    return Fault(takes_effect, lambda: web.Response(text=page, content_type="text/html"))


class Faults:
    """Faults that wait for their request, each used up by one."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def add(self, route: str, fault: Fault, times: int = 1) -> None:
        self._waiting[route].extend([fault] * times)

    def clear(self) -> None:
        self._waiting.clear()

    async def around(
        self,
        route: str,
        request: web.Request,
        act: Callable[[], Awaitable[web.StreamResponse]],
    ) -> web.StreamResponse:
        """Answer a request, or let the next fault of its route have its way."""
        waiting = self._waiting.get(route)
        if not waiting:
            return await act()
        fault = waiting.popleft()
        if fault.hangs:
            await request.read()  # which cannot be done any more once the bot has hung up
            await asyncio.sleep(fault.delay)
        true_reply = await act() if fault.takes_effect else None
        if fault.then:
            fault.then()
        if not fault.hangs:
            await asyncio.sleep(fault.delay)
        if fault.cut:
            cut(request.transport)
        if fault.reply:
            return fault.reply()
        return true_reply or web.Response(status=500)


def cut(transport: asyncio.BaseTransport | None) -> None:
    """Reset a TCP connection: nothing more is sent, no end is announced."""
    if isinstance(transport, asyncio.WriteTransport) and not transport.is_closing():
        wire: socket.socket = transport.get_extra_info("socket")
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
