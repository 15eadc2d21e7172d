"""Starts the bot: settings in, everything built and connected, an exit code out."""

import asyncio
import logging
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from alembic.util.exc import CommandError
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.app import LISTENER_THREADS, WORK_THREADS, build_app, web_client
from bot.claims import utc_now
from bot.digest.calendar import LATE
from bot.digest.poster import run
from bot.identity import PERMANENT, identify
from bot.outbox import Outbox
from bot.retry import until_done
from bot.rounds import go_round
from bot.schedule import every
from bot.settings import ConfigurationError, Connection, Settings, cache_folder
from bot.staff import staff_of
from bot.store import Store, open_store
from bot.transports.dispatch import DRAIN, Dispatch, stop_signal
from bot.transports.http import HttpTransport, serve_http
from bot.transports.socket_mode import DeafError, SocketModeTransport
from knowledge import Finder, prepared

MIGRATION_DRAIN = 3
"""Seconds for a migration under way at the end. One that is cut off changes nothing."""


@dataclass(frozen=True)
class Rhythm:
    """What digests go by: the time, how often one looks at it, and how late they may come."""

    clock: Callable[[], datetime] = utc_now
    tick: float = 30.0
    """Seconds."""

    late: timedelta = LATE


TICK_DRAIN = 3
"""Seconds for digests that are still being posted when other work has used up its time."""

FORGETS = """\
DATABASE_URL is not set: each restart of this dyno forgets what was asked and answered, saved and \
marked, and no channel can have a digest. Set it to a PostgreSQL."""

NOT_ON_A_DYNO = """\
No Slack is connected, and a local workspace on a dyno could be opened by nobody: set
SLACK_BOT_TOKEN, and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET."""

T = TypeVar("T")

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
    if connection is Connection.NONE and settings.dyno:
        raise ConfigurationError(NOT_ON_A_DYNO)
    if connection is not Connection.NONE and host:
        raise ConfigurationError("--host is for the local workspace, but a Slack is connected.")
    finder = prepared(settings.mlops_learn_catalogue, cache_folder())
    store = opened(settings)
    try:
        if connection is Connection.NONE:
            return _start_locally(settings, host, finder, store)
        return asyncio.run(_run(settings, connection, finder, store, Rhythm()))
    finally:
        store.close()


def _start_locally(settings: Settings, host: str | None, finder: Finder, store: Store) -> int:
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
        # Somebody waits; and time that was travelled over is time in which the bot would have run.
        rhythm = Rhythm(clock=lambda: now(slack), tick=0.5, late=timedelta(days=7))
        return asyncio.run(_run(ours, Connection.SOCKET_MODE, finder, store, rhythm))


async def _run(
    settings: Settings,
    connection: Connection,
    finder: Finder,
    store: Store,
    rhythm: Rhythm,
) -> int:
    stop = stop_signal()
    migration = asyncio.create_task(until_done("database", lambda: migrate(store), stop))
    migration.add_done_callback(
        lambda done: stop.set() if not done.cancelled() and done.exception() else None
    )
    try:
        code, drained = await _serve(settings, connection, finder, store, rhythm, stop)
    finally:
        stop.set()
        await asyncio.wait({migration}, timeout=MIGRATION_DRAIN)
    failure = migration.exception() if migration.done() else None
    if failure and drained:
        raise failure
    if not drained:  # the threads that still work would keep the interpreter from ending
        if failure:
            log.error(str(failure))
        logging.shutdown()
        os._exit(os.EX_CONFIG if failure else code)
    return code


async def _serve(
    settings: Settings,
    connection: Connection,
    finder: Finder,
    store: Store,
    rhythm: Rhythm,
    stop: asyncio.Event,
) -> tuple[int, bool]:
    """Answer until stopped; the exit code, and whether all that was begun came to its end."""
    token, app_token = _reveal(settings.slack_bot_token), _reveal(settings.slack_app_token)
    client = web_client(token, settings.slack_api_url)
    identity = await until_done(
        "Slack", lambda: _accepted("SLACK_BOT_TOKEN", lambda: identify(client, app_token)), stop
    )
    if connection is Connection.SOCKET_MODE:

        def open_connection() -> None:
            client.apps_connections_open(app_token=app_token)

        await until_done("Slack", lambda: _accepted("SLACK_APP_TOKEN", open_connection), stop)
    if identity is None or stop.is_set():
        return 0, True
    staff = staff_of(
        client=client,
        identity=identity,
        finder=finder,
        store=store,
        clock=rhythm.clock,
        admins=settings.mlops_learn_admins,
        curators=settings.mlops_learn_curators,
        kept=timedelta(days=settings.mlops_learn_question_days),
        forgets=settings.forgets,
        late=rhythm.late,
    )
    outbox, poster = staff.outbox, staff.poster
    executor = ThreadPoolExecutor(LISTENER_THREADS, thread_name_prefix="listener")
    work = ThreadPoolExecutor(WORK_THREADS, thread_name_prefix="work")
    app = build_app(
        client=client,
        identity=identity,
        staff=staff,
        executor=executor,
        work=work,
    )
    dispatch = Dispatch(app)
    if settings.forgets:
        log.warning(FORGETS)
    log.info("starting", connection=str(connection), resources=len(finder.catalogue.resources))
    hurrying = asyncio.create_task(_hurry_at(stop, outbox))
    ends = [
        every(rhythm.tick, lambda: run(poster)),
        every(rhythm.tick, lambda: go_round(staff.duties)),
    ]
    code, drained = 0, False
    try:
        if connection is Connection.SOCKET_MODE:
            await SocketModeTransport(dispatch, app_token, settings.slack_api_url).serve(stop)
        else:
            secret = _reveal(settings.slack_signing_secret)
            transport = HttpTransport(
                dispatch, secret, store, staff.metrics, refusal=lambda: poster.refused
            )
            await serve_http(transport, settings.port, stop)
    except DeafError as error:
        log.error("connection lost", error=str(error))
        code = 1
    finally:
        hurrying.cancel()
        outbox.hurry()
        poster.stop()
        ending = asyncio.ensure_future(asyncio.to_thread(lambda: [end() for end in ends]))
        begun = time.monotonic()
        drained = await dispatch.drain(executor, work)
        left = DRAIN - (time.monotonic() - begun)  # a post may take as long as other work
        await asyncio.wait({ending}, timeout=max(left, TICK_DRAIN))
        drained = drained and ending.done()
    log.info("stopped")
    return code, drained


async def _hurry_at(stop: asyncio.Event, outbox: Outbox) -> None:
    await stop.wait()
    outbox.hurry()


def _accepted(name: str, act: Callable[[], T]) -> T:
    """Call Slack with a token; that it will never take it is no reason to wait."""
    try:
        return act()
    except SlackApiError as error:
        reason = error.response.get("error")
        if reason not in PERMANENT:
            raise
        raise ConfigurationError(
            f"Slack refuses {name} ({reason}): copy it again from your Slack app's pages, or"
            " reinstall the app to the workspace."
        ) from None


def opened(settings: Settings) -> Store:
    """Prepare the store. Raises ConfigurationError where its URL cannot work."""
    try:
        return open_store(settings.database_url.get_secret_value())
    except ValueError as error:
        raise ConfigurationError(f"DATABASE_URL: {error}") from None


def migrate(store: Store) -> None:
    """Bring the tables up to date. Raises ConfigurationError where a later version did so."""
    try:
        store.migrate()
    except CommandError as error:  # Alembic's word for it
        raise ConfigurationError(
            f"The database was used by a later version of this bot ({error}): update the bot."
        ) from None


def _reveal(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
