"""What a browser may send: one form a gesture, and nothing that is not in it."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

MESSAGE_CHARACTERS = 12_000
"""More than that Slack does not take from its own composer, either."""


def _text(value: object) -> object:
    """Take halves of characters, which nothing can be done with, for question marks."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_text)]


class Form(BaseModel):
    """A gesture; `person` is who does it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: Text


class Writing(Form):
    place: Text
    thread: Text | None = None
    text: Annotated[Text, Field(max_length=MESSAGE_CHARACTERS)]


class OfMessage(Form):
    channel: Text
    ts: Text


class ShortcutChosen(OfMessage):
    callback_id: Text


class ElementUsed(Form):
    """A click or a choice; `values` are the block id, action id and value of each input around."""

    block_id: Text
    action_id: Text
    value: Text | None = None
    values: list[tuple[Text, Text, Text]] = []

    @property
    def inputs(self) -> dict[tuple[str, str], str]:
        return {(block, action): value for block, action, value in self.values}


class ElementOfMessageUsed(ElementUsed, OfMessage):
    pass


class ElementOfViewUsed(ElementUsed):
    view: Text


class Submitted(Form):
    view: Text
    values: list[tuple[Text, Text, Text]] = []

    @property
    def inputs(self) -> dict[tuple[str, str], str]:
        return {(block, action): value for block, action, value in self.values}


class Closed(Form):
    """One modal is closed, or `all` that are open."""

    view: Text
    all: bool = False


class Travelled(Form):
    """A journey in time: so many seconds ahead, or to a moment as a browser writes it in a zone."""

    ahead: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    moment: Text = ""
    zone: Text = "UTC"
