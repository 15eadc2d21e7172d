"""Notes what is asked in channels, for the weekly choice: the words, and never by whom."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.digest.requests import is_request
from bot.librarian import question_of
from bot.store import Question, Store
from bot.verbs import request_of

KEPT = timedelta(days=90)
CLEANED_EVERY = timedelta(hours=1)

log = structlog.stdlib.get_logger(__name__)


class Journal:
    """Called after people have their answer: what it cannot note is logged, and nobody waits."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._cleaned = clock() - CLEANED_EVERY
        self._lock = threading.Lock()

    def note(self, team: str, channel: str, text: str, *, public: bool) -> None:
        """Note a text, if it is a question, and whether others can read it in the channel."""
        choice = question_of(text)
        if choice is None or channel.startswith("D"):
            return
        if request_of(choice.question) or is_request(choice.question):
            return
        now = self._clock()
        text = choice.question.replace("\0", " ").encode(errors="replace").decode()
        try:
            self._store.questions.add(team, channel, Question(text, now, public))
            with self._lock:
                is_time = now - self._cleaned >= CLEANED_EVERY
                self._cleaned = now if is_time else self._cleaned
            if is_time:
                self._store.questions.forget_before(now - KEPT)
        except SQLAlchemyError:
            log.exception("question not noted")
