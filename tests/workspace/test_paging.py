"""Long lists come page by page, and between what moments one asks for."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.workspace import ADA, MLOPS, LocalSlack, Manifest
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
