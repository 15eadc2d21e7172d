"""What people press, choose from and type into, and pictures."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.workspace.block_kit.composition import (
    Confirmation,
    Id,
    Link,
    Option,
    OptionGroup,
    Part,
    PlainText,
    up_to,
)

TIME = r"([01]\d|2[0-3]):[0-5]\d"
"""How a time of the day is written."""


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


class Feedback(Part):
    text: Annotated[PlainText, up_to(75)]
    value: Annotated[str, Field(max_length=2000)]
    accessibility_label: Annotated[str, Field(max_length=75)] | None = None


class FeedbackButtons(Part):
    type: Literal["feedback_buttons"]
    action_id: Id | None = None
    positive_button: Feedback
    negative_button: Feedback
