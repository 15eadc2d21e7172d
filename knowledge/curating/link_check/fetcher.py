"""Looks at one link: asks for its headers, or else for its first bytes, and follows it by hand."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

import aiohttp
from pydantic_core import PydanticCustomError

from knowledge.curating.link_check.memory import Known
from knowledge.curating.link_check.network import Network, Pace, RefusedAddressError
from knowledge.curating.link_check.verdict import Seen, Verdict, judge, judge_video
from knowledge.links import web_address

AT_ONCE = 10
REDIRECTS = 5
PATIENCE = 30  # seconds of `Retry-After` that are waited for, once
USER_AGENT = "mlops-learn link check (do the links of our catalogue still work?)"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_VIDEO_HOSTS = frozenset({"youtube.com", "m.youtube.com", "youtu.be"})
_VIDEO_PATHS = ("/watch", "/playlist", "/shorts/", "/live/")
_DOORS = ("login", "signin", "sign-in", "sign_in", "consent", "captcha", "auth/")


class RefusedLinkError(Exception):
    """A link that is not followed; the message says why."""


@dataclass(frozen=True)
class Arrival:
    """Where a request ended: the last answer, and by which kind of redirects."""

    url: str
    status: int
    headers: Mapping[str, str]
    redirected: bool
    permanently: bool


class Fetcher:
    """Looks at links, at most ten at once. Bodies are not read, however long they are."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._pace = Pace(network.pause)
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def __aenter__(self) -> Self:
        self._session = self._network.session()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def look(self, url: str, known: Known) -> Seen:
        """Tell what became of a link; whatever a server does, this gives an answer."""
        try:
            if _is_video(url):
                asked = f"{self._network.videos}?{urlencode({'format': 'json', 'url': url})}"
                arrival = await self._request("GET", asked, {})
                return judge_video(arrival.status, arrival.headers)
            return await self._page(url, known)
        except RefusedLinkError as error:
            return Seen(Verdict.REFUSED, str(error))
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, RefusedAddressError):
                return Seen(Verdict.REFUSED, str(error.os_error))
            return Seen(Verdict.UNREACHABLE, str(error))
        except TimeoutError:
            return Seen(Verdict.UNREACHABLE, f"no answer in {self._network.timeout:g} seconds")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Seen(Verdict.UNREACHABLE, str(error) or type(error).__name__)

    async def _page(self, url: str, known: Known) -> Seen:
        conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
        headers = {name: value for name, value in conditions.items() if value}
        try:
            arrival = await self._request("HEAD", url, headers)
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientResponseError, TimeoutError):
            arrival = None  # some servers know no HEAD, and say so in odd ways
        if arrival is None or judge(arrival.status, {}).verdict is not Verdict.ALIVE:
            arrival = await self._request("GET", url, {"Range": "bytes=0-1023"})
        seen = judge(arrival.status, arrival.headers)
        if seen.verdict is not Verdict.ALIVE:
            return seen
        seen = replace(seen, etag=seen.etag or known.etag, modified=seen.modified or known.modified)
        return _moved(url, arrival, seen) if arrival.redirected else seen

    async def _request(self, method: str, url: str, headers: Mapping[str, str]) -> Arrival:
        """Ask, follow redirects, and wait once if a busy server says for how long."""
        left, waited, permanently = self._network.timeout / 2, False, True  # HEAD, GET: half each
        redirects: list[str] = []
        current = url
        while True:
            status, answered, spent = await self._ask(method, current, headers, left)
            left -= spent
            if status in _REDIRECTS and (target := answered.get("Location")):
                permanently = permanently and status in _PERMANENT
                redirects.append(current)
                current = urljoin(current, target)
                if current in redirects:
                    raise OSError("it redirects in a circle")
                if len(redirects) > REDIRECTS:
                    raise RefusedLinkError(f"more than {REDIRECTS} redirects")
            elif status in (429, 503) and not waited and (pause := _pause(answered)) is not None:
                waited = True
                await asyncio.sleep(pause)
            else:
                return Arrival(current, status, answered, bool(redirects), permanently)

    async def _ask(
        self, method: str, url: str, headers: Mapping[str, str], left: float
    ) -> tuple[int, Mapping[str, str], float]:
        """Make one request in its turn: the answer's status and headers, and the seconds it took.

        A host's turn is waited for before a slot is taken, so that no host keeps others waiting.
        """
        try:
            web_address(url)
        except PydanticCustomError as error:
            raise RefusedLinkError(error.message()) from None
        loop = asyncio.get_running_loop()
        await self._pace.turn(urlsplit(url).netloc)
        async with self._slots:
            started = loop.time()
            async with (
                asyncio.timeout(max(left, 0)),
                self._session.request(
                    method,
                    urldefrag(url).url,
                    headers={"User-Agent": USER_AGENT, "Accept": "*/*", **headers},
                    allow_redirects=False,
                ) as response,
            ):
                found = response.status, response.headers  # case does not count in them
                response.close()  # the body may have no end
        return *found, loop.time() - started


def _is_video(url: str) -> bool:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return host in _VIDEO_HOSTS and (host == "youtu.be" or parts.path.startswith(_VIDEO_PATHS))


def _pause(headers: Mapping[str, str]) -> float | None:
    value = headers.get("Retry-After", "")
    return float(value) if value.isdecimal() and int(value) <= PATIENCE else None


def _moved(url: str, arrival: Arrival, seen: Seen) -> Seen:
    """Report a new address that is there to stay, and a landing where nobody wanted to go."""
    was, now = urlsplit(url), urlsplit(arrival.url)
    address = arrival.url if now.fragment or not was.fragment else f"{arrival.url}#{was.fragment}"
    if now.path in ("", "/") and was.path not in ("", "/"):
        return replace(seen, verdict=Verdict.MOVED, detail="to a front page", address=address)
    if any(door in now.path.lower() and door not in was.path.lower() for door in _DOORS):
        return replace(seen, verdict=Verdict.MOVED, detail="to a login", address=address)
    if arrival.permanently:
        return replace(seen, verdict=Verdict.MOVED, address=address)
    return seen
