"""Links that people suggest: what curators made of each, and who is to hear of it.

Every change names the state that it found, so that of many curators, and many processes, one
alone decides; SQLite and PostgreSQL take the same statements.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine, Row, func, insert, select, update

from bot.store.moment import to_seconds
from bot.store.tables import suggestions


class Fate(StrEnum):
    """How far a suggestion has come."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Proposal(BaseModel):
    """A resource as somebody suggests it, or as a curator has written it anew.

    Whatever is not known is None, or empty. `topics` are ids; `question` is the one that it is to
    answer.
    """

    model_config = ConfigDict(frozen=True)

    url: str
    title: str
    topics: tuple[str, ...] = ()
    why: str | None = None
    question: str | None = None
    author: str | None = None
    format: str | None = None
    level: str | None = None


@dataclass(frozen=True)
class Suggestion:
    """`person` is nobody where they had their data deleted. `card` is the message to curators."""

    id: str
    person: str | None
    at: datetime
    proposal: Proposal
    fate: Fate = Fate.OPEN
    reason: str | None = None
    decided: datetime | None = None
    card: str | None = None


class Suggestions:
    """Errors of the database reach the caller as SQLAlchemy raises them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self, team: str, person: str, proposal: Proposal, now: datetime, fate: Fate = Fate.OPEN
    ) -> Suggestion:
        """Keep a suggestion; of one that is decided at once, nobody is told."""
        decided = None if fate is Fate.OPEN else now
        made = Suggestion(uuid4().hex, person, now, proposal, fate, decided=decided)
        row = {
            "id": made.id,
            "team": team,
            "person": person,
            "at": to_seconds(now),
            "proposal": proposal.model_dump_json(exclude_defaults=True),
            "state": fate,
            "decided": None if decided is None else to_seconds(decided),
            "told": fate is not Fate.OPEN,
        }
        with self._engine.begin() as connection:
            connection.execute(insert(suggestions), row)
        return made

    def find(self, team: str, id: str) -> Suggestion | None:
        return next(iter(self._listed(team, suggestions.c.id == id)), None)

    def with_fate(self, team: str, fate: Fate) -> list[Suggestion]:
        """List what has come so far, oldest first."""
        return self._listed(team, suggestions.c.state == fate)

    def untold(self, team: str) -> list[Suggestion]:
        """List what was decided, and nobody has told the one who suggested it."""
        decided = suggestions.c.state != Fate.OPEN
        told = suggestions.c.told.is_(False) & suggestions.c.person.is_not(None)
        return self._listed(team, decided, told)

    def note_card(self, team: str, id: str, card: str | None) -> None:
        """Note which message shows it to the curators."""
        self._change(team, id, {"card": card})

    def decide(
        self,
        team: str,
        id: str,
        fate: Fate,
        now: datetime,
        reason: str | None = None,
        edited: Proposal | None = None,
    ) -> bool:
        """Accept it, as it is or as it was `edited`, or decline it; False where that was done."""
        changes: dict[str, Any] = {"state": fate, "reason": reason, "decided": to_seconds(now)}
        if edited:
            changes["proposal"] = edited.model_dump_json(exclude_defaults=True)
        return self._change(team, id, changes, suggestions.c.state == Fate.OPEN)

    def take_telling(self, team: str, id: str) -> bool:
        """Take on to tell the one who suggested it; True for one alone, once for ever.

        False, too, while it is not decided, and where nobody is left to be told.
        """
        return self._change(
            team,
            id,
            {"told": True},
            suggestions.c.told.is_(False),
            suggestions.c.state != Fate.OPEN,
            suggestions.c.person.is_not(None),
        )

    def give_telling_back(self, team: str, id: str) -> None:
        """Let it be told later, since Slack took nothing for now."""
        self._change(team, id, {"told": False})

    def version(self, team: str) -> tuple[int, int]:
        """Give what changes whenever there is more that was accepted."""
        accepted = select(func.count(), func.max(suggestions.c.decided)).where(
            suggestions.c.team == team, suggestions.c.state == Fate.ACCEPTED
        )
        with self._engine.connect() as connection:
            count, last = connection.execute(accepted).one()
        return count, last or 0

    def _change(self, team: str, id: str, values: Mapping[str, Any], *where: Any) -> bool:
        change = (
            update(suggestions)
            .where(suggestions.c.team == team, suggestions.c.id == id, *where)
            .values(values)
        )
        with self._engine.begin() as connection:
            return connection.execute(change).rowcount == 1

    def _listed(self, team: str, *where: Any) -> list[Suggestion]:
        found = (
            select(suggestions)
            .where(suggestions.c.team == team, *where)
            .order_by(suggestions.c.at, suggestions.c.id)
        )
        with self._engine.connect() as connection:
            return [_suggestion(row) for row in connection.execute(found)]


def _suggestion(row: Row[Any]) -> Suggestion:
    return Suggestion(
        id=row.id,
        person=row.person,
        at=datetime.fromtimestamp(row.at, UTC),
        proposal=Proposal.model_validate_json(row.proposal),
        fate=Fate(row.state),
        reason=row.reason,
        decided=datetime.fromtimestamp(row.decided, UTC) if row.decided is not None else None,
        card=row.card,
    )
