"""Draws rich text: nothing in it is parsed, each piece says what it is.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from collections.abc import Callable

from htpy import Node, blockquote, code, div, em, li, ol, pre, s, strong, ul

from bot.workspace.page import mentions
from bot.workspace.page.scene import Scene
from bot.workspace.world import Json


def rich_text(block: Json, scene: Scene) -> Node:
    return div(".rich-text")[(PARTS[part["type"]](part, scene) for part in block["elements"])]


def _section(part: Json, scene: Scene) -> Node:
    return div[_inline(part, scene)]


def _list(part: Json, scene: Scene) -> Node:
    items = [li[_inline(item, scene)] for item in part["elements"]]
    indent = f"indent-{part.get('indent') or 0}"
    if part["style"] == "ordered":
        return ol(class_=indent, start=str((part.get("offset") or 0) + 1))[items]
    return ul(class_=indent)[items]


def _quote(part: Json, scene: Scene) -> Node:
    return blockquote[_inline(part, scene)]


def _preformatted(part: Json, scene: Scene) -> Node:
    return pre[_inline(part, scene)]


PARTS: dict[str, Callable[[Json, Scene], Node]] = {
    "rich_text_section": _section,
    "rich_text_list": _list,
    "rich_text_quote": _quote,
    "rich_text_preformatted": _preformatted,
}


def _inline(part: Json, scene: Scene) -> list[Node]:
    return [_styled(element, scene) for element in part["elements"]]


def _styled(element: Json, scene: Scene) -> Node:
    style = element.get("style") or {}
    drawn = _bare(element, scene)
    for name, wrap in (("code", code), ("bold", strong), ("italic", em), ("strike", s)):
        if style.get(name):
            drawn = wrap[drawn]
    return drawn


def _bare(element: Json, scene: Scene) -> Node:
    match element["type"]:
        case "link":
            return mentions.link(element["url"], element.get("text") or element["url"])
        case "user":
            return mentions.person(element["user_id"], scene)
        case "channel":
            return mentions.channel(element["channel_id"], scene)
        case "emoji":
            return mentions.emoji(element["name"])
        case "broadcast":
            return mentions.broadcast(element["range"])
        case _:
            return str(element["text"])
