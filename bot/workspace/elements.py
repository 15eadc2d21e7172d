"""The interactive elements in blocks: where they stand, and what using one of them tells."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.workspace.world import Json

INTERACTIVE = frozenset(
    {"button", "feedback_buttons", "overflow", "plain_text_input", "static_select"}
)

Values = Mapping[tuple[str, str], str]
"""What people put into inputs, by block id and action id; an empty text where they took it out."""


def with_ids(blocks: Sequence[Json]) -> list[Json]:
    """Give an id to each block and each interactive element that has none, as Slack does."""
    return [_with_id(block) for block in blocks]


def _with_id(block: Json) -> Json:
    given: Json = {"block_id": secrets.token_hex(3)} if not block.get("block_id") else {}
    for place in ("accessory", "element"):
        if block.get(place):
            given[place] = _with_action_id(block[place])
    if block["type"] in ("actions", "context_actions"):
        given["elements"] = [_with_action_id(element) for element in block["elements"]]
    return block | given


def _with_action_id(element: Json) -> Json:
    needs_one = element["type"] in INTERACTIVE and not element.get("action_id")
    return element | {"action_id": secrets.token_hex(3)} if needs_one else element


def elements(blocks: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    """List what can be used in blocks, each with the id of its block."""
    for block in blocks:
        inside = block["elements"] if block["type"] in ("actions", "context_actions") else []
        for element in (*inside, block.get("accessory"), block.get("element")):
            if element and element["type"] in INTERACTIVE:
                yield block.get("block_id", ""), element


def find(blocks: Sequence[Json], action_id: str, block_id: str | None = None) -> tuple[str, Json]:
    """Find an element, and the id of the block that it stands in.

    Raises:
        LookupError: when there is none with this action id, or not in that block.
    """
    for block, element in elements(blocks):
        if element.get("action_id") == action_id and block_id in (None, block):
            return block, element
    raise LookupError(f"no element {action_id!r}")


def action(element: Json, block_id: str, value: str | None) -> Json:
    """Tell what somebody did with an element: pressed it, or chose a value.

    Raises:
        LookupError: when it does not have this value.
    """
    named = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id}
    copied = ("style", "confirm", "placeholder", "initial_option")
    told: Json = named | {name: element[name] for name in copied if name in element}
    match element["type"]:
        case "button":
            told |= {"text": element["text"]}
            told |= {"value": element["value"]} if "value" in element else {}
        case "feedback_buttons":
            buttons = (element["positive_button"], element["negative_button"])
            pressed = next((each for each in buttons if each["value"] == value), None)
            if pressed is None:
                raise LookupError(f"no value {value!r}")
            told |= {"text": pressed["text"], "value": pressed["value"]}
        case "overflow" | "static_select":
            told |= {"selected_option": _option(element, value)}
        case "plain_text_input":
            told |= {"value": value}
    return told


def state(blocks: Sequence[Json], values: Values) -> Json:
    """Tell what stands in the inputs, as `state` does in Slack's payloads.

    Raises:
        LookupError: when an input cannot have the value.
    """
    told: dict[str, dict[str, Json]] = {}
    for block_id, element in elements(blocks):
        value = values.get((block_id, element["action_id"]))
        match element["type"]:
            case "static_select":
                chosen = _option(element, value) if value else None
                stands = {"selected_option": chosen if value is not None else initial(element)}
            case "plain_text_input":
                stands = {"value": (value if value is not None else initial(element)) or None}
            case _:
                continue
        kind = {"type": element["type"]}
        told.setdefault(block_id, {})[element["action_id"]] = kind | stands
    return {"values": told}


def initial(element: Json) -> Any:
    """Give what stands in an input that nobody has touched."""
    return element.get("initial_option") or element.get("initial_value")


def options(element: Json) -> Iterator[Json]:
    """List what can be chosen, out of groups too."""
    yield from element.get("options") or ()
    for group in element.get("option_groups") or ():
        yield from group["options"]


def _option(element: Json, value: str | None) -> Json:
    for option in options(element):
        if option["value"] == value:
            return option
    raise LookupError(f"no value {value!r}")
