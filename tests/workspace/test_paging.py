"""Long lists come page by page, and between what moments one asks for."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.workspace import ADA, CURATORS, MLOPS, RANDOM, LocalSlack, Manifest
from tests.workspace.conftest import Clock
from tests.workspace.test_web_api import error


@pytest.fixture
def slack(clock: Clock) -> Iterator[LocalSlack]:
    """A workspace whose app may read what is said."""
    with LocalSlack(Manifest(scopes=frozenset({"channels:history"})), clock=clock) as running:
        yield running


def pages(client: WebClient, method: str, **arguments: Any) -> list[list[str]]:
    found: list[list[str]] = []
    cursor = ""
    while not found or cursor:
        told = client.api_call(method, json={"limit": 2, "cursor": cursor, **arguments})
        found.append([message["text"] for message in told["messages"]])
        cursor = (told.get("response_metadata") or {}).get("next_cursor", "")
        assert told["has_more"] is bool(cursor)
    return found


def test_what_was_said_comes_page_by_page(slack: LocalSlack, client: WebClient) -> None:
    for name in "abcde":
        slack.act.say(name, ADA, MLOPS)
    first = slack.messages(MLOPS)[0]
    for name in "fg":
        slack.act.say(name, ADA, MLOPS, first.ts)

    said = pages(client, "conversations.history", channel=MLOPS)
    thread = pages(client, "conversations.replies", channel=MLOPS, ts=first.ts)

    assert said == [["e", "d"], ["c", "b"], ["a"]]
    assert thread == [["a", "f"], ["g"]]


def test_what_comes_and_goes_moves_no_page(slack: LocalSlack, client: WebClient) -> None:
    said = [slack.act.say(name, ADA, MLOPS) for name in "abcd"]
    newest = client.conversations_history(channel=MLOPS, limit=2)

    slack.act.say("e", ADA, MLOPS)
    slack.world.remove(said[1])

    cursor = newest["response_metadata"]["next_cursor"]
    older = client.conversations_history(channel=MLOPS, limit=2, cursor=cursor)
    assert [m["text"] for m in newest["messages"]] == ["d", "c"]
    assert [m["text"] for m in older["messages"]] == ["a"]


def test_what_was_said_between_two_moments_can_be_read(
    slack: LocalSlack, client: WebClient
) -> None:
    first, _, last = (slack.act.say(name, ADA, MLOPS).ts for name in "abc")

    def said(**arguments: str) -> list[str]:
        told = client.conversations_history(channel=MLOPS, **arguments)  # type: ignore[arg-type]
        return [message["text"] for message in told["messages"]]

    assert said(latest=last) == ["b", "a"]
    assert said(oldest=first) == ["c", "b"]
    assert said(oldest=first, latest=last) == ["b"]


def test_a_page_has_so_many_messages_and_no_more(slack: LocalSlack, client: WebClient) -> None:
    for number in range(101):
        slack.act.say(str(number), ADA, MLOPS)

    assert len(client.conversations_history(channel=MLOPS)["messages"]) == 100
    assert len(client.conversations_history(channel=MLOPS, limit=999)["messages"]) == 101


def test_members_come_page_by_page() -> None:
    with LocalSlack(Manifest(scopes=frozenset({"channels:read"}))) as slack:
        client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
        everybody = sorted(slack.world.channel(MLOPS).members)

        first = client.conversations_members(channel=MLOPS, limit=2)
        cursor = first["response_metadata"]["next_cursor"]
        slack.world.leave(slack.world.channel(MLOPS), everybody[0])  # which moves no page
        last = client.conversations_members(channel=MLOPS, limit=2, cursor=cursor)

        assert [first["members"], last["members"]] == [everybody[:2], everybody[2:]]
        assert last["response_metadata"]["next_cursor"] == ""
        assert set(client.conversations_members(channel=CURATORS)["members"]) == {ADA, "U0BOT"}
        assert client.conversations_members(channel=RANDOM)["members"]  # where it is no member
        for wrong in ({"cursor": "x"}, {"cursor": "bmV4dF90czox"}):  # next_ts:1
            told = error(client, "conversations.members", channel=MLOPS, **wrong)
            assert told == "invalid_cursor"
        assert error(client, "conversations.members", channel=MLOPS, limit=0.5) == "invalid_limit"
        assert error(client, "conversations.members", channel="C0") == "channel_not_found"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"limit": 1000}, "invalid_limit"),
        ({"limit": -1}, "invalid_limit"),
        ({"limit": "many"}, "invalid_limit"),
        ({"limit": "nan"}, "invalid_limit"),
        ({"limit": [1]}, "invalid_limit"),
        ({"latest": "now"}, "invalid_ts_latest"),
        ({"oldest": "then"}, "invalid_ts_oldest"),
        ({"oldest": "nan"}, "invalid_ts_oldest"),
        ({"cursor": "x"}, "invalid_cursor"),
        ({"cursor": "é"}, "invalid_cursor"),
        ({"cursor": "bmV4dF90czp4"}, "invalid_cursor"),  # next_ts:x
        ({"cursor": "b3RoZXI6MQ=="}, "invalid_cursor"),  # other:1
    ],
)
def test_a_page_that_there_cannot_be_is_refused(
    client: WebClient, arguments: dict[str, Any], said: str
) -> None:
    assert error(client, "conversations.history", channel=MLOPS, **arguments) == said
