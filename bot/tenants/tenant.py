"""One workspace that the bot serves: who we are there, who works for it, and what hears it."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient
from structlog.contextvars import bind_contextvars

from bot.app import build_app
from bot.house import House
from bot.identity import Identity
from bot.staff import Staff, staff_of
from bot.tenants.departure import Departure
from bot.transports.payload import Payload, is_farewell
from bot.views.sentences import FAILED, LOCKED, sentence


@dataclass(frozen=True)
class Tenant:
    """`client` carries the token; where that is exchanged, everybody goes on with the new one."""

    identity: Identity
    client: WebClient
    staff: Staff
    work: Executor

    @cached_property
    def app(self) -> App:
        """What hears the workspace; made when it first says something."""
        return build_app(self.client, self.identity, self.staff, self.work)


Build = Callable[[WebClient, Identity], Tenant]
"""Sets up for a workspace, whose token the client has."""


class LockedError(Exception):
    """A workspace has installed the app, and no key opens its token; the log has it already."""


class Tenants(Protocol):
    """Safe to use from many threads."""

    def of(self, request: BoltRequest) -> Tenant | None:
        """Tell whose request it is, and note that in its context; None for strangers.

        Raises LockedError for whom we cannot serve, and SQLAlchemyError where it takes a look at
        the database, and that is away.
        """

    def leaving(self, request: BoltRequest) -> str | None:
        """Tell who says farewell, as `of` does, but also of whom nothing is installed any more."""

    def all(self) -> Sequence[Tenant]:
        """List them, as far as the last look at the database has found them."""

    def look(self) -> None:
        """Find who has come and who has gone. Raises SQLAlchemyError where the database is away."""


def tenant_of(client: WebClient, identity: Identity, house: House, work: Executor) -> Tenant:
    """Set up for a workspace; what follows the acknowledgement of a form is done in `work`."""
    return Tenant(identity, client, staff_of(client, identity, house), work)


def respond(house: House, tenants: Tenants, request: BoltRequest) -> BoltResponse:
    """Have a request answered by whom it is for; strangers get nothing but an acknowledgement."""
    body = request.body
    if body.get("type") == "url_verification":  # which Slack asks of an address, for no workspace
        return BoltResponse(status=200, body={"challenge": str(body.get("challenge"))})
    if is_farewell(body):
        if team := tenants.leaving(request):
            bind_contextvars(workspace=team)
            Departure(house).take(team, body)
        return BoltResponse(status=200, body="")
    try:
        tenant = tenants.of(request)
    except LockedError:
        apologise(house, body, LOCKED)
        tenant = None
    if tenant is None:
        return BoltResponse(status=200, body="")
    bind_contextvars(workspace=tenant.identity.team)
    return tenant.app.dispatch(request)


def apologise(house: House, payload: Payload, said: str = FAILED) -> None:
    """Tell who asked that it went wrong, where that takes no token."""
    if isinstance(url := payload.get("response_url"), str):
        house.outbox.impatient().reply(url, sentence(said))
