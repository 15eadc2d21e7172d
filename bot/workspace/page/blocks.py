"""Draws blocks as HTML: one pure function a block, and one for those that are not known.

https://docs.slack.dev/reference/block-kit/blocks
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from htpy import Node, code, div, figcaption, figure, h3, hr, label, p, pre, span

from bot.workspace.page.controls import control_id, text
from bot.workspace.page.elements import element, is_group
from bot.workspace.page.rich_text import rich_text
from bot.workspace.page.scene import Scene
from bot.workspace.world import Json


def blocks(content: Sequence[Json], scene: Scene) -> Node:
    """Draw blocks in order; what is not known is shown, and never skipped."""
    return [BLOCKS.get(block["type"], unknown)(block, scene) for block in content]


def section(block: Json, scene: Scene) -> Node:
    fields = block.get("fields") or []
    accessory = block.get("accessory")
    return div(".section")[
        div(".words")[
            block.get("text") and div[text(block["text"], scene)],
            fields and div(".fields")[(div[text(each, scene)] for each in fields)],
        ],
        accessory and div(".accessory")[element(accessory, block["block_id"], scene)],
    ]


def header(block: Json, scene: Scene) -> Node:
    return h3[text(block["text"], scene)]


def context(block: Json, scene: Scene) -> Node:
    return div(".context")[
        (
            element(each, block["block_id"], scene)
            if each["type"] == "image"
            else span[text(each, scene)]
            for each in block["elements"]
        )
    ]


def actions(block: Json, scene: Scene) -> Node:
    drawn = (element(each, block["block_id"], scene) for each in block["elements"])
    return div(".actions")[drawn]


def divider(block: Json, scene: Scene) -> Node:
    return hr


def image(block: Json, scene: Scene) -> Node:
    title = block.get("title")
    return figure[
        title and figcaption[text(title, scene)], element(block, block["block_id"], scene)
    ]


def field(block: Json, scene: Scene) -> Node:
    """Draw an input with its label, its hint, and what was wrong with what stood in it."""
    id = control_id(block["element"], block["block_id"], scene)
    hint, error = block.get("hint"), scene.errors.get(block["block_id"])
    several = is_group(block["element"])
    named = div(".label", id=f"{id}-label") if several else label(".label", for_=id)
    return div(".field")[
        named[
            text(block["label"], scene),
            block.get("optional") and span(".about")[" (optional)"],
        ],
        element(block["element"], block["block_id"], replace(scene, input=block)),
        div(id=f"{id}-about")[
            hint and p(".about")[text(hint, scene)],
            error and p(".error", role="alert")[error],
        ],
    ]


def unknown(block: Json, scene: Scene) -> Node:
    return div(".unknown")[
        p["A block that this page cannot draw: ", code[block["type"]]],
        pre(tabindex="0")[json.dumps(block, indent=2, ensure_ascii=False)],
    ]


BLOCKS: dict[str, Callable[[Json, Scene], Node]] = {
    "actions": actions,
    "context": context,
    "context_actions": actions,
    "divider": divider,
    "header": header,
    "image": image,
    "input": field,
    "rich_text": rich_text,
    "section": section,
}
