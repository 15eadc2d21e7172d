"""The bot in this process, on a local Slack: payloads in, recorded calls out."""

import html
import re
from collections.abc import Callable, Collection
from concurrent.futures import Executor, Future
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import ParamSpec, TypeVar

from slack_bolt import BoltRequest, BoltResponse

from bot.app import web_client
from bot.claims import Claims, utc_now
from bot.digest.lease import LEASE
from bot.house import House
from bot.identity import identify
from bot.library import Library
from bot.metrics import Metrics
from bot.names import COMMAND, FIND_RESOURCES, Action
from bot.outbox import Outbox
from bot.staff import Staff
from bot.store import Store
from bot.tenants.installations import Installations
from bot.tenants.single import SingleTenant
from bot.tenants.tenant import Tenant, Tenants, respond, tenant_of
from bot.turns import Turns
from bot.workspace import ADA, CURATORS, MLOPS, LocalSlack
from bot.workspace.world import Json, Message
from tests.fresh import opened
from tests.shipped import FINDER

P = ParamSpec("P")
T = TypeVar("T")


class AtOnce(Executor):
    """Runs a listener before the dispatch of its request returns."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(copy_context().run(fn, *args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as every executor does
            future.set_exception(error)
        return future


@dataclass
class Clock:
    """What Slack and the bot go by, where time is moved by hand."""

    now: datetime


@dataclass
class Bot:
    """One running bot; several may share a store, as processes do."""

    house: House
    tenant: Tenant
    tenants: Tenants

    @property
    def staff(self) -> Staff:
        return self.tenant.staff

    @property
    def store(self) -> Store:
        return self.staff.store

    @property
    def metrics(self) -> Metrics:
        return self.staff.metrics

    def get(self, payload: Json) -> BoltResponse:
        """Take a payload as a transport would hand it over; the bot is done when this returns."""
        request = BoltRequest(mode="socket_mode", body=payload)
        return copy_context().run(respond, self.house, self.tenants, request)

    def close(self) -> None:
        self.staff.outbox.hurry()
        self.tenant.work.shutdown()
        self.store.close()


FROM_SLACK = "the token of the local Slack"


def start_bot(
    slack: LocalSlack,
    database: Path | str,
    *,
    app_token: str | None = FROM_SLACK,
    work: Executor | None = None,
    clock: Callable[[], datetime] = utc_now,
    admins: Collection[str] = (),
    curators: str | None = CURATORS,
    forgets: bool = False,
    lease: float = LEASE,
) -> Bot:
    """Start a bot that has done its work when a request returns, unless it is left to `work`."""
    store = opened(database if isinstance(database, str) else f"sqlite:///{database}")
    client = web_client(slack.app.bot_token, slack.api_url)
    identity = identify(client, slack.app.app_token if app_token is FROM_SLACK else app_token)
    house = house_at(store, clock, admins, curators, forgets=forgets, lease=lease)
    tenant = tenant_of(client, identity, house, work or AtOnce())
    return Bot(house, tenant, SingleTenant(tenant))


def house_at(
    store: Store,
    clock: Callable[[], datetime] = utc_now,
    admins: Collection[str] = (),
    curators: str | None = None,
    *,
    forgets: bool = False,
    lease: float = LEASE,
    installations: Installations | None = None,
) -> House:
    """Set up a house whose digests are posted as fast as can be."""
    metrics, turns = Metrics(), Turns()
    return House(
        library=Library(FINDER),
        store=store,
        metrics=metrics,
        outbox=Outbox(metrics, turns),
        claims=Claims(store, clock),
        turns=turns,
        clock=clock,
        admins=admins,
        curators=curators,
        forgets=forgets,
        lease=lease,
        posts_a_second=1000,
        installations=installations,
    )


def command(slack: LocalSlack, text: str, user: str = ADA, channel: str = MLOPS) -> Json:
    return slack.act.slash_command(text, user, channel, COMMAND)


def mention(slack: LocalSlack, text: str, thread: str | None = None) -> Json:
    return slack.act.mention(text, ADA, MLOPS, thread)


def shortcut(slack: LocalSlack, message: Message) -> Json:
    return slack.touch.shortcut(message, ADA, FIND_RESOURCES)


def click(slack: LocalSlack, message: Message, action: str, user: str = ADA) -> Json:
    return slack.touch.click(message, action, user)


def links(message: Message) -> list[str]:
    """Read the links of an answer out of its blocks, in order."""
    return links_in(message.blocks)


def links_in(blocks: list[Json]) -> list[str]:
    return [url for block in blocks for url in _links(block)]


def _links(block: Json) -> list[str]:
    if block["type"] == "section":
        found = re.findall(r"<(https?://[^|>]+)\|", block["text"]["text"])
        return [html.unescape(url) for url in found]
    if block["type"] != "rich_text":
        return []
    return [
        element["url"]
        for section in block["elements"]
        for element in section["elements"]
        if element["type"] == "link"
    ]


def first_buttons(message: Message) -> list[str]:
    """List the buttons before those that ask in another way."""
    return list(takewhile(lambda name: not name.startswith(f"{Action.AGAIN}."), buttons(message)))


def buttons(message: Message) -> list[str]:
    return [element["action_id"] for element in _pressable(message)]


def labels(message: Message) -> dict[str, str]:
    """Give the words on the buttons of a message, by their action ids."""
    shown = [element for element in _pressable(message) if element["type"] == "button"]
    return {element["action_id"]: element["text"]["text"] for element in shown}


def _pressable(message: Message) -> list[Json]:
    """List what stands in rows, and buttons beside words; the menus of resources are apart."""
    found: list[Json] = []
    for block in message.blocks:
        found += block["elements"] if block["type"] == "actions" else []
        beside = block.get("accessory") or {}
        found += [beside] if beside.get("type") == "button" else []
    return found
