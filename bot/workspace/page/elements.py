"""Draws what can be used in blocks: buttons, menus, inputs."""

from collections.abc import Callable
from itertools import count

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
    path,
    select,
    span,
    summary,
    svg,
    textarea,
)

from bot.workspace.page.controls import Attributes, named, number, text, triggers, used
from bot.workspace.page.external import external
from bot.workspace.page.mentions import SCHEMES
from bot.workspace.page.scene import Scene
from bot.workspace.world import Json

THUMB = (
    "M2 10h4v11H2z"
    "M8 10l4-8c1.7 0 2.5 1 2.5 2.6L14 8h5.5c1.4 0 2.4 1.2 2.1 2.6l-1.6 8c-.2 1.4-1.2 2.4-2.6 2.4H8z"
)
"""A thumb up, as a path; not every machine has the emoji in its fonts."""


def element(content: Json, block_id: str, scene: Scene) -> Node:
    """Draw an element of a block."""
    return ELEMENTS[content["type"]](content, block_id, scene)


def _button(content: Json, block_id: str, scene: Scene) -> Node:
    looks = f"button {content.get('style', '')}"
    attributes: Attributes = {
        "aria-label": content.get("accessibility_label"),
        **used(content, block_id),
    }
    if url := content.get("url"):
        return a(attributes, class_=looks, href=_safe(url), target="_blank", rel="noopener")[
            text(content["text"], scene)
        ]
    return button(attributes, class_=looks, type="button")[text(content["text"], scene)]


def _safe(url: str) -> str | None:
    return url if url.lower().startswith(SCHEMES) else None


def _feedback_buttons(content: Json, block_id: str, scene: Scene) -> Node:
    def drawn(which: Json, way: str) -> Node:
        label = which.get("accessibility_label")
        return button(
            used(content, block_id),
            class_="button feedback",
            type="button",
            value=which["value"],
            aria_label=label,
        )[
            svg(class_=f"thumb {way}", viewBox="0 0 24 24", aria_hidden="true")[path(d=THUMB)],
            text(which["text"], scene),
        ]

    return [drawn(content["positive_button"], "up"), drawn(content["negative_button"], "down")]


def _overflow(content: Json, block_id: str, scene: Scene) -> Node:
    def drawn(choice: Json) -> Node:
        about = choice.get("description")
        label = [text(choice["text"], scene), about and span(".about")[text(about, scene)]]
        how = used(content, block_id)
        if choice.get("url"):
            return a(how, href=_safe(choice["url"]), target="_blank", rel="noopener")[label]
        return button(how, type="button", value=choice["value"])[label]

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
    return select(named(content, block_id, scene, hint))[
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
    attributes = named(content, block_id, scene, hint)
    required = attributes.pop("required", False)
    numbers = count()

    def drawn(choice: Json) -> Node:
        about = choice.get("description")
        return label[
            input(
                id=f"{attributes['id']}/{next(numbers)}",
                type="checkbox",
                value=choice["value"],
                checked=choice["value"] in initial,
            ),
            span[text(choice["text"], scene), about and span(".about")[text(about, scene)]],
        ]

    return div(
        attributes,
        class_="several",
        role="group",
        aria_labelledby=f"{attributes['id']}-label" if scene.input else None,
        data_required=required,
        data_most=number(content.get("max_selected_items")),
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
            named(content, block_id, scene, hint),
            type="time",
            value=content.get("initial_time"),
        ),
        zone and span(".about")[zone],
    ]


def _plain_text_input(content: Json, block_id: str, scene: Scene) -> Node:
    hint = (content.get("placeholder") or {"text": None})["text"]
    attributes: Attributes = {
        **named(content, block_id, scene, hint),
        "placeholder": hint,
        "minlength": number(content.get("min_length")),
        "maxlength": number(content.get("max_length") or 3000),
    }
    value = content.get("initial_value") or ""
    if content.get("multiline"):
        # The first line break does not count.
        return [textarea(attributes, rows="4")["\n", value], _enter(content, scene)]
    return [input(attributes, type="text", value=value), _enter(content, scene)]


def _url_text_input(content: Json, block_id: str, scene: Scene) -> Node:
    """Draw an input for an address, which Slack looks at, and not the browser, in its own words."""
    hint = (content.get("placeholder") or {"text": None})["text"]
    attributes: Attributes = {**named(content, block_id, scene, hint), "placeholder": hint}
    value = content.get("initial_value") or ""
    return [
        input(attributes, type="text", inputmode="url", value=value),
        _enter(content, scene),
    ]


def _enter(content: Json, scene: Scene) -> Node:
    pressed = "on_enter_pressed" in triggers(content, scene)
    return pressed and span(".about")["Press Enter to send it to the app"]


def _users_select(content: Json, block_id: str, scene: Scene) -> Node:
    hint = (content.get("placeholder") or {"text": "Choose somebody…"})["text"]
    initial = content.get("initial_user")
    return select(named(content, block_id, scene, hint))[
        option(value="")[hint],
        (
            option(value=person, selected=person == initial)[name]
            for person, name in scene.colleagues.items()
        ),
    ]


def is_group(content: Json) -> bool:
    """Tell whether an input is drawn as several controls, for which no one label can stand."""
    return content["type"] in ("checkboxes", "multi_static_select")


def _image(content: Json, block_id: str, scene: Scene) -> Node:
    return img(
        src=_safe(content["image_url"]), alt=content["alt_text"], referrerpolicy="no-referrer"
    )


ELEMENTS: dict[str, Callable[[Json, str, Scene], Node]] = {
    "button": _button,
    "checkboxes": _several,
    "external_select": external,
    "feedback_buttons": _feedback_buttons,
    "image": _image,
    "multi_external_select": external,
    "multi_static_select": _several,
    "overflow": _overflow,
    "plain_text_input": _plain_text_input,
    "static_select": _static_select,
    "timepicker": _timepicker,
    "url_text_input": _url_text_input,
    "users_select": _users_select,
}
