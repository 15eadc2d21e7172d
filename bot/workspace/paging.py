"""Gives long lists page by page, as Slack does.

https://docs.slack.dev/apis/web-api/pagination
"""

import base64
import math
from collections.abc import Iterable, Sequence

from bot.workspace.arguments import Arguments, Refusal, number
from bot.workspace.world import Message

PAGE = 100
MOST = 999
MOMENT, PERSON = "next_ts", "user"
"""What a cursor begins with, by what it counts."""


def page(
    messages: Sequence[Message], arguments: Arguments, *, newest_first: bool
) -> tuple[list[Message], str]:
    """Take the messages of the page that is asked for, and the cursor of the next, "" at the end.

    A cursor is the time of a message and not a number: what comes and goes meanwhile moves no page.
    """
    oldest = number(arguments, "oldest", 0, "invalid_ts_oldest")
    latest = number(arguments, "latest", math.inf, "invalid_ts_latest")
    limit = _limit(arguments)
    found = [message for message in messages if oldest < float(message.ts) < latest]
    if cursor := arguments.get("cursor"):
        first = _read_moment(str(cursor))
        found = [
            message
            for message in found
            if (float(message.ts) <= first if newest_first else float(message.ts) >= first)
        ]
    shown, rest = found[:limit], found[limit:]
    return shown, _cursor(MOMENT, rest[0].ts) if rest else ""


def page_of_people(people: Iterable[str], arguments: Arguments) -> tuple[list[str], str]:
    """Take the ids of the page that is asked for, and the cursor of the next, "" at the end."""
    limit, first = _limit(arguments), ""
    if cursor := arguments.get("cursor"):
        first = _read(str(cursor), PERSON)
    found = sorted(person for person in people if person >= first)
    shown, rest = found[:limit], found[limit:]
    return shown, _cursor(PERSON, rest[0]) if rest else ""


def _limit(arguments: Arguments) -> int:
    limit = number(arguments, "limit", PAGE, "invalid_limit")
    if not 1 <= limit <= MOST:
        raise Refusal("invalid_limit")
    return int(limit)


def _cursor(kind: str, first: str) -> str:
    return base64.b64encode(f"{kind}:{first}".encode()).decode()


def _read(cursor: str, kind: str) -> str:
    try:
        found, _, first = base64.b64decode(cursor, validate=True).decode().partition(":")
    except ValueError:
        raise Refusal("invalid_cursor") from None
    if found != kind:
        raise Refusal("invalid_cursor")
    return first


def _read_moment(cursor: str) -> float:
    try:
        return float(_read(cursor, MOMENT))
    except ValueError:
        raise Refusal("invalid_cursor") from None
