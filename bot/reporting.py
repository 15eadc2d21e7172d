"""Reports errors to Sentry, where the operator wants that: their kind and place, and no more.

What people write may stand in the message of an exception, in a variable, a request or a line of
the log: none of these is sent.
"""

import logging
import sys
from typing import TYPE_CHECKING, Any, cast

from structlog.contextvars import get_contextvars

from bot.settings import ConfigurationError

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

KEPT = (
    *("event_id", "timestamp", "level", "logger", "platform", "release", "environment", "sdk"),
    "message",  # of ours alone: what happened, in fixed words
)
OF_FRAMES = ("filename", "function", "module", "lineno", "in_app")
TAGS = ("request", "workspace")


def report_errors(dsn: str, release: str) -> None:
    """Send what is logged as an error. Raises ConfigurationError where that cannot be."""
    try:
        import sentry_sdk
        from sentry_sdk.utils import BadDsn
    except ImportError:
        raise ConfigurationError(
            "SENTRY_DSN is set, but sentry-sdk is not installed: pip install sentry-sdk, or unset"
            " it."
        ) from None
    try:
        sentry_sdk.init(
            dsn,
            release=release,
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            include_source_context=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            send_default_pii=False,
            before_send=stripped,
        )
    except BadDsn:
        raise ConfigurationError(
            "SENTRY_DSN cannot be read: copy it from your project's page Client Keys."
        ) from None
    logging.getLogger().addHandler(_Reporter(logging.ERROR))


class _Reporter(logging.Handler):
    """Sends records with their errors, wherever those stand: structlog has them in its event."""

    def emit(self, record: logging.LogRecord) -> None:
        from sentry_sdk import capture_event
        from sentry_sdk.utils import event_from_exception

        said = record.msg if isinstance(record.msg, dict) else {}
        error = said.get("exc_info") or record.exc_info
        if isinstance(error, BaseException):
            error = (type(error), error, error.__traceback__)
        elif error is True:
            error = sys.exc_info()
        event, hint = event_from_exception(error) if error and error[0] else ({}, {})
        level = record.levelname.lower()
        told = {"level": level, "logger": record.name, "message": str(said.get("event", ""))}
        capture_event(cast("Event", {**event, **told}), hint)


def stripped(event: "Event", _: "Hint") -> "Event":
    """Keep of an event what cannot hold anybody's words."""
    found: dict[str, Any] = dict(event)
    kept = {name: found[name] for name in KEPT if name in found}
    kept["tags"] = {name: str(value) for name, value in get_contextvars().items() if name in TAGS}
    errors = [_error(each) for each in (found.get("exception") or {}).get("values", ())]
    if errors:
        kept["exception"] = {"values": errors}
    return kept  # type: ignore[return-value]


def _error(error: dict[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames", ())
    return {
        "type": error.get("type"),
        "module": error.get("module"),
        "stacktrace": {
            "frames": [{name: frame.get(name) for name in OF_FRAMES} for frame in frames]
        },
    }
