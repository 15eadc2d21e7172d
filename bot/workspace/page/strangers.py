"""Keeps other web sites out: a page elsewhere must not read or write in the workspace.

A browser sends requests to loopback for any page that asks, and a name that somebody else owns may
lead here (DNS rebinding). Both are told by the headers that pages cannot forge.
"""

import ipaddress
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware


def refuse_strangers(host: str) -> Middleware:
    """Make a middleware that refuses requests of other origins, and to other names than `host`."""

    @web.middleware
    async def refuse(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _is_ours(request.host, host):
            return web.Response(
                status=403, text=f"this is not {urlsplit('//' + request.host).hostname}"
            )
        origin = request.headers.get("Origin")
        if origin is not None and origin != f"http://{request.host}":
            return web.Response(status=403, text="requests of other origins are refused")
        site = request.headers.get("Sec-Fetch-Site", "none")
        is_visit = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.path == "/"
        if site not in ("none", "same-origin") and not is_visit:
            return web.Response(status=403, text="requests of other sites are refused")
        return await handler(request)

    return refuse


def _is_ours(address: str, host: str) -> bool:
    """Tell whether a `Host` header names this machine in a way that nobody else can own."""
    try:
        name = urlsplit(f"//{address}").hostname or ""
    except ValueError:
        return False
    if name in ("localhost", host.lower()):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
