"""What elements and blocks are made of: texts, options, confirmations.

The figures of this package are those of https://docs.slack.dev/reference/block-kit.
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


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
