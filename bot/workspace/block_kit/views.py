"""Views: modals, and App Home."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.workspace.block_kit.blocks import Input, ViewBlock
from bot.workspace.block_kit.composition import Part, PlainText, up_to


class View(Part):
    """https://docs.slack.dev/reference/views."""

    blocks: Annotated[list[ViewBlock], Field(max_length=100)]
    callback_id: Annotated[str, Field(max_length=255)] | None = None
    external_id: Annotated[str, Field(max_length=255)] | None = None
    private_metadata: Annotated[str, Field(max_length=3000)] | None = None


class Home(View):
    type: Literal["home"]


class Modal(View):
    type: Literal["modal"]
    title: Annotated[PlainText, up_to(24)]
    submit: Annotated[PlainText, up_to(24)] | None = None
    close: Annotated[PlainText, up_to(24)] | None = None
    clear_on_close: bool | None = None
    notify_on_close: bool | None = None

    @model_validator(mode="after")
    def _can_be_submitted(self) -> Self:
        if self.submit is None and any(isinstance(block, Input) for block in self.blocks):
            raise ValueError("missing required field: submit, which input blocks need")
        return self
