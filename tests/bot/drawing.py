"""Answers made up and drawn, and what is written in a message."""

import re
from typing import Any

from bot.names import Action
from bot.views.answer import answer_message
from bot.views.blocks import Message
from bot.views.choice import Choice
from knowledge import Answer, Match, Outcome, Resource
from knowledge.index import Field
from knowledge.preferences import TO_WATCH, FollowUp, Preferences
from knowledge.reasons import Answers, Words

TITLE = re.compile(r"\*(?:\d+\. )?<https?://[^\s<>|]+\|[^<>|\n]+>\*")
"""All that may stand in a field that Slack parses: one link, which may be numbered."""

FOLLOW_UPS = {
    FollowUp.EASIER: Preferences(levels=("beginner",)),
    FollowUp.VIDEOS: Preferences(formats=TO_WATCH),
}


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
    buttons = (Action.SHARE, Action.MORE, Action.PATH, Action.AGAIN)
    return answer_message(content, choice, buttons, FOLLOW_UPS, credit=credit)


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []


def parsed(value: Any) -> list[str]:
    """Give all that Slack parses in blocks."""
    if isinstance(value, list):
        return [text for part in value for text in parsed(part)]
    if not isinstance(value, dict):
        return []
    if value.get("type") == "mrkdwn":
        return [value["text"]]
    return [text for part in value.values() for text in parsed(part)]


def only_titles(blocks: Any) -> bool:
    """Tell whether nothing is parsed but titles that are links, each with no names in it."""
    sections = [block for block in blocks if block["type"] == "section"]
    rest = [block for block in blocks if block["type"] != "section"]
    return parsed(rest) == [] and all(
        TITLE.fullmatch(section["text"]["text"])
        and section["text"]["verbatim"]
        and parsed(section) == [section["text"]["text"]]
        for section in sections
    )
