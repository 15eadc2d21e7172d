"""Modals and App Home: opened, changed, submitted and closed as Slack does it."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace import ADA, BEN, MLOPS, LocalSlack, Manifest
from bot.workspace.views import View
from bot.workspace.world import Json
from tests.workspace.conftest import Clock
from tests.workspace.test_delivery import Client


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def modal(title: str = "Settings", **more: Any) -> Json:
    field = {
        "type": "input",
        "block_id": "name",
        "label": plain("Name"),
        "element": {"type": "plain_text_input", "action_id": "value", "initial_value": "Ada"},
    }
    return {
        "type": "modal",
        "title": plain(title),
        "submit": plain("Save"),
        "blocks": [field],
        "callback_id": "settings",
        **more,
    }


def home(text: str) -> Json:
    return {"type": "home", "blocks": [{"type": "header", "text": plain(text)}]}


def trigger(slack: LocalSlack) -> str:
    return str(slack.act.slash_command("", ADA, MLOPS, "/settings")["trigger_id"])


def opened(slack: LocalSlack, client: WebClient, **more: Any) -> View:
    client.views_open(trigger_id=trigger(slack), view=modal(**more))
    return top(slack)


def top(slack: LocalSlack) -> View:
    view = slack.views.modal(ADA)
    assert view
    return view


def title(slack: LocalSlack) -> str:
    return str(top(slack).body["title"]["text"])


def refused(client: WebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refusal:
        client.api_call(method, json=arguments)
    return str(refusal.value.response["error"])


def test_a_trigger_opens_a_modal_for_the_one_who_pulled_it(
    slack: LocalSlack, client: WebClient
) -> None:
    reply = client.views_open(trigger_id=trigger(slack), view=modal())

    assert title(slack) == "Settings"
    assert slack.views.modal(BEN) is None
    view = reply["view"]
    assert (view["type"], view["callback_id"], view["private_metadata"]) == (
        "modal",
        "settings",
        "",
    )
    assert view["root_view_id"] == view["id"]


def test_a_trigger_is_good_once_and_for_three_seconds(
    slack: LocalSlack, client: WebClient, clock: Clock
) -> None:
    used, late = trigger(slack), trigger(slack)
    client.views_open(trigger_id=used, view=modal())
    clock.now += 3.1

    assert refused(client, "views.open", trigger_id=used, view=modal()) == "exchanged_trigger_id"
    assert refused(client, "views.open", trigger_id=late, view=modal()) == "expired_trigger_id"
    assert refused(client, "views.open", trigger_id="1.2.3", view=modal()) == "invalid_trigger_id"


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        home("not a modal"),
        modal(title="x" * 25),
        modal(private_metadata="x" * 3001),
        modal(submit=None),
        modal(blocks=[{"type": "divider"}] * 101),
        modal(blocks=[{"type": "context_actions", "elements": []}]),
        modal(blocks=[{"type": "divider", "block_id": "a"}] * 2),
        modal(nonsense=True),
    ],
)
def test_a_view_that_slack_would_not_take_is_refused(
    slack: LocalSlack, client: WebClient, wrong: Json
) -> None:
    said = refused(client, "views.open", trigger_id=trigger(slack), view=wrong)

    assert said == "invalid_arguments"
    assert slack.views.modal(ADA) is None


def test_three_modals_lie_on_each_other(slack: LocalSlack, client: WebClient) -> None:
    first = opened(slack, client)
    client.views_push(trigger_id=trigger(slack), view=modal("Second"))
    second = top(slack)
    client.views_push(trigger_id=trigger(slack), view=modal("Third"))

    assert (second.root, second.previous) == (first.id, first.id)
    fourth = refused(client, "views.push", trigger_id=trigger(slack), view=modal("Fourth"))
    assert fourth == "push_limit_reached"

    slack.views.close(top(slack))
    assert title(slack) == "Second"


def test_a_view_is_updated_unless_somebody_else_was_first(
    slack: LocalSlack, client: WebClient
) -> None:
    view = opened(slack, client, external_id="mine")

    client.views_update(view_id=view.id, hash=view.hash, view=modal("Changed"))
    assert title(slack) == "Changed"
    assert top(slack).id == view.id

    late = refused(client, "views.update", view_id=view.id, hash=view.hash, view=modal())
    assert late == "hash_conflict"
    assert refused(client, "views.update", view_id="V0", view=modal()) == "not_found"


def test_app_home_is_published_to_each_person(slack: LocalSlack, client: WebClient) -> None:
    client.views_publish(user_id=ADA, view=home("Ada's"))
    client.views_publish(user_id=ADA, view=home("Ada's again"))

    shown = slack.views.home(ADA)
    assert shown
    assert shown.body["blocks"][0]["text"]["text"] == "Ada's again"
    assert slack.views.home(BEN) is None
    assert refused(client, "views.publish", user_id="U0", view=home("x")) == "user_not_found"
    assert refused(client, "views.publish", user_id=ADA, view=modal()) == "invalid_arguments"


def test_without_a_home_tab_nothing_is_published() -> None:
    with LocalSlack(Manifest(has_home=False)) as slack:
        client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])

        assert refused(client, "views.publish", user_id=ADA, view=home("x")) == "not_enabled"


def submit(slack: LocalSlack, reply: Json | None, name: str = "Ben") -> Json:
    payload = slack.touch.submit(top(slack), {("name", "value"): name})
    with Client(slack, reply=reply):
        slack.deliver(payload)
    return payload


def test_a_submission_tells_what_stands_in_the_inputs(slack: LocalSlack, client: WebClient) -> None:
    opened(slack, client)

    payload = submit(slack, None)

    assert payload["type"] == "view_submission"
    assert payload["view"]["callback_id"] == "settings"
    assert payload["view"]["state"] == {
        "values": {"name": {"value": {"type": "plain_text_input", "value": "Ben"}}}
    }
    assert slack.views.modal(ADA) is None


def test_an_input_that_nobody_touched_keeps_what_it_began_with(
    slack: LocalSlack, client: WebClient
) -> None:
    view = opened(slack, client)

    untouched = slack.touch.submit(view, {})["view"]["state"]["values"]["name"]["value"]
    emptied = slack.touch.submit(view, {("name", "value"): ""})["view"]["state"]["values"]

    assert untouched["value"] == "Ada"
    assert emptied["name"]["value"]["value"] is None


def test_errors_keep_a_modal_open(slack: LocalSlack, client: WebClient) -> None:
    opened(slack, client)

    submit(slack, {"response_action": "errors", "errors": {"name": "Not that one"}})

    assert top(slack).errors == {"name": "Not that one"}

    client.views_update(view_id=top(slack).id, view=modal())
    assert top(slack).errors == {}


@pytest.mark.parametrize("action", ["update", "push"])
def test_a_submission_can_lead_to_another_view(
    slack: LocalSlack, client: WebClient, action: str
) -> None:
    first = opened(slack, client)

    submit(slack, {"response_action": action, "view": modal("Next")})

    assert title(slack) == "Next"
    assert (top(slack).id == first.id) is (action == "update")


def test_a_submission_can_close_all(slack: LocalSlack, client: WebClient) -> None:
    opened(slack, client)
    client.views_push(trigger_id=trigger(slack), view=modal("Second"))

    submit(slack, {"response_action": "clear"})

    assert slack.views.modal(ADA) is None


def test_what_slack_cannot_take_from_a_submission_is_told(
    slack: LocalSlack, client: WebClient
) -> None:
    opened(slack, client)

    submit(slack, {"response_action": "update", "view": {"type": "modal"}})

    assert "invalid_arguments" in top(slack).errors[""]


def test_a_submission_that_nobody_takes_loses_nothing(slack: LocalSlack, client: WebClient) -> None:
    opened(slack, client)

    slack.deliver(slack.touch.submit(top(slack), {}))

    assert "did not answer" in top(slack).errors[""]


def test_a_home_is_published_unless_somebody_else_was_first(
    slack: LocalSlack, client: WebClient
) -> None:
    first = client.views_publish(user_id=ADA, view=home("one"))["view"]
    client.views_publish(user_id=ADA, view=home("two"), hash=first["hash"])

    late = refused(client, "views.publish", user_id=ADA, view=home("x"), hash=first["hash"])
    assert late == "hash_conflict"


def test_another_modal_takes_the_place_of_those_that_were_open(
    slack: LocalSlack, client: WebClient
) -> None:
    opened(slack, client)
    client.views_open(trigger_id=trigger(slack), view=modal("Another"))
    assert title(slack) == "Another"
    slack.views.close(top(slack))

    assert slack.views.modal(ADA) is None


def test_a_submission_can_open_the_next_modal(slack: LocalSlack, client: WebClient) -> None:
    opened(slack, client)

    payload = submit(slack, None)

    client.views_open(trigger_id=payload["trigger_id"], view=modal("Next"))
    assert title(slack) == "Next"
