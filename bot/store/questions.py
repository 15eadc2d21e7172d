"""What was asked: the words, the channel and the time, and whether there was an answer.

Who asked is kept of those alone who want to hear when there is an answer. Of all others there is
a code that tells people apart for a week.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, Row, Select, delete, insert, select, update

from bot.store.moment import to_seconds
from bot.store.tables import people as settings
from bot.store.tables import questions

CONFIDENT = "confident"
MANY = 500  # numbers in one statement


@dataclass(frozen=True)
class Question:
    """A question, when it was asked, and whether others could read it in the channel.

    `outcome` is that of the matcher; it is not known of the questions of earlier versions. Of
    `person`, who wants to hear of an answer, and `asker`, a code, one at most is given. `number`
    is the store's.
    """

    text: str
    at: datetime
    public: bool
    outcome: str | None = None
    asker: str | None = None
    person: str | None = None
    number: int | None = None


class Answered(NamedTuple):
    """How a question was answered: no more than that, since many are read at once."""

    text: str
    outcome: str
    at: datetime


class Questions:
    """Errors of the database reach the caller as SQLAlchemy raises them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, team: str, channel: str, question: Question) -> None:
        """Keep a question; the name of who no longer wants to hear of an answer is left out."""
        row = {
            "team": team,
            "channel": channel,
            "at": to_seconds(question.at),
            "question": question.text,
            "public": question.public,
            "outcome": question.outcome,
            "asker": question.asker,
            "person": question.person,
        }
        with self._engine.begin() as connection:
            connection.execute(insert(questions), row)
            if question.person and not connection.execute(_hears(team, question.person)).scalar():
                nameless = questions.c.person == question.person
                own = update(questions).where(questions.c.team == team, nameless)
                connection.execute(own.values(person=None))

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
            return [_question(row) for row in connection.execute(last).all()[::-1]]

    def answered(self, team: str, moment: datetime) -> list[Answered]:
        """List how questions were answered, the latest first; all of which that is known."""
        told = (
            select(questions.c.question, questions.c.outcome, questions.c.at)
            .where(
                questions.c.team == team,
                questions.c.at >= to_seconds(moment),
                questions.c.outcome.is_not(None),
            )
            .order_by(questions.c.at.desc(), questions.c.number.desc())
        )
        with self._engine.connect() as connection:
            return [
                Answered(text, outcome, datetime.fromtimestamp(at, UTC))
                for text, outcome, at in connection.execute(told)
            ]

    def in_vain(self, team: str, limit: int) -> list[Question]:
        """List the last questions without a sure answer that nobody settled, oldest first."""
        open_ones = (
            select(questions)
            .where(
                questions.c.team == team,
                questions.c.outcome != CONFIDENT,
                questions.c.settled.is_(None),
            )
            .order_by(questions.c.at.desc(), questions.c.number.desc())
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return [_question(row) for row in connection.execute(open_ones).all()[::-1]]

    def settle(self, team: str, numbers: Collection[int], now: datetime) -> dict[int, str]:
        """Set questions aside; gives those of people who want to hear of it, each once for ever.

        Of many who settle the same question at the same time, one is given it, with its person.
        """
        ordered = sorted(numbers)
        people: dict[int, str] = {}
        with self._engine.begin() as connection:
            for start in range(0, len(ordered), MANY):
                those = questions.c.number.in_(ordered[start : start + MANY])
                settling = (
                    update(questions)
                    .where(questions.c.team == team, questions.c.settled.is_(None), those)
                    .values(settled=to_seconds(now))
                    .returning(questions.c.number, questions.c.person)
                )
                people |= {n: person for n, person in connection.execute(settling) if person}
        return people

    def reopen(self, team: str, numbers: Collection[int]) -> None:
        """Undo that questions were set aside, since nobody could be told."""
        those = questions.c.number.in_(numbers)
        with self._engine.begin() as connection:
            connection.execute(
                update(questions).where(questions.c.team == team, those).values(settled=None)
            )

    def unname(self, team: str, person: str) -> None:
        """Take somebody's name off what they asked."""
        theirs = (questions.c.team == team, questions.c.person == person)
        with self._engine.begin() as connection:
            connection.execute(update(questions).where(*theirs).values(person=None))

    def forget_before(self, moment: datetime) -> int:
        """Delete what is older, of all teams, and tell how many."""
        with self._engine.begin() as connection:
            old = questions.c.at < to_seconds(moment)
            return connection.execute(delete(questions).where(old)).rowcount


def _hears(team: str, person: str) -> Select[tuple[bool]]:
    """Ask whether somebody wants to hear of answers; nobody changes that before the next commit."""
    own = (settings.c.team == team, settings.c.person == person)
    return select(settings.c.hears).where(*own).with_for_update(read=True)


def _question(row: Row[Any]) -> Question:
    return Question(
        text=row.question,
        at=datetime.fromtimestamp(row.at, UTC),
        public=bool(row.public),
        outcome=row.outcome,
        asker=row.asker,
        person=row.person,
        number=row.number,
    )
