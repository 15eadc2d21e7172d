"""In which channels somebody is: as Slack tells it, page by page, and as much as it may tell."""

from dataclasses import replace

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import people
from bot.app import web_client
from bot.local import MANIFEST
from bot.people import People, UntoldError
from bot.workspace import ADA, BEN, CURATORS, MLOPS, RANDOM, LocalSlack
from bot.workspace.world import Channel


def channels_of(slack: LocalSlack, person: str) -> frozenset[str]:
    return People(web_client(slack.app.bot_token, slack.api_url)).channels_of(person)


def error(client: WebClient, **arguments: object) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.api_call("users.conversations", params=arguments)
    return str(caught.value.response["error"])


def test_public_ones_are_told_and_private_ones_where_the_bot_is_too(slack: LocalSlack) -> None:
    slack.world.channels["G1"] = Channel("G1", "secret", {ADA, BEN}, is_private=True)
    slack.world.channel(CURATORS).is_private = True

    assert channels_of(slack, ADA) == {MLOPS, RANDOM, CURATORS}
    assert channels_of(slack, BEN) == {MLOPS, RANDOM}


def test_what_is_archived_is_left_out(slack: LocalSlack) -> None:
    slack.world.channel(RANDOM).is_archived = True

    assert channels_of(slack, BEN) == {MLOPS}


def test_many_come_page_by_page(slack: LocalSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PAGE", 2)
    names = {f"C{number}" for number in range(7)}
    for name in names:
        slack.world.channels[name] = Channel(name, name.lower(), {BEN})

    assert channels_of(slack, BEN) == {MLOPS, RANDOM, *names}
    assert len([call for call in slack.calls if call.name == "users.conversations"]) == 5


def test_without_the_scope_for_private_ones_the_public_ones_are_told() -> None:
    manifest = replace(MANIFEST, scopes=MANIFEST.scopes - {"groups:read"})
    with LocalSlack(manifest) as slack:
        slack.world.channel(CURATORS).is_private = True

        assert channels_of(slack, ADA) == {MLOPS, RANDOM}
        assert [call.error for call in slack.calls] == ["missing_scope", None]


def test_without_either_scope_nothing_is_told() -> None:
    with (
        LocalSlack(replace(MANIFEST, scopes=frozenset())) as slack,
        pytest.raises(UntoldError, match="missing_scope"),
    ):
        channels_of(slack, ADA)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"user": "U0NOBODY"}, "user_not_found"),
        ({"types": "public_channel,secret"}, "invalid_types"),
        ({"types": "im"}, "missing_scope"),
        ({"cursor": "x"}, "invalid_cursor"),
        ({"limit": 0.5}, "invalid_limit"),
    ],
)
def test_what_slack_refuses_is_refused(
    slack: LocalSlack, arguments: dict[str, object], said: str
) -> None:
    assert error(web_client(slack.app.bot_token, slack.api_url), **arguments) == said


def test_public_ones_of_the_bot_are_what_is_told_unasked(slack: LocalSlack) -> None:
    told = web_client(slack.app.bot_token, slack.api_url).users_conversations()

    assert [channel["id"] for channel in told["channels"]] == sorted([CURATORS, MLOPS])
