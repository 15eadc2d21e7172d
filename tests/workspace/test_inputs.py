"""Inputs that tell the app at once, or that Slack looks at itself, and people as a choice."""

from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.workspace import ADA, BEN, MLOPS, LocalSlack
from bot.workspace.elements import NO_URL
from bot.workspace.views import View
from bot.workspace.world import Json, Message
from tests.workspace.browser import Browser, browser
from tests.workspace.test_interactions import opened, plain

__all__ = ["browser"]

ENTER = {"trigger_actions_on": ["on_enter_pressed"]}
WORDS: Json = {"type": "plain_text_input", "action_id": "use", "dispatch_action_config": ENTER}
ADDRESS: Json = {"type": "url_text_input", "action_id": "use", "dispatch_action_config": ENTER}
SOMEBODY: Json = {"type": "users_select", "action_id": "use"}


def field(element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": "row", "label": plain("Use"), "element": element, **more}


def modal(slack: LocalSlack, client: WebClient, block: Json) -> View:
    view = {"type": "modal", "title": plain("T"), "submit": plain("Save"), "blocks": [block]}
    trigger = slack.act.slash_command("", ADA, MLOPS, "/x")["trigger_id"]
    client.views_open(trigger_id=trigger, view=view)
    found = slack.views.modal(ADA)
    assert found
    return found


def private(slack: LocalSlack, client: WebClient, block: Json) -> Message:
    told = client.chat_postEphemeral(channel=MLOPS, user=ADA, text="x", blocks=[block])
    message = slack.world.find(MLOPS, told["message_ts"])
    assert message
    return message


@pytest.mark.parametrize("element", [WORDS, ADDRESS])
def test_an_input_tells_what_is_typed_in_it(
    slack: LocalSlack, client: WebClient, element: Json
) -> None:
    block, typed = field(element, dispatch_action=True), "https://istio.io"
    in_view = slack.touch.use(modal(slack, client, block), "use", value=typed)
    in_message = slack.touch.click(private(slack, client, block), "use", ADA, value=typed)

    for payload in (in_view, in_message):
        (done,) = payload["actions"]
        assert done.pop("action_ts")
        assert done == {
            "type": element["type"],
            "action_id": "use",
            "block_id": "row",
            "value": typed,
        }
    stands = {"row": {"use": {"type": element["type"], "value": typed}}}
    assert in_view["view"]["state"]["values"] == in_message["state"]["values"] == stands


def test_of_other_inputs_the_app_hears_when_they_are_submitted(
    slack: LocalSlack, client: WebClient
) -> None:
    for element in (WORDS, SOMEBODY):
        view = modal(slack, client, field(element))

        with pytest.raises(LookupError, match="before it is submitted"):
            slack.touch.use(view, "use", value=BEN)


@pytest.mark.parametrize(
    ("typed", "is_taken"),
    [
        ("https://istio.io/latest?x=1#y", True),
        ("http://localhost:8080", True),
        ("", True),
        ("istio.io", False),
        ("ftp://istio.io", False),
        ("https://", False),
        ("https://a b.c", False),
        ("https://[", False),
        ("javascript:alert(1)", False),
    ],
)
def test_an_address_is_looked_at_by_slack(
    slack: LocalSlack, browser: Browser, client: WebClient, typed: str, is_taken: bool
) -> None:
    view = modal(slack, client, field(ADDRESS, optional=True))

    assert browser.do("submit", view=view.id, values=[["row", "use", typed]]) == (200, None)

    told = slack.views.modal(ADA)
    assert told
    errors = {"": "The app did not answer. Try again."} if is_taken else {"row": NO_URL}
    assert told.errors == errors  # nobody is connected: what is taken gets as far as that
    if is_taken:
        assert slack.touch.submit(view, {("row", "use"): typed})
    else:
        with pytest.raises(LookupError, match="does not take"):
            slack.touch.submit(view, {("row", "use"): typed})


def test_half_an_address_does_not_keep_other_things_from_being_used(
    slack: LocalSlack, client: WebClient
) -> None:
    view = modal(slack, client, field(ADDRESS, dispatch_action=True))

    assert slack.touch.use(view, "use", value="istio")["actions"][0]["value"] == "istio"


def test_somebody_is_chosen(slack: LocalSlack, client: WebClient) -> None:
    view = opened(slack, client, {**SOMEBODY, "initial_user": ADA})

    def stands(values: dict[tuple[str, str], str]) -> Any:
        return slack.touch.submit(view, dict(values))["view"]["state"]["values"]["row"]["use"]

    assert stands({}) == {"type": "users_select", "selected_user": ADA}
    assert stands({("row", "use"): BEN})["selected_user"] == BEN
    assert stands({("row", "use"): ""})["selected_user"] is None
    for nobody in ("U0NOBODY", slack.app.bot_user):
        with pytest.raises(LookupError):
            stands({("row", "use"): nobody})


def test_those_who_work_here_are_offered(
    slack: LocalSlack, client: WebClient, browser: Browser
) -> None:
    block = {"type": "actions", "block_id": "row", "elements": [{**SOMEBODY, "initial_user": ADA}]}
    message = private(slack, client, block)
    told = slack.touch.click(message, "use", ADA, value=BEN)
    timeline = browser.look()["timeline"]

    assert told["actions"][0]["selected_user"] == BEN
    assert told["actions"][0]["initial_user"] == ADA
    assert f'<option value="{ADA}" selected>Ada Okafor</option>' in timeline
    assert f'<option value="{BEN}">Ben Visser</option>' in timeline
    assert slack.app.bot_user not in timeline.partition("<select")[2]
    slack.world.people[BEN] = replace(slack.world.people[BEN], deleted=True)
    assert "Ben Visser" not in browser.look()["timeline"]
