"""Menus whose options the app gives while somebody types: what it is asked, and what is taken."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt.kwargs_injection.args import Args
from slack_sdk import WebClient

from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from bot.workspace.elements import Value
from bot.workspace.views import View
from bot.workspace.world import Json, Message
from tests.workspace.bolt import app_of, connected
from tests.workspace.test_delivery import Client
from tests.workspace.test_interactions import opened, option, plain

TOPICS = [option(name) for name in ("istio", "kserve", "kubeflow", "kueue")]
SEVERAL: Json = {
    "type": "multi_external_select",
    "action_id": "use",
    "min_query_length": 1,
    "max_selected_items": 2,
    "initial_options": [option("istio")],
}
ONE: Json = {"type": "external_select", "action_id": "use"}


@pytest.fixture
def bot(slack: LocalSlack) -> Iterator[None]:
    """An app that knows topics by how they begin."""
    app = app_of(slack)

    @app.options("use")
    def on_options(args: Args) -> None:
        typed = args.payload["value"]
        if typed == "nothing":
            return
        args.ack(options=[each for each in TOPICS if each["value"].startswith(typed)])

    with connected(app, slack):
        yield


def posted(
    slack: LocalSlack, client: WebClient, element: Json, seen_by: str | None = None
) -> Message:
    block = {"type": "section", "block_id": "row", "text": plain("x"), "accessory": element}
    if seen_by:
        told = client.chat_postEphemeral(channel=MLOPS, user=seen_by, text="x", blocks=[block])
    else:
        told = client.chat_postMessage(channel=MLOPS, text="x", blocks=[block])
    message = slack.world.find(MLOPS, told.get("ts") or told["message_ts"])
    assert message
    return message


def submitted(slack: LocalSlack, view: View, value: Value | None) -> Any:
    values = {} if value is None else {("row", "use"): value}
    return slack.touch.submit(view, values)["view"]["state"]["values"]["row"]["use"]


def test_the_app_is_asked_with_what_was_typed(slack: LocalSlack, client: WebClient) -> None:
    view = opened(slack, client, SEVERAL)

    payload = slack.touch.suggest(view, "use", "ku", block_id="row")

    assert payload.pop("view")["state"]["values"]["row"]["use"]["selected_options"] == TOPICS[:1]
    assert payload == {
        "type": "block_suggestion",
        "token": "local",
        "user": {"id": ADA, "username": "ada", "name": "ada", "team_id": "T0LOCAL"},
        "team": {"id": "T0LOCAL", "domain": "local"},
        "api_app_id": slack.app.id,
        "enterprise": None,
        "is_enterprise_install": False,
        "container": {"type": "view", "view_id": view.id},
        "action_id": "use",
        "block_id": "row",
        "value": "ku",
    }


@pytest.mark.usefixtures("bot")
def test_what_the_app_offered_can_be_chosen(slack: LocalSlack, client: WebClient) -> None:
    view = opened(slack, client, SEVERAL)

    assert slack.deliver(slack.touch.suggest(view, "use", "ku")).error is None
    assert slack.deliver(slack.touch.suggest(view, "use", "ks")).error is None

    chosen = submitted(slack, view, ("kueue", "kserve"))
    assert chosen == {
        "type": "multi_external_select",
        "selected_options": [option("kueue"), option("kserve")],
    }
    assert submitted(slack, view, ("kueue", "istio"))["selected_options"][1] == option("istio")
    assert submitted(slack, view, None)["selected_options"] == [option("istio")]
    assert submitted(slack, view, ())["selected_options"] == []
    with pytest.raises(LookupError, match="too many"):
        submitted(slack, view, ("kueue", "kserve", "istio"))


@pytest.mark.usefixtures("bot")
def test_of_some_menus_one_is_chosen(slack: LocalSlack, client: WebClient) -> None:
    view = opened(slack, client, {**ONE, "initial_option": option("istio")})
    slack.deliver(slack.touch.suggest(view, "use", "kub"))

    assert submitted(slack, view, "kubeflow") == {
        "type": "external_select",
        "selected_option": option("kubeflow"),
    }
    assert submitted(slack, view, None)["selected_option"] == option("istio")
    assert submitted(slack, view, "")["selected_option"] is None


@pytest.mark.usefixtures("bot")
def test_what_was_not_offered_there_cannot_be_chosen(slack: LocalSlack, client: WebClient) -> None:
    view = opened(slack, client, SEVERAL)
    slack.deliver(slack.touch.suggest(view, "use", "ku"))
    other = opened(slack, client, SEVERAL)

    with pytest.raises(LookupError):
        submitted(slack, view, ("kserve",))
    with pytest.raises(LookupError):
        submitted(slack, other, ("kueue",))


@pytest.mark.usefixtures("bot")
def test_in_a_message_each_person_is_offered_their_own(
    slack: LocalSlack, client: WebClient
) -> None:
    message = posted(slack, client, SEVERAL)
    payload = slack.touch.suggest_in_message(message, "use", ADA, "kue")
    assert payload["container"]["message_ts"] == message.ts
    assert payload["channel"]["id"] == MLOPS
    assert payload["message"]["text"] == "x"
    slack.deliver(payload)

    told = slack.touch.click(message, "use", ADA, value=("kueue",))

    assert told["actions"][0]["selected_options"] == [option("kueue")]
    assert told["state"]["values"]["row"]["use"]["selected_options"] == [option("kueue")]
    with pytest.raises(LookupError):
        slack.touch.click(message, "use", BEN, value=("kueue",))


def test_of_a_private_message_no_more_is_told(slack: LocalSlack, client: WebClient) -> None:
    message = posted(slack, client, SEVERAL, ADA)

    payload = slack.touch.suggest_in_message(message, "use", ADA, "kue")

    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload


@pytest.mark.parametrize(
    ("element", "typed"),
    [(SEVERAL, ""), (ONE, "ku"), ({"type": "plain_text_input", "action_id": "use"}, "kueue")],
)
def test_the_app_is_not_asked_too_early_nor_for_anything_else(
    slack: LocalSlack, client: WebClient, element: Json, typed: str
) -> None:
    with pytest.raises(LookupError):
        slack.touch.suggest(opened(slack, client, element), "use", typed)


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ({}, "needs either options or option_groups"),
        ({"text": ""}, "text Extra inputs"),
        ({"options": TOPICS, "option_groups": []}, "needs either"),
        ({"options": [{"text": plain("x")}]}, "options/0/value Field required"),
        ({"options": [option("x" * 76)]}, "75 characters"),
        ({"options": [option(str(number)) for number in range(101)]}, "options List should have"),
        ({"option_groups": [{"label": plain("x"), "options": []}]}, "option_groups/0/options"),
    ],
)
def test_what_slack_would_not_offer_is_told(
    slack: LocalSlack, client: WebClient, reply: Json, said: str
) -> None:
    view = opened(slack, client, SEVERAL)

    with Client(slack, reply=reply):
        delivery = slack.deliver(slack.touch.suggest(view, "use", "x"))

    assert str(delivery.error).startswith("invalid_options: ")
    assert said in str(delivery.error) or not reply
    with pytest.raises(LookupError):
        submitted(slack, view, ("0",))


def test_groups_and_a_hundred_options_are_offered(slack: LocalSlack, client: WebClient) -> None:
    view = opened(slack, client, SEVERAL)
    many = [option(str(number)) for number in range(100)]

    with Client(slack, reply={"option_groups": [{"label": plain("All"), "options": many}]}):
        assert slack.deliver(slack.touch.suggest(view, "use", "x")).error is None

    assert submitted(slack, view, ("99",))["selected_options"] == many[-1:]


@pytest.mark.usefixtures("bot")
def test_nothing_may_fit(slack: LocalSlack, client: WebClient) -> None:
    view = opened(slack, client, SEVERAL)

    assert slack.deliver(slack.touch.suggest(view, "use", "zzz")).error is None
    assert slack.deliver(slack.touch.suggest(view, "use", "nothing")).error
