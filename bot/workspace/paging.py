"""Gives long lists of messages page by page, as Slack does.

https://docs.slack.dev/apis/web-api/pagination
"""

import base64
import math
from collections.abc import Sequence

from bot.workspace.arguments import Arguments, Refusal, number
from bot.workspace.world import Message

PAGE = 100
MOST = 999


def page(
    messages: Sequence[Message], arguments: Arguments, *, newest_first: bool
) -> tuple[list[Message], str]:
    """Take the messages of the page that is asked for, and the cursor of the next, "" at the end.

    A cursor is the time of a message and not a number: what comes and goes meanwhile moves no page.
    """
    oldest = number(arguments, "oldest", 0, "invalid_ts_oldest")
    latest = number(arguments, "latest", math.inf, "invalid_ts_latest")
    limit = number(arguments, "limit", PAGE, "invalid_limit")
    if not 1 <= limit <= MOST:
        raise Refusal("invalid_limit")
    found = [message for message in messages if oldest < float(message.ts) < latest]
    if cursor := arguments.get("cursor"):
        first = _read(str(cursor))
        found = [
            message
            for message in found
            if (float(message.ts) <= first if newest_first else float(message.ts) >= first)
        ]
    shown, rest = found[: int(limit)], found[int(limit) :]
    return shown, _cursor(rest[0].ts) if rest else ""


def _cursor(ts: str) -> str:
    return base64.b64encode(f"next_ts:{ts}".encode()).decode()


def _read(cursor: str) -> float:
    try:
        name, _, ts = base64.b64decode(cursor, validate=True).decode().partition(":")
        if name == "next_ts":
            return float(ts)
    except ValueError:
        pass
    raise Refusal("invalid_cursor")
