"""Notes what is asked and how it was answered: the words, and by whom only if they want that."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.askers import Askers
from bot.store import Question, Store
from knowledge import Answer

KEPT = timedelta(days=90)
FORGOTTEN_EVERY = timedelta(hours=1)
DIRECT = "D"  # what the ids of direct messages begin with

log = structlog.stdlib.get_logger(__name__)


class Journal:
    """Called after people have their answer: what it cannot note is logged, and nobody waits.

    Everything in it is kept for as long as `kept` says.
    """

    def __init__(
        self,
        store: Store,
        askers: Askers,
        clock: Callable[[], datetime],
        kept: timedelta = KEPT,
    ) -> None:
        self._store = store
        self._askers = askers
        self._clock = clock
        self._kept = kept
        self._forgot: datetime | None = None

    @property
    def days(self) -> int:
        """For how long everything is kept."""
        return self._kept.days

    def note(
        self, team: str, channel: str, person: str, answer: Answer | None, *, public: bool
    ) -> None:
        """Note what was asked, if anything was, and whether others can read it in the channel."""
        if answer is None:
            return
        try:
            hears = self._store.people.hears(team, person)
            question = Question(
                text=storable(answer.question),
                at=self._clock(),
                public=public,
                outcome=answer.outcome,
                asker=None if hears else self._askers.code(team, person),
                person=person if hears else None,
            )
            self._store.questions.add(team, _place(channel), question)
        except SQLAlchemyError:
            log.exception("question not noted")

    def note_shared(self, team: str, channel: str, answer: Answer | None) -> None:
        """Note that others can read what was noted before, as it was asked."""
        if answer is None:
            return
        try:
            question = Question(storable(answer.question), self._clock(), public=True)
            self._store.questions.add(team, _place(channel), question)
        except SQLAlchemyError:
            log.exception("question not noted")

    def forget(self) -> None:
        """Delete what has been kept for long enough; at most once an hour."""
        now = self._clock()
        if self._forgot is None or abs(now - self._forgot) >= FORGOTTEN_EVERY:
            self._store.questions.forget_before(now - self._kept)
            self._store.feedback.forget_before(now - self._kept)
            self._askers.forget()
            self._forgot = now


def _place(channel: str) -> str:
    """Give the channel; of direct messages no more than that, since theirs names a person."""
    return DIRECT if channel.startswith(DIRECT) else channel


def storable(text: str) -> str:
    """Make any text one that every database takes."""
    return text.replace("\0", " ").encode(errors="replace").decode()
