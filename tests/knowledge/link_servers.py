"""Servers on the loopback address for the link check: well-behaved ones, and others."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import date
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer

from knowledge.curating.link_check import Link, Memory, Network, Report, check_links

MONDAY = date(2026, 11, 23)
HERE = Path("links.json")

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Names(AbstractResolver):
    """Resolves every name to addresses given in turn, the last one for good; counts the asking."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = list(addresses)
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        address = self._addresses.pop(0) if len(self._addresses) > 1 else self._addresses[0]
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
        ]

    async def close(self) -> None:
        pass


def loopback(address: IPv4Address | IPv6Address) -> bool:
    return address.is_loopback


class Site:
    """A web site that answers each path as it is told, and notes the requests."""

    def __init__(self, pages: dict[str, Answer]) -> None:
        self.pages = pages
        self.requests: list[web.Request] = []
        self.times: list[float] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        self.times.append(asyncio.get_running_loop().time())
        page = self.pages.get(request.path)
        return await page(request) if page else web.Response(status=404)

    @property
    def methods(self) -> list[str]:
        return [request.method for request in self.requests]


def says(status: int, **headers: str) -> Answer:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(
            status=status, headers={name.replace("_", "-"): v for name, v in headers.items()}
        )

    return answer


def redirect(target: str, status: int = 301) -> Answer:
    return says(status, Location=target)


def by_method(head: Answer, get: Answer) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        return await (head if request.method == "HEAD" else get)(request)

    return answer


@asynccontextmanager
async def served(site: Site, host: str = "127.0.0.1") -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", site.answer)
    async with TestServer(app, host=host) as server:
        yield str(server.make_url("")).rstrip("/")


@asynccontextmanager
async def served_raw(answer: bytes, forever: bytes = b"") -> AsyncIterator[str]:
    """Serve bytes to whatever is asked, and then nothing, or something without an end."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            while forever:
                writer.write(forever)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def network(
    *,
    videos: str = "http://127.0.0.1:9/",
    pause: float = 0.0,
    timeout: float = 20.0,
    resolver: AbstractResolver | None = None,
) -> Network:
    """Make a network in which the loopback address is all that may be reached."""
    return Network(loopback, resolver, videos, pause, timeout)


async def checked(
    urls: Iterable[str],
    reached: Network,
    memory: Memory | None = None,
    today: date = MONDAY,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Report]:
    links = [Link(f"place {number}", url) for number, url in enumerate(urls, start=1)]
    memory = memory or Memory(HERE, {})
    return await check_links(links, memory, today=today, progress=progress, network=reached)


def look(
    pages: dict[str, Answer], path: str = "/page", timeout: float = 20.0
) -> tuple[Report, Site]:
    """Serve pages, and check the link to one of them."""
    site = Site(pages)

    async def go() -> Report:
        async with served(site) as home:
            (report,) = await checked([home + path], network(timeout=timeout))
            return report

    return asyncio.run(go()), site
