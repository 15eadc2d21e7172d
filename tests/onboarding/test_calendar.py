"""Items come on weekday mornings where the person is, whatever they do in between."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.onboarding.calendar import (
    in_words,
    is_working_time,
    next_item,
    next_morning,
    next_resumed,
)

SECONDS = st.integers(1_580_000_000, 2_200_000_000)  # from 2020 to 2039
MOMENTS = SECONDS.map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))
MONDAY = datetime(2026, 11, 30, 12, tzinfo=UTC)


def days(now: datetime, pace: int, count: int) -> list[str]:
    found = []
    for _ in range(count):
        now = next_item(now, pace, "UTC")
        found.append(f"{now:%a %d %H:%M}")
    return found


@pytest.mark.parametrize(
    ("pace", "came"),
    [
        (1, ["Tue 08 10:00", "Tue 15 10:00"]),
        (2, ["Thu 03 10:00", "Tue 08 10:00", "Thu 10 10:00"]),
        (3, ["Wed 02 10:00", "Fri 04 10:00", "Mon 07 10:00"]),
    ],
)
def test_they_are_spread_over_the_week(pace: int, came: list[str]) -> None:
    assert days(MONDAY, pace, len(came)) == came


@given(MOMENTS, ZONES, st.sampled_from([1, 2, 3]))
def test_an_item_comes_on_a_weekday_at_ten_and_never_on_the_same_day(
    now: datetime, zone: str, pace: int
) -> None:
    for following in (next_item(now, pace, zone), next_resumed(now, pace, zone)):
        local = following.astimezone(ZoneInfo(zone))
        assert following > now
        assert local.date() > now.astimezone(ZoneInfo(zone)).date()
        assert local.weekday() < 5
        assert is_working_time(following, zone)
        assert following - now <= timedelta(days=12)


@given(MOMENTS, ZONES, st.sampled_from([1, 2, 3]))
def test_in_any_four_weeks_there_are_as_many_as_wanted(now: datetime, zone: str, pace: int) -> None:
    came = [now]
    for _ in range(4 * pace + 1):
        came.append(next_item(came[-1], pace, zone))

    assert came[-1] - came[1] == timedelta(weeks=4) or zone_has_moved(came, zone)
    assert all(later - earlier >= timedelta(hours=20) for earlier, later in pairwise(came[1:]))


def zone_has_moved(came: list[datetime], zone: str) -> bool:
    return (
        came[1].astimezone(ZoneInfo(zone)).utcoffset()
        != came[-1].astimezone(ZoneInfo(zone)).utcoffset()
    )


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-11-30T03:00", "2026-11-30T10:00"),
        ("2026-11-30T10:00", "2026-12-01T10:00"),
        ("2026-12-04T20:00", "2026-12-07T10:00"),
        ("2026-12-06T03:00", "2026-12-07T10:00"),
    ],
)
def test_what_waits_comes_on_the_next_morning(now: str, morning: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)

    assert next_morning(moment, "UTC") == datetime.fromisoformat(morning).replace(tzinfo=UTC)


def test_a_zone_that_is_gone_counts_as_utc() -> None:
    assert next_item(MONDAY, 2, "Atlantis/City") == datetime(2026, 12, 3, 10, tzinfo=UTC)


def test_days_are_named_where_the_person_is() -> None:
    late = datetime(2026, 12, 3, 23, 30, tzinfo=UTC)

    assert in_words(late, MONDAY, "UTC") == "on Thursday, 3 December"
    assert in_words(late, MONDAY, "Asia/Tokyo") == "on Friday, 4 December"
    assert in_words(MONDAY, MONDAY, "UTC") == "today"
