"""Days, times and zones as people write them; what is unclear is said, and how to write it."""

from contextlib import suppress
from datetime import date, time
from zoneinfo import available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.digest.when import (
    CLOCK,
    DAY,
    WEEKDAYS,
    ZONE,
    UnclearError,
    When,
    is_zone,
    read_clock,
    read_days,
    read_when,
    read_zone,
)
from tests.knowledge.shelves import ANY_TEXT

NOT_FOR_PEOPLE = {"Factory", "localtime"}  # in the tz database, but no zone of a place
NO_SUMMER_TIME = {"EST", "MST", "HST"}
ZONES = sorted(set(filter(is_zone, available_timezones())) - NOT_FOR_PEOPLE - NO_SUMMER_TIME)
PIECES = [
    *(
        "monday",
        "Tues",
        "fri",
        "sundays",
        "t",
        "9",
        "9am",
        "12",
        "p.m.",
        "16:30",
        "25:00",
        "²",
        "٣",
    ),
    *(
        "noon",
        "at",
        "every",
        "UTC",
        "london",
        "New",
        "York",
        "ho chi minh",
        "IST",
        "Eastern",
        "(",
        ".",
    ),
    *("2026-12-25", ",", ";", "Europe/London", "Europe/", "../", "\0", "İstanbul"),
]
WRITTEN = st.one_of(
    ANY_TEXT, st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=8).map(" ".join)
)
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


def refusal(text: str) -> str:
    with pytest.raises(UnclearError) as caught:
        read_when(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "weekday", "clock", "zone"),
    [
        ("monday 9", 0, "09:00", None),
        ("9 monday", 0, "09:00", None),
        ("mon 09:00", 0, "09:00", None),
        ("Mondays at 9 am", 0, "09:00", None),
        ("MONDAY 9AM", 0, "09:00", None),
        ("every Tuesday at 9 o'clock sharp", 1, "09:00", None),
        ("tues 9.30", 1, "09:30", None),
        ("wed 9h30", 2, "09:30", None),
        ("we 16h", 2, "16:00", None),
        ("thurs 4:30pm", 3, "16:30", None),
        ("th 4 p.m.", 3, "16:00", None),
        ("each friday 12am", 4, "00:00", None),
        ("on fridays, 12 pm", 4, "12:00", None),
        ("saturday noon", 5, "12:00", None),
        ("sat. midday.", 5, "12:00", None),
        ("sunday midnight", 6, "00:00", None),
        ("su 23:59", 6, "23:59", None),
        ("Fridays at 16:30 London time", 4, "16:30", "Europe/London"),
        ("friday 16:30 Europe/London", 4, "16:30", "Europe/London"),
        ("friday 16:30 (europe/london)", 4, "16:30", "Europe/London"),
        ("mon 9 (New York time)", 0, "09:00", "America/New_York"),
        ("mon 9 London.", 0, "09:00", "Europe/London"),
        ("mon 9 Istanbul", 0, "09:00", "Asia/Istanbul"),  # of two names the first
        ("mon 9 indianapolis", 0, "09:00", "America/Indiana/Indianapolis"),
        ("weds 9 : 30", 2, "09:30", None),
        ("in new york monday 9 a.m.", 0, "09:00", "America/New_York"),
        ("monday 9 America/New York", 0, "09:00", "America/New_York"),
        ("monday,9,time zone Paris", 0, "09:00", "Europe/Paris"),
        ("monday 9 Ho Chi Minh", 0, "09:00", "Asia/Ho_Chi_Minh"),
        ("monday 9 port of  spain", 0, "09:00", "America/Port_of_Spain"),
        ("monday 9 Port-au-Prince", 0, "09:00", "America/Port-au-Prince"),
        ("9 utc mon", 0, "09:00", "UTC"),
        ("mon 9 gmt", 0, "09:00", "GMT"),
        ("mon 9 cet", 0, "09:00", "CET"),
        ("mon 9 Etc/GMT+2", 0, "09:00", "Etc/GMT+2"),
    ],
)
def test_a_day_and_a_time_are_read_as_people_write_them(
    text: str, weekday: int, clock: str, zone: str | None
) -> None:
    assert read_when(text) == When(weekday, time.fromisoformat(clock), zone)


@pytest.mark.parametrize(
    ("text", "missed"),
    [
        ("", f"{DAY} and {CLOCK}"),
        ("9:00", DAY),
        ("at noon in London", DAY),
        ("monday", CLOCK),
        ("fri UTC", CLOCK),
    ],
)
def test_what_is_missing_is_named(text: str, missed: str) -> None:
    assert refusal(text) == f"I miss {missed}."


@pytest.mark.parametrize(
    "text",
    [
        "monday 25:00",
        "monday 24:00",
        "monday 9:60",
        "monday 9:5",
        "monday 13pm",
        "mon 0am",
        "mon " + "9" * 50,
    ],
)
def test_a_time_that_there_is_not_is_refused_with_how_to_write_one(text: str) -> None:
    assert refusal(text) == f"“{text.split()[1][:40]}” is no time that I can read; write {CLOCK}."


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("monday nine", "nine"),
        ("t 9", "t"),  # Tuesday or Thursday
        ("m 9", "m"),
        ("someday 9", "someday"),
        ("monday 9 GMT+2", "GMT+2"),
        ("monday 9 " + "x" * 100, "x" * 40),
    ],
)
def test_a_word_that_is_none_of_them_is_quoted_with_all_that_can_be_written(
    text: str, unclear: str
) -> None:
    assert refusal(text) == f"“{unclear}” is unclear; write {DAY}, {CLOCK} and {ZONE}."


