"""The bot as it runs: who is served, over which wire, and how all of it comes to its end."""

import asyncio
import gc
import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import structlog
from slack_sdk import WebClient

from bot.database import migrate
from bot.digest.poster import run as post_due
from bot.house import House
from bot.identity import Identity
from bot.outbox import Outbox
from bot.renewal import Renewal
from bot.retry import until_done
from bot.rounds import go_round
from bot.schedule import every
from bot.settings import ConfigurationError, Connection, Settings, revealed
from bot.signals import on_hangup, stop_signal
from bot.tenants.departure import Departure
from bot.tenants.single import single_tenant
from bot.tenants.tenant import Tenant, Tenants, apologise, respond, tenant_of
from bot.transports.dispatch import DRAIN, Dispatch
from bot.transports.http import HttpTransport
from bot.transports.pages import Pages
from bot.transports.serving import Part, serving
from bot.work import Work

MIGRATION_DRAIN = 3
"""Seconds for a migration under way at the end. One that is cut off changes nothing."""

TICK_DRAIN = 3
"""Seconds for digests that are still being posted when other work has used up its time."""

NOTICE = 2
"""Seconds over HTTP between `/readyz` saying that we end, and refusing what comes."""

SILENT = 30
"""Seconds without a sign of life over Socket Mode, after which the process is not ready."""

