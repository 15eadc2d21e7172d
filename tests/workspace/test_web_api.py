"""The Web API takes what Slack takes, and refuses what Slack refuses."""

import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace import ADA, BEN, CLEO, MLOPS, RANDOM, LocalSlack, Manifest, faults

SECTION = {"type": "section", "text": {"type": "plain_text", "text": "hello"}}


def refusal(client: WebClient, method: str, **arguments: Any) -> Any:
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=arguments)
    return caught.value.response


def error(client: WebClient, method: str, **arguments: Any) -> str:
    return str(refusal(client, method, **arguments)["error"])


def test_a_token_tells_who_the_bot_is(slack: LocalSlack, client: WebClient) -> None:
    me = client.auth_test()

    assert (me["team_id"], me["user_id"], me["bot_id"]) == ("T0LOCAL", "U0BOT", "B0BOT")
    assert set(str(me.headers["x-oauth-scopes"]).split(",")) == slack.app.scopes


@pytest.mark.parametrize(("token", "said"), [("", "not_authed"), ("xoxb-wrong", "invalid_auth")])
def test_a_wrong_token_is_refused(slack: LocalSlack, token: str, said: str) -> None:
    assert error(WebClient(token, base_url=slack.api_url), "auth.test") == said


def test_each_kind_of_token_has_its_methods(slack: LocalSlack, client: WebClient) -> None:
    app_level = WebClient(slack.app.app_token, base_url=slack.api_url)

    assert error(app_level, "auth.test") == "not_allowed_token_type"
    assert error(client, "apps.connections.open") == "invalid_auth"
    assert app_level.api_call("apps.connections.open")["url"].startswith("ws://127.0.0.1:")


def test_a_missing_scope_is_named(client: WebClient) -> None:
    said = refusal(client, "conversations.open", users=ADA)

    assert said["error"] == "missing_scope"
    assert said["needed"] == "im:write"
    assert "chat:write" in said["provided"]


def test_an_unknown_method_is_refused(client: WebClient) -> None:
    assert error(client, "chat.shout") == "unknown_method"


def test_a_post_stands_in_the_channel(slack: LocalSlack, client: WebClient) -> None:
    posted = client.chat_postMessage(channel=MLOPS, text="hello", blocks=[SECTION])

    (message,) = slack.messages(MLOPS)
    assert (message.ts, message.text, message.author) == (posted["ts"], "hello", "U0BOT")
    assert message.blocks[0]["block_id"]
    assert [call.name for call in slack.calls] == ["chat.postMessage"]


def test_a_form_does_as_well_as_json(slack: LocalSlack, client: WebClient) -> None:
    form = {"channel": "#mlops", "text": "hello", "blocks": '[{"type": "divider"}]'}

    client.api_call("chat.postMessage", data=form)

    assert slack.messages(MLOPS)[0].blocks[0]["type"] == "divider"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "invalid_arguments"),
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": RANDOM, "text": "x"}, "not_in_channel"),
        ({"channel": MLOPS}, "no_text"),
        ({"channel": MLOPS, "text": "  "}, "no_text"),
        ({"channel": MLOPS, "blocks": [SECTION]}, "no_text"),
        ({"channel": MLOPS, "text": "x", "blocks": "{"}, "invalid_blocks_format"),
        ({"channel": MLOPS, "text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"channel": MLOPS, "text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
        ({"channel": MLOPS, "text": "x", "thread_ts": "1.2"}, "thread_not_found"),
    ],
)
def test_a_post_that_slack_would_not_take_is_refused(
    slack: LocalSlack, client: WebClient, arguments: dict[str, Any], said: str
) -> None:
    assert error(client, "chat.postMessage", **arguments) == said
    assert slack.messages(MLOPS) == []
    assert slack.calls[-1].error == said


def test_nothing_is_posted_in_an_archived_channel(slack: LocalSlack, client: WebClient) -> None:
    slack.world.channel(MLOPS).is_archived = True

    assert error(client, "chat.postMessage", channel=MLOPS, text="x") == "is_archived"


def test_refused_blocks_are_pointed_at(client: WebClient) -> None:
    wrong = {"type": "section", "text": {"type": "plain_text", "text": "x" * 3001}}

    said = refusal(client, "chat.postMessage", channel=MLOPS, text="x", blocks=[SECTION, wrong])

    (problem,) = said["response_metadata"]["messages"]
    assert "[json-pointer:/blocks/1/text/text]" in problem
    assert "3000" in problem


def test_blocks_that_are_too_long_together_have_an_error_of_their_own(client: WebClient) -> None:
    long = {"type": "section", "text": {"type": "plain_text", "text": "x" * 2900}}

    said = error(client, "chat.postMessage", channel=MLOPS, text="x", blocks=[long] * 5)

    assert said == "msg_blocks_too_long"


