"""A signing secret belongs to an app: other workspaces and apps are acknowledged, and no more."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.workspace import ADA, BEN, MLOPS, LocalSlack, Manifest
from bot.workspace.world import Json
from tests.bot.rig import Bot, command, mention, shortcut, start_bot

OTHER = "T0OTHER"


def moved(payload: Json, team: str = OTHER) -> Json:
    """Let a payload come from another workspace."""
    if "command" in payload:
        return payload | {"team_id": team}
    if payload["type"] == "event_callback":
        (authorization,) = payload["authorizations"]
        return payload | {
            "team_id": team,
            "authorizations": [authorization | {"team_id": team}],
        }
    person = payload["user"] | {"team_id": team}
    return payload | {"team": payload["team"] | {"id": team}, "user": person}


WAYS: dict[str, Callable[[LocalSlack], Json]] = {
    "command": lambda slack: command(slack, "istio"),
    "mention": lambda slack: mention(slack, "istio"),
    "direct message": lambda slack: slack.act.direct_message("istio", ADA),
    "shortcut": lambda slack: shortcut(slack, slack.act.say("istio", BEN, MLOPS)),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "estranged",
    [moved, lambda payload: payload | {"api_app_id": "A0OTHER"}],
    ids=["other workspace", "other app"],
)
def test_strangers_are_acknowledged_and_get_no_answer(
    slack: LocalSlack, bot: Bot, way: str, estranged: Callable[[Json], Json]
) -> None:
    payload = WAYS[way](slack)
    before = len(slack.calls)

    response = bot.get(estranged(payload))

    everything = [m for channel in slack.world.channels for m in slack.world.messages(channel)]
    assert (response.status, response.body) == (200, "")
    assert len(slack.calls) == before
    assert not any(message.author == slack.app.bot_user for message in everything)

    bot.get(payload)

    everything = [m for channel in slack.world.channels for m in slack.world.messages(channel)]
    assert any(message.author == slack.app.bot_user for message in everything)


def test_another_app_is_told_from_ours_where_slack_names_none(
    slack: LocalSlack, tmp_path: Path
) -> None:
    bot = start_bot(slack, tmp_path / "bot.sqlite3", app_token=None)
    bot.get(command(slack, "istio"))

    bot.get(command(slack, "istio") | {"api_app_id": "A0OTHER"})

    bot.close()
    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == 1


def test_slack_tells_which_app_ours_is_where_it_may(tmp_path: Path) -> None:
    with LocalSlack(Manifest(scopes=frozenset({"chat:write", "users:read"}))) as slack:
        bot = start_bot(slack, tmp_path / "bot.sqlite3", app_token=None)

        bot.get(command(slack, "istio") | {"api_app_id": "A0OTHER"})

        bot.close()
        assert slack.from_bot(MLOPS, seen_by=ADA) == []


@pytest.mark.parametrize("value", ["0", "true", ""])
def test_a_check_that_is_none_opens_no_door(slack: LocalSlack, bot: Bot, value: str) -> None:
    bot.get(moved(command(slack, "istio")) | {"ssl_check": value})

    assert slack.from_bot(MLOPS, seen_by=ADA) == []


def test_a_shared_channel_counts_as_ours_where_we_are_installed(
    slack: LocalSlack, bot: Bot
) -> None:
    payload = mention(slack, "istio") | {"team_id": OTHER}  # Slack Connect: asked from elsewhere

    bot.get(payload)

    assert len(slack.from_bot(MLOPS)) == 1
