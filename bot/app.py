"""Builds the Bolt app. Nothing happens at import, and building it makes no call to Slack."""

from concurrent.futures import Executor

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.identity import Identity
from bot.listeners import register
from bot.staff import Staff
from bot.wire import TIMEOUT


def web_client(token: str, api_url: str) -> WebClient:
    """Make a client that sends each call once."""
    return WebClient(token=token, base_url=api_url, timeout=TIMEOUT, retry_handlers=[])


def build_app(client: WebClient, identity: Identity, staff: Staff, work: Executor) -> App:
    """Connect the listeners to one workspace; what follows the acknowledgement of a form is done
    in `work`.

    Requests are taken as verified, and as those of this workspace: transports check signatures, and
    whose requests they are.
    """

    def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=identity.enterprise,
            team_id=identity.team,
            bot_id=identity.bot,
            bot_user_id=identity.bot_user,
            bot_token=client.token,  # which may have been exchanged
        )

    app = App(
        name="mlops-learn",  # or Bolt looks through the stack for one
        client=_without_token(client),
        authorize=authorize,
        request_verification_enabled=False,
        # Listeners run in the thread that has the turn. In threads of its own Bolt would also look
        # for their acknowledgement a hundred times a second, and sleep in between.
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    register(app, staff, work)
    return app


def _without_token(client: WebClient) -> WebClient:
    """Leave the token to `authorize`, which Bolt asks for each request."""
    return WebClient(base_url=client.base_url, timeout=client.timeout, retry_handlers=[])
