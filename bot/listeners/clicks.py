"""What people press, as every listener needs it: parsed, and refused where it makes no sense."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from slack_bolt.kwargs_injection.args import Args

T = TypeVar("T")
ValueT = TypeVar("ValueT", bound=BaseModel)


class OutdatedButtonError(Exception):
    """A button whose value this version of the bot does not understand."""


@dataclass(frozen=True)
class Touch(Generic[T]):
    """Who pressed what, in a message, a modal or App Home, and what it carried."""

    value: T
    team: str
    person: str
    trigger: str
    response_url: str | None
    """None in modals and in App Home."""

    thread: str | None
    act: str
    """What follows after the point in the action id: `skip` of `digest.skip`."""


@dataclass(frozen=True)
class Click(Touch[T]):
    """The same in a message."""

    response_url: str
    channel: str
    message: str
    in_direct_message: bool
    """Whether the message stands in the direct message of a person with the bot."""

    @property
    def moment(self) -> datetime:
        """When the message was written. Raises OutdatedButtonError where that cannot be told."""
        try:
            return datetime.fromtimestamp(float(self.message), UTC)
        except (ValueError, OverflowError):
            raise OutdatedButtonError("its message has no time") from None


def touch_of(args: Args, kind: type[ValueT]) -> Touch[ValueT]:
    """Parse a `block_actions` payload of one of our elements, wherever it stands.

    Raises:
        OutdatedButtonError: when its value is not one that we write.
    """
    return Touch(**_touched(args, read(kind, value_of(args))))


def click_of(args: Args, kind: type[ValueT]) -> Click[ValueT]:
    """Parse the same of one in a message.

    Raises:
        OutdatedButtonError: when its value is not one that we write.
    """
    return click_with(args, read(kind, value_of(args)))


def click_with(args: Args, value: T) -> Click[T]:
    """Parse a click that carries a value of another kind. Raises OutdatedButtonError likewise."""
    touched, container = _touched(args, value), args.body["container"]
    if not touched["response_url"]:
        raise OutdatedButtonError("it stands in no message")
    return Click(
        **touched,
        channel=container["channel_id"],
        message=container["message_ts"],
        # A private answer may be shown in the direct message of two people, too.
        in_direct_message=(
            container["channel_id"].startswith("D") and not container.get("is_ephemeral")
        ),
    )


def value_of(args: Args) -> str:
    """Give what was pressed, chosen or written."""
    action = args.body["actions"][0]
    chosen = action.get("selected_option") or action
    return str(chosen.get("value") or "")


def read(kind: type[ValueT], value: str) -> ValueT:
    """Read a value. Raises OutdatedButtonError where it is not one that we write."""
    try:
        return kind.model_validate_json(value)
    except ValidationError as error:
        raise OutdatedButtonError(f"{error.error_count()} faults in its value") from None


def _touched(args: Args, value: T) -> dict[str, Any]:
    body = args.body
    message = body.get("message") or {}  # absent for messages that only one person sees
    _, _, act = str(body["actions"][0]["action_id"]).partition(".")
    return {
        "value": value,
        "team": str(args.context.team_id),
        "person": body["user"]["id"],
        "trigger": body["trigger_id"],
        "response_url": body.get("response_url"),
        "thread": body["container"].get("thread_ts") or message.get("thread_ts"),
        "act": act,
    }
