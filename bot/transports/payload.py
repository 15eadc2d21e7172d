"""What Slack sends over HTTP, as the objects that Socket Mode gives.

https://docs.slack.dev/interactivity/implementing-slash-commands
https://docs.slack.dev/interactivity/handling-user-interaction
"""

import json
from typing import Any
from urllib.parse import parse_qsl

Payload = dict[str, Any]


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
