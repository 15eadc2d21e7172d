"""`mlops-learn digest send-due`: posts what is due now, for schedulers outside of the bot."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.app import web_client
from bot.claims import utc_now
from bot.database import migrate, opened
from bot.digest.lease import LEASE
from bot.digest.pace import PER_SECOND
from bot.digest.publisher import Tally
from bot.house import house_of
from bot.identity import PERMANENT, Identity, identify
from bot.library import Library
from bot.settings import ConfigurationError, Settings, cache_folder, revealed
from bot.store import Store
from bot.tenants.single import SingleTenant
from bot.tenants.tenant import Tenants, tenant_of

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
    if settings.serves_many:
        settings.connection()  # says what is missing
    elif not settings.slack_bot_token:
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
    identity = None if settings.serves_many else _identified(settings)
    library = Library.at(settings.mlops_learn_catalogue, cache_folder())
    migrate(store)
    house = house_of(
        settings, library, store, clock=clock, lease=lease, posts_a_second=posts_a_second
    )
    with ThreadPoolExecutor(1) as work:  # nothing is heard here, so nothing will be done in it
        build = partial(tenant_of, house=house, work=work)
        tenants: Tenants
        if house.installations:
            from bot.tenants.installed import installed_tenants

            tenants = installed_tenants(
                settings, house.installations, house.claims, build, lambda: False
            )
        elif identity:
            tenants = SingleTenant(build(_client(settings), identity))
    tenants.look()
    posters = [tenant.staff.poster for tenant in tenants.all()]
    posted, deadline = 0, time.monotonic() + PATIENCE
    while True:
        tallies = [poster.round() for poster in posters]
        posted += sum(tally.posted for tally in tallies)
        waiting = sum(tally.waiting for tally in tallies)
        refused = next((poster.refused for poster in posters if poster.refused), None)
        if refused and len(posters) == 1:
            raise ConfigurationError(f"Slack refuses to let us post ({refused}).")
        if not waiting or time.monotonic() > deadline:
            return Tally(posted, waiting)
        time.sleep(min(1.0, lease / 4))


def _client(settings: Settings) -> WebClient:
    return web_client(revealed(settings.slack_bot_token), settings.slack_api_url)


def _identified(settings: Settings) -> Identity:
    try:
        return identify(_client(settings), None)
    except (OSError, HTTPException) as error:
        raise AwayError(f"Slack cannot be reached: {error}") from error
    except SlackApiError as error:
        reason = str(error.response.get("error"))
        if reason in PERMANENT:
            raise ConfigurationError(f"Slack refuses SLACK_BOT_TOKEN ({reason}).") from None
        raise AwayError(f"Slack does not answer as it should: {reason}") from error
