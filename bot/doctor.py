"""Looks at the whole set-up and says, line by line, what works and how to mend what does not."""

from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException

from alembic.util.exc import CommandError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.app import web_client
from bot.identity import PERMANENT
from bot.people import People, UntoldError
from bot.scopes import OPTIONAL, SCOPES
from bot.settings import ConfigurationError, Connection, Settings
from bot.store import open_store
from knowledge import CatalogueError, load


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `good` is None where there was nothing to look at."""

    what: str
    good: bool | None
    said: str


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at the catalogue, the database, the settings and the tokens, in this order."""
    yield _catalogue(settings)
    yield _database(settings)
    try:
        connection = settings.connection()
    except ConfigurationError as error:
        yield Finding("settings", False, str(error))
        return
    if connection is Connection.NONE:
        yield Finding(
            "settings", None, "no Slack is connected: mlops-learn run opens a local workspace"
        )
        return
    yield Finding("settings", True, f"Slack over {connection}")
    yield _bot_token(settings)
    if connection is Connection.SOCKET_MODE:
        yield _app_token(settings)
    yield _curators(settings)


def _catalogue(settings: Settings) -> Finding:
    try:
        catalogue = load(settings.mlops_learn_catalogue)
    except CatalogueError as error:
        count = len(error.problems)
        said = f"{count} to mend, the first: {error.problems[0]}. mlops-learn check lists all."
        return Finding("catalogue", False, said)
    resources, topics = len(catalogue.resources), len(catalogue.topics)
    return Finding("catalogue", True, f"{resources} resources on {topics} topics")


def _database(settings: Settings) -> Finding:
    try:
        store = open_store(settings.database_url.get_secret_value())
    except ValueError as error:
        return Finding("database", False, f"DATABASE_URL: {error}")
    try:
        store.migrate()
        store.ping()
    except CommandError:  # Alembic's word for it
        said = f"{store.location} was used by a later version of this bot: update the bot"
        return Finding("database", False, said)
    except SQLAlchemyError as error:
        fault, cure = type(error).__name__, "check DATABASE_URL, and that the database can be used"
        return Finding("database", False, f"{store.location} does not answer ({fault}): {cure}")
    else:
        every, paused = store.subscriptions.count()
        digests = f"; digests in {every} channels, {paused} of them paused" if every else ""
        return Finding("database", True, f"{store.location}{digests}")
    finally:
        store.close()


def _bot_token(settings: Settings) -> Finding:
    secret = settings.slack_bot_token
    client = web_client(secret.get_secret_value() if secret else "", settings.slack_api_url)
    try:
        me = client.auth_test()
    except (SlackApiError, OSError, HTTPException) as error:
        return Finding("bot token", False, _advice("SLACK_BOT_TOKEN", error))
    header = {key.lower(): value for key, value in me.headers.items()}.get("x-oauth-scopes", "")
    granted = {scope.strip() for scope in str(header).split(",")}
    if header and (missing := SCOPES - granted):
        said = f"lacks {', '.join(sorted(missing))}: paste manifest.yaml again and reinstall"
        return Finding("bot token", False, said)
    said = f"{me['user']} in the workspace {me['team']}"
    if header and (without := OPTIONAL - granted):
        said += f"; without the optional {', '.join(sorted(without))}"
    return Finding("bot token", True, said)


def _curators(settings: Settings) -> Finding:
    channel, secret = settings.mlops_learn_curators, settings.slack_bot_token
    if channel is None:
        said = "no channel: MLOPS_LEARN_CURATORS is where suggestions and gaps are told"
        return Finding("curators", None, said)
    client = web_client(secret.get_secret_value() if secret else "", settings.slack_api_url)
    try:
        found = People(client).channel(channel)
    except (OSError, HTTPException) as error:
        return Finding("curators", False, _advice("SLACK_BOT_TOKEN", error))
    except UntoldError as error:
        said = f"Slack does not show MLOPS_LEARN_CURATORS ({error}): check the id of the channel"
        if str(error) == "missing_scope":
            said = "a private channel needs the optional scope groups:read"
        return Finding("curators", False, said)
    if not found.is_member:
        return Finding("curators", False, "type /invite @mlops-learn in MLOPS_LEARN_CURATORS")
    return Finding("curators", True, f"their channel is {channel}")


def _app_token(settings: Settings) -> Finding:
    secret = settings.slack_app_token
    token = secret.get_secret_value() if secret else ""
    client = WebClient(base_url=settings.slack_api_url, timeout=10, retry_handlers=[])
    try:
        client.apps_connections_open(app_token=token)
    except (SlackApiError, OSError, HTTPException) as error:
        return Finding("app token", False, _advice("SLACK_APP_TOKEN", error))
    return Finding("app token", True, "Socket Mode can connect")


def _advice(name: str, error: SlackApiError | OSError | HTTPException) -> str:
    if isinstance(error, SlackApiError):
        reason = error.response.get("error")
        if reason in PERMANENT:
            return f"Slack refuses {name} ({reason}): copy it again"
        return f"Slack does not answer as it should ({reason or 'no JSON'}): try again later"
    return f"Slack cannot be reached ({error}): check the network and SLACK_API_URL"
