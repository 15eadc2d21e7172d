"""The outermost edge: whatever went wrong is logged, and the person reads one honest sentence."""

from typing import Any

import structlog
from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.listeners.clicks import OutdatedButtonError
from bot.metrics import Metrics
from bot.outbox import Outbox, ReplyError
from bot.views.sentences import FAILED, OUTDATED, sentence

log = structlog.stdlib.get_logger(__name__)


def register(app: App, outbox: Outbox, metrics: Metrics) -> None:
    @app.error
    def on_error(
        error: Exception, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            log.info("nothing to do for this request", type=str(body.get("type")))
            return BoltResponse(status=200, body="")
        metrics.failures.labels(type(error).__name__).inc()
        log.error("request failed", exc_info=error)
        try:
            tell(OUTDATED if isinstance(error, OutdatedButtonError) else FAILED, body, client)
        except (SlackApiError, ReplyError, OSError) as second:
            log.error("the person could not be told", exc_info=second)
        return BoltResponse(status=200, body="")

    def tell(explanation: str, body: dict[str, Any], client: WebClient) -> None:
        event = body.get("event") or {}
        if body.get("response_url"):
            outbox.reply(body["response_url"], sentence(explanation))
        elif event.get("channel") and event.get("ts"):
            thread = event.get("thread_ts")
            if event.get("type") == "app_mention":
                thread = thread or event["ts"]
            outbox.post(client, event["channel"], sentence(explanation), thread)
