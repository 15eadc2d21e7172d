"""What Slack refuses in a message: blocks that are wrong by themselves, and too much together."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.workspace.block_kit import MARKDOWN_CHARACTERS, MessageBlock
from bot.workspace.world import Json

MESSAGE_BLOCKS = 50
BLOCKS_CHARACTERS = 13_200
"""Of JSON. Not documented, but Slack refuses at about that size."""

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
            f"{fault['msg']} [json-pointer:{_pointer(fault['loc'], blocks)}]"
            for fault in error.errors()
        ]
    return list(_problems_of_all(blocks))


def _pointer(location: Sequence[int | str], blocks: Sequence[Json]) -> str:
    """Write a location as a JSON pointer, without the union tags that pydantic puts into it."""
    pointer, may_be_tag = "/blocks", False
    value: Any = blocks
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
    for name, what in (("block_id", blocks), ("action_id", list(_elements(blocks)))):
        counted = Counter(part[name] for part in what if part.get(name))
        yield from (f"{name} {value!r} is used {n} times" for value, n in counted.items() if n > 1)
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > MARKDOWN_CHARACTERS:
        yield f"markdown blocks hold more than {MARKDOWN_CHARACTERS} characters together"
    if len(json.dumps(blocks)) > BLOCKS_CHARACTERS:
        yield f"msg_blocks_too_long: more than {BLOCKS_CHARACTERS} characters of blocks"


def _elements(blocks: Sequence[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["type"] in ("actions", "context_actions"):
            yield from block["elements"]
        if "accessory" in block:
            yield block["accessory"]
