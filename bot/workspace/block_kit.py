"""Block Kit as models: what one block may hold.

The figures are those of https://docs.slack.dev/reference/block-kit.
"""

from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)

MARKDOWN_CHARACTERS = 12_000
TIME = r"([01]\d|2[0-3]):[0-5]\d"
"""How a time of the day is written."""


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


class Menu(Interactive):
    options: Annotated[list[Option], Field(min_length=1, max_length=100)] | None = None
    option_groups: Annotated[list[OptionGroup], Field(min_length=1, max_length=100)] | None = None
    placeholder: Annotated[PlainText, up_to(150)] | None = None

    @model_validator(mode="after")
    def _has_something_to_choose(self) -> Self:
        if (self.options is None) == (self.option_groups is None):
            raise ValueError("needs either options or option_groups")
        return self


class StaticSelect(Menu):
    type: Literal["static_select"]
    initial_option: Option | None = None


class MultiStaticSelect(Menu):
    type: Literal["multi_static_select"]
    initial_options: Annotated[list[Option], Field(min_length=1, max_length=100)] | None = None
    max_selected_items: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _begins_with_what_there_is(self) -> Self:
        grouped = [option for group in self.option_groups or () for option in group.options]
        _refuse_others(self.initial_options, self.options or grouped)
        return self


class ExternalSelect(Interactive):
    """A menu whose options the app gives while somebody types."""

    type: Literal["external_select"]
    initial_option: Option | None = None
    min_query_length: Annotated[int, Field(ge=0)] | None = None
    placeholder: Annotated[PlainText, up_to(150)] | None = None


class MultiExternalSelect(Interactive):
    type: Literal["multi_external_select"]
    initial_options: Annotated[list[Option], Field(min_length=1, max_length=100)] | None = None
    max_selected_items: Annotated[int, Field(ge=1)] | None = None
    min_query_length: Annotated[int, Field(ge=0)] | None = None
    placeholder: Annotated[PlainText, up_to(150)] | None = None


class UsersSelect(Interactive):
    type: Literal["users_select"]
    initial_user: Id | None = None
    placeholder: Annotated[PlainText, up_to(150)] | None = None


class Checkboxes(Interactive):
    type: Literal["checkboxes"]
    options: Annotated[list[Option], Field(min_length=1, max_length=10)]
    initial_options: Annotated[list[Option], Field(min_length=1, max_length=10)] | None = None

    @model_validator(mode="after")
    def _begins_with_what_there_is(self) -> Self:
        _refuse_others(self.initial_options, self.options)
        return self


def _refuse_others(initial: list[Option] | None, there: list[Option]) -> None:
    if any(option not in there for option in initial or ()):
        raise ValueError("initial_options must be among the options")


class TimePicker(Interactive):
    type: Literal["timepicker"]
    initial_time: Annotated[str, Field(pattern=f"^{TIME}$")] | None = None
    placeholder: Annotated[PlainText, up_to(150)] | None = None
    timezone: Id | None = None


class DispatchConfig(Part):
    """When an input tells the app what is typed in it."""

    trigger_actions_on: Annotated[
        list[Literal["on_enter_pressed", "on_character_entered"]],
        Field(min_length=1, max_length=2),
    ]


class PlainTextInput(Interactive):
    type: Literal["plain_text_input"]
    dispatch_action_config: DispatchConfig | None = None
    initial_value: Annotated[str, Field(max_length=3000)] | None = None
    multiline: bool | None = None
    min_length: Annotated[int, Field(ge=0, le=3000)] | None = None
    max_length: Annotated[int, Field(ge=1, le=3000)] | None = None
    placeholder: Annotated[PlainText, up_to(150)] | None = None


class UrlTextInput(Interactive):
    type: Literal["url_text_input"]
    dispatch_action_config: DispatchConfig | None = None
    initial_value: Link | None = None
    placeholder: Annotated[PlainText, up_to(150)] | None = None


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
    offset: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
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
