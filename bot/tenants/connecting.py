"""Finds out whom the bot serves, by what the operator has set."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.token_rotation import TokenRotator

from bot.app import web_client
from bot.claims import Claims
from bot.house import House
from bot.identity import PERMANENT, Identity, identify
from bot.retry import until_done
from bot.settings import ConfigurationError, Settings, revealed
from bot.tenants.installations import Installations
from bot.tenants.installed import InstalledTenants
from bot.tenants.oauth import OAuthPages, States
from bot.tenants.rotation import Rotation
from bot.tenants.single import SingleTenant
from bot.tenants.tenant import Tenant

Build = Callable[[WebClient, Identity], Tenant]
T = TypeVar("T")


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
            client.apps_connections_open(app_token=app_token)

        await until_done("Slack", lambda: _accepted("SLACK_APP_TOKEN", open_connection), stop)
    return SingleTenant(build(client, identity)) if identity else None


def installed_tenants(
    settings: Settings, installations: Installations, claims: Claims, build: Build
) -> InstalledTenants:
    """Serve all that have installed the app; whoever they are is looked for later."""
    rotator = TokenRotator(
        client_id=revealed(settings.slack_client_id),
        client_secret=revealed(settings.slack_client_secret),
        client=web_client("", settings.slack_api_url),
    )
    return InstalledTenants(
        installations,
        Rotation(rotator, installations, claims),
        lambda token: web_client(token, settings.slack_api_url),
        build,
    )


def oauth_pages(settings: Settings, installations: Installations, house: House) -> OAuthPages:
    """Let workspaces install the app."""
    return OAuthPages(
        web_client("", settings.slack_api_url),
        revealed(settings.slack_client_id),
        revealed(settings.slack_client_secret),
        installations,
        States(house.store, house.clock),
    )


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
