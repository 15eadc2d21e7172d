"""What all inputs on the page have in common: how they are named, and what the script needs.

The script finds by `data-block` and `data-action` what was used, and sends no more than these and
the value that was chosen; what it means is looked up in the workspace.
"""

from urllib.parse import quote

from htpy import Node

from bot.workspace.page.mentions import with_emoji
from bot.workspace.page.mrkdwn import mrkdwn
from bot.workspace.page.scene import Scene
from bot.workspace.world import Json

Attributes = dict[str, str | bool | None]


def text(content: Json, scene: Scene) -> Node:
    """Draw a text object."""
    if content["type"] == "mrkdwn":
        return mrkdwn(content["text"], scene)
    return with_emoji(content["text"]) if content.get("emoji") is not False else content["text"]


def control_id(content: Json, block_id: str, scene: Scene) -> str:
    """Name an input on the page, for its label."""
    return "/".join(quote(part, safe="") for part in (scene.key, block_id, content["action_id"]))


def used(content: Json, block_id: str) -> Attributes:
    confirm = content.get("confirm")
    return {
        "data-block": block_id,
        "data-action": content["action_id"],
        "data-confirm": _question(confirm) if confirm else None,
    }


def _question(confirm: Json) -> str:
    return f"{confirm['title']['text']}\n\n{confirm['text']['text']}"


def named(content: Json, block_id: str, scene: Scene, hint: str | None) -> Attributes:
    """Say what an input is called, and whether it may stay empty: by the block that it is in."""
    id = control_id(content, block_id, scene)
    attributes: Attributes = {**used(content, block_id), "id": id}
    if scene.input is None:
        return attributes | {"aria-label": hint}
    required = not scene.input.get("optional")
    attributes |= {"aria-describedby": f"{id}-about", "required": required}
    if scene.input.get("dispatch_action"):
        attributes |= {"data-dispatch": " ".join(triggers(content, scene))}
    return attributes


def triggers(content: Json, scene: Scene) -> list[str]:
    """Say by what an input tells the app what is typed in it, before anything is submitted."""
    if not (scene.input and scene.input.get("dispatch_action")):
        return []
    config = content.get("dispatch_action_config") or {"trigger_actions_on": ["on_enter_pressed"]}
    return list(config["trigger_actions_on"])


def number(value: int | None) -> str | None:
    return None if value is None else str(value)
