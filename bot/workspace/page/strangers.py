"""Keeps other web sites out: a page elsewhere must not read or write in the workspace.

A browser sends requests to loopback for any page that asks, and a name that somebody else owns may
lead here (DNS rebinding). Both are told by the headers that pages cannot forge.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware


def refuse_strangers(host: str) -> Middleware:
    """Make a middleware that refuses requests of other origins, and to other names than `host`."""

    @web.middleware
    async def refuse(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _is_ours(request.host, host):
            return web.Response(status=403, text="this is another machine")
        origin = request.headers.get("Origin")
        if origin is not None and origin != f"http://{request.host}":
            return web.Response(status=403, text="requests of other origins are refused")
        site = request.headers.get("Sec-Fetch-Site", "none")
        is_visit = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.path == "/"
        if site not in ("none", "same-origin") and not is_visit:
            return web.Response(status=403, text="requests of other sites are refused")
        return await handler(request)

    return refuse


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach a host, which is a name or an address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _is_ours(address: str, host: str) -> bool:
    """Tell whether a `Host` header names this machine in a way that nobody else can own.

    Where others are let in, they come by any address of this machine; by none but loopback else.
    """
    try:
        name = urlsplit(f"//{address}").hostname or ""
        return (
            name == host or is_loopback(name) or (not is_loopback(host) and bool(ip_address(name)))
        )
    except ValueError:
        return False
