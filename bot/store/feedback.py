"""Whether answers were useful: a verdict of each asker on each answer, without their name."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, select, text, update

from bot.store.moment import to_seconds
from bot.store.tables import feedback

PUT = text(
    "INSERT INTO feedback (team, answer, asker, useful, question, resources, at)"
    " VALUES (:team, :answer, :asker, :useful, :question, :resources, :at)"
    " ON CONFLICT (team, answer, asker) DO UPDATE SET useful = excluded.useful,"
    " question = excluded.question, resources = excluded.resources, at = excluded.at,"
    " why = CASE WHEN excluded.useful THEN NULL ELSE feedback.why END"
)


@dataclass(frozen=True)
class Verdict:
    """What somebody thinks of an answer: of these resources, on this question."""

    useful: bool
    question: str
    resources: tuple[str, ...]
    at: datetime
    why: str | None = None
    asker: str | None = None
    """The code of who thinks so, as the store tells it."""


class Feedback:
    """`answer` and `asker` are codes: the name of a direct message would lead to its reader.

    Errors of the database reach the caller as SQLAlchemy raises them.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, team: str, answer: str, asker: str, verdict: Verdict) -> None:
        """Set somebody's verdict on an answer, in place of an earlier one; `why` comes later."""
        row = {
            "team": team,
            "answer": answer,
            "asker": asker,
            "useful": verdict.useful,
            "question": verdict.question,
            "resources": json.dumps(verdict.resources),
            "at": to_seconds(verdict.at),
        }
        with self._engine.begin() as connection:
            connection.execute(PUT, row)

    def explain(self, team: str, answer: str, asker: str, why: str) -> bool:
        """Add why an answer was not useful; False where nobody said that it was not."""
        said = (
            update(feedback)
            .where(
                feedback.c.team == team,
                feedback.c.answer == answer,
                feedback.c.asker == asker,
                feedback.c.useful.is_(False),
            )
            .values(why=why)
        )
        with self._engine.begin() as connection:
            return connection.execute(said).rowcount == 1

    def since(self, team: str, moment: datetime) -> list[Verdict]:
        """List the verdicts, the latest first."""
        found = (
            select(feedback)
            .where(feedback.c.team == team, feedback.c.at >= to_seconds(moment))
            .order_by(feedback.c.at.desc(), feedback.c.answer, feedback.c.asker)
        )
        with self._engine.connect() as connection:
            return [
                Verdict(
                    useful=bool(row.useful),
                    question=row.question,
                    resources=tuple(json.loads(row.resources)),
                    at=datetime.fromtimestamp(row.at, UTC),
                    why=row.why,
                    asker=row.asker,
                )
                for row in connection.execute(found)
            ]

    def forget_before(self, moment: datetime) -> int:
        """Delete what is older, of all teams, and tell how many."""
        with self._engine.begin() as connection:
            old = feedback.c.at < to_seconds(moment)
            return connection.execute(delete(feedback).where(old)).rowcount
