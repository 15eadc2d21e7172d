"""Response URLs work a few times, for a while."""

import json

import pytest
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.workspace import ADA, MLOPS, RANDOM, LocalSlack
from bot.workspace.world import Message
from tests.workspace.conftest import Clock

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}


def response_url(slack: LocalSlack, channel: str = MLOPS) -> str:
    return str(slack.act.slash_command("hi", ADA, channel, "/hi")["response_url"])


def send(url: str, **body: object) -> WebhookResponse:
    return WebhookClient(url, retry_handlers=[]).send_dict(body)


def seen(slack: LocalSlack) -> list[str]:
    return [message.text for message in slack.messages(MLOPS, seen_by=ADA)]


def test_a_message_is_for_the_person_alone_unless_said(slack: LocalSlack) -> None:
    url = response_url(slack)

    assert send(url, text="psst").body == "ok"
    assert send(url, text="hear", response_type="in_channel").body == "ok"

    assert seen(slack) == ["psst"]
    assert [message.text for message in slack.messages(MLOPS)] == ["hear"]


def test_it_works_where_the_bot_is_not_a_member(slack: LocalSlack) -> None:
    send(response_url(slack, RANDOM), text="hear", response_type="in_channel")

    assert len(slack.messages(RANDOM)) == 1


def test_it_works_five_times(slack: LocalSlack) -> None:
    url = response_url(slack)

    statuses = [send(url, text="psst").status_code for _ in range(6)]

    assert statuses == [200, 200, 200, 200, 200, 404]
    assert json.loads(send(url, text="psst").body)["error"] == "used_url"
    assert len(seen(slack)) == 5


def test_it_works_for_half_an_hour(slack: LocalSlack, clock: Clock) -> None:
    url = response_url(slack)

    clock.now += 30 * 60
    assert send(url, text="psst").status_code == 200
    clock.now += 1
    assert json.loads(send(url, text="psst").body)["error"] == "expired_url"


def test_one_that_was_never_given_out_is_refused(slack: LocalSlack) -> None:
    assert send(f"{slack.url}response/T0LOCAL/guess", text="psst").status_code == 404


@pytest.mark.parametrize("thread", [1, [1], {"a": 1}, "1.2"])
def test_it_writes_in_no_thread_that_is_not_there(slack: LocalSlack, thread: object) -> None:
    assert send(response_url(slack), text="x", thread_ts=thread).status_code == 400
    assert seen(slack) == []


def test_a_text_that_is_too_long_is_cut(slack: LocalSlack) -> None:
    send(response_url(slack), text="x" * 50_000)
    send(response_url(slack), text=5)

    assert [len(text) for text in seen(slack)] == [40_000, 1]


@pytest.mark.parametrize(
    "body", [{}, {"blocks": [{"type": "divider"}]}, {"text": "x", "blocks": [{"type": "nonsense"}]}]
)
def test_it_refuses_what_slack_would_not_show(slack: LocalSlack, body: dict[str, object]) -> None:
    assert send(response_url(slack), **body).status_code == 400
    assert seen(slack) == []


def message_with_a_button(slack: LocalSlack) -> Message:
    blocks = [{"type": "actions", "elements": [BUTTON]}]
    send(response_url(slack), text="press", blocks=blocks)
    return slack.messages(MLOPS, seen_by=ADA)[0]


def test_the_message_of_a_click_can_be_replaced(slack: LocalSlack) -> None:
    message = message_with_a_button(slack)
    click = slack.touch.click(message, "go", ADA)

    send(click["response_url"], text="pressed", replace_original=True)

    (replaced,) = slack.messages(MLOPS, seen_by=ADA)
    assert (replaced.ts, replaced.text) == (message.ts, "pressed")


def test_the_message_of_a_click_can_be_deleted(slack: LocalSlack) -> None:
    click = slack.touch.click(message_with_a_button(slack), "go", ADA)

    send(click["response_url"], delete_original=True)

    assert seen(slack) == []


@pytest.mark.parametrize("yes", [True, "true"])
def test_a_message_can_be_deleted_for_another_one(slack: LocalSlack, yes: object) -> None:
    click = slack.touch.click(message_with_a_button(slack), "go", ADA)

    send(click["response_url"], delete_original=yes, text="instead")

    assert seen(slack) == ["instead"]


@pytest.mark.parametrize("no", [False, "false"])
def test_a_no_changes_nothing_of_the_message(slack: LocalSlack, no: object) -> None:
    click = slack.touch.click(message_with_a_button(slack), "go", ADA)

    send(click["response_url"], replace_original=no, delete_original=no, text="besides")

    assert seen(slack) == ["press", "besides"]


def test_the_message_that_a_shortcut_was_chosen_for_stays_as_it_is(slack: LocalSlack) -> None:
    said = slack.act.say("mine", ADA, MLOPS)
    shortcut = slack.touch.shortcut(said, ADA, "find")

    send(shortcut["response_url"], replace_original=True, text="answer")
    send(shortcut["response_url"], delete_original=True)

    assert [message.text for message in slack.messages(MLOPS)] == ["mine"]
    assert seen(slack) == ["answer"]


def test_a_message_that_is_refused_replaces_nothing(slack: LocalSlack) -> None:
    click = slack.touch.click(message_with_a_button(slack), "go", ADA)

    assert send(click["response_url"], replace_original=True).status_code == 400
    assert seen(slack) == ["press"]


def test_a_button_that_is_not_there_cannot_be_pressed(slack: LocalSlack) -> None:
    with pytest.raises(LookupError, match="no element 'stop'"):
        slack.touch.click(message_with_a_button(slack), "stop", ADA)


def test_what_is_replaced_stays_in_its_thread(slack: LocalSlack) -> None:
    first = slack.act.say("question", ADA, MLOPS)
    row = [{"type": "actions", "elements": [BUTTON]}]
    send(response_url(slack), text="press", blocks=row, thread_ts=first.ts)
    (message,) = slack.messages(MLOPS, seen_by=ADA)

    url = slack.touch.click(message, "go", ADA)["response_url"]
    send(url, text="pressed", replace_original=True)

    (replaced,) = slack.messages(MLOPS, seen_by=ADA)
    assert (replaced.text, replaced.thread) == ("pressed", first.ts)
    assert replaced.edited


def test_what_is_refused_is_told_as_such(slack: LocalSlack) -> None:
    send(response_url(slack), text="x", thread_ts="1.2")

    assert [exchange.error for exchange in slack.traffic] == ["thread_not_found"]