def test_a_very_long_text_is_cut_with_a_warning(slack: LocalSlack, client: WebClient) -> None:
    posted = client.chat_postMessage(channel=MLOPS, text="x" * 40_001)

    assert posted["response_metadata"]["warnings"] == ["message_truncated"]
    assert len(slack.messages(MLOPS)[0].text) == 40_000


def test_its_own_messages_can_be_changed_and_deleted(slack: LocalSlack, client: WebClient) -> None:
    ts = client.chat_postMessage(channel=MLOPS, text="hello")["ts"]

    client.chat_update(channel=MLOPS, ts=ts, text="bye")
    assert slack.messages(MLOPS)[0].text == "bye"
    assert error(client, "chat.update", channel=MLOPS, ts=ts, text="x" * 4001) == "msg_too_long"

    client.chat_delete(channel=MLOPS, ts=ts)
    assert slack.messages(MLOPS) == []
    assert error(client, "chat.delete", channel=MLOPS, ts=ts) == "message_not_found"


def test_other_peoples_messages_cannot(slack: LocalSlack, client: WebClient) -> None:
    ts = slack.act.say("hello", ADA, MLOPS).ts

    assert error(client, "chat.update", channel=MLOPS, ts=ts, text="x") == "cant_update_message"
    assert error(client, "chat.delete", channel=MLOPS, ts=ts) == "cant_delete_message"


def test_only_one_person_sees_an_ephemeral_message(slack: LocalSlack, client: WebClient) -> None:
    client.chat_postEphemeral(channel=MLOPS, user=ADA, text="psst")

    assert [m.text for m in slack.messages(MLOPS, seen_by=ADA)] == ["psst"]
    assert slack.messages(MLOPS) == []
    assert slack.messages(MLOPS, seen_by=BEN) == []
    elsewhere = {"channel": MLOPS, "user": "U0NOBODY", "text": "x"}
    assert error(client, "chat.postEphemeral", **elsewhere) == "user_not_in_channel"


def test_what_was_said_can_be_read_with_the_scope_for_it() -> None:
    scopes = frozenset({"chat:write", "channels:history", "channels:read", "users:read"})
    with LocalSlack(Manifest(scopes=scopes)) as slack:
        client = WebClient(slack.app.bot_token, base_url=slack.api_url)
        first = slack.act.say("first", ADA, MLOPS)
        slack.act.say("reply", BEN, MLOPS, first.ts)
        event = {"event_type": "digest", "event_payload": {"week": "2026-W48"}}
        client.chat_postMessage(channel=MLOPS, text="second", metadata=event)
        client.chat_postEphemeral(channel=MLOPS, user=ADA, text="unseen")

        history = client.conversations_history(channel=MLOPS, include_all_metadata=True)
        newest = client.conversations_history(channel=MLOPS, limit=1)
        replies = client.conversations_replies(channel=MLOPS, ts=first.ts)

        assert [m["text"] for m in history["messages"]] == ["second", "first"]
        assert history["messages"][0]["metadata"] == event
        assert newest["has_more"] is True
        assert "metadata" not in newest["messages"][0]
        assert [m["text"] for m in replies["messages"]] == ["first", "reply"]
        assert client.conversations_info(channel=RANDOM)["channel"]["is_member"] is False
        assert client.users_info(user=ADA)["user"]["is_admin"] is True
        assert error(client, "users.info", user="U0NOBODY") == "user_not_found"
        assert error(client, "conversations.history", channel=RANDOM) == "not_in_channel"
        assert error(client, "conversations.replies", channel=MLOPS, ts="1.2") == "thread_not_found"


def test_a_channel_tells_who_made_it(client: WebClient) -> None:
    channels = [client.conversations_info(channel=name)["channel"] for name in (MLOPS, RANDOM)]

    assert [channel["creator"] for channel in channels] == [ADA, CLEO]
    assert channels[0]["is_private"] is False


def test_nobody_made_a_direct_message() -> None:
    with LocalSlack(Manifest(scopes=frozenset({"im:read"}))) as slack:
        client = WebClient(slack.app.bot_token, base_url=slack.api_url)
        direct = slack.world.direct_channel(ADA, slack.app.bot_user)

        told = client.conversations_info(channel=direct.id)["channel"]
        assert (told["is_im"], told["is_private"], "creator" in told) == (True, True, False)


READING = [
    ("conversations.info", "read"),
    ("conversations.members", "read"),
    ("conversations.history", "history"),
]


@pytest.mark.parametrize(("method", "kind"), READING)
@pytest.mark.parametrize("private", [False, True])
def test_each_kind_of_channel_has_its_scopes(method: str, kind: str, private: bool) -> None:
    ours, other = ("groups", "channels") if private else ("channels", "groups")
    with LocalSlack(Manifest(scopes=frozenset({f"{ours}:{kind}"}))) as slack:
        client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
        slack.world.channel(MLOPS).is_private = private

        told = client.api_call(method, json={"channel": MLOPS})
        assert told.get("channel", {"is_private": private})["is_private"] is private
        slack.world.channel(MLOPS).is_private = not private
        said = refusal(client, method, channel=MLOPS)
        assert (said["error"], said["needed"]) == ("missing_scope", f"{other}:{kind}")


