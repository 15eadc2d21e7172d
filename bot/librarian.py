"""Takes a question from any surface, asks the catalogue, and keeps the books on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from structlog.contextvars import bind_contextvars

from bot.learners import Marks, over
from bot.metrics import Metrics
from bot.names import Action, Marked, Surface
from bot.shelf import Shelf
from bot.verbs import Request, Verb, request_of
from bot.views.answer import PAGE, answer_message
from bot.views.blocks import Message
from bot.views.choice import Choice
from bot.views.help import help_message
from bot.views.path import path_message
from bot.views.place import NAME_CHARACTERS, Place
from bot.views.topics import browse_message, choice_message
from knowledge import Answer, Finder, learning_path
from knowledge.markup import plain

NO_MARKS: Marks = {}


@dataclass(frozen=True)
class Reply:
    """What to send, if anything; `answer` is what the catalogue said, where it was asked."""

    message: Message | None = None
    answer: Answer | None = None


@dataclass(frozen=True)
class Answered(Reply):
    """What to send of an answer."""

    message: Message
    answer: Answer


@dataclass(frozen=True)
class Librarian:
    """The one who knows where to look."""

    shelf: Shelf
    metrics: Metrics
    days: int
    """For how long questions are kept."""

    @property
    def finder(self) -> Finder:
        return self.shelf.finder

    def reply(
        self,
        text: str,
        surface: Surface,
        buttons: Sequence[Action],
        marks: Marks = NO_MARKS,
    ) -> Reply:
        """Reply to what a person typed: a question, or one of the few words that ask for more."""
        choice = question_of(text)
        if choice is None:
            return Reply(help_message(self.days))
        request = request_of(choice.question)
        if request and (drawn := self._requested(request)):
            return Reply(drawn)
        return self.answer(choice, surface, buttons, marks)

    def _requested(self, request: Request) -> Message | None:
        """Show a path or a topic; None where the words after it are no topic, but a question."""
        if not request.topic:
            return self.browse(Place())
        named = self.finder.topics(request.topic)
        found = [topic for topic in named if len(topic.id) <= NAME_CHARACTERS]
        if len(found) == 1:
            place = Place(topic=found[0].id)
            return self.path_to(place) if request.verb is Verb.PATH else self.browse(place)
        if not found and not request.is_terse:
            return None
        action = Action.PATH if request.verb is Verb.PATH else Action.BROWSE
        offered = found or self.finder.nearest_topics(request.topic)
        return choice_message(request.topic, offered, action, ambiguous=bool(found))

    def browse(self, place: Place) -> Message:
        """Show a place of the catalogue."""
        bind_contextvars(browsed=place.model_dump(exclude_defaults=True))
        return browse_message(place, self.finder.catalogue)

    def path_to(self, place: Place) -> Message:
        """Show the way to a topic; the front of the catalogue where there is no such topic now."""
        catalogue = self.finder.catalogue
        topic = catalogue.topics.get(place.topic or "")
        if topic is None:
            return self.browse(Place())
        bind_contextvars(path=topic.id)
        return path_message(learning_path(catalogue, topic))

    def answer(
        self,
        choice: Choice,
        surface: Surface,
        buttons: Sequence[Action] = (),
        marks: Marks = NO_MARKS,
        credit: str | None = None,
    ) -> Answered:
        """Answer one page of a question, as a message ready to send.

        `marks` are those of the person who sees it, or of the one who shares it, for `credit`.
        """
        finder, left_out = self.finder, () if choice.everything else over(marks)
        inquiry = finder.inquire(choice.question)
        answer = finder.ask(inquiry, PAGE, choice.start, wanted=choice.wanted, hidden=left_out)
        follow_ups = (
            finder.follow_ups(answer, inquiry, hidden=left_out) if Action.AGAIN in buttons else {}
        )
        self.metrics.questions.labels(surface, answer.outcome).inc()
        self.metrics.matching.observe(answer.milliseconds / 1000)
        bind_contextvars(  # told in the one line on this request, when it is done
            surface=str(surface),
            outcome=str(answer.outcome),
            resources=[match.resource.id for match in answer.matches],
            matching_ms=round(answer.milliseconds, 2),
        )
        drawn = {id: Marked(mark) for id, mark in marks.items()} if credit is None else {}
        message = answer_message(answer, choice, buttons, follow_ups, drawn, credit)
        return Answered(message, answer)


def question_of(text: str, thread: str | None = None) -> Choice | None:
    """Make the first page of the question that a text holds.

    None where it holds no words, or asks for help alone.
    """
    question = plain(text)
    has_words = any(char.isalnum() for char in question)
    if not has_words or question.casefold().strip(" .!?") == "help":
        return None
    return Choice(question=question, thread=thread)