def test_a_zone_that_there_is_not_is_named() -> None:
    assert refusal("monday 9 Europe/Atlantis") == f"I know no zone “Europe/Atlantis”; write {ZONE}."


@pytest.mark.parametrize(
    "text", ["mon tue 9", "monday 9 10", "monday noon midnight", "mon 9 UTC Europe/London"]
)
def test_of_each_there_is_one(text: str) -> None:
    assert refusal(text).startswith("That is too much: I need one day and one time, and one zone")


@pytest.mark.parametrize("zone", ["CST", "est", "Ist", "BST", "MST", "HST", "pst", "EDT", "PDT"])
def test_an_abbreviation_of_several_zones_is_not_guessed(zone: str) -> None:
    said = f"{zone.upper()} may mean several zones; write {ZONE}."

    assert refusal(f"monday 9 {zone}") == said
    with pytest.raises(UnclearError) as caught:
        read_zone(f" {zone} ")
    assert str(caught.value) == said


def test_a_name_of_two_different_zones_is_not_guessed_either() -> None:
    said = "“Eastern” may mean Canada/Eastern or US/Eastern; write one of these."

    assert refusal("monday 9 Eastern") == said
    assert read_when("monday 9 US/Eastern").zone == "US/Eastern"


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/London", "Europe/London"),
        ("  europe/LONDON ", "Europe/London"),
        ("london", "Europe/London"),
        ("new   york", "America/New_York"),
        ("Kolkata", "Asia/Kolkata"),
        ("utc", "UTC"),
        ("easter", "Pacific/Easter"),
    ],
)
def test_a_zone_is_known_by_its_name_or_its_city(text: str, zone: str) -> None:
    assert read_zone(text) == zone


@pytest.mark.parametrize(
    "text", ["", "Atlantis", "Europe", "Factory", "localtime", "a\0b", "\0utc"]
)
def test_a_zone_that_there_is_not_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(UnclearError) as caught:
        read_zone(text)

    assert str(caught.value) == f"I know no zone “{text}”; write {ZONE}."


@pytest.mark.parametrize(
    "zone", ["", "Europe", "Europe/Atlantis", "../etc", "/etc", "a\0b", "\ud800"]
)
def test_nothing_else_is_a_zone(zone: str) -> None:
    assert not is_zone(zone)


def test_what_was_understood_reads_back_as_itself_in_each_zone() -> None:
    assert len(ZONES) > 300
    for zone in ZONES:
        for weekday, name in enumerate(WEEKDAYS):
            assert read_when(f"{name} 09:05 {zone}") == When(weekday, time(9, 5), zone)
        assert read_zone(zone) == read_zone(zone.upper()) == zone
        assert read_zone(zone.replace("_", " ")) == zone


@given(st.integers(0, 6), CLOCKS, st.sampled_from(ZONES))
def test_what_was_understood_reads_back_as_itself(weekday: int, clock: time, zone: str) -> None:
    written = f"{clock:%H:%M}"

    assert read_when(f"{WEEKDAYS[weekday]} {written} {zone}") == When(weekday, clock, zone)
    assert read_clock(f" {written} ") == clock
    half = "am" if clock.hour < 12 else "pm"
    assert read_clock(f"{clock.hour % 12 or 12}:{clock:%M}{half.upper()}") == clock


@pytest.mark.parametrize("text", ["", "9 10", "monday", "-9", "9:000", "1e1", "24", "half past 9"])
def test_no_other_time_is_read(text: str) -> None:
    with pytest.raises(UnclearError) as caught:
        read_clock(text)

    assert str(caught.value) == f"“{text}” is no time that I can read; write {CLOCK}."


@given(st.lists(st.dates()), st.sampled_from([",", ", ", " ", "; ", "\n", " , "]))
def test_days_are_read_in_any_order_and_each_once(days: list[date], between: str) -> None:
    text = between.join(day.isoformat() for day in [*days, *days[:2]])

    assert read_days(f" {text} ") == tuple(sorted(set(days)))


@pytest.mark.parametrize(
    "text", ["25.12.2026", "2026-02-29", "2026-13-01", "christmas", "26-12-25"]
)
def test_a_day_that_there_is_not_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(UnclearError) as caught:
        read_days(f"2026-12-24, {text}")

    assert str(caught.value) == f"“{text}” is no day that I can read; write days as 2026-12-25."


@given(WRITTEN)
@example("\ud800 9 monday")
@example("monday 9 ²")
@example("() (")
def test_any_text_is_read_or_said_to_be_unclear(text: str) -> None:
    for read in (read_when, read_clock, read_zone, read_days):
        with suppress(UnclearError):
            found = read(text)
            zone = found.zone if isinstance(found, When) else found
            assert not isinstance(zone, str) or is_zone(zone)
