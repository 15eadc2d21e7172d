"""When digests are due: in the channel's own time, once a week, and never long after."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from bot.digest.calendar import LATE, Due, due, first_valid, moment_in, slot_in, upcoming
from bot.digest.when import is_zone
from bot.store import Pause, Slot, Subscription

MINUTE = timedelta(minutes=1)
WEEK = timedelta(weeks=1)
ZONES = sorted(filter(is_zone, available_timezones()))

MONDAY, WEDNESDAY, FRIDAY, SUNDAY = 0, 2, 4, 6
DIGEST = Subscription(
    team="T1",
    channel="C1",
    weekday=WEDNESDAY,
    time=time(9),
    zone="Europe/London",
    owner="U1",
    since=datetime(2000, 1, 1, tzinfo=UTC),
)
SUMMER = date(2026, 6, 17)  # a Wednesday

DIGESTS = st.builds(
    replace,
    st.just(DIGEST),
    weekday=st.integers(0, 6),
    time=st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
    weekdays_only=st.booleans(),
    holidays=st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=30).map(tuple),
)
DAYS = st.dates(date(2012, 1, 1), date(2036, 12, 31))
MOMENTS = st.datetimes(datetime(2012, 1, 1), datetime(2036, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def at(text: str, zone: str = "Europe/London") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def local(moment: datetime | None, zone: str = "Europe/London") -> str | None:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if moment else None


def only(digest: Subscription, now: datetime) -> Due | None:
    """Give what is due of one digest; more than one slot is an error."""
    found = list(due([digest], now))
    assert len(found) <= 1
    return found[0] if found else None


def posts(digest: Subscription, now: datetime) -> bool:
    found = only(digest, now)
    return found is not None and not found.missed


def scanned(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Find the first minute that shows a time or a later one, by looking at the clock there."""
    wanted = datetime.combine(day, clock)
    moment = wanted.replace(tzinfo=UTC) - timedelta(hours=15)
    while moment.astimezone(zone).replace(tzinfo=None) < wanted:
        moment += MINUTE
    return moment


@pytest.mark.parametrize(
    ("zone", "day", "clock", "moment"),
    [
        ("Europe/London", "2026-03-28", "01:30", "2026-03-28T01:30Z"),
        ("Europe/London", "2026-03-29", "01:30", "2026-03-29T01:00Z"),  # left out: 02:00 there
        ("Europe/London", "2026-03-30", "01:30", "2026-03-30T00:30Z"),
        ("Europe/London", "2026-10-25", "01:30", "2026-10-25T00:30Z"),  # twice: the first
        ("Europe/London", "2026-10-25", "02:00", "2026-10-25T02:00Z"),
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00Z"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30Z"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30Z"),  # half an hour
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45Z"),
        ("Pacific/Apia", "2011-12-30", "09:00", "2011-12-30T10:00Z"),  # a day left out
        ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00Z"),  # at midnight
        ("UTC", "2026-03-29", "01:30", "2026-03-29T01:30Z"),
    ],
)
def test_a_time_that_is_left_out_means_the_next_one_and_one_that_comes_twice_the_first(
    zone: str, day: str, clock: str, moment: str
) -> None:
    found = first_valid(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone))

    assert found == datetime.fromisoformat(moment)
    assert found.tzinfo is UTC


def test_in_every_zone_the_days_on_which_clocks_change_have_one_moment_for_each_time() -> None:
    year = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    clocks = [time(hour, minute) for hour in (0, 2, 3) for minute in (0, 15)]
    offsets = {
        zone: tuple(datetime.combine(day, time(), zone).utcoffset() for day in year)
        for zone in map(ZoneInfo, ZONES)
    }
    alike = {through_the_year: zone for zone, through_the_year in offsets.items()}
    assert len(alike) > 50
    changes = 0
    for through_the_year, zone in alike.items():
        for day, (before, after) in zip(year, pairwise(through_the_year), strict=False):
            if before != after:
                changes += 1
                for clock in clocks:
                    assert first_valid(day, clock, zone) == scanned(day, clock, zone)
    assert changes > 40


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ("2026-12-28", "2026-W53"),
        ("2027-01-01", "2026-W53"),  # the Friday of a week that began in December
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
        ("2024-12-30", "2025-W01"),
        ("2026-06-17", "2026-W25"),
        ("2026-02-01", "2026-W05"),
    ],
)
def test_a_week_has_one_name_across_the_turn_of_the_year(day: str, week: str) -> None:
    assert slot_in(DIGEST, date.fromisoformat(day)) == Slot("T1", "C1", week)


