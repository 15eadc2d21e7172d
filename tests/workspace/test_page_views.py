"""Modals and App Home on the page: used, left and opened, and what the app hears of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from bot.workspace.views import View
from bot.workspace.world import Json
from tests.workspace.browser import Browser, browser, slack
from tests.workspace.test_delivery import Client
from tests.workspace.test_views import plain

__all__ = ["browser", "slack"]

BUTTON: Json = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "it"}
ROW: Json = {"type": "actions", "block_id": "row", "elements": [BUTTON]}


@pytest.fixture
def app(slack: LocalSlack) -> Iterator[Client]:
    """An app that acknowledges what it gets."""
    with Client(slack) as running:
        yield running


def opened(slack: LocalSlack, method: str = "views.open", **more: Any) -> View:
    client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
    trigger = slack.act.slash_command("", ADA, MLOPS, "/x")["trigger_id"]
    view = {"type": "modal", "title": plain("Title"), "blocks": [ROW], **more}
    client.api_call(method, json={"trigger_id": trigger, "view": view})
    found = slack.views.modal(ADA)
    assert found
    return found


def heard(app: Client, kind: str) -> list[Json]:
    return [e["payload"] for e in app.envelopes if e["payload"].get("type") == kind]


def test_an_element_of_a_modal_is_used_by_its_person(
    slack: LocalSlack, browser: Browser, app: Client
) -> None:
    where = {"view": opened(slack).id, "block_id": "row", "action_id": "go"}

    assert browser.do("use-view", **where) == (200, None)
    assert browser.do("use-view", **where, person=BEN)[1] == "That is no longer there."

    (payload,) = heard(app, "block_actions")
    assert payload["container"] == {"type": "view", "view_id": where["view"]}
    assert payload["user"]["id"] == ADA
    assert payload["actions"][0]["value"] == "it"


def test_what_is_ticked_and_set_on_the_page_reaches_the_app(
    slack: LocalSlack, browser: Browser, app: Client
) -> None:
    choices = [{"text": plain(name), "value": name} for name in ("one", "two")]
    elements: list[Json] = [
        {"type": "checkboxes", "action_id": "boxes", "options": choices},
        {"type": "timepicker", "action_id": "time"},
    ]
    row = {"type": "actions", "block_id": "row", "elements": elements}
    field = {"type": "input", "block_id": "field", "label": plain("x"), "element": elements[0]}
    view = opened(slack, blocks=[row, field], submit=plain("Save")).id
    values = [["row", "time", "09:30"], ["field", "boxes", ["two"]]]
    where = {"view": view, "block_id": "row", "action_id": "boxes"}

    assert browser.do("use-view", **where, value=["one"], values=values) == (200, None)
    assert browser.do("submit", view=view, values=values) == (200, None)
    assert browser.do("submit", view=view, values=[["row", "time", 9]])[0] == 400

    (used,), (submitted,) = heard(app, "block_actions"), heard(app, "view_submission")
    assert used["actions"][0]["selected_options"] == choices[:1]
    stands = used["view"]["state"]["values"]
    assert stands["row"]["boxes"]["selected_options"] == choices[:1]
    assert stands["row"]["time"]["selected_time"] == "09:30"
    stands = submitted["view"]["state"]["values"]
    assert stands["field"]["boxes"]["selected_options"] == choices[1:]
    assert stands["row"]["boxes"]["selected_options"] == []


def test_an_app_that_wants_to_know_is_told_of_a_modal_that_was_left(
    slack: LocalSlack, browser: Browser, app: Client
) -> None:
    quiet, loud = opened(slack), None
    browser.do("close", view=quiet.id)
    loud = opened(slack, notify_on_close=True)
    browser.do("close", view=loud.id)
    while not heard(app, "view_closed"):
        pass

    (payload,) = heard(app, "view_closed")
    assert (payload["view"]["id"], payload["is_cleared"]) == (loud.id, False)
    assert slack.views.modal(ADA) is None


@pytest.mark.parametrize("way", ["all", "clear_on_close"])
def test_all_modals_can_be_left_at_once(
    slack: LocalSlack, browser: Browser, app: Client, way: str
) -> None:
    first = opened(slack, notify_on_close=True)
    second = opened(slack, "views.push", clear_on_close=way == "clear_on_close")
    assert second.id != first.id

    browser.do("close", view=second.id, all=way == "all")
    while not heard(app, "view_closed"):
        pass

    (payload,) = heard(app, "view_closed")
    assert (payload["view"]["id"], payload["is_cleared"]) == (first.id, True)
    assert slack.views.modal(ADA) is None


def test_the_app_hears_of_who_comes_home(slack: LocalSlack, browser: Browser, app: Client) -> None:
    assert browser.do("open-home") == (200, None)
    while not app.envelopes:
        pass

    event = app.envelopes[0]["payload"]["event"]
    assert (event["type"], event["tab"], event["user"]) == ("app_home_opened", "home", ADA)
    assert "view" not in event


def test_a_home_is_not_submitted(slack: LocalSlack, browser: Browser, app: Client) -> None:
    client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
    home = client.views_publish(user_id=ADA, view={"type": "home", "blocks": [ROW]})["view"]

    assert browser.do("submit", view=home["id"])[1] == "That is no longer there."
    assert app.envelopes == []


def test_a_shortcut_is_for_what_everybody_sees(
    slack: LocalSlack, browser: Browser, app: Client
) -> None:
    said = slack.act.say("question", BEN, MLOPS)
    client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
    private = client.chat_postEphemeral(channel=MLOPS, user=ADA, text="x")["message_ts"]

    def choose(ts: str, callback: str = "find") -> str | None:
        return browser.do("shortcut", channel=MLOPS, ts=ts, callback_id=callback)[1]

    assert choose(said.ts) is None
    assert choose(private) == "That is no longer there."
    assert choose(said.ts, "forged") == "That is no longer there."
    (payload,) = heard(app, "message_action")
    assert payload["message"]["text"] == "question"
