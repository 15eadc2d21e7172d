"""The interactive elements in blocks: where they stand, and what using one of them tells."""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from bot.workspace.block_kit.elements import TIME
from bot.workspace.world import Json

INTERACTIVE = frozenset(
    {
        "button",
        "checkboxes",
        "external_select",
        "feedback_buttons",
        "multi_external_select",
        "multi_static_select",
        "overflow",
        "plain_text_input",
        "static_select",
        "timepicker",
        "url_text_input",
        "users_select",
    }
)

Value = str | tuple[str, ...]
"""What people put into an input: a text, or of what several can be chosen, the values of those;
nothing in it where they took it out."""

Values = Mapping[tuple[str, str], Value]
"""What people put into inputs, by block id and action id."""

INITIAL = ("initial_option", "initial_options", "initial_time", "initial_user", "initial_value")
ROWS = ("actions", "context_actions")

LEAST_TYPED = 3
"""Characters in a menu whose options the app gives, where it says nothing else."""

NO_URL = "Enter a valid URL."


def with_ids(blocks: Sequence[Json]) -> list[Json]:
    """Give an id to each block and each interactive element that has none, as Slack does."""
    return [_with_id(block) for block in blocks]


def _with_id(block: Json) -> Json:
    given: Json = {"block_id": secrets.token_hex(3)} if not block.get("block_id") else {}
    return _mapped(block, _with_action_id) | given


def _mapped(block: Json, change: Callable[[Json], Json]) -> Json:
    """Copy a block with its elements changed."""
    places = [place for place in ("accessory", "element") if block.get(place)]
    changed: Json = {place: change(block[place]) for place in places}
    if block["type"] in ROWS:
        changed["elements"] = [change(element) for element in block["elements"]]
    return block | changed


def _with_action_id(element: Json) -> Json:
    needs_one = element["type"] in INTERACTIVE and not element.get("action_id")
    return element | {"action_id": secrets.token_hex(3)} if needs_one else element


def with_options(
    blocks: Sequence[Json], known: Callable[[str, Json], list[Json] | None]
) -> list[Json]:
    """Copy blocks, with the options that are known of an element but do not stand in it."""

    def filled(block_id: str, element: Json) -> Json:
        found = known(block_id, element)
        return element if found is None else element | {"options": found}

    return [_mapped(block, partial(filled, block.get("block_id", ""))) for block in blocks]


def elements(blocks: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    """List what can be used in blocks, each with the id of its block."""
    for block in blocks:
        inside = block["elements"] if block["type"] in ROWS else []
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


def dispatches(blocks: Sequence[Json], block_id: str) -> bool:
    """Tell whether the app hears at once of what is done in a block; of most inputs it does not."""
    block = next(block for block in blocks if block.get("block_id", "") == block_id)
    return block["type"] != "input" or bool(block.get("dispatch_action"))


def action(element: Json, block_id: str, value: Value | None) -> Json:
    """Tell what somebody did with an element: pressed it, or chose a value, or several.

    Raises:
        LookupError: when it does not have this value.
    """
    named = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id}
    copied = ("style", "confirm", "placeholder", *INITIAL)
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
        case "external_select" | "overflow" | "static_select":
            told |= {"selected_option": _option(element, value)}
        case "checkboxes" | "multi_external_select" | "multi_static_select":
            told |= {"selected_options": _options(element, value)}
        case "users_select":
            told |= {"selected_user": _option(element, value)["value"]}
        case "timepicker":
            told |= {"selected_time": _time(value)}
        case "plain_text_input" | "url_text_input":
            told |= {"value": _text(value)}
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
            case "external_select" | "static_select":
                chosen = _option(element, value) if value else None
                stands = {"selected_option": chosen if value is not None else initial(element)}
            case "checkboxes" | "multi_external_select" | "multi_static_select":
                untouched = initial(element) or []
                several = untouched if value is None else _options(element, value)
                stands = {"selected_options": several}
            case "users_select":
                person = _option(element, value)["value"] if value else None
                stands = {"selected_user": person if value is not None else initial(element)}
            case "timepicker":
                time = _time(value) if value else None
                stands = {"selected_time": time if value is not None else initial(element)}
            case "plain_text_input" | "url_text_input":
                stands = {"value": _text(value if value is not None else initial(element))}
            case _:
                continue
        kind = {"type": element["type"]}
        told.setdefault(block_id, {})[element["action_id"]] = kind | stands
    return {"values": told}


def least_typed(element: Json) -> int:
    """Say how many characters are typed in a menu before the app is asked for options."""
    least = element.get("min_query_length")
    return LEAST_TYPED if least is None else int(least)


def wrong_inputs(blocks: Sequence[Json], values: Values) -> dict[str, str]:
    """Say what Slack itself would not let a person submit, by block id."""
    stands = state(blocks, values)["values"]
    typed = [
        (block_id, stands[block_id][element["action_id"]]["value"])
        for block_id, element in elements(blocks)
        if element["type"] == "url_text_input"
    ]
    return {block_id: NO_URL for block_id, url in typed if url and not _is_url(url)}


def initial(element: Json) -> Any:
    """Give what stands in an input that nobody has touched."""
    return next((element[name] for name in INITIAL if element.get(name)), None)


def options(element: Json) -> Iterator[Json]:
    """List what can be chosen, out of groups too."""
    yield from element.get("options") or ()
    for group in element.get("option_groups") or ():
        yield from group["options"]


def _option(element: Json, value: Value | None) -> Json:
    for option in options(element):
        if option["value"] == value:
            return option
    raise LookupError(f"no value {value!r}")


def _options(element: Json, value: Value | None) -> list[Json]:
    """Find the options of these values, in the order in which the app offers them.

    Those of which it does not offer all at once stay in the order in which they were chosen.
    """
    if value is None or isinstance(value, str):
        raise LookupError(f"not several values: {value!r}")
    found = [option for option in options(element) if option["value"] in value]
    if missing := set(value) - {option["value"] for option in found}:
        raise LookupError(f"no values {missing!r}")
    if element["type"] == "multi_external_select":
        found.sort(key=lambda option: value.index(option["value"]))
    if len(found) > (element.get("max_selected_items") or len(found)):
        raise LookupError(f"too many values: {value!r}")
    return found


def _text(value: Value | None) -> str | None:
    if isinstance(value, str | None):
        return value or None
    raise LookupError(f"no text: {value!r}")


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)


def _time(value: Value | None) -> str:
    if isinstance(value, str) and re.fullmatch(TIME, value):
        return value
    raise LookupError(f"no time {value!r}")
