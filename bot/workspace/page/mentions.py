"""Draws what text points at: people, channels, links, emoji and everybody."""

import re

from htpy import Node, a, span

from bot.workspace.emojis import emoji_named
from bot.workspace.page.scene import Scene

SCHEMES = ("https://", "http://", "mailto:")
EMOJI = re.compile(r":([a-z0-9_+'-]+):")


def person(user_id: str, scene: Scene) -> Node:
    return span(".mention")[f"@{scene.people.get(user_id, user_id)}"]


def channel(channel_id: str, scene: Scene, label: str = "") -> Node:
    return span(".mention")[f"#{scene.channels.get(channel_id) or label or channel_id}"]


def broadcast(range: str) -> Node:
    return span(".mention.everybody")[f"@{range}"]


def link(url: str, label: Node) -> Node:
    """Draw a link that opens elsewhere; what a browser would not open as a page stays text."""
    if not url.lower().startswith(SCHEMES):
        return label
    return a(href=url, target="_blank", rel="noopener noreferrer")[label]


def emoji(name: str) -> Node:
    found = emoji_named(name)
    return span(role="img", aria_label=name.replace("_", " "))[found] if found else f":{name}:"


def with_emoji(text: str) -> list[Node]:
    """Draw plain text with the emoji that it names."""
    drawn: list[Node] = []
    end = 0
    for found in EMOJI.finditer(text):
        drawn += [text[end : found.start()], emoji(found[1])]
        end = found.end()
    return [*drawn, text[end:]]
