"""What Slack refuses in a message: blocks that are wrong by themselves, and too much together."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.workspace.block_kit.blocks import MARKDOWN_CHARACTERS, MessageBlock
from bot.workspace.block_kit.views import Home, Modal
from bot.workspace.elements import elements
from bot.workspace.world import Json

MESSAGE_BLOCKS = 50
BLOCKS_CHARACTERS = 13_200
"""Of JSON. Not documented, but Slack refuses at about that size."""

VIEW_CHARACTERS = 250_000
"""Of JSON."""

_BLOCKS: TypeAdapter[list[MessageBlock]] = TypeAdapter(list[MessageBlock])


def problems(message: Mapping[str, Any]) -> list[str]:
    """Say what Slack would refuse in a message, a line each; nothing when it would take it.

    Slack itself only warns of blocks without `text`. Screen readers and notifications have
    nothing else to show, so the lack of it counts as a problem here.
    """
    blocks = message.get("blocks") or []
    found = [] if message.get("text") else ["no_text: a message needs text"]
    return found + block_problems(blocks)


def block_problems(blocks: Sequence[Json]) -> list[str]:
    """Say what Slack would refuse in the blocks of a message, with a JSON pointer where it can."""
    try:
        _BLOCKS.validate_python(blocks)
    except ValidationError as error:
        return [
            f"{fault['msg']} [json-pointer:/blocks{_pointer(fault['loc'], blocks)}]"
            for fault in error.errors()
        ]
    return list(_problems_of_all(blocks))


def view_problems(view: Any, kind: str) -> list[str]:
    """Say what Slack would refuse in a view of a kind, `modal` or `home`."""
    try:
        (Modal if kind == "modal" else Home).model_validate(view)
    except ValidationError as error:
        return [
            f"{fault['msg']} [json-pointer:/view{_pointer(fault['loc'], view)}]"
            for fault in error.errors()
        ]
    too_large = len(json.dumps(view)) > VIEW_CHARACTERS
    large = [f"view_too_large: more than {VIEW_CHARACTERS} characters"] if too_large else []
    return [*_repeated(view["blocks"]), *large]


def _pointer(location: Sequence[int | str], value: Any) -> str:
    """Write a location as a JSON pointer, without the union tags that pydantic puts into it."""
    pointer, may_be_tag = "", False
    for step in location:
        if may_be_tag and isinstance(value, dict) and value.get("type") == step:
            may_be_tag = False
            continue
        pointer += f"/{step}"
        inside = isinstance(value, list) and isinstance(step, int) and step < len(value)
        inside = inside or (isinstance(value, dict) and step in value)
        value, may_be_tag = value[step] if inside else None, True
    return pointer


def _problems_of_all(blocks: Sequence[Json]) -> Iterator[str]:
    if len(blocks) > MESSAGE_BLOCKS:
        yield f"no more than {MESSAGE_BLOCKS} items allowed [json-pointer:/blocks]"
    yield from _repeated(blocks)
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > MARKDOWN_CHARACTERS:
        yield f"markdown blocks hold more than {MARKDOWN_CHARACTERS} characters together"
    if len(json.dumps(blocks)) > BLOCKS_CHARACTERS:
        yield f"msg_blocks_too_long: more than {BLOCKS_CHARACTERS} characters of blocks"


def _repeated(blocks: Sequence[Json]) -> Iterator[str]:
    """Find names that are given twice: those of blocks, and within a block those of elements."""
    named = Counter(
        ("block_id", "", block["block_id"]) for block in blocks if block.get("block_id")
    )
    for number, block in enumerate(blocks):
        used = (element.get("action_id") for _, element in elements([block]))
        named.update(("action_id", f"/blocks/{number}", id) for id in used if id)
    for (name, where, value), times in named.items():
        if times > 1:
            place = f" [json-pointer:{where}]" if where else ""
            yield f"{name} {value!r} is used {times} times{place}"
