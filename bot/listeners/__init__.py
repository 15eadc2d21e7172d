"""Connects what people do in Slack to the answers: one feature a file, one line each here."""

from concurrent.futures import Executor

from slack_bolt import App

from bot.claims import Claims
from bot.librarian import Librarian
from bot.listeners import (
    browse,
    command,
    direct_message,
    errors,
    home,
    mention,
    more,
    share,
    shortcut,
)
from bot.listeners.after_ack import AfterAck
from bot.metrics import Metrics
from bot.outbox import Outbox


def register(
    app: App,
    librarian: Librarian,
    claims: Claims,
    outbox: Outbox,
    metrics: Metrics,
    executor: Executor,
) -> None:
    """Register every feature; the work after acknowledgements is done in the executor."""
    after_ack = AfterAck(executor, errors.register(app, outbox, metrics))
    for feature in (command, mention, direct_message, shortcut, more, share, browse, home):
        feature.register(app, after_ack, librarian, claims, outbox)
