"""Notes what is asked in channels, for the weekly choice: the words, and never by whom."""

from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.digest.requests import is_request
from bot.librarian import question_of
from bot.store import Question, Store
from bot.verbs import request_of

log = structlog.stdlib.get_logger(__name__)


class Journal:
    """Called after people have their answer: what it cannot note is logged, and nobody waits."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def note(self, team: str, channel: str, text: str, *, public: bool) -> None:
        """Note a text, if it is a question, and whether others can read it in the channel."""
        choice = question_of(text)
        if choice is None or channel.startswith("D"):
            return
        if request_of(choice.question) or is_request(choice.question):
            return
        text = choice.question.replace("\0", " ").encode(errors="replace").decode()
        try:
            self._store.questions.add(team, channel, Question(text, self._clock(), public))
        except SQLAlchemyError:
            log.exception("question not noted")
