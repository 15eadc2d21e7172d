"""What a person types, as Slack's composer would send it: names become mentions, addresses links.

Nothing else is markup: what looks like Slack's own, such as `<!channel>`, stays the text it is.
"""

import re
from collections.abc import Iterator

from bot.workspace.emojis import emoji_named
from bot.workspace.world import Json, World

BROADCASTS = ("here", "channel", "everyone")


def typed(text: str, world: World) -> tuple[str, list[Json]]:
    """Read what was typed: the text as Slack writes it for apps, and the blocks that show it."""
    elements = list(_elements(text, world))
    blocks = [
        {
            "type": "rich_text",
            "block_id": "typed",
            "elements": [{"type": "rich_text_section", "elements": elements}],
        }
    ]
    return "".join(_written(element, world) for element in elements), blocks


def escaped(text: str, world: World) -> str:
    """Read what was typed in a command that wants it escaped: people come with their names too."""
    return "".join(
        f"<@{element['user_id']}|{world.people[element['user_id']].name}>"
        if element["type"] == "user"
        else _written(element, world)
        for element in _elements(text, world)
    )


def _elements(text: str, world: World) -> Iterator[Json]:
    people = {person.name.lower(): person.id for person in world.people.values()}
    channels = {c.name.lower(): c.id for c in world.channels.values() if not c.is_direct}
    end = 0
    for found in _pattern([*people, *BROADCASTS], list(channels)).finditer(text):
        element = _element(found, people, channels)
        if element is None:
            continue
        if found.start() > end:
            yield {"type": "text", "text": text[end : found.start()]}
        yield element
        end = found.end()
    if end < len(text):
        yield {"type": "text", "text": text[end:]}


def _pattern(people: list[str], channels: list[str]) -> re.Pattern[str]:
    def either(names: list[str]) -> str:
        return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))

    return re.compile(
        rf"(?<![\w@])@(?P<name>{either(people)})(?![\w-])"
        rf"|(?<![\w#])\#(?P<channel>{either(channels)})(?![\w-])"
        r"|(?P<url>https?://[^\s<>|]*[^\s<>|.,;:!?()\[\]'\"])"
        r"|:(?P<emoji>[a-z0-9_+-]+):",
        re.IGNORECASE,
    )


def _element(found: re.Match[str], people: dict[str, str], channels: dict[str, str]) -> Json | None:
    if name := found["name"]:
        if name.lower() in BROADCASTS:
            return {"type": "broadcast", "range": name.lower()}
        known = people.get(name.lower())  # not a letter that only looks the same
        return {"type": "user", "user_id": known} if known else None
    if found["channel"]:
        known = channels.get(found["channel"].lower())
        return {"type": "channel", "channel_id": known} if known else None
    if found["url"]:
        return {"type": "link", "url": found["url"]}
    name = found["emoji"].lower()
    return {"type": "emoji", "name": name} if emoji_named(name) else None


def _written(element: Json, world: World) -> str:
    match element["type"]:
        case "user":
            return f"<@{element['user_id']}>"
        case "channel":
            return f"<#{element['channel_id']}|{world.channels[element['channel_id']].name}>"
        case "broadcast":
            return f"<!{element['range']}>"
        case "link":
            return f"<{_escaped(element['url'])}>"
        case "emoji":
            return f":{element['name']}:"
        case _:
            return _escaped(element["text"])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
