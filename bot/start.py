"""Starts the bot: settings in, everything opened and built, an exit code out."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.database import migrate, opened
from bot.house import house_of
from bot.library import Library
from bot.running import Run
from bot.settings import ConfigurationError, Connection, Settings, cache_folder
from bot.store import Store

TICK = 30.0
"""Seconds between two looks at what is due."""

NOT_IN_HERE = """\
No Slack is connected, and a local workspace in here could be opened by nobody: set \
SLACK_BOT_TOKEN, and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET."""

log = structlog.stdlib.get_logger(__name__)


def start(settings: Settings, host: str | None = None) -> int:
    """Run the bot until it is told to stop; 0 after that, 1 when Slack was lost for good.

    Without any setting of a Slack it runs in a local workspace, which listens on `host`: on this
    machine alone when that is not given.

    Raises:
        ConfigurationError: when waiting would not help.
        CatalogueError: when the catalogue is broken; no bot starts with one.
    """
    connection = settings.connection()
    if connection is Connection.NONE and (settings.dyno or (settings.container and not host)):
        raise ConfigurationError(NOT_IN_HERE)
    if connection is not Connection.NONE and host:
        raise ConfigurationError("--host is for the local workspace, but a Slack is connected.")
    library = Library.at(settings.mlops_learn_catalogue, cache_folder())
    store = opened(settings)
    try:
        if connection is Connection.NONE:
            return _start_locally(settings, host, library, store)
        # Over Socket Mode nobody has to reach the process; where a port is given, its pages can be.
        has_port = connection is not Connection.SOCKET_MODE or "port" in settings.model_fields_set
        port = settings.port if has_port else None
        run = Run(settings, connection, house_of(settings, library, store), TICK, port)
        return asyncio.run(run.until_stopped())
    finally:
        store.close()


def _start_locally(settings: Settings, host: str | None, library: Library, store: Store) -> int:
    # Nothing of it is imported, or runs, where a Slack is connected.
    from bot.local import LOOPBACK, connected, local_workspace, now

    try:
        migrate(store)
        with suppress(KeyError):
            del store.documents[""]  # changes nothing, but has to be able to
        memory = store.documents
    except SQLAlchemyError as error:
        log.warning(
            "the workspace forgets everything at its end",
            database=store.location,
            error=type(error).__name__,
        )
        memory = None
    if "log_level" not in settings.model_fields_set:
        logging.getLogger().setLevel(logging.WARNING)  # the terminal is for those who try the bot
    with local_workspace(settings, host or LOOPBACK, memory) as slack:
        ours = connected(settings, slack)
        if memory is not None:
            slack.started_over = lambda: store.forget_team(slack.world.team)
        # Time that was travelled over is time in which the bot would have run.
        house = house_of(ours, library, store, clock=lambda: now(slack), late=timedelta(days=7))
        # Somebody waits, so one looks often. The port is the workspace's.
        run = Run(ours, Connection.SOCKET_MODE, house, tick=0.5, port=None)
        return asyncio.run(run.until_stopped())
