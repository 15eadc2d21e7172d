"""Connects what people do in Slack to the answers: one feature a file, one line each here."""

from concurrent.futures import Executor
from functools import partial

from slack_bolt import App

from bot import courtesy
from bot.listeners import (
    browse,
    command,
    curators,
    deciding,
    digest,
    direct_message,
    errors,
    feedback,
    gaps,
    home,
    invited,
    marking,
    mention,
    more,
    onboarding,
    saved,
    share,
    shortcut,
    statistics,
    suggesting,
)
from bot.listeners.after_ack import AfterAck
from bot.reception import Reception
from bot.staff import Staff


def register(app: App, staff: Staff, executor: Executor) -> None:
    """Register every feature; the work after acknowledgements is done in the executor."""
    librarian, desk, journal = staff.librarian, staff.desk, staff.journal
    learners, claims, outbox = staff.learners, staff.claims, staff.outbox
    failed = errors.register(app, outbox, staff.metrics)
    after_ack = AfterAck(executor, failed)
    reception = Reception(
        (
            partial(digest.requested, desk),
            partial(saved.requested, staff.home),
            partial(onboarding.requested, staff.sponsor),
            partial(curators.requested, staff.curators),
            partial(gaps.requested, staff.gaps, staff.curators),
            partial(suggesting.requested, staff.box, staff.cards.client),
            courtesy.requested,
        ),
        librarian,
        learners,
    )
    for surface in (command, mention, direct_message):
        surface.register(app, after_ack, reception, journal, claims, outbox)
    share.register(app, after_ack, librarian, learners, journal, claims, outbox)
    more.register(app, after_ack, librarian, learners, claims, outbox)
    shortcut.register(app, after_ack, librarian, claims, outbox)
    browse.register(app, after_ack, librarian, claims, outbox)
    digest.register(app, after_ack, desk, claims, outbox)
    invited.register(app, after_ack, desk)
    marking.register(app, after_ack, learners, staff.shelf, staff.home, claims, outbox)
    feedback.register(app, after_ack, staff.critics, claims, outbox)
    gaps.register(app, after_ack, staff.gaps, staff.curators, claims, outbox)
    saved.register(app, after_ack, staff.home, claims, outbox)
    onboarding.register(app, after_ack, staff.sponsor, staff.tutor, staff.home, claims, outbox)
    statistics.register(app, after_ack, staff.statistician, staff.curators, claims, outbox)
    suggesting.register(app, after_ack, staff.box, staff.cards, staff.decisions, claims, outbox)
    deciding.register(app, after_ack, staff.box, staff.decisions, claims, outbox)
    home.register(app, after_ack, staff.home, staff.store, staff.askers, claims)
