"""What Slack sends over HTTP, as the objects that Socket Mode gives.

https://docs.slack.dev/interactivity/implementing-slash-commands
https://docs.slack.dev/interactivity/handling-user-interaction
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

Payload = dict[str, Any]

UNINSTALLED, REVOKED = "app_uninstalled", "tokens_revoked"
"""The events by which a workspace says farewell, wholly or for the time being."""


def is_farewell(payload: Mapping[str, Any]) -> bool:
    """Tell whether data have to go by it, of which Slack tells no second time once it is taken."""
    event = payload.get("event")
    return isinstance(event, dict) and event.get("type") in (UNINSTALLED, REVOKED)


def payload_of(body: bytes, content_type: str) -> Payload:
    """Read JSON as events are, fields as commands are, or the field of JSON that clicks are in.

    Bolt would do it, too, but takes a question that holds the word "payload" for an empty one.

    Raises ValueError or RecursionError for what cannot be read.
    """
    text = body.decode()
    if content_type == "application/json" or text.startswith("{"):
        payload = json.loads(text)
    else:
        fields = dict(parse_qsl(text, keep_blank_values=True))
        payload = json.loads(fields["payload"]) if "payload" in fields else fields
    if not isinstance(payload, dict):
        raise ValueError("no object")
    return payload