@pytest.mark.parametrize(("method", "kind"), READING)
def test_of_what_is_private_only_members_know(method: str, kind: str) -> None:
    with LocalSlack(Manifest(scopes=frozenset({f"groups:{kind}"}))) as slack:
        client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
        slack.world.channel(RANDOM).is_private = True

        assert error(client, method, channel=RANDOM) == "channel_not_found"


def test_what_a_person_becomes_is_told(slack: LocalSlack, client: WebClient) -> None:
    def told() -> tuple[bool, bool, bool]:
        person = client.users_info(user=ADA)["user"]
        return person["is_admin"], person["is_owner"], person["deleted"]

    assert told() == (True, False, False)

    slack.world.people[ADA] = replace(slack.world.people[ADA], is_owner=True, deleted=True)

    assert told() == (True, True, True)


def test_an_archived_channel_is_opened_again_as_it_was(
    slack: LocalSlack, client: WebClient
) -> None:
    place = slack.world.channel(MLOPS)

    def told() -> tuple[bool, bool]:
        channel = client.conversations_info(channel=MLOPS)["channel"]
        return channel["is_archived"], channel["is_member"]

    slack.world.archive(place)
    assert told() == (True, True)
    assert error(client, "chat.postMessage", channel=MLOPS, text="x") == "is_archived"
    slack.world.leave(place, slack.app.bot_user)
    assert told() == (True, False)
    slack.world.join(place, slack.app.bot_user)
    assert told() == (True, True)
    slack.world.archive(place, False)
    assert told() == (False, True)
    assert client.chat_postMessage(channel=MLOPS, text="x")["ok"]


def test_blocks_can_be_validated(client: WebClient) -> None:
    assert client.api_call("blocks.validate", json={"blocks": [SECTION]})["ok"]
    assert error(client, "blocks.validate", blocks=[{"type": "nonsense"}]) == "invalid_blocks"


POST: dict[str, Any] = {"channel": MLOPS, "text": "hello"}


@pytest.mark.parametrize(
    ("fault", "posted"),
    [
        (faults.lost_reply(), 1),
        (faults.reset(), 0),
        (faults.unavailable(), 0),
        (faults.unavailable(takes_effect=True), 1),
        (faults.html(), 0),
        (faults.refused("fatal_error"), 0),
        (faults.rate_limited(7), 0),
    ],
)
def test_a_fault_happens_once(
    slack: LocalSlack, client: WebClient, fault: faults.Fault, posted: int
) -> None:
    slack.fail("chat.postMessage", fault)

    with pytest.raises((SlackApiError, OSError)):
        client.chat_postMessage(**POST)
    assert len(slack.messages(MLOPS)) == posted

    client.chat_postMessage(**POST)
    assert len(slack.messages(MLOPS)) == posted + 1


def test_a_rate_limit_says_how_long_to_wait(slack: LocalSlack, client: WebClient) -> None:
    slack.fail("chat.postMessage", faults.rate_limited(7))

    said = refusal(client, "chat.postMessage", **POST)

    assert (said.status_code, said.headers["Retry-After"]) == (429, "7")


def test_a_slow_reply_comes_late(slack: LocalSlack, client: WebClient) -> None:
    slack.fail("chat.postMessage", faults.slow(30))
    client.timeout = 1

    with pytest.raises(TimeoutError):
        client.chat_postMessage(**POST)
    assert len(slack.messages(MLOPS)) == 1


def test_something_can_be_done_once_slack_has_done_its_part(
    slack: LocalSlack, client: WebClient
) -> None:
    found: list[int] = []
    fault = faults.Fault(
        takes_effect=True, delay=30, then=lambda: found.append(len(slack.messages(MLOPS)))
    )
    slack.fail("chat.postMessage", fault)
    client.timeout = 1

    with pytest.raises(TimeoutError):
        client.chat_postMessage(**POST)
    assert found == [1]


def test_what_slack_takes_late_it_takes_from_who_has_hung_up(
    slack: LocalSlack, client: WebClient
) -> None:
    taken = threading.Event()
    slack.fail("chat.postMessage", replace(faults.late(2), then=taken.set))
    client.timeout = 1

    with pytest.raises(TimeoutError):
        client.chat_postMessage(**POST)
    assert slack.messages(MLOPS) == []
    assert taken.wait(10)
    assert [message.text for message in slack.messages(MLOPS)] == ["hello"]


def test_what_slack_takes_late_it_never_answers(slack: LocalSlack, client: WebClient) -> None:
    slack.fail("chat.postMessage", faults.late(0.5))
    begun = time.monotonic()

    with pytest.raises(OSError, match="reset"):
        client.chat_postMessage(**POST)
    assert time.monotonic() - begun >= 0.5
    assert len(slack.messages(MLOPS)) == 1
