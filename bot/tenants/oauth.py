"""How a workspace installs the app: to Slack and back, with a state that the browser has to bring.

https://docs.slack.dev/authentication/installing-with-oauth
"""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from http.client import HTTPException
from urllib.parse import urljoin

import structlog
from aiohttp import web
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import OAuthStateStore
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy.exc import SQLAlchemyError

from bot.app import web_client
from bot.house import House
from bot.scopes import OPTIONAL, SCOPES
from bot.settings import Settings, revealed
from bot.store import Store
from bot.tenants.installations import Installations
from bot.tenants.installed import InstalledTenants
from bot.tenants.page import failed_page, installed_page

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
VISITORS = 8  # at a time; anybody may come, and wait for a slow Slack in nobody else's threads

log = structlog.stdlib.get_logger(__name__)


class States(OAuthStateStore):
    """Each is good once and for ten minutes, whichever process is asked."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def issue(self, *_: object, **__: object) -> str:
        state = secrets.token_urlsafe(32)
        self._store.oauth_states.put(state, self._clock())
        return state

    def consume(self, state: str) -> bool:
        return self._store.oauth_states.take(state, self._clock())


class OAuthPages:
    """`/slack/install` and `/slack/oauth_redirect`; who has installed the app, we `adopt`."""

    def __init__(
        self,
        client: WebClient,
        client_id: str,
        client_secret: str,
        installations: Installations,
        states: States,
        adopt: Callable[[Installation], object],
    ) -> None:
        self._adopt = adopt
        settings = OAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=sorted(SCOPES | OPTIONAL),  # Slack asks about the optional ones one by one
            user_scopes=[],
            install_path=INSTALL,
            install_page_rendering_enabled=False,
            redirect_uri_path=REDIRECT,
            callback_options=CallbackOptions(success=self._succeeded, failure=_failed),
            authorization_url=urljoin(client.base_url, "../oauth/v2/authorize"),
            installation_store=installations,
            state_store=states,
        )
        self._flow = OAuthFlow(client=client, settings=settings)
        self._threads = ThreadPoolExecutor(VISITORS, thread_name_prefix="visitors")

    def add_to(self, app: web.Application) -> None:
        app.router.add_get(INSTALL, self._install)
        app.router.add_get(REDIRECT, self._redirect)

    async def _install(self, _: web.Request) -> web.Response:
        return await self._answered(BoltRequest(body=""), self._flow.handle_installation)

    async def _redirect(self, request: web.Request) -> web.Response:
        query: dict[str, Sequence[str]] = {
            name: request.query.getall(name, []) for name in request.query
        }
        bolt_request = BoltRequest(
            body="", query=query, headers={"cookie": request.headers.getall("Cookie", [])}
        )
        return await self._answered(bolt_request, self._flow.handle_callback)

    async def _answered(
        self, request: BoltRequest, handle: Callable[[BoltRequest], BoltResponse]
    ) -> web.Response:
        try:
            loop, run = asyncio.get_running_loop(), copy_context().run
            found = await loop.run_in_executor(self._threads, run, handle, request)
        except (SQLAlchemyError, SlackApiError, OSError, HTTPException) as error:
            log.exception("installation failed")
            what = "The database" if isinstance(error, SQLAlchemyError) else "Slack"
            said = f"{what} does not answer at the moment. Please try again in a minute."
            found = BoltResponse(status=503, body=failed_page(said))
        response = web.Response(status=found.status, text=found.body, content_type="text/html")
        for name, values in found.headers.items():
            if name.lower() in ("set-cookie", "location"):
                for value in values:
                    response.headers.add(name, value)
        return response

    def _succeeded(self, args: SuccessArgs) -> BoltResponse:
        installation = args.installation
        log.info("installed", workspace=installation.team_id or installation.enterprise_id)
        self._adopt(installation)
        return BoltResponse(
            status=200,
            headers={"Set-Cookie": [args.settings.state_utils.build_set_cookie_for_deletion()]},
            body=installed_page(installation.team_name or installation.enterprise_name or "Slack"),
        )


REASONS = {
    "access_denied": "Nothing was installed, as you wished.",
    "invalid_browser": (
        "This is not the browser in which the installation was begun, or it takes no cookies."
        " Nothing was installed; please begin anew."
    ),
    "invalid_state": "That took too long, or was done before. Please begin anew.",
    "missing_code": "Slack sent no code along. Please begin anew.",
    "invalid_code": "Slack does not know this installation any more. Please begin anew.",
}


def _failed(args: FailureArgs) -> BoltResponse:
    reason = args.reason if args.reason in REASONS else "other"
    log.warning("not installed", reason=reason)
    return BoltResponse(
        status=args.suggested_status_code,
        headers={"Set-Cookie": [args.settings.state_utils.build_set_cookie_for_deletion()]},
        body=failed_page(REASONS.get(reason, "Slack did not allow it. Please begin anew.")),
    )


def oauth_pages(settings: Settings, tenants: InstalledTenants, house: House) -> OAuthPages:
    """Let workspaces install the app, to be served from then on."""
    return OAuthPages(
        web_client("", settings.slack_api_url),
        revealed(settings.slack_client_id),
        revealed(settings.slack_client_secret),
        tenants.installations,
        States(house.store, house.clock),
        tenants.adopt,
    )
