"""The button *Suggest a link*, and what it carries."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.names import Action
from bot.views.blocks import Element, Message, actions, button, message, paragraph, text
from knowledge.links import ADDRESS_CHARACTERS
from knowledge.markup import MATCHED_CHARACTERS

CARRIED_CHARACTERS = 2000  # what Slack takes in a button

PRESS = "Press the button, and a form opens in which you suggest it."


class Idea(BaseModel):
    """What the form begins with. Comes back from Slack, and is validated like any input.

    `fills` says that a curator fills a gap: `question` is its wording then.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Annotated[str, Field(max_length=MATCHED_CHARACTERS)] | None = None
    url: Annotated[str, Field(max_length=ADDRESS_CHARACTERS)] | None = None
    fills: bool = False

    def value(self) -> str:
        return self.model_dump_json(exclude_defaults=True)


def suggest_button(question: str | None = None, url: str | None = None) -> Element:
    """Draw the button; a link that is too long for it has to be entered anew."""
    carried = Idea(question=question).value()
    if url and len(url) <= ADDRESS_CHARACTERS:
        with_url = Idea(question=question, url=url).value()
        carried = with_url if len(with_url) <= CARRIED_CHARACTERS else carried
    return button("Suggest a link", Action.SUGGEST, carried)


def suggest_message(url: str | None) -> Message:
    """Offer the form where a message cannot open it."""
    return message([PRESS], [paragraph(text(PRESS)), actions([suggest_button(url=url)])])