def test_the_digest_of_new_years_day_belongs_to_the_week_of_the_old_year() -> None:
    found = only(replace(DIGEST, weekday=FRIDAY), at("2027-01-01 09:00"))

    assert found
    assert (found.slot.week, local(found.moment)) == ("2026-W53", "2027-01-01 09:00")


def test_another_day_of_the_same_week_is_the_same_slot() -> None:
    first = only(DIGEST, at("2026-06-17 09:00"))
    moved = only(replace(DIGEST, weekday=FRIDAY, time=time(16)), at("2026-06-19 16:00"))

    assert first
    assert moved
    assert first.slot == moved.slot
    assert first.moment < moved.moment


def test_it_is_due_from_its_minute_on() -> None:
    assert posts(DIGEST, at("2026-06-17 09:00"))
    before = only(DIGEST, at("2026-06-17 08:59"))
    assert before  # that of last week, which has long been settled
    assert (before.slot.week, before.missed) == ("2026-W24", True)


def test_a_day_late_it_still_comes_and_a_minute_later_it_is_missed() -> None:
    assert posts(DIGEST, at("2026-06-18 09:00"))
    found = only(DIGEST, at("2026-06-18 09:01"))
    assert found
    assert (found.slot.week, found.missed) == ("2026-W25", True)


def test_that_of_sunday_night_may_come_on_monday() -> None:
    found = only(replace(DIGEST, weekday=SUNDAY, time=time(23, 30)), at("2026-06-22 23:30"))

    assert found
    assert (found.slot.week, found.missed) == ("2026-W25", False)


@pytest.mark.parametrize("now", ["2026-06-17 10:00", "2026-06-18 09:00", "2026-06-24 08:59"])
def test_set_for_a_time_that_has_passed_it_begins_next_week(now: str) -> None:
    digest = replace(DIGEST, since=at("2026-06-17 10:00"))

    assert only(digest, at(now)) is None
    assert posts(digest, at("2026-06-24 09:00"))


def test_resumed_after_a_month_it_makes_up_for_nothing() -> None:
    resumed = at("2026-07-15 09:00")  # at the very minute of a digest
    now = resumed
    while now < at("2026-07-22 09:00"):
        assert only(replace(DIGEST, since=resumed), now) is None
        now += timedelta(hours=1)


def test_a_pause_until_a_day_ends_on_that_day() -> None:
    paused = replace(DIGEST, paused=Pause.ASKED, resume_on=SUMMER)

    assert moment_in(paused, SUMMER - WEEK) is None
    assert local(moment_in(paused, SUMMER)) == "2026-06-17 09:00"
    assert moment_in(replace(paused, resume_on=SUMMER + timedelta(days=1)), SUMMER) is None


@pytest.mark.parametrize(
    ("reason", "until"),
    [
        (Pause.ASKED, None),
        (Pause.OWNER_LEFT, SUMMER),
        (Pause.NO_ZONE, SUMMER),
        (Pause.NO_RESOURCE, SUMMER),
        ("is_archived", SUMMER),
        ("is_archived", None),
    ],
)
def test_any_other_pause_lasts(reason: str, until: date | None) -> None:
    paused = replace(DIGEST, paused=reason, resume_on=until)

    assert moment_in(paused, SUMMER) is None
    assert only(paused, at("2026-06-17 09:00")) is None
    assert list(upcoming(paused, at("2026-06-17 08:00"))) == []


@pytest.mark.parametrize(
    ("weekday", "left_out", "weekdays_only", "comes"),
    [
        (WEDNESDAY, "17", False, "2026-06-18 09:00"),
        (WEDNESDAY, "18", False, "2026-06-17 09:00"),
        (WEDNESDAY, "17 18 19", False, "2026-06-20 09:00"),
        (WEDNESDAY, "17 18 19", True, None),
        (WEDNESDAY, "17 18 19 20 21", False, None),  # not on Monday of the next week
        (FRIDAY, "19", True, None),
        (FRIDAY, "19", False, "2026-06-20 09:00"),
        (SUNDAY, "", True, None),
        (MONDAY, "15 17", False, "2026-06-16 09:00"),
    ],
)
def test_on_a_holiday_it_comes_on_the_next_day_of_that_week_or_not_at_all(
    weekday: int, left_out: str, weekdays_only: bool, comes: str | None
) -> None:
    holidays = tuple(date(2026, 6, int(day)) for day in left_out.split())
    digest = replace(DIGEST, weekday=weekday, holidays=holidays, weekdays_only=weekdays_only)

    assert local(moment_in(digest, SUMMER)) == comes


