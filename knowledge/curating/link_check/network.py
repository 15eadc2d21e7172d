"""How links are reached: from which addresses, how fast, and for how long."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver

Address = IPv4Address | IPv6Address

_NAT64 = IPv6Network("64:ff9b::/96")


class RefusedAddressError(OSError):
    """A connection to an address that no public link leads to."""


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the public internet, with what it may carry within."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.teredo:
            return False
    return address.is_global and not address.is_multicast


@dataclass(frozen=True)
class Network:
    """The world that links lead into. Tests put servers of their own in its place."""

    allowed: Callable[[Address], bool] = is_public
    resolver: AbstractResolver | None = None
    videos: str = "https://www.youtube.com/oembed"
    pause: float = 1.0  # seconds between requests to one host
    timeout: float = 15.0  # seconds for a link with all that it redirects to, waiting not counted

    def session(self) -> aiohttp.ClientSession:
        """Open a session that knows no cookies, no proxies and no logins."""
        connector = aiohttp.TCPConnector(
            resolver=self.resolver, use_dns_cache=False, socket_factory=self._socket, limit=0
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None),  # the fetcher keeps the time
        )

    def _socket(self, found: Sequence[Any]) -> socket.socket:
        """Open the socket to an address, at the moment of connecting to this very address.

        So a name that resolves to another address the second time gains nothing.
        """
        family, kind, protocol, _, target = found
        if not self.allowed(ip_address(target[0])):
            raise RefusedAddressError(f"{target[0]} is no public address")
        return socket.socket(family, kind, protocol)


class Pace:
    """Lets a request to a host begin only some time after the one before it."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._free: dict[str, float] = {}

    async def turn(self, host: str) -> None:
        """Wait for a turn; those who wait for a host come one by one, in order."""
        now = asyncio.get_running_loop().time()
        turn = max(now, self._free.get(host, 0.0))
        self._free[host] = turn + self._pause
        await asyncio.sleep(turn - now)
