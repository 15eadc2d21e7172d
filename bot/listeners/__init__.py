"""Connects what people do in Slack to the answers: one feature a file, one line each here."""

from concurrent.futures import Executor

from slack_bolt import App

from bot.listeners import (
    browse,
    command,
    digest,
    direct_message,
    errors,
    home,
    invited,
    marking,
    mention,
    more,
    share,
    shortcut,
)
from bot.listeners.after_ack import AfterAck
from bot.staff import Staff


def register(app: App, staff: Staff, executor: Executor) -> None:
    """Register every feature; the work after acknowledgements is done in the executor."""
    librarian, desk, journal = staff.librarian, staff.desk, staff.journal
    claims, outbox, store = staff.claims, staff.outbox, staff.store
    after_ack = AfterAck(executor, errors.register(app, outbox, staff.metrics))
    command.register(app, after_ack, librarian, desk, journal, claims, outbox)
    mention.register(app, after_ack, librarian, journal, claims, outbox)
    share.register(app, after_ack, librarian, journal, claims, outbox)
    for feature in (direct_message, shortcut, more, browse):
        feature.register(app, after_ack, librarian, claims, outbox)
    digest.register(app, after_ack, desk, claims, outbox)
    invited.register(app, after_ack, desk)
    marking.register(app, after_ack, store, staff.clock, claims, outbox)
    home.register(app, after_ack, store, librarian.finder.catalogue)
