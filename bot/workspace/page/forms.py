"""What a browser may send: one form a gesture, and nothing that is not in it."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.workspace.elements import Value

MESSAGE_CHARACTERS = 12_000
"""More than that Slack does not take from its own composer, either."""

TYPED_CHARACTERS = 3_000


class Form(BaseModel):
    """A gesture; `person` is who does it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: str


class Writing(Form):
    place: str
    thread: str | None = None
    text: Annotated[str, Field(max_length=MESSAGE_CHARACTERS)]


class OfMessage(Form):
    channel: str
    ts: str


class ShortcutChosen(OfMessage):
    callback_id: str


class WithInputs(Form):
    """What stands in the inputs: `values` are the block id, action id and value of each."""

    values: list[tuple[str, str, Value]] = []

    @property
    def inputs(self) -> dict[tuple[str, str], Value]:
        return {(block, action): value for block, action, value in self.values}


class ElementUsed(WithInputs):
    """A click or a choice."""

    block_id: str
    action_id: str
    value: Value | None = None


class ElementOfMessageUsed(ElementUsed, OfMessage):
    pass


class ElementOfViewUsed(ElementUsed):
    view: str


class Typed(WithInputs):
    """What was typed in a menu whose options the app gives."""

    block_id: str
    action_id: str
    typed: Annotated[str, Field(max_length=TYPED_CHARACTERS)]


class TypedInMessage(Typed, OfMessage):
    pass


class TypedInView(Typed):
    view: str


class Submitted(WithInputs):
    view: str


class Closed(Form):
    """One modal is closed, or `all` that are open."""

    view: str
    all: bool = False


class Travelled(Form):
    """A journey in time: so many seconds ahead, or to a moment as a browser writes it in a zone."""

    ahead: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    moment: str = ""
    zone: str = "UTC"
