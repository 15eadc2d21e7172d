"""Connects what people do in Slack to the answers: one feature a file, one line each here."""

from slack_bolt import App

from bot.claims import Claims
from bot.librarian import Librarian
from bot.listeners import command, direct_message, errors, mention, more, share, shortcut
from bot.metrics import Metrics
from bot.outbox import Outbox


def register(
    app: App, librarian: Librarian, claims: Claims, outbox: Outbox, metrics: Metrics
) -> None:
    """Register every feature."""
    command.register(app, librarian, claims, outbox)
    mention.register(app, librarian, claims, outbox)
    direct_message.register(app, librarian, claims, outbox)
    shortcut.register(app, librarian, claims, outbox)
    more.register(app, librarian, claims, outbox)
    share.register(app, librarian, claims, outbox)
    errors.register(app, outbox, metrics)
