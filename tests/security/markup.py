"""What Slack would do about the texts of a message: whom it would call, where it would lead."""

import json
import re
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from bot.workspace import LocalSlack

ORDERS = (
    *("<!channel>", "<!here|x>", "<!everyone>", "<!subteam^S0EVIL>", "<@U0EVIL>", "<#C0EVIL|x>"),
    *("<https://evil.example|https://kubernetes.io>", "<mailto:a@evil.example>", "<a", "|", ">"),
    *("&lt;!here&gt;", "&amp;lt;!channel&amp;gt;", "@here", "@channel", "*", "`", "\u202e", "\0"),
)
ODD = st.characters(codec=None, categories=None, exclude_categories=())
HOSTILE = st.lists(st.sampled_from(ORDERS) | st.text(ODD, max_size=8), max_size=5).map("".join)
"""Orders to Slack among any other text, lone surrogates and all."""

CONTROL = re.compile(r"<([^<>]*)>")
PARSED_MORE = ("parse", "link_names")


def orders(slack: LocalSlack) -> Iterator[str]:
    """List what Slack was asked, since its traffic was cleared, that only `ORDERS` can ask for."""
    for call in slack.traffic:
        if call.way == "to Slack":
            yield from _orders(call.sent, in_message=True)


def _orders(thing: Any, *, in_message: bool = False) -> Iterator[str]:
    if isinstance(thing, str) and thing.startswith(("{", "[")):
        try:
            thing = json.loads(thing)
        except (ValueError, RecursionError):
            return
    if isinstance(thing, list):
        for part in thing:
            yield from _orders(part)
    if not isinstance(thing, dict):
        return
    kind = thing.get("type")
    if kind == "mrkdwn" or in_message or "blocks" in thing:
        yield from filter(_is_order, CONTROL.findall(str(thing.get("text"))))
    if kind in ("user", "usergroup", "channel", "broadcast", "link"):
        where = [thing.get(name) for name in ("user_id", "channel_id", "range", "url")]
        target = str(next(filter(None, where), kind))
        if kind in ("broadcast", "usergroup") or "EVIL" in target or "//evil" in target:
            yield target
    yield from (name for name in PARSED_MORE if name in thing)
    for part in thing.values():
        yield from _orders(part)


def _is_order(said: str) -> bool:
    target = said.partition("|")[0]
    return target.startswith("!") or "EVIL" in target or "evil.example" in target
