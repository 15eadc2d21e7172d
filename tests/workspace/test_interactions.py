"""What people do with elements, as the payloads that Slack is known to send."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from bot.workspace.elements import Value, state
from bot.workspace.views import View
from bot.workspace.world import Json, Message


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(name: str) -> Json:
    return {"text": plain(name), "value": name}


SELECT: Json = {
    "type": "static_select",
    "action_id": "day",
    "placeholder": plain("A day"),
    "options": [option("monday"), option("friday")],
}
BLOCKS: list[Json] = [
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {
                "type": "button",
                "action_id": "press",
                "text": plain("Press"),
                "value": "it",
                "style": "danger",
            },
            {"type": "button", "action_id": "bare", "text": plain("Bare")},
            SELECT,
            {"type": "overflow", "action_id": "more", "options": [option("a"), option("b")]},
        ],
    },
    {
        "type": "context_actions",
        "block_id": "feedback",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "judge",
                "positive_button": {"text": plain("Good"), "value": "good"},
                "negative_button": {"text": plain("Bad"), "value": "bad"},
            }
        ],
    },
]


@pytest.fixture
def message(slack: LocalSlack, client: WebClient) -> Message:
    posted = client.chat_postMessage(channel=MLOPS, text="x", blocks=BLOCKS)
    found = slack.world.find(MLOPS, posted["ts"])
    assert found
    return found


def done(slack: LocalSlack, message: Message, action: str, value: str | None = None) -> Json:
    payload = slack.touch.click(message, action, ADA, value=value)
    (told,) = payload["actions"]
    assert (told["action_id"], told.pop("action_ts") > "1") == (action, True)
    return dict(told)


def test_a_button_tells_what_it_carries(slack: LocalSlack, message: Message) -> None:
    assert done(slack, message, "press") == {
        "type": "button",
        "action_id": "press",
        "block_id": "row",
        "text": plain("Press"),
        "value": "it",
        "style": "danger",
    }
    assert "value" not in done(slack, message, "bare")


def test_a_choice_tells_the_option(slack: LocalSlack, message: Message) -> None:
    select = done(slack, message, "day", "friday")
    overflow = done(slack, message, "more", "b")

    assert select["selected_option"] == option("friday")
    assert select["placeholder"] == plain("A day")
    assert overflow["selected_option"] == option("b")


def test_feedback_tells_the_button_of_the_two(slack: LocalSlack, message: Message) -> None:
    told = done(slack, message, "judge", "bad")

    assert (told["text"], told["value"]) == (plain("Bad"), "bad")


@pytest.mark.parametrize(
    ("action", "value"), [("day", "sunday"), ("more", None), ("judge", "x"), ("nothing", None)]
)
def test_what_is_not_there_cannot_be_used(
    slack: LocalSlack, message: Message, action: str, value: str | None
) -> None:
    with pytest.raises(LookupError):
        slack.touch.click(message, action, ADA, value=value)


def test_the_state_has_what_was_chosen(slack: LocalSlack, message: Message) -> None:
    def stands(payload: Json) -> Any:
        return payload["state"]["values"]["row"]["day"]["selected_option"]

    assert stands(slack.touch.click(message, "press", ADA)) is None
    assert stands(slack.touch.click(message, "day", ADA, value="friday")) == option("friday")
    before = slack.touch.click(message, "press", ADA, values={("row", "day"): "monday"})
    assert stands(before) == option("monday")


def test_a_message_in_a_thread_tells_of_it(slack: LocalSlack, client: WebClient) -> None:
    first = slack.act.say("question", BEN, MLOPS)
    posted = client.chat_postMessage(channel=MLOPS, text="x", blocks=BLOCKS, thread_ts=first.ts)
    reply = slack.world.find(MLOPS, posted["ts"])
    assert reply

    payload = slack.touch.click(reply, "press", ADA)

    assert payload["container"]["thread_ts"] == first.ts
    assert payload["message"]["thread_ts"] == first.ts
    assert payload["message"]["parent_user_id"] == BEN
    assert payload["message"]["app_id"] == slack.app.id
    told = slack.world.to_slack(first)
    assert (told["reply_count"], told["latest_reply"]) == (1, reply.ts)


def test_a_private_message_is_not_told(slack: LocalSlack, client: WebClient) -> None:
    posted = client.chat_postEphemeral(channel=MLOPS, user=ADA, text="x", blocks=BLOCKS)
    private = slack.world.find(MLOPS, posted["message_ts"])
    assert private

    payload = slack.touch.click(private, "press", ADA)

    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload


def test_a_shortcut_tells_of_the_message(slack: LocalSlack) -> None:
    said = slack.act.say("anyone?", BEN, MLOPS)

    payload = slack.touch.shortcut(said, ADA, "find")

    assert (payload["type"], payload["callback_id"]) == ("message_action", "find")
    assert payload["message"]["user"] == BEN
    assert payload["message"]["client_msg_id"]
    assert "api_app_id" not in payload


def test_elements_of_one_name_are_told_apart_by_their_blocks(
    slack: LocalSlack, client: WebClient
) -> None:
    rows = [
        {
            "type": "actions",
            "block_id": block,
            "elements": [
                {"type": "button", "action_id": "go", "text": plain(block), "value": block}
            ],
        }
        for block in ("one", "two")
    ]
    posted = client.chat_postMessage(channel=MLOPS, text="x", blocks=rows)
    message = slack.world.find(MLOPS, posted["ts"])
    assert message

    payload = slack.touch.click(message, "go", ADA, block_id="two")

    assert payload["actions"][0]["value"] == "two"


def test_a_direct_message_is_called_so(slack: LocalSlack) -> None:
    slack.act.direct_message("istio", ADA)
    direct = slack.world.direct_channel(ADA, slack.app.bot_user)

    payload = slack.touch.shortcut(slack.messages(direct.id)[0], ADA, "find")

    assert payload["channel"] == {"id": direct.id, "name": "directmessage"}


def test_a_select_that_nobody_touched_keeps_what_it_began_with() -> None:
    select = {**SELECT, "initial_option": option("monday")}
    row: Json = {"type": "actions", "block_id": "row", "elements": [select]}

    def stands(values: dict[tuple[str, str], Value]) -> Any:
        return state([row], values)["values"]["row"]["day"]["selected_option"]

    assert stands({}) == option("monday")
    assert stands({("row", "day"): ""}) is None
    assert stands({("row", "day"): "friday"}) == option("friday")


BOXES: Json = {
    "type": "checkboxes",
    "action_id": "use",
    "options": [option("a"), option("b"), option("c")],
    "initial_options": [option("b")],
}
SEVERAL: Json = {
    **BOXES,
    "type": "multi_static_select",
    "placeholder": plain("Some"),
    "max_selected_items": 2,
}
TIME: Json = {
    "type": "timepicker",
    "action_id": "use",
    "initial_time": "08:00",
    "timezone": "Europe/Amsterdam",
}
NEW = pytest.mark.parametrize(
    ("element", "value", "told"),
    [
        (BOXES, ("c", "a"), {"selected_options": [option("a"), option("c")]}),
        (BOXES, (), {"selected_options": []}),
        (SEVERAL, ("b", "c"), {"selected_options": [option("b"), option("c")]}),
        (TIME, "09:30", {"selected_time": "09:30"}),
    ],
)


@NEW
def test_what_is_ticked_or_set_is_told(
    slack: LocalSlack, client: WebClient, element: Json, value: Value, told: Json
) -> None:
    block = {"type": "section", "block_id": "row", "text": plain("x"), "accessory": element}
    posted = client.chat_postMessage(channel=MLOPS, text="x", blocks=[block])
    message = slack.world.find(MLOPS, posted["ts"])
    assert message

    payload = slack.touch.click(message, "use", ADA, value=value)

    began = {name: element[name] for name in element if name in ("initial_time", "placeholder")}
    (done,) = payload["actions"]
    assert done.pop("action_ts")
    if "initial_options" in element:
        assert done.pop("initial_options") == [option("b")]
    named = {"type": element["type"], "action_id": "use", "block_id": "row"}
    assert done == named | began | told
    assert payload["state"]["values"]["row"]["use"] == {"type": element["type"], **told}


def opened(slack: LocalSlack, client: WebClient, element: Json) -> View:
    block = {"type": "input", "block_id": "row", "label": plain("Use"), "element": element}
    modal = {"type": "modal", "title": plain("T"), "submit": plain("Save"), "blocks": [block]}
    trigger = slack.act.slash_command("", ADA, MLOPS, "/x")["trigger_id"]
    client.views_open(trigger_id=trigger, view=modal)
    view = slack.views.modal(ADA)
    assert view
    return view


@NEW
def test_what_is_ticked_or_set_in_a_modal_is_submitted(
    slack: LocalSlack, client: WebClient, element: Json, value: Value, told: Json
) -> None:
    view = opened(slack, client, element)

    payload = slack.touch.submit(view, {("row", "use"): value})

    stands = payload["view"]["state"]["values"]["row"]["use"]
    assert stands == {"type": element["type"], **told}


@pytest.mark.parametrize(
    ("element", "untouched", "bare", "emptied"),
    [
        (BOXES, {"selected_options": [option("b")]}, {"selected_options": []}, ()),
        (SEVERAL, {"selected_options": [option("b")]}, {"selected_options": []}, ()),
        (TIME, {"selected_time": "08:00"}, {"selected_time": None}, ""),
    ],
)
def test_what_nobody_ticked_or_set_stands_as_it_began(
    element: Json, untouched: Json, bare: Json, emptied: Value
) -> None:
    def stands(element: Json, values: dict[tuple[str, str], Value]) -> Any:
        row = {"type": "section", "block_id": "row", "accessory": element}
        told = state([row], values)["values"]["row"]["use"]
        assert told.pop("type") == element["type"]
        return told

    bald = {name: element[name] for name in element if not name.startswith("initial")}
    assert stands(element, {}) == untouched
    assert stands(bald, {}) == bare
    assert stands(element, {("row", "use"): emptied}) == bare


@pytest.mark.parametrize(
    ("element", "value"),
    [
        (BOXES, "a"),
        (BOXES, ("a", "d")),
        (SEVERAL, ("a", "b", "c")),
        (TIME, "24:00"),
        (TIME, ("09:00",)),
        (SELECT | {"action_id": "use"}, ("friday",)),
        ({"type": "plain_text_input", "action_id": "use"}, ("x",)),
    ],
)
def test_an_input_takes_no_value_that_it_cannot_have(
    slack: LocalSlack, client: WebClient, element: Json, value: Value
) -> None:
    view = opened(slack, client, element)

    with pytest.raises(LookupError):
        slack.touch.submit(view, {("row", "use"): value})
