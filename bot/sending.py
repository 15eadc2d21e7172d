"""`mlops-learn digest send-due`: posts what is due now, for schedulers outside of the bot."""

import time
from collections.abc import Callable
from datetime import datetime
from http.client import HTTPException

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.app import web_client
from bot.claims import utc_now
from bot.digest.lease import LEASE
from bot.digest.pace import PER_SECOND
from bot.digest.publisher import Tally
from bot.identity import PERMANENT, identify
from bot.settings import ConfigurationError, Settings, cache_folder
from bot.staff import staff_of
from bot.start import migrate, opened
from bot.store import Store
from knowledge import prepared

PATIENCE = 300
"""Seconds for what has to wait: for Slack, or for another process and its lease."""

NO_SLACK = "No Slack is connected: set SLACK_BOT_TOKEN."
NO_MEMORY = "DATABASE_URL is not set, and this dyno has no memory: digests cannot be kept here."


class AwayError(Exception):
    """Slack or the database does not answer; the message says which, and why."""


def send_due(
    settings: Settings,
    clock: Callable[[], datetime] = utc_now,
    lease: float = LEASE,
    posts_a_second: float = PER_SECOND,
) -> Tally:
    """Post all that is due, each once, however many do it at the same time.

    Waits a while for what others have begun, and for what Slack asks to wait for; tells how many
    were posted, and how many could not be even so.

    Raises:
        ConfigurationError: when waiting would not help.
        AwayError: when it may help to try again later.
        CatalogueError: when the catalogue is broken.
    """
    settings.refuse_swapped_tokens()
    if not settings.slack_bot_token:
        raise ConfigurationError(NO_SLACK)
    if settings.forgets:
        raise ConfigurationError(NO_MEMORY)
    store = opened(settings)
    try:
        return _send(settings, store, clock, lease, posts_a_second)
    except SQLAlchemyError as error:
        raise AwayError(f"The database does not answer: {type(error).__name__}") from error
    finally:
        store.close()


def _send(
    settings: Settings,
    store: Store,
    clock: Callable[[], datetime],
    lease: float,
    posts_a_second: float,
) -> Tally:
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    client = web_client(token, settings.slack_api_url)
    try:
        identity = identify(client, None)
    except (OSError, HTTPException) as error:
        raise AwayError(f"Slack cannot be reached: {error}") from error
    except SlackApiError as error:
        reason = str(error.response.get("error"))
        if reason in PERMANENT:
            raise ConfigurationError(f"Slack refuses SLACK_BOT_TOKEN ({reason}).") from None
        raise AwayError(f"Slack does not answer as it should: {reason}") from error
    finder = prepared(settings.mlops_learn_catalogue, cache_folder())
    migrate(store)
    staff = staff_of(
        client=client,
        identity=identity,
        finder=finder,
        store=store,
        clock=clock,
        admins=settings.mlops_learn_admins,
        lease=lease,
        posts_a_second=posts_a_second,
    )
    posted, deadline = 0, time.monotonic() + PATIENCE
    while True:
        tally = staff.poster.round()
        posted += tally.posted
        if staff.poster.refused:
            raise ConfigurationError(f"Slack refuses to let us post ({staff.poster.refused}).")
        if not tally.waiting or time.monotonic() > deadline:
            return Tally(posted, tally.waiting)
        time.sleep(min(1.0, lease / 4))
