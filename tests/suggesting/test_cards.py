"""The card of a suggestion: each on one, whatever goes wrong on its way."""

import json
from datetime import timedelta
from threading import Thread

import pytest

from bot.local import MANIFEST
from bot.store import Fate, Proposal
from bot.workspace import BEN, CURATORS, LocalSlack, faults
from bot.workspace.blocks import BLOCKS_CHARACTERS
from bot.workspace.faults import Fault
from tests.bot.odd import ODD, odd
from tests.bot.rig import Bot
from tests.digest.asking import SUNDAY
from tests.suggesting.acting import cards, opened, payload, press, submitted, suggested, whispered
from tests.suggesting.conftest import Start

TEAM = "T0LOCAL"


def rounds(*bots: Bot) -> None:
    for bot in bots:
        for duty in bot.staff.duties:
            duty()


@pytest.mark.parametrize(
    "fault",
    [
        faults.refused("channel_not_found"),
        faults.refused("is_archived"),
        faults.rate_limited(30),
        faults.unavailable(),
        faults.reset(),
        faults.html(),
    ],
)
def test_a_card_that_is_not_taken_comes_in_a_later_round_once(
    slack: LocalSlack, bot: Bot, start: Start, fault: Fault
) -> None:
    slack.fail("chat.postMessage", fault)
    suggested(slack, bot)
    assert cards(slack) == []
    assert whispered(slack)

    rounds(bot, start(), bot)

    assert len(cards(slack)) == 1


@pytest.mark.parametrize("fault", [faults.lost_reply(), faults.unavailable(takes_effect=True)])
def test_a_card_that_stands_there_is_found_and_not_posted_again(
    slack: LocalSlack, bot: Bot, start: Start, fault: Fault
) -> None:
    slack.fail("chat.postMessage", fault)
    suggested(slack, bot)

    rounds(bot, start(), bot)

    (card,) = cards(slack)
    (found,) = bot.store.suggestions.with_fate(TEAM, Fate.OPEN)
    assert found.card == card.ts


@pytest.mark.parametrize("fault", [faults.unavailable(), *map(odd, ODD.values())])
def test_as_long_as_slack_is_away_nobody_looks_in_vain(
    slack: LocalSlack, bot: Bot, fault: Fault
) -> None:
    slack.fail("chat.postMessage", faults.reset())
    suggested(slack, bot)
    slack.fail("conversations.history", fault, times=2)

    rounds(bot, bot)
    assert cards(slack) == []
    rounds(bot)

    assert len(cards(slack)) == 1


def test_where_nobody_may_look_a_card_is_posted_again_after_an_hour(
    slack: LocalSlack, bot: Bot
) -> None:
    slack.fail("chat.postMessage", faults.reset())
    suggested(slack, bot)
    slack.fail("conversations.history", faults.refused("missing_scope"), times=9)
    slack.world.travel((SUNDAY + timedelta(minutes=59)).timestamp())
    rounds(bot)
    assert cards(slack) == []

    slack.world.travel((SUNDAY + timedelta(minutes=61)).timestamp())
    rounds(bot, bot)

    assert len(cards(slack)) == 1


def test_two_processes_post_one_card(slack: LocalSlack, bot: Bot, start: Start) -> None:
    bot.store.suggestions.add(TEAM, BEN, Proposal(url="https://a.org/", title="A"), SUNDAY)

    rounds(bot, start(), bot)

    assert len(cards(slack)) == 1


def test_of_two_processes_at_the_same_time_one_posts_the_card(
    slack: LocalSlack, bot: Bot, start: Start
) -> None:
    bot.store.suggestions.add(TEAM, BEN, Proposal(url="https://a.org/", title="A"), SUNDAY)
    other = Thread(target=start().staff.cards.catch_up)
    slack.fail("chat.postMessage", Fault(takes_effect=True, then=other.start, delay=1))

    bot.staff.cards.catch_up()
    other.join()

    assert len(cards(slack)) == 1


def test_what_is_decided_gets_no_card(slack: LocalSlack, bot: Bot) -> None:
    made = bot.store.suggestions.add(TEAM, BEN, Proposal(url="https://a.org/", title="A"), SUNDAY)
    bot.store.suggestions.decide(TEAM, made.id, Fate.DECLINED, SUNDAY, "no")

    rounds(bot)

    assert cards(slack) == []


def test_where_the_channel_is_gone_one_attempt_a_round_is_made(slack: LocalSlack, bot: Bot) -> None:
    slack.world.leave(slack.world.channel(CURATORS), slack.app.bot_user)
    for number in range(3):
        suggested(slack, bot, link=f"https://a.org/{number}")
    slack.traffic.clear()

    rounds(bot)

    assert [call.name for call in slack.calls if call.sent.get("channel") == CURATORS] == [
        "chat.postMessage"
    ]
    slack.world.join(slack.world.channel(CURATORS), slack.app.bot_user)
    rounds(bot)
    assert len(cards(slack)) == 3


def test_who_suggested_it_is_nobody_after_their_data_are_deleted(
    slack: LocalSlack, start: Start
) -> None:
    bot = start(curators=None)
    suggested(slack, bot)
    bot.store.forget_person(TEAM, BEN, "code")

    rounds(start())

    assert cards(slack)[0].text.startswith("Suggested by somebody: ")


def test_the_longest_of_everything_fits_on_a_card(slack: LocalSlack, bot: Bot) -> None:
    view = opened(slack, bot)
    filling = payload(slack, view)
    filling["view"]["private_metadata"] = json.dumps(
        {"channel": "C0MLOPS", "question": "🐟" * 300}, ensure_ascii=False
    )
    values = filling["view"]["state"]["values"]
    values["link"]["suggest.link"]["value"] = f"https://example.org/{'x' * 1970}"
    values["title"]["suggest.title"]["value"] = "🐟" * 200
    values["why"]["suggest.why"]["value"] = "🐟" * 250
    assert bot.get(filling).body == ""

    (card,) = cards(slack)

    assert len(json.dumps(card.blocks)) < BLOCKS_CHARACTERS
    press(slack, bot, "edit")
    edited = slack.views.modal("U0ADA")
    assert edited
    submitted(slack, bot, edited)
    assert len(bot.store.suggestions.with_fate(TEAM, Fate.ACCEPTED)) == 1


def test_its_shortcut_is_declared() -> None:
    assert "suggest_link" in [shortcut.callback_id for shortcut in MANIFEST.shortcuts]


def test_a_card_that_slack_will_never_take_keeps_no_other(slack: LocalSlack, bot: Bot) -> None:
    slack.fail("chat.postMessage", faults.refused("invalid_blocks"), times=2)
    suggested(slack, bot, link="https://example.org/1")
    assert cards(slack) == []

    suggested(slack, bot, link="https://example.org/2")
    assert len(cards(slack)) == 1
    rounds(bot)

    assert len(cards(slack)) == 2
