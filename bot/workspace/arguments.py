"""Reads the arguments of Web API methods, and refuses them as Slack does."""

import json
import math
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.workspace.blocks import BLOCKS_CHARACTERS, block_problems
from bot.workspace.elements import with_ids
from bot.workspace.world import Json, World

TEXT_CHARACTERS = 40_000
"""Of a message; Slack cuts what is longer."""

Arguments = Mapping[str, Any]


class Refusal(Exception):
    """Slack's no: an error code, and what goes with it."""

    def __init__(self, error: str, **details: Any) -> None:
        super().__init__(error)
        self.reply: Json = {"ok": False, "error": error, **details}

    @property
    def explained(self) -> str:
        messages = self.reply.get("response_metadata", {}).get("messages", [])
        return "; ".join([str(self), *messages])


async def read_arguments(request: web.Request) -> Json:
    """Read arguments as Slack does, from JSON or from a form."""
    sent = (await request.read()).decode("utf-8", "replace")
    if request.content_type == "application/json":
        try:
            body = json.loads(sent)
        except (ValueError, RecursionError):
            return {}
        return body if isinstance(body, dict) else {}
    return dict(parse_qsl(sent, keep_blank_values=True))


def read_token(request: web.Request) -> str | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if kind == "Bearer" else None


def required(arguments: Arguments, name: str) -> str:
    value = arguments.get(name)
    if not value:
        message = f"[ERROR] missing required field: {name}"
        raise Refusal("invalid_arguments", response_metadata={"messages": [message]})
    return str(value)


def number(arguments: Arguments, name: str, default: float, error: str) -> float:
    """Read a number, and refuse with the error what is none."""
    try:
        read = float(arguments.get(name) or default)
    except (TypeError, ValueError):
        raise Refusal(error) from None
    if math.isnan(read):
        raise Refusal(error)
    return read


def read_json(arguments: Arguments, name: str) -> Any:
    """Read an argument that comes as JSON, or in a form as a text that holds JSON."""
    value = arguments.get(name)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Refusal(f"invalid_{name}_format") from None


def read_blocks(arguments: Arguments) -> list[Json]:
    blocks = read_json(arguments, "blocks") or []
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    return blocks


def checked_blocks(arguments: Arguments) -> list[Json]:
    """Read the blocks of a message, each of which gets an id where it has none."""
    blocks = read_blocks(arguments)
    found = block_problems(blocks)
    if not found:
        return with_ids(blocks)
    too_long = len(json.dumps(blocks)) > BLOCKS_CHARACTERS
    error = "msg_blocks_too_long" if too_long and len(found) == 1 else "invalid_blocks"
    messages = [f"[ERROR] {problem}" for problem in found]
    raise Refusal(error, errors=found, response_metadata={"messages": messages})


def read_thread(arguments: Arguments, channel: str, world: World) -> str | None:
    """Take the thread to write in, which has to be there.

    Slack is said to write in the channel instead; a bot that asks for a thread of nothing has a
    fault.
    """
    thread = arguments.get("thread_ts")
    if not thread:
        return None
    if not isinstance(thread, str) or world.find(channel, thread) is None:
        raise Refusal("thread_not_found")
    return thread


def read_text(arguments: Arguments, limit: int | None = None) -> tuple[str, list[str]]:
    """Take the text, cut where Slack cuts it.

    Slack would take blocks alone, with a warning; a bot that leaves the text out has a fault.
    """
    text = str(arguments.get("text") or "")
    if not text.strip():
        raise Refusal("no_text")
    if limit and len(text) > limit:
        return text[:limit], ["message_truncated"]
    return text, []
