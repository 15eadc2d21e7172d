"""Takes a question from any surface, asks the catalogue, and keeps the books on it."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.metrics import Metrics
from bot.names import Action, Surface
from bot.views.answer import PAGE, answer_message
from bot.views.blocks import Message
from bot.views.choice import Choice
from knowledge import Finder
from knowledge.markup import plain

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Librarian:
    """The one who knows where to look."""

    finder: Finder
    metrics: Metrics

    def answer(
        self,
        choice: Choice,
        surface: Surface,
        buttons: Sequence[Action] = (),
        credit: str | None = None,
    ) -> Message:
        """Answer one page of a question, as a message ready to send."""
        answer = self.finder.ask(choice.question, limit=PAGE, skip=choice.start)
        self.metrics.questions.labels(surface, answer.outcome).inc()
        self.metrics.matching.observe(answer.milliseconds / 1000)
        log.info(
            "answered",
            surface=str(surface),
            outcome=str(answer.outcome),
            resources=[match.resource.id for match in answer.matches],
            milliseconds=round(answer.milliseconds, 2),
        )
        return answer_message(answer, choice, buttons, credit)


def question_of(text: str, thread: str | None = None) -> Choice | None:
    """Make the first page of the question that a text holds.

    None where it holds no words, or asks for help alone.
    """
    question = plain(text)
    has_words = any(char.isalnum() for char in question)
    if not has_words or question.casefold().strip(" .!?") == "help":
        return None
    return Choice(question=question, thread=thread)
