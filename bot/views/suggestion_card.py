"""Draws a suggestion for the curators, and what became of it for everybody whom it concerns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from bot.names import DECLINE_MODAL, Action, SuggestionAct
from bot.views.answer import QUESTION_CHARACTERS
from bot.views.blocks import (
    Block,
    Element,
    Message,
    View,
    actions,
    button,
    clip,
    context,
    escape,
    fitting,
    link,
    message,
    paragraph,
    person,
    site,
    text,
    tidy,
)
from bot.views.resource import TITLE_CHARACTERS
from bot.views.suggestion_check import Check, known_blocks, near_blocks
from knowledge import Resource
from knowledge.links import encoded
from knowledge.models import SUMMARY_CHARACTERS

TOPICS_CHARACTERS = 150
REASON, WORDS = "reason", "words"
"""The block of the reason, and the action id in it."""

Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class CardButton(BaseModel):
    """The suggestion that a button is about. Validated like any input."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    suggestion: Id

    def value(self) -> str:
        return self.model_dump_json()


class CardPlace(BaseModel):
    """A suggestion, and the message that shows it. Comes back from Slack likewise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: Annotated[str, Field(pattern=r"^[CDG][A-Z0-9]+$")]
    message: Annotated[str, Field(pattern=r"^\d+\.\d+$")]
    suggestion: Id


@dataclass(frozen=True)
class Card:
    """A suggestion as curators see it; `topics` are names, and `person` is nobody at times."""

    suggestion: str
    person: str | None
    url: str
    title: str
    topics: Sequence[str]
    why: str | None
    question: str | None
    check: Check


def card_message(card: Card) -> Message:
    """Draw a suggestion that is to be decided."""
    return fitting(card.check.near, lambda near: _draw(card, near))


def decided_message(
    url: str, title: str, *, accepted: bool, by: str | None, reason: str | None = None
) -> Message:
    """Draw what was decided in a line; `by` is the curator, where that is known."""
    done = "Accepted" if accepted else "Declined"
    why = f" ({clip(tidy(reason), SUMMARY_CHARACTERS)})" if reason else ""
    whose = [text(f"{done} by "), person(by)] if by else [text(done)]
    drawn = paragraph(*whose, text(": "), link(url, _title(title)), *([text(why)] if why else []))
    said = f"{done} by <@{by}>" if by else done
    return message([f"{said}: {escape(_title(title))}{escape(why)}"], [drawn])


def outcome_message(url: str, title: str, *, accepted: bool, reason: str | None = None) -> Message:
    """Tell the one who suggested it what became of it."""
    if accepted:
        said = " is accepted: I answer with it from now on. Thank you for suggesting it."
    else:
        why = clip(tidy(reason or ""), SUMMARY_CHARACTERS)
        said = f" was not taken up. A curator says: “{why}” Thank you for suggesting it."
    lines = [f"{escape(_title(title))}{escape(said)}"]
    return message(lines, [paragraph(link(url, _title(title)), text(said))])


def decline_form(place: CardPlace, title: str) -> View:
    """Ask a curator for the reason."""
    return {
        "type": "modal",
        "callback_id": DECLINE_MODAL,
        "private_metadata": place.model_dump_json(),
        "title": {"type": "plain_text", "text": "Decline a suggestion"},
        "submit": {"type": "plain_text", "text": "Decline"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": [
            context(_title(title)),
            {
                "type": "input",
                "block_id": REASON,
                "label": {"type": "plain_text", "text": "Why, in a line"},
                "hint": {
                    "type": "plain_text",
                    "text": "The one who suggested it reads this, without your name.",
                },
                "element": {
                    "type": "plain_text_input",
                    "action_id": WORDS,
                    "max_length": SUMMARY_CHARACTERS,
                },
            },
        ],
    }


def read_place(view: Mapping[str, Any]) -> CardPlace:
    """Read which suggestion a form is about. Raises ValueError for one that is not ours."""
    return CardPlace.model_validate_json(str(view.get("private_metadata")))


def read_reason(view: Mapping[str, Any]) -> str:
    """Read the reason, which may be missing."""
    standing = (view["state"]["values"].get(REASON) or {}).get(WORDS) or {}
    return clip(tidy(str(standing.get("value") or "")), SUMMARY_CHARACTERS)


def _draw(card: Card, near: Sequence[Resource]) -> Message:
    title, why = _title(card.title), tidy(card.why or "")
    whose: Element = person(card.person) if card.person else text("somebody")
    about = clip(", ".join(map(tidy, card.topics)), TOPICS_CHARACTERS)
    asked = clip(tidy(card.question or ""), QUESTION_CHARACTERS)
    small = [site(card.url)]
    small += [f"Topics: {about}"] if about else []
    small += [f"To answer: “{asked}”"] if asked else []
    blocks: list[Block] = [
        paragraph(
            text("Suggested by "),
            whose,
            text(": "),
            link(card.url, title),
            *([text(f"\n{clip(why, SUMMARY_CHARACTERS)}")] if why else []),
        ),
        context("\n".join(small)),
        *known_blocks(card.check.known),
        *near_blocks(near),
        actions(
            [
                _button("Accept", SuggestionAct.ACCEPT, card) | {"style": "primary"},
                _button("Edit", SuggestionAct.EDIT, card),
                _button("Decline", SuggestionAct.DECLINE, card),
            ]
        ),
    ]
    said = f"<@{card.person}>" if card.person else "somebody"
    return message(
        [f"Suggested by {said}: {escape(title)}", escape(encoded(card.url)), escape(why)], blocks
    )


def _button(label: str, act: SuggestionAct, card: Card) -> Element:
    value = CardButton(suggestion=card.suggestion).value()
    return button(label, f"{Action.SUGGESTION}.{act}", value)


def _title(title: str) -> str:
    return clip(tidy(title), TITLE_CHARACTERS)
