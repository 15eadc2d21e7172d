"""Draws menus whose options the app gives while somebody types.

What is chosen stands in a list of its own, with its text, since the app does not know it by heart.
"""

from htpy import Node, button, div, input, li, p, span, ul

from bot.workspace.elements import least_typed
from bot.workspace.page.controls import control_id, named, number, text
from bot.workspace.page.scene import Scene
from bot.workspace.world import Json


def external(content: Json, block_id: str, scene: Scene) -> Node:
    """Draw what was chosen, the box to type in, and the place of what is offered for that."""
    several = content["type"] == "multi_external_select"
    hint = (content.get("placeholder") or {"text": "Type to search…"})["text"]
    id = control_id(content, block_id, scene)
    attributes = named(content, block_id, scene, hint)
    box = {name: attributes.pop(name, None) for name in ("aria-label", "aria-describedby")}
    required = attributes.pop("required", False)
    began = content.get("initial_options") or [content.get("initial_option")]
    return div(
        attributes | {"id": f"{id}/all"},
        class_="external",
        data_several=several,
        data_required=required,
        data_most=number(content.get("max_selected_items")),
        data_least=str(least_typed(content)),
    )[
        ul(".chosen", aria_label="Chosen")[(_chosen(each, scene) for each in began if each)],
        input(
            box,
            id=id,
            type="text",
            role="combobox",
            autocomplete="off",
            placeholder=hint,
            aria_expanded="false",
            aria_autocomplete="list",
            aria_controls=f"{id}/offered",
        ),
        div(".offered", id=f"{id}/offered", role="listbox", aria_label=hint, hidden=True),
        p(".about", role="status"),
    ]


def _chosen(choice: Json, scene: Scene) -> Node:
    """Draw something chosen; the script makes the same of what somebody chooses."""
    name = choice["text"]["text"]
    return li(data_value=choice["value"])[
        span[text(choice["text"], scene)],
        button(type="button", data_unchoose=True, aria_label=f"Remove {name}")["✕"],
    ]


def offer(reply: Json, scene: Scene) -> Node:
    """Draw what the app offers, in its groups where it has some."""

    def drawn(choice: Json) -> Node:
        about = choice.get("description")
        return div(role="option", aria_selected="false", data_value=choice["value"])[
            span(".name")[text(choice["text"], scene)],
            about and span(".about")[text(about, scene)],
        ]

    return [
        (drawn(choice) for choice in reply.get("options") or ()),
        (
            div(role="group", aria_label=group["label"]["text"])[
                div(".about", aria_hidden="true")[group["label"]["text"]],
                (drawn(choice) for choice in group["options"]),
            ]
            for group in reply.get("option_groups") or ()
        ),
    ]
