"""What is due is posted, once, with all that belongs to it; what is not, is not."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.store import Pause, Slot, State
from bot.workspace import MLOPS, RANDOM, faults
from tests.bot.rig import buttons, links, start_bot
from tests.digest.asking import MONDAY
from tests.digest.conftest import TEAM, WEEK, Desk
from tests.shipped import FINDER

SECOND = timedelta(seconds=1)


def test_it_is_posted_when_its_time_has_come(desk: Desk) -> None:
    desk.subscribe()

    assert desk.round(MONDAY - SECOND) == 0
    assert desk.round(MONDAY) == 1
    assert desk.round(MONDAY + SECOND) == 0

    (post,) = desk.posts()
    assert post.text.startswith("Resource of the week: ")
    assert links(post)
    assert buttons(post) == ["save", "done", "not_useful"]
    assert post.metadata == {
        "event_type": "mlops_learn_digest",
        "event_payload": {"slot": "T0LOCAL/C0MLOPS/2026-W49"},
    }
    (sent,) = [call.sent for call in desk.slack.calls if call.name == "chat.postMessage"]
    assert sent["unfurl_links"] in (False, "0", "false")
    assert sent["unfurl_media"] in (False, "0", "false")


def test_week_after_week_something_else_comes(desk: Desk) -> None:
    desk.subscribe()

    assert [desk.round(MONDAY + week * WEEK) for week in range(6)] == [1] * 6

    assert len({links(post)[0] for post in desk.posts()}) == 6
    assert [record.state for record in desk.records()] == [State.POSTED] * 6


def test_late_by_a_day_it_comes_and_later_it_is_recorded_as_missed(desk: Desk) -> None:
    late, too_late = desk.channel(1), desk.channel(2)
    desk.subscribe(late)
    assert desk.round(MONDAY + timedelta(hours=24)) == 1
    desk.now = MONDAY - SECOND
    desk.subscribe(too_late)

    assert desk.round(MONDAY + timedelta(hours=24) + SECOND) == 0
    assert desk.round(MONDAY + timedelta(hours=25)) == 0

    assert [record.state for record in desk.records(too_late)] == [State.MISSED]
    assert desk.round(MONDAY + WEEK) == 2


def test_after_a_month_away_nothing_is_made_up_for(desk: Desk) -> None:
    desk.subscribe()
    desk.round(MONDAY)

    assert desk.round(MONDAY + 5 * WEEK + timedelta(hours=1)) == 1

    assert len(desk.posts()) == 2


def test_resumed_after_a_month_it_comes_at_its_next_time(desk: Desk) -> None:
    subscription = desk.subscribe(paused=Pause.ASKED)
    assert desk.round(MONDAY) == 0
    desk.now = MONDAY + 4 * WEEK + timedelta(hours=1)
    desk.bot.store.subscriptions.put(replace(subscription, paused=None, since=desk.now))

    assert desk.round() == 0
    assert desk.round(MONDAY + 5 * WEEK) == 1


def test_a_holiday_is_respected(desk: Desk) -> None:
    desk.subscribe(holidays=(date(2026, 11, 30),))

    assert desk.round(MONDAY + timedelta(hours=1)) == 0
    assert desk.round(MONDAY + timedelta(days=1)) == 1


def test_what_was_skipped_does_not_come(desk: Desk) -> None:
    desk.subscribe()
    desk.bot.store.slots.settle(Slot(TEAM, MLOPS, "2026-W49"), State.SKIPPED)

    assert desk.round(MONDAY) == 0
    assert desk.round(MONDAY + WEEK) == 1


def test_another_time_in_the_same_week_brings_no_second_one(desk: Desk) -> None:
    subscription = desk.subscribe()
    desk.round(MONDAY)
    desk.bot.store.subscriptions.put(replace(subscription, weekday=2, since=desk.now))

    assert desk.round(MONDAY + timedelta(days=2)) == 0
    assert desk.round(MONDAY + timedelta(days=9)) == 1


def test_a_clock_that_goes_back_brings_no_second_one(desk: Desk) -> None:
    desk.subscribe()
    desk.round(MONDAY)

    assert desk.round(MONDAY - timedelta(hours=1)) == 0
    assert desk.round(MONDAY) == 0
    assert len(desk.posts()) == 1


def test_another_workspace_gets_nothing_from_us(desk: Desk) -> None:
    desk.bot.store.subscriptions.put(replace(desk.subscribe(), team="T0OTHER"))
    desk.bot.store.subscriptions.remove(TEAM, MLOPS)

    assert desk.round(MONDAY) == 0
    assert desk.posts() == []


def test_blocks_that_slack_refuses_are_left_away(desk: Desk) -> None:
    desk.subscribe()
    desk.slack.fail("chat.postMessage", faults.refused("invalid_blocks"))

    assert desk.round(MONDAY) == 1

    (post,) = desk.posts()
    assert post.blocks == []
    assert "Resource of the week" in post.text


def test_a_channel_that_has_to_wait_does_not_keep_others(desk: Desk) -> None:
    desk.subscribe(MLOPS)
    others = [desk.channel(number) for number in range(3)]
    for channel in others:
        desk.subscribe(channel)
    desk.slack.fail("chat.postMessage", faults.rate_limited(30))

    assert desk.round(MONDAY) == 3
    assert desk.round(MONDAY + 29 * SECOND) == 0
    assert desk.round(MONDAY + 30 * SECOND) == 1

    assert [len(desk.posts(channel)) for channel in (MLOPS, *others)] == [1] * 4


def test_an_error_that_may_pass_is_tried_again_later(desk: Desk) -> None:
    desk.subscribe()
    desk.slack.fail("chat.postMessage", faults.refused("team_added_to_org"))

    assert desk.round(MONDAY) == 0
    assert desk.round(MONDAY + timedelta(minutes=4)) == 0
    assert desk.round(MONDAY + timedelta(minutes=5)) == 1


@pytest.mark.parametrize("status", [200, 500, 502, 504])
def test_after_an_error_that_nobody_knows_it_is_looked_for(desk: Desk, status: int) -> None:
    desk.subscribe()
    odd = faults.refused("gateway_timeout", status)
    desk.slack.fail("chat.postMessage", replace(odd, takes_effect=True))

    assert desk.round(MONDAY) == 0
    later = start_bot(desk.slack, desk.database, clock=lambda: desk.now, lease=0)
    for _ in range(2):  # it has to see the claim stand
        later.staff.poster.round()
    later.close()

    assert len(desk.posts()) == 1
    assert [record.state for record in desk.records()] == [State.POSTED]


def test_another_zone_over_the_turn_of_the_week_brings_no_second_one(desk: Desk) -> None:
    honolulu = desk.subscribe(weekday=6, time=time(23), zone="Pacific/Honolulu")
    sunday = datetime(2026, 11, 30, 9, tzinfo=UTC)  # 23:00 there
    assert desk.round(sunday) == 1
    moved = replace(honolulu, weekday=0, time=time(9, 2), zone="UTC", since=sunday)
    desk.bot.store.subscriptions.put(moved)

    assert desk.round(sunday + timedelta(minutes=3)) == 0
    assert desk.round(sunday + WEEK + timedelta(minutes=3)) == 1


def test_a_row_that_cannot_be_read_does_not_keep_the_others(desk: Desk) -> None:
    channels = [desk.channel(number) for number in range(6)]
    for channel in channels:
        desk.subscribe(channel)
    rows = ("time = '25:99'", "topics = 'nope'", "weekday = 9", "holidays = '[\"x\"]'")
    for channel, row in zip(channels, (*rows, "time = '09:00+01:00'"), strict=False):
        desk.execute(f"UPDATE subscriptions SET {row} WHERE channel = '{channel}'")

    assert desk.round(MONDAY) == 1
    assert len(desk.posts(channels[-1])) == 1


def test_what_is_new_in_the_catalogue_is_said_once(desk: Desk) -> None:
    desk.subscribe()
    desk.round(MONDAY)  # which takes stock
    desk.execute("DELETE FROM arrivals WHERE resource = 'metallb-site'")
    desk.bot.store.arrivals.note(["metallb-site"], MONDAY + timedelta(days=2))

    desk.round(MONDAY + WEEK)
    desk.round(MONDAY + 2 * WEEK)

    first, second, third = (str(post.blocks) for post in desk.posts())
    assert "New in the catalogue" not in first + third
    assert "New in the catalogue: " in second
    assert "https://metallb.io" in second


def test_a_channel_where_the_bot_is_not_gets_nothing(desk: Desk) -> None:
    desk.subscribe(RANDOM)

    assert desk.round(MONDAY) == 0
    assert desk.posts(RANDOM) == []


def test_what_was_planned_twice_is_posted_once(desk: Desk) -> None:
    desk.subscribe(topics=("kubernetes",))
    planned = next(r for r in FINDER.catalogue.resources if "kubernetes" in r.topics)
    for week in ("2026-W49", "2026-W50"):  # as when the first was skipped and brought back
        desk.bot.store.slots.plan(Slot(TEAM, MLOPS, week), planned.id)

    assert desk.round(MONDAY) == desk.round(MONDAY + WEEK) == 1

    first, second = (links(post)[0] for post in desk.posts())
    assert first == planned.url != second
    assert "again" not in desk.posts()[1].text


def test_weeks_skipped_ahead_do_not_hide_that_it_came_this_week(desk: Desk) -> None:
    honolulu = desk.subscribe(weekday=6, time=time(23), zone="Pacific/Honolulu")
    sunday = datetime(2026, 11, 30, 9, tzinfo=UTC)  # 23:00 there
    desk.round(sunday)
    for week in ("2026-W50", "2026-W51", "2026-W52"):
        desk.bot.store.slots.settle(Slot(TEAM, MLOPS, week), State.SKIPPED)
    moved = replace(honolulu, weekday=0, time=time(9, 2), zone="UTC", since=sunday)
    desk.bot.store.subscriptions.put(moved)

    assert desk.round(sunday + timedelta(minutes=3)) == 0