FORGETS = """\
DATABASE_URL is not set: each restart of this dyno forgets what was asked and answered, saved and \
marked, and no channel can have a digest. Set it to a PostgreSQL."""

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Run:
    """One run of the bot, from its start to its end."""

    settings: Settings
    connection: Connection
    house: House
    tick: float
    """Seconds between two looks at what is due."""

    port: int | None
    """Where its pages are; None for nowhere."""

    async def until_stopped(self) -> int:
        """Run; gives the exit code. Raises ConfigurationError when waiting would not help."""
        stop = stop_signal()
        store = self.house.store
        migration = asyncio.create_task(until_done("database", lambda: migrate(store), stop))
        migration.add_done_callback(
            lambda done: stop.set() if not done.cancelled() and done.exception() else None
        )
        try:
            code, drained = await self._serve(migration, stop)
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
        self, migration: "asyncio.Task[None]", stop: asyncio.Event
    ) -> tuple[int, bool]:
        """Answer until stopped; the exit code, and whether all that was begun came to its end."""
        house, work = self.house, Work(self.house.turns, self.house.metrics)
        renewal = Renewal(house.library, house.metrics)
        renewal.tell()
        on_hangup(renewal.now)  # also while Slack is waited for, or it would end the process
        # What is there stays as long as the process: looking for garbage in the catalogue takes a
        # tenth of a second, in which nothing is acknowledged.
        gc.freeze()
        gc.enable()
        served = await self._served(work, stop)
        if served is None or stop.is_set():
            return 0, True
        tenants, pages = served
        dispatch = Dispatch(
            partial(respond, house, tenants),
            house.turns,
            house.metrics,
            work,
            partial(apologise, house),
        )
        if house.forgets:
            log.warning(FORGETS)
        resources = len(house.library.edition.catalogue.resources)
        log.info("starting", connection=str(self.connection), resources=resources)
        hurrying = asyncio.create_task(_hurry_at(stop, house.outbox))
        ends = [every(self.tick, lambda: go_round([renewal.look]))]

        def look_after(_: object) -> None:
            if stop.is_set():
                return
            ends.append(every(self.tick, partial(_digests, tenants)))
            ends.append(every(self.tick, lambda: go_round(duties_of(house, tenants))))

        migration.add_done_callback(look_after)  # what is due stands in the tables
        code, drained = 0, False
        try:
            code = await self._listen(dispatch, tenants, pages, stop)
        finally:
            stop.set()
            hurrying.cancel()
            house.outbox.hurry()
            for tenant in tenants.all():
                tenant.staff.poster.stop()
            ending = asyncio.ensure_future(asyncio.to_thread(lambda: [end() for end in ends]))
            begun = time.monotonic()
            drained = await dispatch.drain()
            left = DRAIN - (time.monotonic() - begun)  # a post may take as long as other work
            await asyncio.wait({ending}, timeout=max(left, TICK_DRAIN))
            if not ending.done():
                log.error("a round was cut off")
            drained = drained and ending.done()
            if drained:  # what was under way has written of those who left meanwhile, maybe
                last = asyncio.ensure_future(asyncio.to_thread(go_round, [Departure(house).repeat]))
                await asyncio.wait({last}, timeout=TICK_DRAIN)
                drained = last.done()
        log.info("stopped")
        return code, drained

    async def _served(
        self, work: Work, stop: asyncio.Event
    ) -> tuple[Tenants, Sequence[Part]] | None:
        """Find out whom to serve, and by which pages they come; None when told to stop before."""
        house = self.house

        def build(client: WebClient, identity: Identity) -> Tenant:
            return tenant_of(client, identity, house, work.of(identity.team))

        if house.installations:
            from bot.tenants.installed import installed_tenants
            from bot.tenants.oauth import oauth_pages

            installed = installed_tenants(
                self.settings, house.installations, house.claims, build, stop.is_set
            )
            return installed, [oauth_pages(self.settings, installed, house)]
        single = await single_tenant(self.settings, build, stop)
        return (single, []) if single else None

    async def _listen(
        self, dispatch: Dispatch, tenants: Tenants, pages: Sequence[Part], stop: asyncio.Event
    ) -> int:
        """Listen until stopped; gives the exit code."""
        if self.connection is Connection.SOCKET_MODE:
            return await self._listen_on_socket(dispatch, tenants, stop)
        settings, house = self.settings, self.house
        # Of many workspaces none keeps the others, nor itself from installing the app again.
        trouble = (lambda: None) if house.installations else (lambda: _trouble(tenants))
        parts = (
            *pages,
            HttpTransport(dispatch, revealed(settings.slack_signing_secret), house.metrics),
            Pages(house.store, house.metrics, stop, trouble),
        )
        async with serving(self.port or 0, *parts, notice=NOTICE) as port:
            log.info("ready for Slack over HTTP", port=port)
            await stop.wait()
        return 0

    async def _listen_on_socket(
        self, dispatch: Dispatch, tenants: Tenants, stop: asyncio.Event
    ) -> int:
        from bot.transports.socket_mode import DeafError, SocketModeTransport

        settings, house = self.settings, self.house
        socket = SocketModeTransport(
            dispatch, revealed(settings.slack_app_token), settings.slack_api_url
        )
        house.metrics.watch(
            "socket_silence_seconds",
            "Seconds since Slack was last heard of over Socket Mode.",
            lambda: socket.silence,
        )

        def trouble() -> str | None:
            silent = socket.silence > SILENT
            return _trouble(tenants) or ("is not connected" if silent else None)

        pages = Pages(house.store, house.metrics, stop, trouble)
        try:
            if self.port is None:
                await socket.serve(stop)
                return 0
            try:
                async with serving(self.port, pages) as port:
                    log.info("pages for the platform", port=port)
                    await socket.serve(stop)
            except ConfigurationError as error:  # nobody needs them for an answer
                log.warning("no pages for the platform", error=str(error))
                await socket.serve(stop)
        except DeafError as error:
            log.error("connection lost", error=str(error))
            return 1
        return 0


def _digests(tenants: Tenants) -> None:
    go_round([tenants.look])  # or the first round would find nobody
    post_due(each.staff.poster for each in tenants.all())


def duties_of(house: House, tenants: Tenants) -> Iterator[Callable[[], None]]:
    """List what is to be done again and again for each workspace, and for those that have left."""
    for tenant in tenants.all():
        yield from tenant.staff.duties
    yield Departure(house).repeat


def _trouble(tenants: Tenants) -> str | None:
    """Tell why Slack takes nothing from us, where it is about the only workspace that we serve."""
    refused = [tenant.staff.poster.refused for tenant in tenants.all()]
    return f"refuses the token: {refused[0]}" if len(refused) == 1 and refused[0] else None


async def _hurry_at(stop: asyncio.Event, outbox: Outbox) -> None:
    await stop.wait()
    outbox.hurry()
