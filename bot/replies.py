"""Slack's replies, which may be anything where what answers is not Slack, or is ill."""

from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

ThingT = TypeVar("ThingT", bound=BaseModel)

UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the SDK makes of replies that it cannot read; the last one of what is nested too deep."""


class OddReplyError(OSError):
    """The reply is none that Slack gives. One waits, as for a Slack that cannot be reached."""


def asked(call: Callable[[], SlackResponse]) -> SlackResponse:
    """Call Slack; gives a reply that is a JSON object.

    Raises:
        SlackApiError: when Slack refuses, with an error code.
        OSError: when it cannot be reached, as an OddReplyError where nobody can read its reply.
    """
    try:
        reply = call()
    except SlackApiError as error:
        if code_of(error):
            raise
        raise OddReplyError("its reply has no error code") from error
    except UNREADABLE as error:
        raise OddReplyError("its reply is no JSON object") from error
    if not isinstance(reply.data, dict):
        raise OddReplyError("its reply is no JSON object")
    return reply


def read(kind: type[ThingT], reply: SlackResponse) -> ThingT:
    """Read what a reply tells. Raises OddReplyError where it lacks something."""
    try:
        return kind.model_validate(reply.data)
    except ValidationError as error:
        lacking = ", ".join(dict.fromkeys(str(fault["loc"][0]) for fault in error.errors()))
        raise OddReplyError(f"its reply lacks {lacking}") from error


def code_of(error: SlackApiError) -> str:
    """Read the error code of a refusal; empty where there is none."""
    said = error.response.data
    code = said.get("error") if isinstance(said, dict) else None
    return code if isinstance(code, str) else ""
