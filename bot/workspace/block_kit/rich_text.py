"""The pieces of rich text."""

from typing import Annotated, Literal

from pydantic import Field

from bot.workspace.block_kit.composition import Id, Link, Part


class Style(Part):
    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    code: bool | None = None


class RichWords(Part):
    type: Literal["text"]
    text: Annotated[str, Field(min_length=1)]
    style: Style | None = None


class RichLink(Part):
    type: Literal["link"]
    url: Link
    text: str | None = None
    style: Style | None = None
    unsafe: bool | None = None


class RichPerson(Part):
    type: Literal["user"]
    user_id: Id
    style: Style | None = None


class RichChannel(Part):
    type: Literal["channel"]
    channel_id: Id
    style: Style | None = None


class RichEmoji(Part):
    type: Literal["emoji"]
    name: Id
    style: Style | None = None


class RichBroadcast(Part):
    type: Literal["broadcast"]
    range: Literal["here", "channel", "everyone"]


RichElement = Annotated[
    RichWords | RichLink | RichPerson | RichChannel | RichEmoji | RichBroadcast,
    Field(discriminator="type"),
]


class RichSection(Part):
    type: Literal["rich_text_section"]
    elements: list[RichElement]


class RichList(Part):
    type: Literal["rich_text_list"]
    style: Literal["bullet", "ordered"]
    elements: Annotated[list[RichSection], Field(min_length=1)]
    indent: Annotated[int, Field(ge=0, le=8)] | None = None
    offset: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    border: Literal[0, 1] | None = None


class RichQuote(Part):
    type: Literal["rich_text_quote", "rich_text_preformatted"]
    elements: list[RichElement]
    border: Literal[0, 1] | None = None
