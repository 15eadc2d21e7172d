"""Blocks are held to Slack's limits: at the limit they pass, one beyond they do not."""

from typing import Any

import pytest
import slackblocks

from bot.workspace.blocks import problems

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": plain(text)}


def fields(count: int, size: int) -> Json:
    return {"type": "section", "fields": [plain("x" * size)] * count}


def header(text: str) -> Json:
    return {"type": "header", "text": plain(text)}


def context(count: int) -> Json:
    return {"type": "context", "elements": [plain("x")] * count}


def button(text: str = "Go", **more: Any) -> Json:
    return {"type": "button", "text": plain(text), **more}


def actions(*buttons: Json) -> Json:
    return {"type": "actions", "elements": list(buttons)}


def select(options: int) -> Json:
    choices = [{"text": plain("x"), "value": "x"}] * options
    return actions({"type": "static_select", "options": choices})


def options(count: int) -> list[Json]:
    return [{"text": plain("x"), "value": str(number)} for number in range(count)]


def accessory(element: Json) -> Json:
    return {**section("x"), "accessory": element}


def multi(options: list[Json], **more: Any) -> Json:
    return accessory({"type": "multi_static_select", "options": options, **more})


def groups(sizes: list[int]) -> Json:
    grouped = [{"label": plain("x"), "options": options(size)} for size in sizes]
    return accessory({"type": "multi_static_select", "option_groups": grouped})


def boxes(options: list[Json], **more: Any) -> Json:
    return {"type": "checkboxes", "options": options, **more}


def time(**more: Any) -> Json:
    return {"type": "timepicker", **more}


def typed(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("x"), "element": element, **more}


def triggered(triggers: list[str]) -> Json:
    config = {"trigger_actions_on": triggers}
    return {"type": "plain_text_input", "dispatch_action_config": config}


def rich(*elements: Json) -> Json:
    section = {"type": "rich_text_section", "elements": list(elements)}
    return {"type": "rich_text", "elements": [section]}


def told(*blocks: Json) -> list[str]:
    return problems({"text": "hello", "blocks": list(blocks)})


AT_THE_LIMIT = {
    "checkboxes": (actions(boxes(options(10))), actions(boxes(options(11)))),
    "ticked": (
        accessory(boxes(options(2), initial_options=options(2))),
        accessory(boxes(options(2), initial_options=options(3))),
    ),
    "none ticked": (
        actions(boxes(options(2), initial_options=options(1))),
        actions(boxes(options(2), initial_options=[])),
    ),
    "multi select": (multi(options(100)), multi(options(101))),
    "multi select group": (groups([100]), groups([101])),
    "multi select groups": (groups([1] * 100), groups([1] * 101)),
    "selected": (
        multi(options(2), initial_options=options(2)),
        multi(options(2), initial_options=options(3)),
    ),
    "most selected": (
        multi(options(2), max_selected_items=1),
        multi(options(2), max_selected_items=0),
    ),
    "hour": (actions(time(initial_time="23:59")), actions(time(initial_time="24:00"))),
    "minute": (actions(time(initial_time="00:00")), actions(time(initial_time="00:60"))),
    "time hint": (
        accessory(time(placeholder=plain("x" * 150))),
        accessory(time(placeholder=plain("x" * 151))),
    ),
    "searched": (
        accessory({"type": "multi_external_select", "initial_options": options(100)}),
        accessory({"type": "multi_external_select", "initial_options": options(101)}),
    ),
    "letters before a search": (
        actions({"type": "external_select", "min_query_length": 0}),
        actions({"type": "external_select", "min_query_length": -1}),
    ),
    "hint of a search": (
        accessory({"type": "external_select", "placeholder": plain("x" * 150)}),
        accessory({"type": "external_select", "placeholder": plain("x" * 151)}),
    ),
    "hint of people": (
        actions({"type": "users_select", "placeholder": plain("x" * 150)}),
        actions({"type": "users_select", "placeholder": plain("x" * 151)}),
    ),
    "address": (
        typed({"type": "url_text_input", "initial_value": "https://a.b"}),
        typed({"type": "url_text_input", "initial_value": "a.b"}),
    ),
    "triggers": (
        typed(triggered(["on_enter_pressed", "on_character_entered"]), dispatch_action=True),
        typed(triggered([]), dispatch_action=True),
    ),
    "section text": (section("x" * 3000), section("x" * 3001)),
    "fields": (fields(10, 1), fields(11, 1)),
    "field text": (fields(1, 2000), fields(1, 2001)),
    "header": (header("x" * 150), header("x" * 151)),
    "context": (context(10), context(11)),
    "buttons": (actions(*[button()] * 25), actions(*[button()] * 26)),
    "button text": (actions(button("x" * 75)), actions(button("x" * 76))),
    "button value": (actions(button(value="x" * 2000)), actions(button(value="x" * 2001))),
    "button url": (
        actions(button(url="https://" + "x" * 2992)),
        actions(button(url="https://" + "x" * 2993)),
    ),
    "action id": (actions(button(action_id="x" * 255)), actions(button(action_id="x" * 256))),
    "options": (select(100), select(101)),
    "block id": (
        {"type": "divider", "block_id": "x" * 255},
        {"type": "divider", "block_id": "x" * 256},
    ),
    "markdown": (
        {"type": "markdown", "text": "x" * 12_000},
        {"type": "markdown", "text": "x" * 12_001},
    ),
}


