"""What each person has done with resources: kept them for later, worked through them, or not."""

from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.store import Mark, Store

OVER = (Mark.DONE, Mark.NOT_FOR_ME)
"""What is marked so no longer comes in the person's answers."""

Marks = Mapping[str, Mark]
"""What a person has marked, by the ids of resources."""

log = structlog.stdlib.get_logger(__name__)


class Learners:
    """All of it is private to the person."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def marks(self, team: str, person: str, until: datetime | None = None) -> Marks:
        """Give what somebody has marked, `until` then; nothing where the database is away."""
        try:
            return self._store.marks.all_of(team, person, until)
        except SQLAlchemyError:
            log.exception("marks not read")  # an answer is of use without them
            return {}

    def hidden(self, team: str, person: str) -> frozenset[str]:
        """List what no longer comes in somebody's answers; nothing where the database is away."""
        return over(self.marks(team, person))

    def mark(self, team: str, person: str, resource: str, mark: Mark | None) -> None:
        """Set somebody's mark on a resource, in place of an earlier one, or take it off."""
        if mark is None:
            self._store.marks.remove(team, person, resource)
        else:
            self._store.marks.put(team, person, resource, mark, self._clock())

    def refuse(self, team: str, resource: str) -> None:
        """Let digests that are planned choose again, since somebody finds this not useful there."""
        self._store.slots.leave_open(team, resource)

    def marked(self, team: str, person: str, mark: Mark) -> list[str]:
        """List what somebody has marked so, the latest first."""
        return self._store.marks.of(team, person, mark)


def over(marks: Marks) -> frozenset[str]:
    """List what no longer comes in the answers of the person whose marks these are."""
    return frozenset(resource for resource, mark in marks.items() if mark in OVER)
