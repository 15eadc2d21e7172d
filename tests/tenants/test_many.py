"""Workspaces know nothing of each other, and each is answered with its own token."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.names import SUGGESTION_EVENT
from bot.store import Fate, Proposal
from bot.workspace import ADA, BEN, CURATORS, MLOPS, LocalSlack
from tests.bot.rig import command, links, mention
from tests.tenants.conftest import T1, T2, Bot, Town

PIZZA = "where to eat zitronengras pizza"


def said(slack: LocalSlack, person: str = ADA) -> str:
    return slack.from_bot(MLOPS, seen_by=person)[-1].text


def test_each_is_answered_where_it_asked(town: Town, bot: Bot) -> None:
    for team, question in ((T1, "istio"), (T2, "linkerd")):
        bot.get(mention(town.slacks[team], question))

    for team, question in ((T1, "istio"), (T2, "linkerd")):
        (answer,) = town.slacks[team].from_bot(MLOPS)
        assert f"“{question}”" in answer.text


def test_what_one_has_added_answers_nobody_else(town: Town, bot: Bot) -> None:
    proposal = Proposal(
        url="https://pizza.example/", title="Zitronengras pizza", topics=("istio",), question=PIZZA
    )
    bot.house.store.suggestions.add(T1, ADA, proposal, town.clock.now, Fate.ACCEPTED)
    for tenant in bot.tenants.all():
        tenant.staff.shelf.refresh()

    for slack in town.slacks.values():
        bot.get(command(slack, PIZZA))

    one, two = (slack.from_bot(MLOPS, seen_by=ADA)[-1] for slack in town.slacks.values())
    assert "https://pizza.example/" in links(one)
    assert "https://pizza.example/" not in links(two)


def test_each_has_digests_of_its_own(town: Town, bot: Bot) -> None:
    town.clock.now = datetime(2026, 11, 30, 8, tzinfo=UTC)  # a Monday
    bot.get(command(town.slacks[T1], "digest weekly monday 09:00 UTC"))

    town.clock.now += timedelta(hours=1)
    bot.post_due()

    assert len(town.slacks[T1].from_bot(MLOPS)) == 1
    assert town.slacks[T2].from_bot(MLOPS) == []


def test_each_chooses_a_channel_for_its_curators(town: Town, bot: Bot) -> None:
    one, two = town.slacks.values()
    bot.get(command(one, "curators here", channel=CURATORS))
    assert "told in <#C0CURATORS>" in one.from_bot(CURATORS, seen_by=ADA)[-1].text

    for slack in (one, two):
        proposal = Proposal(url="https://a.example/", title="A", topics=("istio",), why="Good.")
        bot.house.store.suggestions.add(slack.world.team, BEN, proposal, town.clock.now)
    for tenant in bot.tenants.all():
        tenant.staff.cards.catch_up()

    (card,) = one.from_bot(CURATORS)
    assert card.metadata
    assert card.metadata["event_type"] == SUGGESTION_EVENT
    assert two.from_bot(CURATORS) == []


@pytest.mark.parametrize(
    ("person", "channel", "text", "expected"),
    [
        (BEN, MLOPS, "curators here", "Workspace admins alone choose the curators' channel."),
        (ADA, "C0RANDOM", "curators here", "I am not in this channel yet."),
        (BEN, MLOPS, "curators", "Curators have no channel yet"),
    ],
)
def test_who_may_not_choose_it_is_told_so(
    town: Town, bot: Bot, person: str, channel: str, text: str, expected: str
) -> None:
    slack = town.slacks[T1]

    bot.get(command(slack, text, user=person, channel=channel))

    assert expected in slack.from_bot(channel, seen_by=person)[-1].text
    assert bot.house.store.workspaces.curators(T1) is None


def test_a_channel_can_be_given_up(town: Town, bot: Bot) -> None:
    slack = town.slacks[T1]
    for text in ("curators here", "curators off"):
        bot.get(command(slack, text))

    assert "Curators have no channel yet" in said(slack)
    assert bot.house.store.workspaces.curators(T1) is None


def test_a_question_about_curators_is_one(town: Town, bot: Bot) -> None:
    slack = town.slacks[T1]

    bot.get(command(slack, "curators of feature stores"))

    assert "“curators of feature stores”" in said(slack)


def test_a_workspace_that_was_installed_elsewhere_is_served_at_once(town: Town) -> None:
    bot, other = town.start(), town.start()
    bot.tenants.look()
    town.installed(other, T1)

    bot.get(mention(town.slacks[T1], "istio"))

    assert len(town.slacks[T1].from_bot(MLOPS)) == 1


def test_a_workspace_that_moves_into_an_organisation_is_one_as_before(town: Town, bot: Bot) -> None:
    anew = town.installed(bot, T1)
    anew.enterprise_id, anew.bot_user_id = "E0ORG", "U0MOVED"
    anew.installed_at += 1
    bot.installations.save(anew)
    bot.tenants.look()
    served = bot.tenants.all()

    bot.tenants.look()

    assert bot.tenants.all() == served
    assert [tenant.identity.bot_user for tenant in served] == [
        "U0MOVED",
        town.slacks[T2].app.bot_user,
    ]


def test_a_new_token_is_used_for_what_follows(town: Town, bot: Bot) -> None:
    slack = town.slacks[T1]
    slack.grants.rotate = True
    anew = town.installed(bot, T1)
    anew.bot_token = slack.grants.tokens()["access_token"]
    anew.installed_at += 1
    bot.installations.save(anew)
    bot.tenants.look()

    (tenant,) = [each for each in bot.tenants.all() if each.identity.team == T1]
    assert tenant.client.token == anew.bot_token
    bot.get(mention(slack, "istio"))
    assert len(slack.from_bot(MLOPS)) == 1
