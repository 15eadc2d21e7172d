"""Builds the Bolt app. Nothing happens at import, and building it makes no call to Slack."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.identity import Identity
from bot.listeners import register
from bot.staff import Staff
from bot.wire import TIMEOUT

LISTENER_THREADS = 32
WORK_THREADS = 128
"""For what comes after acknowledgements: many, since some may wait for Slack up to a minute. What
finds none free waits for its turn, acknowledged."""


def web_client(token: str, api_url: str) -> WebClient:
    """Make a client that sends each call once."""
    return WebClient(token=token, base_url=api_url, timeout=TIMEOUT, retry_handlers=[])


def build_app(
    *,
    client: WebClient,
    identity: Identity,
    staff: Staff,
    executor: Executor,
    work: Executor,
) -> App:
    """Connect the listeners to one workspace's token.

    Bolt acknowledges in `executor`; what comes after an acknowledgement is done in `work`.

    Requests are taken as verified: the HTTP transport checks signatures, and Socket Mode needs
    none.
    """
    result = AuthorizeResult(
        enterprise_id=identity.enterprise,
        team_id=identity.team,
        bot_id=identity.bot,
        bot_user_id=identity.bot_user,
        bot_token=client.token,
    )

    def authorize() -> AuthorizeResult:
        return result

    app = App(
        name="mlops-learn",  # or Bolt looks through the stack for one
        client=_without_token(client),
        authorize=authorize,
        before_authorize=_only_ours(identity),
        listener_executor=executor,
        request_verification_enabled=False,
        raise_error_for_unhandled_request=True,
    )
    register(app, staff, work)
    return app


def _without_token(client: WebClient) -> WebClient:
    """Leave the token to `authorize`, which Bolt asks for each request."""
    return WebClient(base_url=client.base_url, timeout=client.timeout, retry_handlers=[])


def _only_ours(identity: Identity) -> Callable[..., BoltResponse | None]:
    """Acknowledge what another workspace or app sent with a valid signature, and do nothing.

    A signing secret belongs to an app, not to a workspace: without this check any workspace that
    installs the app would be answered with our token. Where Slack has not told which app ours is,
    it is the one that asks first.
    """

    def only_ours(
        context: BoltContext, body: dict[str, Any], next: Callable[[], None]
    ) -> BoltResponse | None:
        nonlocal identity
        app = body.get("api_app_id")
        if body.get("type") == "url_verification":
            next()
        elif identity.is_ours(context.team_id, context.enterprise_id, app):
            identity = identity if identity.app else replace(identity, app=app)
            context["team_id"] = identity.team  # one installation is one team, however many use it
            next()
        else:
            return BoltResponse(status=200, body="")
        return None

    return only_ours
