"""The one workspace whose token the operator has set."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from slack_bolt import BoltRequest
from slack_sdk.errors import SlackApiError

from bot.app import web_client
from bot.identity import PERMANENT, identify
from bot.replies import asked
from bot.retry import until_done
from bot.settings import ConfigurationError, Settings, revealed
from bot.tenants.tenant import Build, Tenant

T = TypeVar("T")


class SingleTenant:
    """Knows its own requests from those of other workspaces and apps.

    A signing secret belongs to an app, not to a workspace: without this any workspace that installs
    the app would be answered with our token. Where Slack has not told which app ours is, it is the
    one that asks first.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._identity = tenant.identity

    def of(self, request: BoltRequest) -> Tenant | None:
        context, app = request.context, request.body.get("api_app_id")
        if not self._identity.is_ours(context.team_id, context.enterprise_id, app):
            return None
        if app and not self._identity.app:
            self._identity = replace(self._identity, app=app)
        # One installation is one team, however many workspaces use it.
        context["team_id"] = self._identity.team
        return self._tenant

    def leaving(self, request: BoltRequest) -> str | None:
        tenant = self.of(request)
        return tenant.identity.team if tenant else None

    def all(self) -> Sequence[Tenant]:
        return (self._tenant,)

    def look(self) -> None:
        """Nobody comes or goes."""


async def single_tenant(
    settings: Settings, build: Build, stop: asyncio.Event
) -> SingleTenant | None:
    """Ask Slack whose token it is until it tells; None when told to stop before.

    Raises ConfigurationError where Slack will never take it.
    """
    token, app_token = revealed(settings.slack_bot_token), revealed(settings.slack_app_token)
    client = web_client(token, settings.slack_api_url)
    identity = await until_done(
        "Slack", lambda: _accepted("SLACK_BOT_TOKEN", lambda: identify(client, app_token)), stop
    )
    if app_token and not stop.is_set():

        def open_connection() -> None:
            asked(lambda: client.apps_connections_open(app_token=app_token))

        await until_done("Slack", lambda: _accepted("SLACK_APP_TOKEN", open_connection), stop)
    return SingleTenant(build(client, identity)) if identity else None


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
