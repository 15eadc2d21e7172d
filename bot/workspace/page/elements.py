"""Draws what can be used in blocks: buttons, menus, inputs.

The script finds by `data-block` and `data-action` what was used, and sends no more than these and
the value that was chosen; what it means is looked up in the workspace.
"""

from collections.abc import Callable
from itertools import count
from urllib.parse import quote

from htpy import (
    Node,
    a,
    button,
    details,
    div,
    img,
    input,
    label,
    optgroup,
    option,
    select,
    span,
    summary,
    textarea,
)

from bot.workspace.page.mentions import SCHEMES, with_emoji
from bot.workspace.page.mrkdwn import mrkdwn
from bot.workspace.page.scene import Scene
from bot.workspace.world import Json

Attributes = dict[str, str | bool | None]


def text(content: Json, scene: Scene) -> Node:
    """Draw a text object."""
    if content["type"] == "mrkdwn":
        return mrkdwn(content["text"], scene)
    return with_emoji(content["text"]) if content.get("emoji") is not False else content["text"]


def element(content: Json, block_id: str, scene: Scene) -> Node:
    """Draw an element of a block."""
    return ELEMENTS[content["type"]](content, block_id, scene)


def control_id(content: Json, block_id: str, scene: Scene) -> str:
    """Name an input on the page, for its label."""
    return "/".join(quote(part, safe="") for part in (scene.key, block_id, content["action_id"]))


def _used(content: Json, block_id: str) -> Attributes:
    confirm = content.get("confirm")
    return {
        "data-block": block_id,
        "data-action": content["action_id"],
        "data-confirm": _question(confirm) if confirm else None,
    }


def _question(confirm: Json) -> str:
    return f"{confirm['title']['text']}\n\n{confirm['text']['text']}"


def _button(content: Json, block_id: str, scene: Scene) -> Node:
    looks = f"button {content.get('style', '')}"
    attributes: Attributes = {
        "aria-label": content.get("accessibility_label"),
        **_used(content, block_id),
    }
    if url := content.get("url"):
        return a(attributes, class_=looks, href=_safe(url), target="_blank", rel="noopener")[
            text(content["text"], scene)
        ]
    return button(attributes, class_=looks, type="button")[text(content["text"], scene)]


def _safe(url: str) -> str | None:
    return url if url.lower().startswith(SCHEMES) else None


def _feedback_buttons(content: Json, block_id: str, scene: Scene) -> Node:
    def drawn(which: Json, sign: str) -> Node:
        label = which.get("accessibility_label")
        return button(
            _used(content, block_id),
            class_="button feedback",
            type="button",
            value=which["value"],
            aria_label=label,
        )[span(aria_hidden="true")[sign], " ", text(which["text"], scene)]

    return [drawn(content["positive_button"], "👍"), drawn(content["negative_button"], "👎")]


def _overflow(content: Json, block_id: str, scene: Scene) -> Node:
    def drawn(choice: Json) -> Node:
        about = choice.get("description")
        label = [text(choice["text"], scene), about and span(".about")[text(about, scene)]]
        used = _used(content, block_id)
        if choice.get("url"):
            return a(used, href=_safe(choice["url"]), target="_blank", rel="noopener")[label]
        return button(used, type="button", value=choice["value"])[label]

    return details(".menu")[
        summary(".button", aria_label="More choices")["⋯"],
        div(".choices")[(drawn(choice) for choice in content["options"])],
    ]


def _static_select(content: Json, block_id: str, scene: Scene) -> Node:
    initial = (content.get("initial_option") or {"value": None})["value"]

    def drawn(choice: Json) -> Node:
        chosen = choice["value"] == initial
        return option(value=choice["value"], selected=chosen)[choice["text"]["text"]]

    hint = (content.get("placeholder") or {"text": "Choose…"})["text"]
    groups = content.get("option_groups") or []
    return select(_named(content, block_id, scene, hint))[
        option(value="")[hint],
        (drawn(choice) for choice in content.get("options") or ()),
        (
            optgroup(label=group["label"]["text"])[(drawn(choice) for choice in group["options"])]
            for group in groups
        ),
    ]


def _several(content: Json, block_id: str, scene: Scene) -> Node:
    """Draw a list to tick in.

    A menu is drawn as one, too: in those of browsers nobody finds how to choose several.
    """
    initial = [choice["value"] for choice in content.get("initial_options") or ()]
    is_menu = content["type"] == "multi_static_select"
    hint = (content.get("placeholder") or {"text": "Choose…" if is_menu else None})["text"]
    named = _named(content, block_id, scene, hint)
    required = named.pop("required", False)
    numbers = count()

    def drawn(choice: Json) -> Node:
        about = choice.get("description")
        return label[
            input(
                id=f"{named['id']}/{next(numbers)}",
                type="checkbox",
                value=choice["value"],
                checked=choice["value"] in initial,
            ),
            span[text(choice["text"], scene), about and span(".about")[text(about, scene)]],
        ]

    return div(
        named,
        class_="several",
        role="group",
        aria_labelledby=f"{named['id']}-label" if scene.input else None,
        data_required=required,
        data_most=_number(content.get("max_selected_items")),
    )[
        (drawn(choice) for choice in content.get("options") or ()),
        (
            div(role="group", aria_label=group["label"]["text"])[
                div(".about", aria_hidden="true")[group["label"]["text"]],
                (drawn(choice) for choice in group["options"]),
            ]
            for group in content.get("option_groups") or ()
        ),
    ]


def _timepicker(content: Json, block_id: str, scene: Scene) -> Node:
    hint = (content.get("placeholder") or {"text": "Choose a time"})["text"]
    zone = content.get("timezone")
    return [
        input(
            _named(content, block_id, scene, hint),
            type="time",
            value=content.get("initial_time"),
        ),
        zone and span(".about")[zone],
    ]


def _plain_text_input(content: Json, block_id: str, scene: Scene) -> Node:
    hint = (content.get("placeholder") or {"text": None})["text"]
    attributes: Attributes = {
        **_named(content, block_id, scene, hint),
        "placeholder": hint,
        "minlength": _number(content.get("min_length")),
        "maxlength": _number(content.get("max_length") or 3000),
    }
    value = content.get("initial_value") or ""
    if content.get("multiline"):
        return textarea(attributes, rows="4")["\n", value]  # the first line break does not count
    return input(attributes, type="text", value=value)


def _named(content: Json, block_id: str, scene: Scene, hint: str | None) -> Attributes:
    """Say what an input is called, and whether it may stay empty: by the block that it is in."""
    id = control_id(content, block_id, scene)
    attributes: Attributes = {**_used(content, block_id), "id": id}
    if scene.input is None:
        return attributes | {"aria-label": hint}
    required = not scene.input.get("optional")
    return attributes | {"aria-describedby": f"{id}-about", "required": required}


def is_group(content: Json) -> bool:
    """Tell whether an input is drawn as several controls, for which no one label can stand."""
    return content["type"] in ("checkboxes", "multi_static_select")


def _number(value: int | None) -> str | None:
    return None if value is None else str(value)


def _image(content: Json, block_id: str, scene: Scene) -> Node:
    return img(
        src=_safe(content["image_url"]), alt=content["alt_text"], referrerpolicy="no-referrer"
    )


ELEMENTS: dict[str, Callable[[Json, str, Scene], Node]] = {
    "button": _button,
    "checkboxes": _several,
    "feedback_buttons": _feedback_buttons,
    "image": _image,
    "multi_static_select": _several,
    "overflow": _overflow,
    "plain_text_input": _plain_text_input,
    "static_select": _static_select,
    "timepicker": _timepicker,
}
