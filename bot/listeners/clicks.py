"""A click on a button, as every listener needs it: parsed, and refused where it makes no sense."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError
from slack_bolt.kwargs_injection.args import Args

ValueT = TypeVar("ValueT", bound=BaseModel)


class OutdatedButtonError(Exception):
    """A button whose value this version of the bot does not understand."""


@dataclass(frozen=True)
class Click(Generic[ValueT]):
    """Who clicked which button of which message, and what the button carried."""

    value: ValueT
    response_url: str
    team: str
    person: str
    channel: str
    message: str
    thread: str | None
    trigger: str
    in_direct_message: bool
    """Whether the message stands in the direct message of a person with the bot."""


def click_of(args: Args, kind: type[ValueT]) -> Click[ValueT]:
    """Parse a `block_actions` payload of one of our buttons.

    Raises:
        OutdatedButtonError: when its value is not one that we write.
    """
    body = args.body
    container = body["container"]
    message = body.get("message") or {}  # absent for messages that only one person sees
    try:
        value = kind.model_validate_json(body["actions"][0].get("value", ""))
    except ValidationError as error:
        raise OutdatedButtonError(f"{error.error_count()} faults in its value") from None
    return Click(
        value=value,
        response_url=body["response_url"],
        team=str(args.context.team_id),
        person=body["user"]["id"],
        channel=container["channel_id"],
        message=container["message_ts"],
        thread=container.get("thread_ts") or message.get("thread_ts"),
        trigger=body["trigger_id"],
        # A private answer may be shown in the direct message of two people, too.
        in_direct_message=(
            container["channel_id"].startswith("D") and not container.get("is_ephemeral")
        ),
    )
