"""When the items of a plan come: pure, on weekday mornings where the person is."""

from datetime import datetime, time, timedelta
from itertools import count

from bot.digest.calendar import SATURDAY, first_valid
from bot.digest.when import WEEKDAYS, zone_named

MORNING = time(10)
MOST_PACE = 3

_MONDAY, _TUESDAY, _WEDNESDAY, _THURSDAY, _FRIDAY = range(SATURDAY)
_DAYS = {
    1: (_TUESDAY,),
    2: (_TUESDAY, _THURSDAY),
    3: (_MONDAY, _WEDNESDAY, _FRIDAY),
}
_APART = {1: 4, 2: 2, 3: 1}
"""Days from one item to the next, at least, by the pace: whatever day the first one came on."""


def next_item(now: datetime, pace: int, zone: str) -> datetime:
    """Tell when the next item comes after one that comes now, at so many a week."""
    return _first(now, _DAYS[pace], _APART[pace], zone)


def next_resumed(now: datetime, pace: int, zone: str) -> datetime:
    """Tell when the next item comes of a plan that goes on from now."""
    return _first(now, _DAYS[pace], 1, zone)


def next_morning(now: datetime, zone: str) -> datetime:
    """Give the next morning on which people work, at the earliest after now."""
    return _first(now, range(SATURDAY), 0, zone)


def is_working_time(now: datetime, zone: str) -> bool:
    """Tell whether people work where it is this time: an item of yesterday waits until they do."""
    local = now.astimezone(zone_named(zone))
    return local.weekday() < SATURDAY and 9 <= local.hour < 18


def in_words(moment: datetime, now: datetime, zone: str) -> str:
    """Say when something comes: "today", "on Thursday, 3 December"."""
    local = moment.astimezone(zone_named(zone))
    if local.date() <= now.astimezone(zone_named(zone)).date():
        return "today"
    return f"on {WEEKDAYS[local.weekday()].capitalize()}, {local.day} {local:%B}"


def _first(now: datetime, weekdays: range | tuple[int, ...], apart: int, zone: str) -> datetime:
    today = now.astimezone(zone_named(zone)).date()
    mornings = (
        first_valid(day, MORNING, zone_named(zone))
        for number in count(apart)
        if (day := today + timedelta(days=number)).weekday() in weekdays
    )
    return next(morning for morning in mornings if morning > now)