@pytest.mark.parametrize(
    "zone", ["Europe/Atlantis", "", "../etc/passwd", "Europe", "a\0b", "\ud800"]
)
def test_a_zone_that_is_not_known_makes_nothing_due_and_stops_no_other(zone: str) -> None:
    lost = replace(DIGEST, zone=zone)
    now = at("2026-06-17 09:00")

    assert list(upcoming(lost, now)) == []
    assert [found.subscription for found in due([lost, DIGEST, lost], now)] == [DIGEST]


def test_what_comes_next_leaves_out_weeks_without_a_digest() -> None:
    digest = replace(DIGEST, weekday=FRIDAY, holidays=(date(2026, 6, 26),), weekdays_only=True)
    slots = [
        (slot.week, local(moment)) for slot, moment in upcoming(digest, at("2026-06-19 09:00"))
    ]

    assert slots[:2] == [("2026-W27", "2026-07-03 09:00"), ("2026-W28", "2026-07-10 09:00")]


@given(DIGESTS, DAYS)
@limits(max_examples=300)
def test_a_week_has_its_moment_at_the_set_time_of_a_free_day(
    digest: Subscription, day: date
) -> None:
    moment = moment_in(digest, day)
    monday = day - timedelta(days=day.weekday())
    week = [monday + timedelta(days=number) for number in range(digest.weekday, 7)]
    free = [day for day in week if day not in digest.holidays]
    if not free or (digest.weekdays_only and free[0].weekday() > FRIDAY):
        assert moment is None
    else:
        assert moment == scanned(free[0], digest.time, ZoneInfo(digest.zone))
        assert slot_in(digest, free[0]) == slot_in(digest, day)


@given(st.lists(DIGESTS, max_size=5), MOMENTS)
def test_a_digest_has_at_most_one_slot_due_and_that_of_the_week_of_its_moment(
    digests: list[Subscription], now: datetime
) -> None:
    own = [replace(digest, channel=f"C{number}") for number, digest in enumerate(digests)]
    found = list(due(own, now))

    channels = [each.slot.channel for each in found]
    assert len(set(channels)) == len(channels)
    for each in found:
        day = each.moment.astimezone(ZoneInfo(each.subscription.zone)).date()
        assert each.slot == slot_in(each.subscription, day)
        assert timedelta(0) <= now - each.moment < 2 * WEEK
        assert each.missed == (now - each.moment > LATE)


@given(DIGESTS, DAYS)
def test_each_week_comes_after_the_one_before(digest: Subscription, day: date) -> None:
    moments = [moment_in(digest, day + number * WEEK) for number in range(60)]
    came = [moment for moment in moments if moment]

    assert all(earlier < later for earlier, later in pairwise(came))


@given(DIGESTS, MOMENTS)
def test_what_comes_next_is_what_is_due_then(digest: Subscription, now: datetime) -> None:
    slot, moment = next(upcoming(digest, now), (None, None))
    if slot and moment:
        assert moment > now
        assert only(digest, moment) == Due(digest, slot, moment, missed=False)
        earlier = only(digest, moment - MINUTE)
        assert earlier is None or earlier.slot != slot


def ticks(start: datetime, longest: int, chance: Random) -> Iterator[datetime]:
    """Run for a year, now by minutes and now by many hours; at times, the clock is set back."""
    now = start
    while now < start + 53 * WEEK:
        yield now
        back = chance.random() < 0.1
        minutes = (
            -chance.randint(1, 60) if back else chance.randint(1, chance.choice((300, longest)))
        )
        now += timedelta(minutes=minutes)


@given(DIGESTS, MOMENTS, st.sampled_from((24, 30)), st.integers())
@limits(max_examples=60)
def test_through_a_year_each_week_is_posted_once_and_never_a_day_late(
    digest: Subscription, start: datetime, hours: int, seed: int
) -> None:
    digest = replace(digest, since=start)
    settled: set[Slot] = set()
    posted: list[tuple[str, datetime]] = []
    now = start
    for now in ticks(start, hours * 60, Random(seed)):
        for each in due([digest], now):
            if each.slot not in settled and not each.missed:
                assert timedelta(0) <= now - each.moment <= LATE
                posted.append((each.slot.week, each.moment))
            settled.add(each.slot)

    first = start.astimezone(ZoneInfo(digest.zone)).date()
    days = [first + number * WEEK for number in range(55)]
    weeks = [(slot_in(digest, day).week, moment_in(digest, day)) for day in days]
    expected = [(week, moment) for week, moment in weeks if moment and start < moment <= now]
    assert set(posted) <= set(expected)
    assert len({week for week, _ in posted}) == len(posted)
    if hours == 24:
        assert posted == expected
