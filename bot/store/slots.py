"""What became of each week's digest in each channel, and who is at work on it.

A slot is posted by the one whose claim stands in it. Every change names the claim or the state
that it found, so that of many processes one alone gets through; SQLite and PostgreSQL take the
same statements.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import ColumnElement, Engine, TextClause, Update, delete, select, text, update

from bot.store.moment import to_seconds
from bot.store.tables import slots

Row = dict[str, object]

INSERT = (
    "INSERT INTO slots (team, channel, week, state, claim, due, not_before, resource, reason)"
    " VALUES (:team, :channel, :week, :state, :claim, :due, 0, :resource, :reason)"
    " ON CONFLICT (team, channel, week) DO UPDATE SET "
)
CLAIM = text(
    f"{INSERT} state = 'posting', claim = excluded.claim, due = excluded.due"
    " WHERE slots.state = 'planned' AND slots.not_before <= :now"
)
SETTLE = text(
    f"{INSERT} state = excluded.state, reason = excluded.reason WHERE slots.state = 'planned'"
)
PLAN = text(f"{INSERT} resource = excluded.resource WHERE slots.state = 'planned'")


UP = timedelta(microseconds=999_999)  # to the next whole second


class State(StrEnum):
    """How far a slot has come."""

    PLANNED = "planned"  # its resource is chosen, or it waits until Slack may be asked again
    POSTING = "posting"  # somebody is at it, or was when their process died
    POSTED = "posted"
    SKIPPED = "skipped"  # somebody wanted it so
    MISSED = "missed"  # too late, or Slack would not take it
    UNKNOWN = "unknown"  # it may stand there or not, and nobody can look


SETTLED = (State.POSTED, State.SKIPPED, State.MISSED, State.UNKNOWN)


@dataclass(frozen=True)
class Slot:
    """A channel's week, written as 2026-W47: at most one digest."""

    team: str
    channel: str
    week: str

    @property
    def name(self) -> str:
        return f"{self.team}/{self.channel}/{self.week}"


@dataclass(frozen=True)
class Record:
    """What is known of a slot."""

    slot: Slot
    state: State
    claim: str | None
    due: datetime | None
    """When it was due; known of those that were claimed."""

    resource: str | None
    reason: str | None
    message: str | None = None
    """The `ts` of the digest, as Slack gave it."""


class Slots:
    """Safe in any number of processes. Errors of the database reach the caller as raised."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, slot: Slot) -> Record | None:
        rows = self._read(_is(slot))
        return rows[0] if rows else None

    def settled(self, team: str, since: str) -> set[tuple[str, str]]:
        """List the channel and week of all slots that are done with, from a week on."""
        with self._engine.connect() as connection:
            done = select(slots.c.channel, slots.c.week).where(
                slots.c.team == team, slots.c.week >= since, slots.c.state.in_(SETTLED)
            )
            return {(row.channel, row.week) for row in connection.execute(done)}

    def claimed(self, team: str) -> list[Record]:
        """List the slots that somebody is at work on."""
        return self._read(slots.c.team == team, slots.c.state == State.POSTING)

    def history(self, team: str, channel: str) -> list[Record]:
        """List what became of a channel's weeks, oldest first."""
        return self._read(slots.c.team == team, slots.c.channel == channel)

    def claim(self, slot: Slot, due: datetime, now: datetime) -> str | None:
        """Take a slot that nobody has and that need not wait; gives the claim, or None."""
        claim = str(uuid4())
        values = {**_new(slot, State.POSTING), "claim": claim, "due": to_seconds(due)}
        return claim if self._changed(CLAIM, {**values, "now": to_seconds(now)}) else None

    def exchange(self, slot: Slot, claim: str, resource: str | None = None) -> str | None:
        """Put a new claim in place of one that stands: one's own, or that of somebody dead.

        With it may go what is about to be posted. None where the claim stands no more.
        """
        values = {"claim": str(uuid4()), **({"resource": resource} if resource else {})}
        changed = update(slots).where(_held(slot, claim)).values(values)
        return values["claim"] if self._changed(changed) else None

    def plan(self, slot: Slot, resource: str | None) -> bool:
        """Fix which resource comes, or leave it open again; False once it is being posted."""
        return self._changed(PLAN, {**_new(slot, State.PLANNED), "resource": resource})

    def put_back(self, slot: Slot, claim: str, not_before: datetime) -> bool:
        """Give up a claim, because nothing was posted, and let nobody try before a moment."""
        waiting = {"state": State.PLANNED, "not_before": to_seconds(not_before + UP)}
        return self._changed(update(slots).where(_held(slot, claim)).values(waiting))

    def end(
        self,
        slot: Slot,
        claim: str,
        state: State,
        message: str | None = None,
        reason: str | None = None,
    ) -> bool:
        """Settle a slot that one has a claim on."""
        ended = {"state": state, "message": message, "reason": reason}
        return self._changed(update(slots).where(_held(slot, claim)).values(ended))

    def settle(self, slot: Slot, state: State, reason: str | None = None) -> bool:
        """Settle a slot that nobody is at work on; False where somebody is, or it is settled."""
        return self._changed(SETTLE, {**_new(slot, state), "reason": reason})

    def forget_ahead(self, slot: Slot) -> None:
        """Delete what was planned or skipped for this slot's week, and all after it."""
        ahead = (slots.c.team == slot.team) & (slots.c.channel == slot.channel)
        ahead &= (slots.c.week >= slot.week) & slots.c.state.in_((State.PLANNED, State.SKIPPED))
        with self._engine.begin() as connection:
            connection.execute(delete(slots).where(ahead))

    def leave_open(self, team: str, resource: str) -> None:
        """Let something else be chosen wherever a resource is planned."""
        planned = (slots.c.team == team) & (slots.c.state == State.PLANNED)
        with self._engine.begin() as connection:
            changed = update(slots).where(planned & (slots.c.resource == resource))
            connection.execute(changed.values(resource=None))

    def unskip(self, slot: Slot) -> bool:
        """Let a slot come after all; False where it was not skipped."""
        skipped = _is(slot) & (slots.c.state == State.SKIPPED)
        planned = {"state": State.PLANNED, "reason": None}
        return self._changed(update(slots).where(skipped).values(planned))

    def _changed(self, statement: TextClause | Update, values: Row | None = None) -> bool:
        with self._engine.begin() as connection:
            return connection.execute(statement, values).rowcount == 1

    def _read(self, *conditions: ColumnElement[bool]) -> list[Record]:
        wanted = select(slots).where(*conditions).order_by(slots.c.week, slots.c.channel)
        with self._engine.connect() as connection:
            rows = connection.execute(wanted).all()
        return [
            Record(
                Slot(row.team, row.channel, row.week),
                State(row.state),
                row.claim,
                _moment(row.due),
                row.resource,
                row.reason,
                row.message,
            )
            for row in rows
        ]


def _moment(seconds: int | None) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):  # which is not of our writing
        return None


def _is(slot: Slot) -> ColumnElement[bool]:
    return (
        (slots.c.team == slot.team)
        & (slots.c.channel == slot.channel)
        & (slots.c.week == slot.week)
    )


def _held(slot: Slot, claim: str) -> ColumnElement[bool]:
    return _is(slot) & (slots.c.state == State.POSTING) & (slots.c.claim == claim)


def _new(slot: Slot, state: State) -> Row:
    nothing = dict.fromkeys(("claim", "due", "resource", "reason"))
    return {**vars(slot), "state": state, **nothing}
