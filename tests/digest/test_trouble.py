"""Channels that Slack refuses, owners who leave, tokens that are revoked: said once, and mended."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web

from bot.digest.poster import run
from bot.names import DigestAct
from bot.store import Pause, State
from bot.workspace import ADA, BEN, MLOPS, LocalSlack, faults
from tests.bot.conftest import log
from tests.bot.process import eventually
from tests.bot.rig import buttons, click, start_bot
from tests.digest.asking import MONDAY
from tests.digest.conftest import TEAM, WEEK, Desk

__all__ = ["log"]

REFUSALS = {
    "is_archived": "the channel was archived",
    "channel_not_found": "the channel is gone",
    "not_in_channel": "I am not in the channel",
    "restricted_action": "does not let me post there",
    "restricted_action_read_only_channel": "does not let me post there",
    "no_permission": "does not let me post there",
}


@pytest.mark.parametrize(("reason", "said"), REFUSALS.items())
def test_a_channel_that_slack_refuses_is_paused_and_its_owner_told_once(
    desk: Desk, reason: str, said: str
) -> None:
    other = desk.channel(1)
    desk.subscribe(MLOPS)
    desk.subscribe(other)
    desk.slack.fail("chat.postMessage", faults.refused(reason), 1)

    assert desk.round(MONDAY) == 1
    for hours in range(1, 5):
        desk.round(MONDAY + timedelta(hours=hours))
    desk.round(MONDAY + WEEK)

    refused = MLOPS if not desk.posts(MLOPS) else other
    assert len(desk.posts(refused)) == 0
    assert desk.subscription(refused).paused == reason
    assert len(desk.told()) == 1
    assert f"<#{refused}>: The digest is paused, because " in desk.told()[0]
    assert said in desk.told()[0]


def test_it_comes_again_when_the_bot_is_invited_again(desk: Desk) -> None:
    desk.subscribe()
    desk.slack.world.leave(desk.slack.world.channel(MLOPS), desk.slack.app.bot_user)
    assert desk.round(MONDAY) == 0
    assert desk.subscription().paused == "not_in_channel"

    desk.now = MONDAY + timedelta(hours=1)
    for payload in desk.slack.act.invite(MLOPS, BEN):
        desk.bot.get(payload)

    assert desk.subscription().paused is None
    assert desk.round() == 0  # nothing is made up for
    assert desk.round(MONDAY + WEEK) == 1


def test_it_comes_again_when_the_channel_is_opened_again(desk: Desk) -> None:
    desk.subscribe()
    desk.slack.world.archive(desk.slack.world.channel(MLOPS))
    assert desk.round(MONDAY) == 0
    assert desk.subscription().paused == "is_archived"

    for payload in desk.slack.act.unarchive(MLOPS, ADA):
        desk.bot.get(payload)

    assert desk.round(MONDAY + WEEK) == 1


def test_an_invitation_does_not_end_a_pause_that_was_asked_for(desk: Desk) -> None:
    desk.subscribe(paused=Pause.ASKED)
    desk.slack.world.leave(desk.slack.world.channel(MLOPS), desk.slack.app.bot_user)

    for payload in desk.slack.act.invite(MLOPS, BEN):
        desk.bot.get(payload)

    assert desk.subscription().paused == Pause.ASKED


def test_others_who_are_invited_change_nothing(desk: Desk) -> None:
    desk.subscribe(paused="is_archived")
    desk.slack.world.leave(desk.slack.world.channel(MLOPS), desk.slack.app.bot_user)
    for payload in desk.slack.act.invite(MLOPS, ADA):
        payload["event"]["user"] = BEN
        desk.bot.get(payload)

    assert desk.subscription().paused == "is_archived"


def test_where_the_owner_cannot_be_told_the_channel_is_paused_all_the_same(desk: Desk) -> None:
    desk.subscribe()
    desk.slack.fail("chat.postMessage", faults.refused("is_archived"))
    desk.slack.fail("chat.postMessage", faults.lost_reply())

    assert desk.round(MONDAY) == 0
    assert desk.subscription().paused == "is_archived"


@pytest.mark.parametrize("reason", ["token_revoked", "account_inactive", "missing_scope"])
def test_a_token_that_slack_refuses_stops_all_posting_with_one_error(
    desk: Desk, reason: str, log: Callable[[], str]
) -> None:
    channels = [desk.channel(number) for number in range(20)]
    for channel in channels:
        desk.subscribe(channel)
    desk.slack.fail("chat.postMessage", faults.refused(reason), 1000)

    desk.now = MONDAY
    for _ in range(3):
        run([desk.bot.staff.poster])

    assert desk.bot.staff.poster.refused == reason
    assert log().count("[error") == 1
    assert f"error={reason}" in log()
    asked = sum(call.name == "chat.postMessage" for call in desk.slack.calls)
    assert asked <= 8  # what was under way already
    assert all(desk.subscription(channel).paused is None for channel in channels)


def test_a_token_that_is_good_again_is_noticed(desk: Desk, log: Callable[[], str]) -> None:
    desk.subscribe()
    desk.slack.fail("chat.postMessage", faults.refused("org_login_required"))
    desk.now = MONDAY
    run([desk.bot.staff.poster])
    assert desk.bot.staff.poster.refused == "org_login_required"

    for _ in range(12):
        run([desk.bot.staff.poster])

    assert len(desk.posts()) == 1
    assert desk.bot.staff.poster.refused is None


def test_an_owner_about_whom_slack_says_odd_things_is_taken_as_there(desk: Desk) -> None:
    desk.subscribe()
    odd = faults.Fault(reply=lambda: web.json_response({"ok": True, "user": []}))
    desk.slack.fail("users.info", odd)

    assert desk.round(MONDAY) == 1


def test_what_a_refused_token_kept_back_is_posted_with_a_good_one(desk: Desk) -> None:
    desk.subscribe()
    desk.slack.fail("chat.postMessage", faults.refused("token_revoked"))
    desk.now = MONDAY
    run([desk.bot.staff.poster])

    desk.now = MONDAY + timedelta(hours=1)
    restarted = start_bot(desk.slack, desk.database, clock=lambda: desk.now)
    restarted.staff.poster.round()
    restarted.close()

    assert len(desk.posts()) == 1


def test_who_set_it_up_has_left(desk: Desk) -> None:
    desk.subscribe(owner=BEN)
    people = desk.slack.world.people
    people[BEN] = replace(people[BEN], deleted=True)

    assert desk.round(MONDAY) == 1

    (post,) = desk.posts()
    assert "is no longer here. This is the last one" in str(post.blocks)
    assert f"digest.{DigestAct.KEEP}" in buttons(post)
    assert desk.subscription().paused == Pause.OWNER_LEFT
    assert desk.round(MONDAY + WEEK) == 0

    desk.bot.get(click(desk.slack, post, f"digest.{DigestAct.KEEP}", ADA))

    assert desk.subscription().owner == ADA
    assert desk.subscription().paused is None
    assert desk.round(MONDAY + 2 * WEEK) == 1
    assert "is no longer here" not in str(desk.posts()[-1].blocks)


def test_a_zone_that_is_no_more_pauses_and_is_told(desk: Desk) -> None:
    other = desk.channel(1)
    desk.subscribe(zone="Europe/Atlantis")
    desk.subscribe(other)

    assert desk.round(MONDAY) == 1

    assert desk.subscription().paused == Pause.NO_ZONE
    assert "timezone does not exist" in desk.told()[0]
    assert "Set it anew there" in desk.told()[0]
    assert "invited" not in desk.told()[0]


def test_topics_without_resources_pause_and_are_told(desk: Desk) -> None:
    desk.subscribe(topics=("no-such-topic",))

    assert desk.round(MONDAY) == 0

    assert desk.subscription().paused == Pause.NO_RESOURCE
    assert [record.state for record in desk.records()] == [State.MISSED]
    assert "no resource on its topics" in desk.told()[0]


def test_the_database_is_away_and_comes_back(desk: Desk, log: Callable[[], str]) -> None:
    desk.subscribe()
    desk.now = MONDAY
    desk.execute("ALTER TABLE slots RENAME TO elsewhere")
    run([desk.bot.staff.poster])
    assert "digests wait for the database" in log()
    desk.execute("ALTER TABLE elsewhere RENAME TO slots")

    run([desk.bot.staff.poster])

    assert len(desk.posts()) == 1


def test_a_claim_of_a_subscription_that_is_gone_is_given_back(desk: Desk) -> None:
    desk.subscribe()
    desk.slack.fail("chat.postMessage", faults.reset())
    desk.round(MONDAY)
    assert [record.state for record in desk.records()] == [State.POSTING]
    desk.bot.store.subscriptions.remove(TEAM, MLOPS)

    other = start_bot(desk.slack, desk.database, clock=lambda: desk.now, lease=0)
    for _ in range(2):  # it has to see the claim stand
        other.staff.poster.round()
    other.close()

    assert [record.state for record in desk.records()] == [State.PLANNED]
    assert desk.posts() == []


def test_a_claim_whose_digest_was_moved_meanwhile_is_given_back(desk: Desk) -> None:
    subscription = desk.subscribe()
    desk.slack.fail("chat.postMessage", faults.reset())
    desk.round(MONDAY)
    moved = replace(subscription, weekday=4, since=MONDAY + timedelta(minutes=1))
    desk.bot.store.subscriptions.put(moved)
    other = start_bot(desk.slack, desk.database, clock=lambda: desk.now, lease=0)
    for _ in range(2):
        other.staff.poster.round()
    other.close()

    assert desk.posts() == []
    assert desk.round(MONDAY + timedelta(days=4)) == 1


def test_a_post_is_recognised_whatever_slack_adds_to_its_metadata(desk: Desk) -> None:
    desk.subscribe()
    desk.slack.fail("chat.postMessage", faults.lost_reply())
    desk.round(MONDAY)
    (post,) = desk.posts()
    added = {**(post.metadata or {}), "app_id": "A0LOCAL"}
    desk.slack.world.add(replace(post, metadata=added))
    other = start_bot(desk.slack, desk.database, clock=lambda: desk.now, lease=0)
    for _ in range(2):
        other.staff.poster.round()
    other.close()

    assert len(desk.posts()) == 1
    assert [record.state for record in desk.records()] == [State.POSTED]


def test_who_posts_after_another_has_takes_it_back(desk: Desk, log: Callable[[], str]) -> None:
    desk.subscribe()
    desk.now = MONDAY
    # Slack takes the first one's post only when the second has looked, and posted.
    desk.slack.fail("chat.postMessage", replace(faults.late(3), cut=False))
    first = threading.Thread(target=desk.bot.staff.poster.round)
    first.start()
    eventually(lambda: any(record.resource for record in desk.records()))
    second = start_bot(desk.slack, desk.database, clock=lambda: desk.now, lease=0.4)
    eventually(lambda: second.staff.poster.round().posted)
    second.close()
    first.join()

    assert len(desk.posts()) == 1
    assert [record.message for record in desk.records()] == [desk.posts()[0].ts]
    assert "a second digest was deleted" in log()


@pytest.fixture
def slack(desk: Desk) -> LocalSlack:
    return desk.slack
