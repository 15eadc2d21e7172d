"""Blocks: of messages, and of views."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.workspace.block_kit.composition import AnyText, Id, Mrkdwn, Part, PlainText, up_to
from bot.workspace.block_kit.elements import (
    Button,
    Checkboxes,
    ExternalSelect,
    FeedbackButtons,
    Image,
    MultiExternalSelect,
    MultiStaticSelect,
    Overflow,
    PlainTextInput,
    StaticSelect,
    TimePicker,
    UrlTextInput,
    UsersSelect,
)
from bot.workspace.block_kit.rich_text import RichList, RichQuote, RichSection

MARKDOWN_CHARACTERS = 12_000


class Block(Part):
    block_id: Id | None = None


class Section(Block):
    type: Literal["section"]
    text: AnyText | None = None
    fields: (
        Annotated[list[Annotated[AnyText, up_to(2000)]], Field(min_length=1, max_length=10)] | None
    ) = None
    accessory: (
        Annotated[
            Button
            | StaticSelect
            | MultiStaticSelect
            | ExternalSelect
            | MultiExternalSelect
            | UsersSelect
            | Checkboxes
            | TimePicker
            | Overflow
            | Image,
            Field(discriminator="type"),
        ]
        | None
    ) = None
    expand: bool | None = None

    @model_validator(mode="after")
    def _shows_something(self) -> Self:
        if self.text is None and self.fields is None:
            raise ValueError("missing required field: text or fields")
        return self


class ImageBlock(Image):
    title: Annotated[PlainText, up_to(2000)] | None = None
    block_id: Id | None = None


class Header(Block):
    type: Literal["header"]
    text: Annotated[PlainText, up_to(150)]


class Context(Block):
    type: Literal["context"]
    elements: Annotated[
        list[Annotated[PlainText | Mrkdwn | Image, Field(discriminator="type")]],
        Field(min_length=1, max_length=10),
    ]


class Actions(Block):
    type: Literal["actions"]
    elements: Annotated[
        list[
            Annotated[
                Button
                | StaticSelect
                | ExternalSelect
                | UsersSelect
                | Checkboxes
                | TimePicker
                | Overflow,
                Field(discriminator="type"),
            ]
        ],
        Field(min_length=1, max_length=25),
    ]


class ContextActions(Block):
    type: Literal["context_actions"]
    elements: Annotated[list[FeedbackButtons], Field(min_length=1, max_length=5)]


class Divider(Block):
    type: Literal["divider"]


class RichText(Block):
    type: Literal["rich_text"]
    elements: Annotated[
        list[Annotated[RichSection | RichList | RichQuote, Field(discriminator="type")]],
        Field(min_length=1),
    ]


class Input(Block):
    type: Literal["input"]
    label: Annotated[PlainText, up_to(2000)]
    element: Annotated[
        PlainTextInput
        | UrlTextInput
        | StaticSelect
        | MultiStaticSelect
        | ExternalSelect
        | MultiExternalSelect
        | UsersSelect
        | Checkboxes
        | TimePicker,
        Field(discriminator="type"),
    ]
    dispatch_action: bool | None = None
    hint: Annotated[PlainText, up_to(2000)] | None = None
    optional: bool | None = None


class Markdown(Block):
    type: Literal["markdown"]
    text: Annotated[str, Field(min_length=1, max_length=MARKDOWN_CHARACTERS)]


MessageBlock = Annotated[
    Section
    | Header
    | Context
    | Actions
    | ContextActions
    | Divider
    | RichText
    | ImageBlock
    | Input
    | Markdown,
    Field(discriminator="type"),
]

ViewBlock = Annotated[
    Section | Header | Context | Actions | Divider | RichText | ImageBlock | Input,
    Field(discriminator="type"),
]
