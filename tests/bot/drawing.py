"""Answers made up and drawn, and what is written in a message."""

from typing import Any

from bot.names import Action
from bot.views.answer import answer_message
from bot.views.blocks import Message
from bot.views.choice import Choice
from knowledge import Answer, Match, Outcome, Resource
from knowledge.index import Field
from knowledge.reasons import Answers, Words


def answer(*resources: Resource, outcome: Outcome = Outcome.CONFIDENT, **more: Any) -> Answer:
    matches = tuple(
        Match(resource, 1.0, (Words(Field.TITLE, (resource.title,)), Answers(resource.title)))
        for resource in resources
    )
    topics = more.pop("topics", ())
    return Answer("asked", outcome, matches, topics, more=more.pop("more", True), milliseconds=1.0)


def drawn(
    content: Answer, question: str = "asked", credit: str | None = "U1", **more: Any
) -> Message:
    choice = Choice(question=question, **more)
    return answer_message(content, choice, (Action.SHARE, Action.MORE), credit)


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []
