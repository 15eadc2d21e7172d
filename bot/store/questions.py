"""What was asked in each channel: the words and the time, never by whom."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, insert, select

from bot.store.moment import to_seconds
from bot.store.tables import questions


@dataclass(frozen=True)
class Question:
    """A question, when it was asked, and whether others could read it in the channel."""

    text: str
    at: datetime
    public: bool


class Questions:
    """Errors of the database reach the caller as SQLAlchemy raises them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, team: str, channel: str, question: Question) -> None:
        row = {
            "team": team,
            "channel": channel,
            "at": to_seconds(question.at),
            "question": question.text,
            "public": question.public,
        }
        with self._engine.begin() as connection:
            connection.execute(insert(questions), row)

    def since(self, team: str, channel: str, moment: datetime, limit: int) -> list[Question]:
        """List the last questions of a channel, at most `limit`, oldest first."""
        last = (
            select(questions)
            .where(
                questions.c.team == team,
                questions.c.channel == channel,
                questions.c.at >= to_seconds(moment),
            )
            .order_by(questions.c.at.desc(), questions.c.number.desc())
            .limit(limit)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(last).all()[::-1]
        return [
            Question(row.question, datetime.fromtimestamp(row.at, UTC), bool(row.public))
            for row in rows
        ]

    def forget_before(self, moment: datetime) -> int:
        """Delete what is older, and tell how many."""
        with self._engine.begin() as connection:
            old = questions.c.at < to_seconds(moment)
            return connection.execute(delete(questions).where(old)).rowcount
