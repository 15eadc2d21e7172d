"""Where many workspaces are served, what is signed well still reaches one of them alone."""

from collections.abc import Callable

import pytest

from bot.names import Action
from bot.store import Fate, Mark, Proposal
from bot.workspace import ADA, CURATORS, MLOPS, LocalSlack
from bot.workspace.world import Json
from tests.bot.rig import click, command, mention
from tests.bot.test_strangers import WAYS, moved
from tests.suggesting.acting import cards
from tests.tenants.conftest import T1, T2, Bot, Town, town  # noqa: F401


@pytest.fixture
def bot(town: Town) -> Bot:  # noqa: F811
    bot = town.start()
    for team in (T1, T2):
        town.installed(bot, team)
    bot.tenants.look()
    return bot


def said(slack: LocalSlack) -> int:
    messages = [each for channel in slack.world.channels for each in slack.world.messages(channel)]
    return sum(each.author == slack.app.bot_user for each in messages)


FOREIGN: dict[str, Callable[[Json], Json]] = {
    "a workspace that has not installed it": lambda payload: moved(payload, "T0NOBODY"),
    "another app": lambda payload: payload | {"api_app_id": "A0OTHER"},
    "no workspace": lambda payload: moved(payload, ""),
    "its id in other letters": lambda payload: moved(payload, T1.lower()),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("estranged", FOREIGN.values(), ids=FOREIGN)
def test_strangers_are_acknowledged_and_get_no_answer(
    town: Town,  # noqa: F811
    bot: Bot,
    way: str,
    estranged: Callable[[Json], Json],
) -> None:
    payload = WAYS[way](town.slacks[T1])
    before = [len(slack.calls) for slack in town.slacks.values()]

    response = bot.get(estranged(payload))

    assert (response.status, response.body) == (200, "")
    assert [len(slack.calls) for slack in town.slacks.values()] == before
    assert [said(slack) for slack in town.slacks.values()] == [0, 0]
    bot.get(payload)
    assert [said(slack) for slack in town.slacks.values()] == [1, 0]


def test_what_one_saves_and_asks_is_not_seen_in_the_other(
    town: Town,  # noqa: F811
    bot: Bot,
) -> None:
    one, two = town.slacks.values()
    for slack in (one, two):
        bot.get(command(slack, "how does MetalLB work"))
    answer = one.from_bot(MLOPS, seen_by=ADA)[-1]
    bot.get(click(one, answer, Action.SHARE))
    store = bot.house.store
    store.marks.put(T1, ADA, "metallb-site", Mark.SAVED, town.clock.now)

    bot.get(command(two, "saved"))

    assert said(two) == 2
    assert "MetalLB" not in two.from_bot(MLOPS, seen_by=ADA)[-1].text
    assert two.from_bot(MLOPS) == []


def test_a_card_of_one_decides_nothing_in_the_other(town: Town, bot: Bot) -> None:  # noqa: F811
    one, two = town.slacks.values()
    store = bot.house.store
    for slack in (one, two):
        bot.get(command(slack, "curators here", channel=CURATORS))
        proposal = Proposal(url="https://a.example/", title="A", topics=("istio",), why="Good.")
        store.suggestions.add(slack.world.team, ADA, proposal, town.clock.now)
    for tenant in bot.tenants.all():
        tenant.staff.cards.catch_up()
    stolen = cards(one)[-1].blocks[-1]["elements"][0]["value"]
    pressed = click(two, cards(two)[-1], "suggestion.accept")
    pressed["actions"][0]["value"] = stolen

    assert bot.get(pressed).status == 200

    for team in (T1, T2):
        assert len(store.suggestions.with_fate(team, Fate.OPEN)) == 1
    bot.get(mention(two, "istio"))
    assert len(two.from_bot(MLOPS)) == 1
