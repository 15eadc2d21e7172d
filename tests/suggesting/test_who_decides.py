"""Who may decide on a suggestion: curators of the same workspace, by what was really pressed."""

import json

import pytest

from bot.store import Fate
from bot.workspace import ADA, BEN, CLEO, CURATORS, LocalSlack, faults
from tests.bot.rig import Bot, start_bot
from tests.onboarding.test_proposal import told
from tests.suggesting.acting import (
    cards,
    form,
    heard,
    payload,
    press,
    submitted,
    suggested,
)
from tests.suggesting.test_deciding import curators_read, fates

TEAM = "T0LOCAL"
REASON = "It is an advertisement."


@pytest.mark.parametrize("act", ["accept", "edit", "decline"])
def test_who_is_no_curator_decides_nothing(slack: LocalSlack, bot: Bot, act: str) -> None:
    suggested(slack, bot)
    before = cards(slack)

    press(slack, bot, act, BEN)

    assert fates(bot) == [Fate.OPEN]
    assert slack.views.modal(BEN) is None
    (said,) = curators_read(slack, BEN)
    assert said.startswith("This is for curators")
    assert cards(slack) == before


@pytest.mark.parametrize("act", ["edit", "decline"])
def test_who_is_a_curator_no_longer_when_it_is_submitted_decides_nothing(
    slack: LocalSlack, bot: Bot, act: str
) -> None:
    suggested(slack, bot)
    press(slack, bot, act, CLEO)
    slack.world.leave(slack.world.channel(CURATORS), CLEO)

    submitted(slack, bot, form(slack, CLEO), **({"reason": REASON} if act == "decline" else {}))

    assert fates(bot) == [Fate.OPEN]
    assert heard(slack, CLEO)[0].startswith("This is for curators")


def test_a_member_of_the_channel_is_a_curator(slack: LocalSlack, bot: Bot) -> None:
    suggested(slack, bot)

    press(slack, bot, "accept", CLEO)

    assert fates(bot) == [Fate.ACCEPTED]


def test_a_card_of_another_workspace_decides_nothing(
    slack: LocalSlack, bot: Bot, tmp_path: object
) -> None:
    suggested(slack, bot)
    (found,) = bot.store.suggestions.with_fate(TEAM, Fate.OPEN)
    with LocalSlack() as elsewhere:
        elsewhere.world.team = "T0OTHER"
        other = start_bot(elsewhere, f"sqlite:///{tmp_path}/bot.sqlite3")
        suggested(elsewhere, other, link="https://other.example.org/")
        pressed = elsewhere.touch.click(cards(elsewhere)[0], "suggestion.accept", ADA)
        pressed["actions"][0]["value"] = json.dumps({"suggestion": found.id})
        other.get(pressed)
        assert curators_read(elsewhere) == ["That suggestion is no longer there."]
        other.close()

    assert fates(bot) == [Fate.OPEN]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "null",
        '{"suggestion": "x"}',
        '{"suggestion": ""}',
        f'{{"suggestion": "{"0" * 32}", "more": 1}}',
        f'{{"suggestion": "{"0" * 32}"}}',
    ],
)
def test_a_forged_button_decides_nothing(slack: LocalSlack, bot: Bot, value: str) -> None:
    suggested(slack, bot)
    pressed = slack.touch.click(cards(slack)[0], "suggestion.accept", ADA)
    pressed["actions"][0]["value"] = value

    assert bot.get(pressed).status == 200

    assert fates(bot) == [Fate.OPEN]
    assert len(curators_read(slack)) == 1


def test_an_act_that_there_is_not_decides_nothing(slack: LocalSlack, bot: Bot) -> None:
    suggested(slack, bot)
    pressed = slack.touch.click(cards(slack)[0], "suggestion.accept", ADA)
    pressed["actions"][0]["action_id"] = "suggestion.explode"

    bot.get(pressed)

    assert fates(bot) == [Fate.OPEN]
    assert "older message" in curators_read(slack)[0]


@pytest.mark.parametrize("metadata", ["", "[]", CURATORS, '{"channel": "C0CURATORS"}', "{" * 2000])
@pytest.mark.parametrize("act", ["edit", "decline"])
def test_a_forged_form_decides_nothing(
    slack: LocalSlack, bot: Bot, act: str, metadata: str
) -> None:
    suggested(slack, bot)
    press(slack, bot, act)
    filling = payload(slack, form(slack, ADA), **({"reason": REASON} if act == "decline" else {}))
    filling["view"]["private_metadata"] = metadata

    assert bot.get(filling).status == 200

    assert fates(bot) == [Fate.OPEN]
    assert heard(slack) == []


def test_with_slack_not_telling_who_curates_nothing_is_decided(slack: LocalSlack, bot: Bot) -> None:
    suggested(slack, bot)
    slack.fail("conversations.members", faults.refused("internal_error"))
    slack.fail("users.info", faults.refused("internal_error"), times=2)

    press(slack, bot, "accept", CLEO)

    assert fates(bot) == [Fate.OPEN]
    assert "Slack does not tell me" in curators_read(slack, CLEO)[0]


def test_a_stranger_in_the_channel_of_curators_is_none(slack: LocalSlack, bot: Bot) -> None:
    suggested(slack, bot)
    slack.fail("users.info", told(CLEO, is_stranger=True), times=2)

    press(slack, bot, "accept", CLEO)

    assert fates(bot) == [Fate.OPEN]
    assert "This is for curators" in slack.from_bot(CURATORS, seen_by=CLEO)[-1].text
