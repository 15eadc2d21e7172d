"""A workspace removes the app: what was promised is deleted, and of no other workspace."""

import time
from datetime import timedelta

import pytest

from bot.store import Mark
from bot.workspace import ADA
from bot.workspace.world import Json
from tests.bot.rig import command, mention
from tests.tenants.conftest import T1, T2, Bot, Town


def event(town: Town, kind: str, at: float, **details: object) -> Json:
    """Make an event of the app's own life, as Slack sends it."""
    payload = mention(town.slacks[T1], "")
    return payload | {"event": {"type": kind, **details}, "event_time": int(at)}


ORGANISATION = "E0ORG"
UNINSTALLED: tuple[str, dict[str, object]] = ("app_uninstalled", {})
REVOKED = ("tokens_revoked", {"tokens": {"bot": ["U0BOT"]}})


@pytest.fixture
def bot(town: Town) -> Bot:
    bot = town.start()
    for team in (T1, T2):
        town.installed(bot, team)
        bot.get(command(town.slacks[team], "istio"))
        bot.house.store.marks.put(team, ADA, "a-resource", Mark.SAVED, town.clock.now)
    return bot


def installed(bot: Bot) -> list[str]:
    return sorted(str(each.team_id) for each in bot.installations.all())


def remembered(bot: Bot) -> list[str]:
    return bot.house.store.teams()


def test_what_is_uninstalled_is_forgotten(town: Town, bot: Bot) -> None:
    assert (installed(bot), remembered(bot)) == ([T1, T2], [T1, T2])

    bot.get(event(town, "app_uninstalled", time.time()))

    assert (installed(bot), remembered(bot)) == ([T2], [T2])
    bot.tenants.look()
    assert [tenant.identity.team for tenant in bot.tenants.all()] == [T2]
    assert bot.get(mention(town.slacks[T1], "istio")).status == 200
    assert remembered(bot) == [T2]


def test_tokens_that_are_taken_back_are_deleted_and_the_rest_waits(town: Town, bot: Bot) -> None:
    bot.get(event(town, "tokens_revoked", time.time(), tokens={"bot": ["U0BOT"], "oauth": []}))

    assert (installed(bot), remembered(bot)) == ([T2], [T1, T2])


def test_tokens_of_people_are_none_of_ours(town: Town, bot: Bot) -> None:
    bot.get(event(town, "tokens_revoked", time.time(), tokens={"oauth": ["U0ADA"]}))

    assert installed(bot) == [T1, T2]


@pytest.mark.parametrize(("kind", "details"), [UNINSTALLED, REVOKED])
def test_who_came_back_before_slack_told_has_not_gone(
    town: Town, bot: Bot, kind: str, details: dict[str, object]
) -> None:
    gone_at = time.time() - 60
    bot.get(event(town, kind, gone_at, **details))

    assert (installed(bot), remembered(bot)) == ([T1, T2], [T1, T2])


@pytest.mark.parametrize(("kind", "details"), [UNINSTALLED, REVOKED])
def test_slacks_clock_may_be_behind_ours(
    town: Town, bot: Bot, kind: str, details: dict[str, object]
) -> None:
    bot.get(event(town, kind, time.time() - 10, **details))

    assert installed(bot) == [T2]


@pytest.mark.parametrize("is_new", [False, True], ids=["the same process", "a new one"])
def test_what_is_uninstalled_after_its_tokens_is_forgotten(
    town: Town, bot: Bot, is_new: bool
) -> None:
    bot.get(event(town, "tokens_revoked", time.time(), tokens={"bot": ["U0BOT"]}))
    bot.tenants.look()

    (town.start() if is_new else bot).get(event(town, "app_uninstalled", time.time()))

    assert (installed(bot), remembered(bot)) == ([T2], [T2])


@pytest.mark.parametrize(("kind", "details"), [UNINSTALLED, REVOKED])
def test_what_leaves_another_app_stays_with_ours(
    town: Town, bot: Bot, kind: str, details: dict[str, object]
) -> None:
    bot.tenants.look()
    bot.get(event(town, kind, time.time(), **details) | {"api_app_id": "A0OTHER"})

    assert (installed(bot), remembered(bot)) == ([T1, T2], [T1, T2])


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ([{"team_id": "T0PART", "is_enterprise_install": False}], [ORGANISATION, T1, T2]),
        ([{"team_id": None, "is_enterprise_install": True}], [T1, T2]),
        (None, [T1, T2]),
    ],
    ids=["a part of it", "as a whole", "it is not said"],
)
def test_an_organisation_does_not_go_with_a_part_of_it(
    town: Town, bot: Bot, said: list[Json] | None, left: list[str]
) -> None:
    whole = town.installed(bot, T1)
    whole.team_id, whole.enterprise_id, whole.is_enterprise_install = None, ORGANISATION, True
    bot.installations.save(whole)
    in_it = [each | {"enterprise_id": ORGANISATION} for each in said] if said else None

    farewell = event(town, "app_uninstalled", time.time())
    place = {"team_id": "T0PART", "enterprise_id": ORGANISATION, "authorizations": in_it}
    bot.get(farewell | place)

    assert sorted(bot.installations.places()) == left


def test_what_is_written_by_work_under_way_is_forgotten_too(town: Town, bot: Bot) -> None:
    other = town.start()
    other.tenants.look()
    bot.get(event(town, "app_uninstalled", time.time()))
    other.get(command(town.slacks[T1], "linkerd"))
    assert remembered(bot) == [T1, T2]

    bot.do_duties()

    assert (installed(bot), remembered(bot)) == ([T2], [T2])


def test_who_leaves_again_is_forgotten_again(town: Town, bot: Bot) -> None:
    other = town.start()
    other.tenants.look()
    bot.get(event(town, "app_uninstalled", time.time()))
    town.clock.now += timedelta(hours=30)
    town.installed(bot, T1)
    bot.get(event(town, "app_uninstalled", town.clock.now.timestamp()))
    other.get(command(town.slacks[T1], "linkerd"))
    assert remembered(bot) == [T1, T2]

    bot.do_duties()

    assert (installed(bot), remembered(bot)) == ([T2], [T2])


def test_what_a_process_wrote_before_its_end_is_forgotten_by_the_next(town: Town, bot: Bot) -> None:
    other = town.start()
    other.tenants.look()
    bot.get(event(town, "app_uninstalled", time.time()))
    other.get(command(town.slacks[T1], "linkerd"))
    town.clock.now += timedelta(hours=20)

    town.start().do_duties()

    assert remembered(bot) == [T2]


def test_what_waits_for_a_workspace_that_comes_back_is_left_alone(town: Town, bot: Bot) -> None:
    bot.get(event(town, "app_uninstalled", time.time()))
    town.installed(bot, T1, town.clock.now + timedelta(minutes=1))
    bot.get(command(town.slacks[T1], "linkerd"))

    for _ in range(2):
        bot.do_duties()
        assert remembered(bot) == [T1, T2]
        bot.get(event(town, "tokens_revoked", time.time() + 120, tokens={"bot": ["U0BOT"]}))

    assert installed(bot) == [T2]


def test_who_comes_back_is_served_again(town: Town, bot: Bot) -> None:
    bot.get(event(town, "app_uninstalled", time.time()))
    bot.tenants.look()
    town.installed(bot, T1)

    bot.get(mention(town.slacks[T1], "istio"))

    assert len(town.slacks[T1].from_bot("C0MLOPS")) == 1
