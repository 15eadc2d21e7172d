"""Which channels get a digest each week: when, on what, and who set it so."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, delete, func, select, text, update

from bot.store.moment import to_seconds
from bot.store.tables import subscriptions

PUT = text(
    "INSERT INTO subscriptions (team, channel, weekday, time, zone, topics, weekdays_only,"
    " holidays, owner, since, paused, resume_on) VALUES (:team, :channel, :weekday, :time, :zone,"
    " :topics, :weekdays_only, :holidays, :owner, :since, :paused, :resume_on)"
    " ON CONFLICT (team, channel) DO UPDATE SET weekday = excluded.weekday, time = excluded.time,"
    " zone = excluded.zone, topics = excluded.topics, weekdays_only = excluded.weekdays_only,"
    " holidays = excluded.holidays, owner = excluded.owner, since = excluded.since,"
    " paused = excluded.paused, resume_on = excluded.resume_on"
)
log = logging.getLogger(__name__)

ROWS = 500  # read at a time


class Pause(StrEnum):
    """Why a digest does not come; where Slack refused it, the reason is the error instead."""

    ASKED = "asked"
    OWNER_LEFT = "owner_left"
    NO_ZONE = "no_zone"
    NO_RESOURCE = "no_resource"


@dataclass(frozen=True)
class Subscription:
    """A channel's digest as it is set: on a weekday, 0 for Monday, at a time in a zone."""

    team: str
    channel: str
    weekday: int
    time: time
    zone: str
    owner: str
    since: datetime
    """Digests due before this moment, when it was set or resumed, do not come any more."""

    topics: tuple[str, ...] = ()
    weekdays_only: bool = False
    holidays: tuple[date, ...] = ()
    paused: str | None = None
    """A `Pause`, or the error with which Slack refused the last digest; None while it runs."""

    resume_on: date | None = None
    """The first day, in the zone, on which digests come again after a pause that was asked for."""


class Subscriptions:
    """One for a channel. Errors of the database reach the caller as SQLAlchemy raises them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, team: str, channel: str) -> Subscription | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(subscriptions).where(_is(team, channel))).first()
        return _read(row) if row else None

    def all_of(self, team: str) -> Iterator[Subscription]:
        """Read those of a team one by one, by channel; many take no more memory than few."""
        channel = ""
        while True:
            page = (
                select(subscriptions)
                .where(subscriptions.c.team == team, subscriptions.c.channel > channel)
                .order_by(subscriptions.c.channel)
                .limit(ROWS)
            )
            with self._engine.connect() as connection:
                rows = connection.execute(page).all()
            for row in rows:
                try:
                    yield _read(row)
                except (ValueError, TypeError, OverflowError, OSError):
                    log.error(
                        "the digest of %s/%s cannot be read, and is left out", team, row.channel
                    )
            if len(rows) < ROWS:
                return
            channel = rows[-1].channel

    def put(self, subscription: Subscription) -> None:
        """Set, in place of what was set for the channel."""
        with self._engine.begin() as connection:
            connection.execute(PUT, _row(subscription))

    def pause(self, team: str, channel: str, reason: str, owner: str | None = None) -> bool:
        """Pause; tells whether it ran until now, if only because a pause was to end by itself.

        Where an owner is named, only as long as it is theirs.
        """
        ran = subscriptions.c.paused.is_(None) | subscriptions.c.resume_on.is_not(None)
        runs = _is(team, channel) & ran
        if owner:
            runs &= subscriptions.c.owner == owner
        with self._engine.begin() as connection:
            changed = update(subscriptions).where(runs).values(paused=reason, resume_on=None)
            return connection.execute(changed).rowcount == 1

    def resume(self, team: str, channel: str, reason: str, since: datetime) -> bool:
        """End a pause that has this reason, as long as it has; tells whether that was so."""
        paused = _is(team, channel) & (subscriptions.c.paused == reason)
        running = {"paused": None, "resume_on": None, "since": to_seconds(since)}
        with self._engine.begin() as connection:
            changed = update(subscriptions).where(paused).values(running)
            return connection.execute(changed).rowcount == 1

    def count(self) -> tuple[int, int]:
        """Count those of all teams, and those of them that are paused."""
        both = select(func.count(), func.count(subscriptions.c.paused)).select_from(subscriptions)
        with self._engine.connect() as connection:
            every, paused = connection.execute(both).one()
        return every, paused

    def remove(self, team: str, channel: str) -> bool:
        """Switch off; tells whether there was one."""
        with self._engine.begin() as connection:
            return connection.execute(delete(subscriptions).where(_is(team, channel))).rowcount == 1


def _is(team: str, channel: str) -> ColumnElement[bool]:
    return (subscriptions.c.team == team) & (subscriptions.c.channel == channel)


def _row(subscription: Subscription) -> dict[str, object]:
    return {
        **vars(subscription),
        "time": subscription.time.isoformat("minutes"),
        "topics": json.dumps(subscription.topics),
        "holidays": json.dumps([day.isoformat() for day in subscription.holidays]),
        "since": to_seconds(subscription.since),
        "resume_on": subscription.resume_on and subscription.resume_on.isoformat(),
    }


def _read(row: Row[Any]) -> Subscription:
    """Raises ValueError, or one of its like, for what we do not write."""
    clock = time.fromisoformat(row.time)
    if clock.tzinfo or row.weekday not in range(7):
        raise ValueError(f"{row.weekday} {row.time}")
    return Subscription(
        team=row.team,
        channel=row.channel,
        weekday=row.weekday,
        time=clock,
        zone=row.zone,
        topics=tuple(json.loads(row.topics)),
        weekdays_only=bool(row.weekdays_only),
        holidays=tuple(map(date.fromisoformat, json.loads(row.holidays))),
        owner=row.owner,
        since=datetime.fromtimestamp(row.since, UTC),
        paused=row.paused,
        resume_on=date.fromisoformat(row.resume_on) if row.resume_on else None,
    )
