"""Tells Slack's requests from forged ones, before anything of them is read.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac

WINDOW = 300
"""Seconds that a request's time may differ from ours; older ones may be replays."""


def is_recent(timestamp: str, now: float) -> bool:
    """Check a request's `X-Slack-Request-Timestamp`; any text is safe."""
    is_number = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12
    return is_number and abs(now - int(timestamp)) <= WINDOW


def is_genuine(secret: bytes, timestamp: str, signature: str, body: bytes) -> bool:
    """Check a request's `X-Slack-Signature`; any text is safe."""
    expected = sign(secret, timestamp, body)
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))


def sign(secret: bytes, timestamp: str, body: bytes) -> str:
    """Sign as Slack does: version 0, HMAC-SHA256, in hexadecimal."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret, base, hashlib.sha256).hexdigest()
