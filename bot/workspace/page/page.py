"""The page of a workspace: what a browser asks for, and what people do there."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import htpy
from aiohttp import web
from pydantic import ValidationError

from bot.workspace.page import forms
from bot.workspace.page.acts import Acts
from bot.workspace.page.exchanges import exchange_in_full, exchanges
from bot.workspace.page.messages import IMAGES, thread, timeline
from bot.workspace.page.moments import zone_named
from bot.workspace.page.problem import ProblemError
from bot.workspace.page.surfaces import (
    HOME,
    clock,
    empty,
    hints,
    home,
    modal,
    people,
    sidebar,
    title,
)
from bot.workspace.workspace import ADA, MLOPS, Workspace

FILES = Path(__file__).parent
HEARTBEAT_SECONDS = 15
MESSAGES = 50
"""How many are drawn at first, and more each time that somebody asks for earlier ones."""

MOST_PAGES = 40

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
        " img-src 'self' data: https: http:; form-action 'none'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

FormT = TypeVar("FormT", bound=forms.Form)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Page:
    """Serves the page, from the event loop that the workspace lives in."""

    def __init__(self, workspace: Workspace, loop: asyncio.AbstractEventLoop) -> None:
        self._workspace = workspace
        self._loop = loop
        self._acts = Acts(workspace)
        self._watching: set[asyncio.Event] = set()
        workspace.world.changed = workspace.traffic.changed = self._changed

    def add_to(self, application: web.Application) -> None:
        router, acts = application.router, self._acts
        for path, name in (("/", "page.html"), ("/page.css", "page.css"), ("/page.js", "page.js")):
            router.add_get(path, _file(FILES / name))
        router.add_get("/page/regions", self._regions)
        router.add_get("/page/changes", self._changes)
        router.add_get(r"/page/exchanges/{number:\d{1,9}}", self._exchange)
        router.add_get("/page/files/{id}", self._shared_file)
        router.add_post("/page/write", _doing(forms.Writing, acts.write))
        router.add_post("/page/shortcut", _doing(forms.ShortcutChosen, acts.choose_shortcut))
        router.add_post("/page/use", _doing(forms.ElementOfMessageUsed, acts.use_in_message))
        router.add_post("/page/use-view", _doing(forms.ElementOfViewUsed, acts.use_in_view))
        router.add_post("/page/suggest", _doing(forms.TypedInMessage, acts.suggest_in_message))
        router.add_post("/page/suggest-view", _doing(forms.TypedInView, acts.suggest_in_view))
        router.add_post("/page/submit", _doing(forms.Submitted, acts.submit))
        router.add_post("/page/close", _doing(forms.Closed, acts.close))
        router.add_post("/page/open-home", _doing(forms.Form, acts.open_home))
        router.add_post("/page/travel", _doing(forms.Travelled, acts.travel))
        router.add_post("/page/start-over", _doing(forms.Form, acts.start_over))

    async def _regions(self, request: web.Request) -> web.Response:
        """Draw the parts of the page that change, for one person in one place."""
        asked, world, app = request.query, self._workspace.world, self._workspace.app
        zone = zone_named(asked.get("zone", "UTC"))
        try:
            person = self._acts.person(asked.get("person") or ADA)
        except ProblemError:
            person = ADA
        place, channel = asked.get("place") or MLOPS, None
        if place != HOME:
            try:
                channel = self._acts.place(place, person)
            except ProblemError:
                place, channel = MLOPS, world.channel(MLOPS)
        drawn: dict[str, htpy.Node] = {
            "people": people(world, person),
            "sidebar": sidebar(world, app, person, place),
            "title": title(world, app, channel),
            "hints": hints(world, app),
            "clock": clock(world.clock(), zone),
        }
        if channel:
            pages = asked.get("pages", "1")
            most = MESSAGES * min(
                max(int(pages) if pages.isdecimal() and len(pages) < 4 else 1, 1), MOST_PAGES
            )
            listed = timeline(world, app, channel, person, zone, most)
            drawn["timeline"] = listed or empty(app, channel)
            opened = asked.get("thread")
            drawn["thread"] = opened and thread(world, app, channel, opened, person, zone, most)
        else:
            drawn["home"] = home(world, app, self._workspace.views.home(person))
        if view := self._workspace.views.modal(person):
            drawn["modal"] = modal(world, view)
        if asked.get("traffic"):
            drawn["traffic"] = exchanges(self._workspace.traffic, zone)
        regions = {name: str(htpy.fragment[node]) for name, node in drawn.items()}
        name = f"#{channel.name}" if channel and not channel.is_direct else app.name
        return web.json_response(
            {"person": person, "place": place, "name": name, "regions": regions}, headers=HEADERS
        )

    async def _changes(self, request: web.Request) -> web.StreamResponse:
        """Say each time that something has changed, as server-sent events."""
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        changed = asyncio.Event()
        self._watching.add(changed)
        try:
            while True:
                await response.write(b"data: changed\n\n")
                while not changed.is_set():
                    with suppress(TimeoutError):
                        await asyncio.wait_for(changed.wait(), HEARTBEAT_SECONDS)
                    if not changed.is_set():
                        await response.write(b": still here\n\n")
                changed.clear()
        except ConnectionError:
            return response  # the browser is gone
        finally:
            self._watching.discard(changed)

    async def _exchange(self, request: web.Request) -> web.Response:
        found = self._workspace.traffic.find(int(request.match_info["number"]))
        if found is None:
            return web.Response(status=404, text="No longer kept.", headers=HEADERS)
        drawn = str(htpy.fragment[exchange_in_full(found)])
        body = drawn.encode("utf-8", "replace")  # apps may send halves of characters
        return web.Response(body=body, content_type="text/html", headers=HEADERS)

    async def _shared_file(self, request: web.Request) -> web.Response:
        """Give a file: an image to be shown, and anything else to be kept."""
        found = self._workspace.world.files.get(request.match_info["id"])
        if found is None:
            return web.Response(status=404, text="There is no such file.", headers=HEADERS)
        is_shown = found.kind in IMAGES
        kind = found.kind if is_shown else "application/octet-stream"
        kept = {} if is_shown else {"Content-Disposition": "attachment"}
        return web.Response(body=found.body, content_type=kind, headers=HEADERS | kept)

    def _changed(self) -> None:
        def wake() -> None:
            for watching in self._watching:
                watching.set()

        with suppress(RuntimeError):  # the loop is closed: nobody watches any more
            self._loop.call_soon_threadsafe(wake)


def _file(path: Path) -> Handler:
    async def serve(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(path, headers=HEADERS)

    return serve


def _doing(kind: type[FormT], act: Callable[[FormT], Awaitable[htpy.Node]]) -> Handler:
    """Read a form and do what it says; answers what the person should read or see, if anything."""

    async def do(request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return web.json_response({"problem": "JSON is expected."}, status=415)
        try:
            drawn = await act(kind.model_validate_json(await request.read()))
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            where = ".".join(map(str, fault["loc"]))
            return web.json_response({"problem": f"{where}: {fault['msg']}"}, status=400)
        except ProblemError as problem:
            return web.json_response({"problem": str(problem)})
        except LookupError:
            return web.json_response({"problem": "That is no longer there."})
        return web.json_response({"problem": None, "drawn": str(htpy.fragment[drawn])})

    return do
