"""What becomes of a token's renewal that goes another way than it should."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.workspace import MLOPS
from bot.workspace.faults import Fault
from tests.bot.rig import mention
from tests.tenants.conftest import T1, T2, Bot, Town
from tests.tenants.test_departure import REVOKED, UNINSTALLED, event
from tests.tenants.test_tokens import HOUR, columns, expiring

RENEWAL = "oauth.v2.access"
GOOD: dict[str, object] = {
    "ok": True,
    "token_type": "bot",
    "access_token": "xoxe.xoxb-1-new",
    "refresh_token": "xoxe-1-new",
    "expires_in": 12 * HOUR,
}
ODD: dict[str, object] = {
    "a list": ["ok"],
    "a word": "ok",
    "nothing": {"ok": True},
    **{
        f"{name} {value!r:.9}": GOOD | {name: value}
        for name, value in (
            ("token_type", "user"),
            ("token_type", None),
            ("access_token", None),
            ("access_token", ""),
            ("access_token", 5),
            ("access_token", "xoxb\r\nX-A: b"),
            ("access_token", "\ud800"),
            ("refresh_token", None),
            ("refresh_token", ""),
            ("refresh_token", ["xoxe-1"]),
            ("expires_in", None),
            ("expires_in", "soon"),
            ("expires_in", True),
            ("expires_in", -1),
            ("expires_in", float("inf")),
            ("expires_in", float("nan")),
            ("expires_in", 10**30),
        )
    },
}


def meanwhile(act: Callable[[], object]) -> Fault:
    """Let something happen while the bot waits for Slack, which does what it is asked."""

    def then() -> None:
        act()

    return Fault(takes_effect=True, then=then)


def tokens(bot: Bot) -> dict[str, str | None]:
    return {tenant.identity.team: tenant.client.token for tenant in bot.tenants.all()}


@pytest.mark.parametrize("reply", ODD.values(), ids=ODD)
def test_a_renewal_that_is_answered_oddly_keeps_the_token_and_is_tried_again(
    town: Town, reply: object
) -> None:
    bot, (one, two) = town.start(), town.slacks.values()
    old = expiring(town, bot, HOUR)
    town.installed(bot, T2, town.clock.now + timedelta(seconds=1))
    one.fail(RENEWAL, Fault(reply=lambda: web.json_response(reply)))

    with capture_logs() as lines:
        bot.tenants.look()

    assert tokens(bot) == {T1: old, T2: two.app.bot_token}
    assert [each["workspace"] for each in lines if each["event"] == "token not renewed"] == [T1]
    after = town.start()
    after.tenants.look()  # which finds the old one in the database, and tries again
    assert tokens(after)[T1] not in (old, GOOD["access_token"])
    for process, question in ((bot, "istio"), (after, "linkerd")):
        process.get(mention(one, question))
    assert len(one.from_bot(MLOPS)) == 2


@pytest.mark.parametrize("is_served", [False, True], ids=["not yet served", "served"])
@pytest.mark.parametrize(("kind", "details"), [UNINSTALLED, REVOKED])
def test_a_renewal_under_way_brings_back_nobody_who_leaves(
    town: Town, kind: str, details: dict[str, object], is_served: bool
) -> None:
    bot, other, slack = town.start(), town.start(), town.slacks[T1]
    if is_served:
        town.installed(bot, T1)
        bot.tenants.look()
    expiring(town, bot, HOUR, at=town.clock.now + timedelta(seconds=1))
    farewell = event(town, kind, time.time(), **details)
    slack.fail(RENEWAL, meanwhile(lambda: other.get(farewell)))

    bot.tenants.look()

    assert (tokens(bot), bot.installations.places()) == ({}, set())
    assert columns(town, "bot_token") == []
    bot.get(mention(slack, "istio"))
    assert slack.from_bot(MLOPS) == []


def test_who_leaves_while_its_first_request_waits_for_a_token_is_not_answered(town: Town) -> None:
    bot, other, slack = town.start(), town.start(), town.slacks[T1]
    expiring(town, bot, HOUR)
    farewell = event(town, "app_uninstalled", time.time())
    slack.fail(RENEWAL, meanwhile(lambda: other.get(farewell)))

    bot.get(mention(slack, "istio"))

    assert (tokens(bot), bot.installations.places()) == ({}, set())
    assert slack.from_bot(MLOPS) == []


def test_who_installs_anew_during_the_renewal_of_another_keeps_the_new_token(town: Town) -> None:
    bot, two = town.start(), town.slacks[T2]
    expiring(town, bot, 12 * HOUR, T2, town.clock.now + timedelta(seconds=1))
    bot.tenants.look()
    expiring(town, bot, HOUR)
    two.world.travel(time.time() + 13 * HOUR)  # by Slack's clock what it has now has ended

    def anew() -> None:  # as its pages would do it
        expiring(town, bot, 12 * HOUR, T2, town.clock.now + timedelta(seconds=2))
        (made,) = (each for each in bot.installations.all() if each.team_id == T2)
        bot.tenants.adopt(made)

    town.slacks[T1].fail(RENEWAL, meanwhile(anew))

    bot.tenants.look()

    bot.get(mention(two, "istio"))
    assert len(two.from_bot(MLOPS)) == 1


def test_who_leaves_during_the_renewal_of_another_is_served_no_more(town: Town) -> None:
    bot, other, slack = town.start(), town.start(), town.slacks[T2]
    expiring(town, bot, HOUR)
    town.installed(bot, T2, town.clock.now + timedelta(seconds=1))
    said = {"event": {"type": "app_uninstalled"}, "event_time": int(time.time())}
    farewell = mention(slack, "") | said
    town.slacks[T1].fail(RENEWAL, meanwhile(lambda: other.get(farewell)))

    bot.tenants.look()

    assert set(tokens(bot)) == bot.installations.places() == {T1}
    bot.get(mention(slack, "istio"))
    assert slack.from_bot(MLOPS) == []


def test_at_the_end_no_renewal_is_begun(town: Town) -> None:
    bot = town.start()
    for team, wait in ((T1, 0), (T2, 1)):
        expiring(town, bot, HOUR, team, town.clock.now + timedelta(seconds=wait))

    begun = []

    def end() -> None:
        town.is_ending = True
        begun.append(RENEWAL)

    town.slacks[T1].fail(RENEWAL, meanwhile(end), times=2)
    bot.tenants.look()

    assert begun == [RENEWAL]
    assert set(tokens(bot)) == {T1, T2}
