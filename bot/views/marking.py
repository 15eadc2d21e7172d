"""What marks a resource carries: the menu beside it, and buttons."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.names import Action, Marked
from bot.views.blocks import (
    Element,
    Message,
    beside,
    button,
    clip,
    escape,
    message,
    overflow,
    paragraph,
    text,
    tidy,
)

TITLE_CHARACTERS = 100
OPTION_CHARACTERS = 150
"""Slack's limit for the value of an option: what has an id too long for that has no menu."""

MARKS = {
    Marked.SAVED: "Save for later",
    Marked.DONE: "Done",
    Marked.NOT_FOR_ME: "Not for me",
}
SAID = {
    Marked.SAVED: "Saved: {}. My App Home lists it, and only you see that.",
    Marked.DONE: "Done: {}. It no longer comes in your answers, and only you see that.",
    Marked.NOT_FOR_ME: (
        "Not for you: {}. It no longer comes in your answers; nobody sees who said so."
    ),
    None: "Taken off: {}. I no longer know anything of it.",
}
UNTITLED = "that"


class Marking(BaseModel):
    """The resource that is marked. Comes back from Slack, and is validated like any input."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    resource: Annotated[str, Field(max_length=500)]

    def value(self) -> str:
        return self.model_dump_json()


class Choosing(BaseModel):
    """A mark that is chosen for a resource: None takes it off. Validated like any input."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mark: Marked | None = None
    resource: Annotated[str, Field(max_length=500)]

    def value(self) -> str:
        return self.model_dump_json(exclude_defaults=True)


def menu(resource: str, marked: Marked | None = None) -> Element | None:
    """Draw a resource's menu, for one who has it `marked` already."""
    labels: dict[Marked | None, str] = {m: label for m, label in MARKS.items() if m != marked}
    if marked:
        labels[None] = "Take the mark off"
    offered = [
        (label, Choosing(mark=mark, resource=resource).value()) for mark, label in labels.items()
    ]
    is_short = all(len(value) <= OPTION_CHARACTERS for _, value in offered)
    return overflow(Action.MARK, offered) if is_short else None


def marked_message(mark: Marked | None, resource: str, title: str | None) -> Message:
    """Confirm a mark to the one who set it, with the way back."""
    said = SAID[mark].format(f"“{clip(tidy(title), TITLE_CHARACTERS)}”" if title else UNTITLED)
    undo = button("Undo", Action.UNMARK, Marking(resource=resource).value())
    return message([escape(said)], [beside(said, undo) if mark else paragraph(text(said))])
