"""When digests are due: pure, in the time of each channel's zone.

A slot is a channel's ISO week. It is due at one moment, of which daylight saving makes neither
two nor none: a time that is left out on that day means the first minute after, and one that comes
twice, the first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.digest.when import is_zone
from bot.store import Pause, Slot, Subscription

LATE = timedelta(hours=24)
"""A digest that comes later than this after its time does not come at all."""

FAR = 60
"""Weeks that are looked ahead for the next digest, past holidays and pauses."""

LONGEST_GAP = 2 * 24 * 60
"""Minutes; zones that crossed the date line left out a whole day."""

SATURDAY = 5


@dataclass(frozen=True)
class Due:
    """A slot whose moment has come; `missed` where it has been for too long."""

    subscription: Subscription
    slot: Slot
    moment: datetime
    missed: bool


def due(
    subscriptions: Iterable[Subscription], now: datetime, late: timedelta = LATE
) -> Iterator[Due]:
    """List what is due, or was until lately: at most one slot for each subscription.

    A zone that the tz database no longer has makes nothing due.
    """
    for subscription in subscriptions:
        if not is_zone(subscription.zone):
            continue
        today = now.astimezone(ZoneInfo(subscription.zone)).date()
        # A digest of Sunday may be late on Monday; of weeks before that nothing is made up for.
        for day in (today, today - timedelta(days=7)):
            moment = moment_in(subscription, day)
            if moment and subscription.since < moment <= now:
                slot = slot_in(subscription, day)
                yield Due(subscription, slot, moment, missed=now - moment > late)
                break


def upcoming(subscription: Subscription, after: datetime) -> Iterator[tuple[Slot, datetime]]:
    """List the slots from now on in their order, each with its moment."""
    if not is_zone(subscription.zone):
        return
    today = max(after, subscription.since).astimezone(ZoneInfo(subscription.zone)).date()
    for week in range(FAR):
        day = today + timedelta(weeks=week)
        moment = moment_in(subscription, day)
        if moment and moment > max(after, subscription.since):
            yield slot_in(subscription, day), moment


def slot_in(subscription: Subscription, day: date) -> Slot:
    """Name the slot of the week that a day is in."""
    year, week, _ = day.isocalendar()
    return Slot(subscription.team, subscription.channel, f"{year:04}-W{week:02}")


def moment_in(subscription: Subscription, day: date) -> datetime | None:
    """Tell when the digest of the week that a day is in is due; None where none comes.

    On a holiday, it comes on the next day of that week that is none.
    """
    monday = day - timedelta(days=day.weekday())
    for number in range(subscription.weekday, 7):
        chosen = monday + timedelta(days=number)
        is_off = chosen in subscription.holidays
        is_off |= subscription.weekdays_only and number >= SATURDAY
        if not is_off:
            return None if is_paused(subscription, chosen) else _at(subscription, chosen)
    return None


def first_valid(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Find the moment, in UTC, of a time on a day; the first minute after, if there is no such."""
    for minutes in range(LONGEST_GAP):
        local = datetime.combine(day, clock) + timedelta(minutes=minutes)
        moment = local.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == local:
            return moment
    raise ValueError(f"{day} {clock} {zone}: no such time, nor any after it")


def _at(subscription: Subscription, day: date) -> datetime:
    return first_valid(day, subscription.time, ZoneInfo(subscription.zone))


def is_paused(subscription: Subscription, day: date) -> bool:
    """Tell whether a pause keeps the digest of a day back."""
    if subscription.paused == Pause.ASKED and subscription.resume_on:
        return day < subscription.resume_on
    return subscription.paused is not None
