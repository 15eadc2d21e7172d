"""What Slack takes as a message: Block Kit as models, with the limits that Slack enforces.

The figures are those of https://docs.slack.dev/reference/block-kit; the one on the size of all
blocks together is not documented, but Slack refuses at about that size.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

MESSAGE_BLOCKS = 50
BLOCKS_CHARACTERS = 13_200
MARKDOWN_CHARACTERS = 12_000

Json = dict[str, Any]


class Part(BaseModel):
    """A piece of Block Kit. Slack refuses fields that it does not know, and so do we."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _looks_like_a_link(url: str) -> str:
    if not url.startswith(("https://", "http://", "mailto:", "slack://")):
        raise ValueError("must be a valid URL")
    return url


Id = Annotated[str, Field(min_length=1, max_length=255)]
Link = Annotated[str, Field(max_length=3000), AfterValidator(_looks_like_a_link)]
Words = Annotated[str, Field(min_length=1, max_length=3000)]


class PlainText(Part):
    type: Literal["plain_text"]
    text: Words
    emoji: bool | None = None


class Mrkdwn(Part):
    type: Literal["mrkdwn"]
    text: Words
    verbatim: bool | None = None


AnyText = Annotated[PlainText | Mrkdwn, Field(discriminator="type")]


def up_to(characters: int) -> AfterValidator:
    """Lower the limit of a text object."""

    def check(value: PlainText | Mrkdwn) -> PlainText | Mrkdwn:
        if len(value.text) > characters:
            raise ValueError(f"must be no more than {characters} characters")
        return value

    return AfterValidator(check)


class Confirmation(Part):
    title: Annotated[PlainText, up_to(100)]
    text: Annotated[AnyText, up_to(300)]
    confirm: Annotated[PlainText, up_to(30)]
    deny: Annotated[PlainText, up_to(30)]
    style: Literal["primary", "danger"] | None = None


class Option(Part):
    text: Annotated[AnyText, up_to(75)]
    value: Annotated[str, Field(min_length=1, max_length=150)]
    description: Annotated[AnyText, up_to(75)] | None = None
    url: Link | None = None


class OptionGroup(Part):
    label: Annotated[PlainText, up_to(75)]
    options: Annotated[list[Option], Field(min_length=1, max_length=100)]


class Interactive(Part):
    action_id: Id | None = None
    confirm: Confirmation | None = None


class Button(Interactive):
    type: Literal["button"]
    text: Annotated[PlainText, up_to(75)]
    value: Annotated[str, Field(max_length=2000)] | None = None
    url: Link | None = None
    style: Literal["primary", "danger"] | None = None
    accessibility_label: Annotated[str, Field(max_length=75)] | None = None


class StaticSelect(Interactive):
    type: Literal["static_select"]
    options: Annotated[list[Option], Field(min_length=1, max_length=100)] | None = None
    option_groups: Annotated[list[OptionGroup], Field(min_length=1, max_length=100)] | None = None
    initial_option: Option | None = None
    placeholder: Annotated[PlainText, up_to(150)] | None = None

    @model_validator(mode="after")
    def _has_something_to_choose(self) -> Self:
        if (self.options is None) == (self.option_groups is None):
            raise ValueError("needs either options or option_groups")
        return self


class Overflow(Interactive):
    type: Literal["overflow"]
    options: Annotated[list[Option], Field(min_length=1, max_length=5)]


class Image(Part):
    type: Literal["image"]
    image_url: Link
    alt_text: Annotated[str, Field(min_length=1, max_length=2000)]


class ImageBlock(Image):
    title: Annotated[PlainText, up_to(2000)] | None = None
    block_id: Id | None = None


class Feedback(Part):
    text: Annotated[PlainText, up_to(75)]
    value: Annotated[str, Field(max_length=2000)]
    accessibility_label: Annotated[str, Field(max_length=75)] | None = None


class FeedbackButtons(Part):
    type: Literal["feedback_buttons"]
    action_id: Id | None = None
    positive_button: Feedback
    negative_button: Feedback


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
    offset: Annotated[int, Field(ge=0)] | None = None
    border: Literal[0, 1] | None = None


class RichQuote(Part):
    type: Literal["rich_text_quote", "rich_text_preformatted"]
    elements: list[RichElement]
    border: Literal[0, 1] | None = None


class Block(Part):
    block_id: Id | None = None


class Section(Block):
    type: Literal["section"]
    text: AnyText | None = None
    fields: (
        Annotated[list[Annotated[AnyText, up_to(2000)]], Field(min_length=1, max_length=10)] | None
    ) = None
    accessory: (
        Annotated[Button | StaticSelect | Overflow | Image, Field(discriminator="type")] | None
    ) = None
    expand: bool | None = None

    @model_validator(mode="after")
    def _shows_something(self) -> Self:
        if self.text is None and self.fields is None:
            raise ValueError("missing required field: text or fields")
        return self


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
        list[Annotated[Button | StaticSelect | Overflow, Field(discriminator="type")]],
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
    | Markdown,
    Field(discriminator="type"),
]

_BLOCKS: TypeAdapter[list[MessageBlock]] = TypeAdapter(list[MessageBlock])


def problems(message: Mapping[str, Any]) -> list[str]:
    """Say what Slack would refuse in a message, a line each; nothing when it would take it.

    Slack itself only warns of blocks without `text`. Screen readers and notifications have
    nothing else to show, so the lack of it counts as a problem here.
    """
    blocks = message.get("blocks") or []
    found = [] if message.get("text") else ["no_text: a message needs text"]
    return found + block_problems(blocks)


def block_problems(blocks: Sequence[Json]) -> list[str]:
    """Say what Slack would refuse in the blocks of a message, with a JSON pointer where it can."""
    try:
        _BLOCKS.validate_python(blocks)
    except ValidationError as error:
        return [
            f"{fault['msg']} [json-pointer:{_pointer(fault['loc'], blocks)}]"
            for fault in error.errors()
        ]
    return list(_problems_of_all(blocks))


def _pointer(location: Sequence[int | str], blocks: Sequence[Json]) -> str:
    """Write a location as a JSON pointer, without the union tags that pydantic puts into it."""
    pointer, may_be_tag = "/blocks", False
    value: Any = blocks
    for step in location:
        if may_be_tag and isinstance(value, dict) and value.get("type") == step:
            may_be_tag = False
            continue
        pointer += f"/{step}"
        inside = isinstance(value, list) and isinstance(step, int) and step < len(value)
        inside = inside or (isinstance(value, dict) and step in value)
        value, may_be_tag = value[step] if inside else None, True
    return pointer


def _problems_of_all(blocks: Sequence[Json]) -> Iterator[str]:
    if len(blocks) > MESSAGE_BLOCKS:
        yield f"no more than {MESSAGE_BLOCKS} items allowed [json-pointer:/blocks]"
    for name, what in (("block_id", blocks), ("action_id", list(_elements(blocks)))):
        counted = Counter(part[name] for part in what if part.get(name))
        yield from (f"{name} {value!r} is used {n} times" for value, n in counted.items() if n > 1)
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > MARKDOWN_CHARACTERS:
        yield f"markdown blocks hold more than {MARKDOWN_CHARACTERS} characters together"
    if len(json.dumps(blocks)) > BLOCKS_CHARACTERS:
        yield f"msg_blocks_too_long: more than {BLOCKS_CHARACTERS} characters of blocks"


def _elements(blocks: Sequence[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["type"] in ("actions", "context_actions"):
            yield from block["elements"]
        if "accessory" in block:
            yield block["accessory"]
