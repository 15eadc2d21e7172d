"""What people think of resources: each for themselves, one mark on each."""

from collections import Counter
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine, delete, func, select, text

from bot.store.moment import to_seconds
from bot.store.tables import marks

PUT = text(
    "INSERT INTO marks (team, person, resource, mark, at)"
    " VALUES (:team, :person, :resource, :mark, :at)"
    " ON CONFLICT (team, person, resource) DO UPDATE SET mark = excluded.mark, at = excluded.at"
)


class Mark(StrEnum):
    SAVED = "saved"
    DONE = "done"
    NOT_FOR_ME = "not_useful"  # as digests called it first


class Marks:
    """Errors of the database reach the caller as SQLAlchemy raises them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, team: str, person: str, resource: str, mark: Mark, now: datetime) -> None:
        """Set a person's mark on a resource, in place of an earlier one."""
        row = {"team": team, "person": person, "resource": resource, "mark": mark}
        with self._engine.begin() as connection:
            connection.execute(PUT, {**row, "at": to_seconds(now)})

    def remove(self, team: str, person: str, resource: str) -> None:
        """Take a person's mark off a resource, if there is one."""
        theirs = (
            marks.c.team == team,
            marks.c.person == person,
            marks.c.resource == resource,
        )
        with self._engine.begin() as connection:
            connection.execute(delete(marks).where(*theirs))

    def of(self, team: str, person: str, mark: Mark) -> list[str]:
        """List the resources that a person has marked so, the latest first."""
        found = (
            select(marks.c.resource)
            .where(marks.c.team == team, marks.c.person == person, marks.c.mark == mark)
            .order_by(marks.c.at.desc(), marks.c.resource)
        )
        with self._engine.connect() as connection:
            return list(connection.execute(found).scalars())

    def all_of(self, team: str, person: str, until: datetime | None = None) -> dict[str, Mark]:
        """Give what a person has marked, and how; those marks alone that were set until then."""
        theirs = [marks.c.team == team, marks.c.person == person]
        if until:
            theirs.append(marks.c.at <= to_seconds(until))
        found = select(marks.c.resource, marks.c.mark).where(*theirs)
        with self._engine.connect() as connection:
            return {row.resource: Mark(row.mark) for row in connection.execute(found)}

    def counted(self, team: str, mark: Mark) -> Counter[str]:
        """Count the people of a team who marked each resource so."""
        counts = (
            select(marks.c.resource, func.count().label("people"))
            .where(marks.c.team == team, marks.c.mark == mark)
            .group_by(marks.c.resource)
        )
        with self._engine.connect() as connection:
            return Counter({row.resource: row.people for row in connection.execute(counts)})
