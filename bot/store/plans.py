"""Plans for those who are new: what comes when, and how far each person is.

Every change names the state and the step that it found, so that of many processes one alone sends
each item, and a second click changes nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, Row, insert, select, update

from bot.store.moment import to_seconds
from bot.store.tables import plans

LONGEST = timedelta(days=30)
"""More than any pace lets a person wait for an item."""


class Stage(StrEnum):
    """How far a plan has come."""

    OFFERED = "offered"
    RUNNING = "running"
    PAUSED = "paused"
    DECLINED = "declined"
    STOPPED = "stopped"
    FINISHED = "finished"


@dataclass(frozen=True)
class Plan:
    """What somebody learns, an item at a time: `pace` items a week, `step` is the next one's place.

    `steps` are ids of resources. `due` is when the next one comes, of a plan that runs; of one that
    was declined or stopped, when that was. `sender` is nobody where they had their data deleted.
    """

    id: str
    person: str
    sender: str | None
    title: str
    steps: tuple[str, ...]
    stage: Stage
    pace: int
    step: int
    at: datetime
    due: datetime | None = None


class Plans:
    """Errors of the database reach the caller as SQLAlchemy raises them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def offer(
        self,
        team: str,
        *,
        person: str,
        sender: str,
        title: str,
        steps: tuple[str, ...],
        pace: int,
        now: datetime,
    ) -> Plan:
        plan = Plan(uuid4().hex, person, sender, title, steps, Stage.OFFERED, pace, 0, now)
        row = {
            "id": plan.id,
            "team": team,
            "person": person,
            "sender": sender,
            "title": title,
            "steps": json.dumps(steps),
            "state": plan.stage,
            "pace": pace,
            "step": 0,
            "at": to_seconds(now),
        }
        with self._engine.begin() as connection:
            connection.execute(insert(plans), row)
        return plan

    def find(self, team: str, id: str) -> Plan | None:
        return next(iter(self._listed(team, plans.c.id == id)), None)

    def of(self, team: str, person: str) -> list[Plan]:
        """List the plans of a person, oldest first."""
        return self._listed(team, plans.c.person == person)

    def due(self, team: str, now: datetime) -> list[Plan]:
        """List the plans of which an item is to be sent.

        What would come later than any pace says was set by a clock that was wrong.
        """
        at = to_seconds(now)
        is_due = (plans.c.due <= at) | (plans.c.due > at + LONGEST.total_seconds())
        return self._listed(team, plans.c.state == Stage.RUNNING, is_due)

    def change(
        self,
        team: str,
        found: Plan,
        *,
        stage: Stage | None = None,
        pace: int | None = None,
        step: int | None = None,
        due: datetime | None = None,
    ) -> bool:
        """Change a plan that is as it was found; False where it is not. `due` is always set."""
        given: Mapping[str, Any] = {"state": stage, "pace": pace, "step": step}
        values = {name: value for name, value in given.items() if value is not None}
        values["due"] = None if due is None else to_seconds(due)
        change = (
            update(plans)
            .where(
                plans.c.team == team,
                plans.c.id == found.id,
                plans.c.state == found.stage,
                plans.c.step == found.step,
                plans.c.pace == found.pace,
            )
            .values(values)
        )
        with self._engine.begin() as connection:
            return connection.execute(change).rowcount == 1

    def _listed(self, team: str, *where: Any) -> list[Plan]:
        found = select(plans).where(plans.c.team == team, *where).order_by(plans.c.at, plans.c.id)
        with self._engine.connect() as connection:
            return [_plan(row) for row in connection.execute(found)]


def _plan(row: Row[Any]) -> Plan:
    return Plan(
        id=row.id,
        person=row.person,
        sender=row.sender,
        title=row.title,
        steps=tuple(json.loads(row.steps)),
        stage=Stage(row.state),
        pace=row.pace,
        step=row.step,
        at=datetime.fromtimestamp(row.at, UTC),
        due=datetime.fromtimestamp(row.due, UTC) if row.due is not None else None,
    )