@pytest.mark.parametrize(("taken", "refused"), AT_THE_LIMIT.values(), ids=AT_THE_LIMIT)
def test_the_limit_is_taken_and_one_more_is_not(taken: Json, refused: Json) -> None:
    assert told(taken) == []
    assert len(told(refused)) == 1


@pytest.mark.parametrize(
    ("block", "pointer"),
    [
        ({"type": "nonsense"}, "/blocks/0"),
        ({"text": "no type"}, "/blocks/0"),
        ("no block", "/blocks/0"),
        ({"type": "section"}, "/blocks/0"),
        (section(""), "/blocks/0/text/text"),
        ({"type": "divider", "color": "red"}, "/blocks/0/color"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "/blocks/0/text/type"),
        (actions(), "/blocks/0/elements"),
        (actions({"type": "button"}), "/blocks/0/elements/0/text"),
        (actions(button(url="javascript:alert(1)")), "/blocks/0/elements/0/url"),
        (actions({"type": "static_select"}), "/blocks/0/elements/0"),
        (actions(multi(options(1))["accessory"]), "/blocks/0/elements/0"),
        (actions({"type": "multi_external_select"}), "/blocks/0/elements/0"),
        (actions(time(initial_time="9:00")), "/blocks/0/elements/0/initial_time"),
        (accessory({"type": "multi_static_select"}), "/blocks/0/accessory"),
        (rich({"type": "text", "text": ""}), "/blocks/0/elements/0/elements/0/text"),
        (rich({"type": "link", "url": "x"}), "/blocks/0/elements/0/elements/0/url"),
        (rich({"type": "text", "text": 1}), "/blocks/0/elements/0/elements/0/text"),
    ],
)
def test_what_is_wrong_is_pointed_at(block: Any, pointer: str) -> None:
    (problem,) = told(block)

    assert problem.endswith(f"[json-pointer:{pointer}]")


def test_a_message_holds_fifty_blocks() -> None:
    divider = {"type": "divider"}

    assert told(*[divider] * 50) == []
    assert told(*[divider] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]


def test_ids_are_used_once() -> None:
    twice = {"type": "divider", "block_id": "one"}

    assert told(twice, twice) == ["block_id 'one' is used 2 times"]
    assert told(actions(button(action_id="a")), actions(button(action_id="a"))) == []
    assert told(actions(button(action_id="a"), button(action_id="a"))) == [
        "action_id 'a' is used 2 times [json-pointer:/blocks/0]"
    ]


def test_all_blocks_together_have_a_limit() -> None:
    assert told(*[section("x" * 3000)] * 4) == []
    (problem,) = told(*[section("x" * 3000)] * 5)
    assert problem.startswith("msg_blocks_too_long")


def test_a_message_needs_text() -> None:
    assert problems({"blocks": [section("x")]}) == ["no_text: a message needs text"]


def accepted_elsewhere(name: str, count: int) -> bool:
    """Ask another implementation of Slack's limits."""
    text = "x" * count
    try:
        match name:
            case "section text":
                slackblocks.SectionBlock(text=slackblocks.Text(text))
            case "header":
                slackblocks.HeaderBlock(text=text)
            case "button text":
                slackblocks.Button(text=text, action_id="a")
            case "button value":
                slackblocks.Button(text="x", action_id="a", value=text)
    except slackblocks.InvalidUsageError:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "limit"),
    [("section text", 3000), ("header", 150), ("button text", 75), ("button value", 2000)],
)
def test_the_limits_are_those_that_others_found(name: str, limit: int) -> None:
    assert accepted_elsewhere(name, limit)
    assert not accepted_elsewhere(name, limit + 1)
    assert name in AT_THE_LIMIT
