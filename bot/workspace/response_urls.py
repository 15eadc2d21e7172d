"""Response URLs: a few messages without a scope, for a while.

https://docs.slack.dev/interactivity/handling-user-interaction
"""

import json
import secrets
import time
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.workspace.arguments import TEXT_CHARACTERS, Refusal, read_text, read_thread
from bot.workspace.blocks import problems
from bot.workspace.elements import with_ids
from bot.workspace.traffic import Traffic
from bot.workspace.world import App, Message, World

USES = 5
LIFE_SECONDS = 30 * 60
YES = (True, "true")


@dataclass
class _Place:
    """What a response URL may write to, and how often it was used."""

    person: str
    channel: str
    original: Message | None
    opened: float
    uses: int = 0


class ResponseUrls:
    """Makes response URLs, and takes what is sent to them."""

    def __init__(self, world: World, app: App, traffic: Traffic) -> None:
        self._world = world
        self._app = app
        self._traffic = traffic
        self._places: dict[str, _Place] = {}

    def open(self, person: str, channel: str, original: Message | None = None) -> str:
        """Make the path of a new one."""
        key = secrets.token_urlsafe(16)
        self._places[key] = _Place(person, channel, original, self._world.clock())
        return f"response/{self._world.team}/{key}"

    async def answer(self, request: web.Request) -> web.Response:
        begun = time.perf_counter()
        sent = (await request.read()).decode("utf-8", "replace")
        response = self._answer(request.match_info["key"], sent)
        error = None if response.status == 200 else response.text
        self._traffic.note("to Slack", "response_url", sent, response.text, begun, error)
        return response

    def _answer(self, key: str, sent: str) -> web.Response:
        place = self._places.get(key)
        if place is None or self._world.clock() - place.opened > LIFE_SECONDS:
            return _refusal("expired_url", 404)
        if place.uses >= USES:
            return _refusal("used_url", 404)
        try:
            body = json.loads(sent)
        except (ValueError, RecursionError):
            return web.Response(status=400, text="invalid_payload")
        if not isinstance(body, dict):
            return web.Response(status=400, text="invalid_payload")
        place.uses += 1
        return self.take(place.person, place.channel, body, place.original)

    def take(
        self, person: str, channel: str, body: dict[str, Any], original: Message | None = None
    ) -> web.Response:
        """Show what a response URL, or an acknowledgement with a message, holds."""
        standing = self._world.find(original.channel, original.ts) if original else None
        if body.get("delete_original") in YES:
            if standing:
                self._world.remove(standing)
            if not body.get("text"):
                return web.Response(text="ok")
        if found := problems(body):
            return web.Response(status=400, text=f"invalid_blocks: {'; '.join(found)}")
        try:
            text, _ = read_text(body, TEXT_CHARACTERS)
            thread = read_thread(body, channel, self._world)
        except Refusal as refusal:
            return web.Response(status=400, text=str(refusal))
        ts, edited = self._world.timestamp(), None
        if standing and body.get("replace_original") in YES:
            ts, edited = standing.ts, ts
            thread, seen_by = standing.thread, standing.seen_by
        else:
            seen_by = None if body.get("response_type") == "in_channel" else person
        self._world.add(
            Message(
                ts=ts,
                channel=channel,
                author=self._app.bot_user,
                bot_id=self._app.bot_id,
                app_id=self._app.id,
                edited=edited,
                text=text,
                blocks=with_ids(body.get("blocks") or []),
                thread=thread,
                seen_by=seen_by,
            )
        )
        return web.Response(text="ok")


def _refusal(error: str, status: int) -> web.Response:
    return web.json_response({"ok": False, "error": error}, status=status)
