"""Draws the modal in which a digest is set by clicking, and reads what was put into it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.names import DIGEST_MODAL, MOST_TOPICS
from bot.views.blocks import Block, View, clip, tidy
from knowledge import Topic

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OPTION_CHARACTERS = 75
VALUE_CHARACTERS = 150
MOST_OFFERED = 100  # topics that Slack takes in a menu

DAY, TIME, ZONE = "day", "time", "zone"  # the block ids
TOPICS, WEEKENDS, HOLIDAYS = "topics", "weekends", "holidays"
VALUE = "value"  # the action id in each of these blocks


class Filled(BaseModel):
    """What stands in the modal, as texts; what it means is not checked yet.

    Comes back from Slack, and is validated like any other input.
    """

    model_config = ConfigDict(frozen=True)

    channel: Annotated[str, Field(pattern=r"^[CDG][A-Z0-9]+$")]
    weekday: Annotated[int, Field(ge=0, le=6)]
    time: str
    zone: str
    topics: tuple[str, ...]
    weekdays_only: bool
    holidays: str


def digest_modal(filled: Filled, offered: Sequence[Topic], *, is_new: bool) -> View:
    """Draw the modal with what is set so far; `offered` are topics to choose from."""
    days = [_option(name, str(number)) for number, name in enumerate(WEEKDAYS)]
    topics = {
        topic.id: _option(tidy(topic.name), topic.id)
        for topic in offered
        if len(topic.id) <= VALUE_CHARACTERS
    }
    chosen = [topics[id] for id in filled.topics if id in topics]
    without = _option("Not on weekends", "yes")
    return {
        "type": "modal",
        "callback_id": DIGEST_MODAL,
        "private_metadata": filled.channel,
        "title": _text("Resource of the week"),
        "submit": _text("Set up" if is_new else "Save"),
        "close": _text("Cancel"),
        "blocks": [
            _input(DAY, "Day", _select(days, days[filled.weekday])),
            _input(TIME, "Time", {"type": "timepicker", "initial_time": filled.time}),
            _input(
                ZONE,
                "Timezone",
                {"type": "plain_text_input", "initial_value": filled.zone},
                hint="Such as Europe/London, or the name of a city in it.",
            ),
            *_topics(list(topics.values()), chosen),
            _input(
                WEEKENDS,
                "Weekends",
                {
                    "type": "checkboxes",
                    "options": [without],
                    **({"initial_options": [without]} if filled.weekdays_only else {}),
                },
                optional=True,
            ),
            _input(
                HOLIDAYS,
                "Holidays",
                {
                    "type": "plain_text_input",
                    "placeholder": _text("2026-12-25, 2027-01-01"),
                    **({"initial_value": filled.holidays} if filled.holidays else {}),
                },
                hint="On such a day it comes on the next free one of that week, if there is any.",
                optional=True,
            ),
        ],
    }


def read_modal(view: Mapping[str, Any]) -> Filled:
    """Read a submitted modal. Raises ValueError for one that is not ours."""

    def value(block: str, kind: str) -> Any:
        return (view["state"]["values"].get(block, {}).get(VALUE) or {}).get(kind)

    try:
        return Filled(
            channel=view["private_metadata"],
            weekday=(value(DAY, "selected_option") or {}).get("value"),
            time=value(TIME, "selected_time"),
            zone=value(ZONE, "value") or "",
            topics=tuple(option["value"] for option in value(TOPICS, "selected_options") or ()),
            weekdays_only=bool(value(WEEKENDS, "selected_options")),
            holidays=value(HOLIDAYS, "value") or "",
        )
    except (AttributeError, LookupError, TypeError, ValidationError) as error:
        raise ValueError(f"a modal that is not ours: {type(error).__name__}") from None


def _topics(options: Sequence[Block], chosen: Sequence[Block]) -> list[Block]:
    if not options:
        return []
    menu = {
        "type": "multi_static_select",
        "placeholder": _text("Everything"),
        "options": list(options),
        "max_selected_items": MOST_TOPICS,
        **({"initial_options": list(chosen)} if chosen else {}),
    }
    return [
        _input(
            TOPICS,
            "Topics",
            menu,
            hint="Choose some: without, it comes from the whole catalogue.",
            optional=True,
        )
    ]


def _input(
    block: str, label: str, element: Block, *, hint: str | None = None, optional: bool = False
) -> Block:
    return {
        "type": "input",
        "block_id": block,
        "label": _text(label),
        "element": {**element, "action_id": VALUE},
        "optional": optional,
        **({"hint": _text(hint)} if hint else {}),
    }


def _select(options: Sequence[Block], chosen: Block) -> Block:
    return {"type": "static_select", "options": list(options), "initial_option": chosen}


def _option(label: str, value: str) -> Block:
    return {"text": _text(clip(label, OPTION_CHARACTERS)), "value": value}


def _text(content: str) -> Block:
    return {"type": "plain_text", "text": content}
