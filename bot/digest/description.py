"""Says in words how a digest is set and when it comes, in the time of its zone."""

from datetime import date, datetime

from bot.digest.calendar import is_paused, moment_in, slot_in, upcoming
from bot.digest.when import WEEKDAYS, zone_named
from bot.store import SETTLED, Pause, Record, Slot, State, Subscription
from bot.views.digest_settings import Settings
from knowledge import Catalogue, Resource

ENDED = {
    State.UNKNOWN: "The last one is uncertain: Slack did not confirm it, and I may not look.",
    State.MISSED: "The last one was left out: it could not be posted within a day of its time.",
}


def rhythm(subscription: Subscription) -> str:
    """Say when digests come: every Monday at 09:00 (Europe/London)."""
    day = WEEKDAYS[subscription.weekday].capitalize()
    return f"Every {day} at {subscription.time:%H:%M} ({subscription.zone})"


def moment_in_words(moment: datetime, subscription: Subscription) -> str:
    """Say a moment by the day and the time that the channel's people see."""
    local = moment.astimezone(zone_named(subscription.zone))
    return f"{day_in_words(local.date())} at {local:%H:%M}"


def day_in_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def next_digest(
    subscription: Subscription, records: dict[Slot, Record], now: datetime
) -> tuple[Slot, datetime] | None:
    """Find the next slot that comes; records are what is known of the channel's slots."""
    for slot, moment in upcoming(subscription, now):
        record = records.get(slot)
        if record is None or record.state in (State.PLANNED, State.POSTING):
            return slot, moment
    return None


def skipped_digests(
    subscription: Subscription, records: dict[Slot, Record], now: datetime
) -> list[tuple[Slot, datetime]]:
    """List the slots ahead that somebody wanted left out."""
    return [
        (slot, moment)
        for slot, moment in upcoming(subscription, now)
        if slot in records and records[slot].state is State.SKIPPED
    ]


def describe(
    subscription: Subscription,
    records: dict[Slot, Record],
    now: datetime,
    catalogue: Catalogue,
    resource: Resource | None,
) -> Settings:
    """Put all of it into words; `resource` is what comes next."""

    def said(found: tuple[Slot, datetime]) -> tuple[str, str]:
        return moment_in_words(found[1], subscription), found[0].week

    coming = next_digest(subscription, records, now)
    known = catalogue.topics
    local_day = now.astimezone(zone_named(subscription.zone)).date()
    today = slot_in(subscription, local_day)
    past = [
        record
        for slot, record in records.items()
        if slot.week <= today.week and record.state in SETTLED
    ]
    last = max(past, key=lambda record: record.slot.week, default=None)
    is_over = not is_paused(subscription, local_day)
    until = subscription.resume_on if subscription.paused == Pause.ASKED else None
    return Settings(
        when=rhythm(subscription),
        topics=tuple(t.name if (t := known.get(id)) else id for id in subscription.topics),
        owner=subscription.owner,
        exceptions=_exceptions(subscription),
        paused=None if is_over else subscription.paused,
        until=day_in_words(until) if until else None,
        next=said(coming) if coming else None,
        skipped=tuple(map(said, skipped_digests(subscription, records, now))),
        resource=resource,
        last=_last(last, now, subscription, local_day),
    )


def _last(
    last: Record | None, now: datetime, subscription: Subscription, today: date
) -> str | None:
    if last is None:
        return None
    moment = moment_in(subscription, today)
    is_ahead = moment is not None and moment > now
    if last.state is State.POSTED and is_ahead and last.slot == slot_in(subscription, today):
        return "This week's has come already."
    return ENDED.get(last.state)


def _exceptions(subscription: Subscription) -> str:
    said = ["not on weekends"] if subscription.weekdays_only else []
    if subscription.holidays:
        days = ", ".join(day.isoformat() for day in subscription.holidays)
        said.append(f"not on {days}")
    later = "; on such a day it comes on the next free one of that week, if there is any"
    return f"But {' and '.join(said)}{later}" if said else ""
