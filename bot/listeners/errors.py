"""The outermost edge: whatever went wrong is logged, and the person reads one honest sentence."""

import json
from typing import Any

import structlog
from slack_bolt import App, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot.home import NotDrawnError
from bot.listeners.after_ack import Failed
from bot.listeners.clicks import OutdatedButtonError
from bot.metrics import Metrics
from bot.outbox import Outbox
from bot.views.sentences import FAILED, NOT_DRAWN, OUTDATED, UNCONFIRMED, sentence
from bot.wire import UnconfirmedError

log = structlog.stdlib.get_logger(__name__)


def register(app: App, outbox: Outbox, metrics: Metrics) -> Failed:
    """Register what Bolt does with errors; gives what to do with those after an acknowledgement."""
    hasty = outbox.impatient()  # what went wrong has waited already, and others need the thread

    @app.error
    def on_error(
        error: Exception, body: dict[str, Any], client: WebClient, response: BoltResponse | None
    ) -> BoltResponse | None:
        if isinstance(error, BoltUnhandledRequestError):
            log.info("nothing to do for this request", type=str(body.get("type")))
        else:
            failed(error, body, client)
        return response and BoltResponse(status=200, body="")

    def failed(error: Exception, body: dict[str, Any], client: WebClient) -> None:
        metrics.failures.labels(type(error).__name__).inc()
        log.error("request failed", exc_info=error)
        try:
            tell(error, body, client)
        except Exception as second:  # nothing is left to try, and the thread goes on
            log.error("the person could not be told", exc_info=second)

    def tell(error: Exception, body: dict[str, Any], client: WebClient) -> None:
        event = body.get("event") or {}
        unconfirmed = isinstance(error, UnconfirmedError)
        outdated = isinstance(error, OutdatedButtonError)
        said = UNCONFIRMED if unconfirmed else OUTDATED if outdated else FAILED
        if isinstance(error, NotDrawnError):
            said = NOT_DRAWN
        if body.get("response_url"):
            hasty.reply(body["response_url"], sentence(said))
        elif body.get("type") == "view_submission":  # our modals say which channel they are about
            person, channel = body["user"]["id"], _channel_of(body["view"]["private_metadata"])
            hasty.whisper(client, channel, person, sentence(said))
        elif body.get("type") == "block_actions":  # in App Home or a modal, which hold no messages
            hasty.post(client, body["user"]["id"], sentence(said), None)
        elif event.get("channel") and event.get("ts") and not unconfirmed:
            # After a post that may well stand there, a channel is not told that it failed.
            thread = event.get("thread_ts")
            if event.get("type") == "app_mention":
                thread = thread or event["ts"]
            hasty.post(client, event["channel"], sentence(FAILED), thread)

    return failed


def _channel_of(metadata: str) -> str:
    """Read the channel out of what a modal carries: it is alone, or has more beside it."""
    try:
        carried = json.loads(metadata)
    except (ValueError, TypeError, RecursionError):  # a forged one may be anything
        return str(metadata)
    return str(carried.get("channel")) if isinstance(carried, dict) else metadata
