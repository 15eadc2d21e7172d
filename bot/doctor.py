"""Looks at the whole set-up and says, line by line, what works and how to mend what does not."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException
from importlib.util import find_spec
from urllib.parse import unquote

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.app import web_client
from bot.identity import PERMANENT, Me
from bot.logs import SHORTEST
from bot.people import People, UntoldError
from bot.replies import OddReplyError, asked, code_of, read
from bot.samples import samples
from bot.scopes import OPTIONAL, SCOPES
from bot.settings import ConfigurationError, Connection, Settings, cache_folder, revealed
from bot.store import LaterVersionError, open_store
from bot.tenants.installations import installations_of
from knowledge import CatalogueError, prepared


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
    yield from _password(settings)
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
    if settings.sentry_dsn:
        yield _reporting()
    if connection is Connection.INSTALLED:
        yield from _workspaces(settings)
        return
    client = web_client(revealed(settings.slack_bot_token), settings.slack_api_url)
    yield _bot_token(client, "SLACK_BOT_TOKEN", "bot token")
    if connection is Connection.SOCKET_MODE:
        yield _app_token(settings)
    yield _messages(settings, client)
    yield _curators(settings, client)


def _catalogue(settings: Settings) -> Finding:
    try:
        catalogue = prepared(settings.mlops_learn_catalogue, cache_folder()).catalogue
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
    except LaterVersionError:
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


def _password(settings: Settings) -> Iterator[Finding]:
    """Tell of a password that the log would show, since it is not blotted out."""
    lengths = [len(unquote(password)) for password in settings.database_passwords()]
    if lengths and max(lengths) < SHORTEST:
        said = f"that of DATABASE_URL is too short to be kept out of the log: take {SHORTEST} or"
        yield Finding("password", None, f"{said} more characters")


def _reporting() -> Finding:
    if find_spec("sentry_sdk") is None:
        return Finding("sentry", False, "SENTRY_DSN is set: pip install sentry-sdk, or unset it")
    return Finding("sentry", True, "errors are reported, by their kind and place alone")


def _workspaces(settings: Settings) -> Iterator[Finding]:
    """Look at each workspace that has installed the app, and at what the bot draws in the first."""
    store = open_store(settings.database_url.get_secret_value())
    try:
        installations = installations_of(settings, store)
        installed, count = list(installations.all()), len(installations.places())
    except SQLAlchemyError as error:
        yield Finding("workspaces", False, f"not looked for ({type(error).__name__})")
        return
    finally:
        store.close()
    if len(installed) < count:
        said = "no key of MLOPS_LEARN_SECRET_KEY opens the tokens of {} workspaces: add the old key"
        yield Finding("workspaces", False, said.format(count - len(installed)))
    else:
        said = "" if count else ": open /slack/install at the bot's address"
        yield Finding("workspaces", True, f"{count} have installed the app{said}")
    for each in installed:
        client = web_client(str(each.bot_token), settings.slack_api_url)
        place = each.team_id or each.enterprise_id
        yield _bot_token(client, "the token: install the app again", f"workspace {place}")
    if installed:
        first = web_client(str(installed[0].bot_token), settings.slack_api_url)
        yield _messages(settings, first)


def _messages(settings: Settings, client: WebClient) -> Finding:
    """Let Slack look at one of each kind of message."""
    store = open_store(settings.database_url.get_secret_value())
    try:
        drawn = list(samples(prepared(settings.mlops_learn_catalogue, cache_folder()), store))
    except CatalogueError:
        return Finding("messages", None, "not drawn without a catalogue")
    finally:
        store.close()
    for text, message in drawn:
        try:
            asked(partial(client.blocks_validate, blocks=message["blocks"]))
        except SlackApiError as error:
            code = code_of(error)
            if code not in ("invalid_blocks", "invalid_blocks_format"):
                return Finding("messages", None, f"Slack does not look at them ({code})")
            faults = error.response.get("errors") or code
            said = f"Slack refuses the reply to “{text}” ({faults}): report it, please"
            return Finding("messages", False, said)
        except OddReplyError as error:
            return Finding("messages", None, f"Slack does not look at them ({error})")
        except (OSError, HTTPException) as error:
            return Finding("messages", None, f"Slack cannot be reached ({error})")
    return Finding("messages", True, f"Slack takes all {len(drawn)} kinds")


def _bot_token(client: WebClient, name: str, what: str) -> Finding:
    try:
        reply = asked(client.auth_test)
        me = read(Me, reply)
    except (SlackApiError, OSError, HTTPException) as error:
        return Finding(what, False, _advice(name, error))
    header = {key.lower(): value for key, value in reply.headers.items()}.get("x-oauth-scopes", "")
    granted = {scope.strip() for scope in str(header).split(",")}
    if header and (missing := SCOPES - granted):
        said = f"lacks {', '.join(sorted(missing))}: paste manifest.yaml again and reinstall"
        return Finding(what, False, said)
    said = f"{me.user or me.user_id} in the workspace {me.team or me.team_id}"
    if header and (without := OPTIONAL - granted):
        said += f"; without the optional {', '.join(sorted(without))}"
    return Finding(what, True, said)


def _curators(settings: Settings, client: WebClient) -> Finding:
    channel = settings.mlops_learn_curators
    if channel is None:
        said = "no channel by MLOPS_LEARN_CURATORS: an admin can type /mlops-learn curators here"
        return Finding("curators", None, said)
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
    token = revealed(settings.slack_app_token)
    client = WebClient(base_url=settings.slack_api_url, timeout=10, retry_handlers=[])
    try:
        asked(lambda: client.apps_connections_open(app_token=token))
    except (SlackApiError, OSError, HTTPException) as error:
        return Finding("app token", False, _advice("SLACK_APP_TOKEN", error))
    return Finding("app token", True, "Socket Mode can connect")


def _advice(name: str, error: SlackApiError | OSError | HTTPException) -> str:
    if isinstance(error, SlackApiError):
        reason = code_of(error)
        if reason in PERMANENT:
            return f"Slack refuses {name} ({reason}): copy it again"
        return f"Slack does not answer as it should ({reason}): try again later"
    if isinstance(error, OddReplyError):
        said = f"Slack does not answer as it should ({error})"
        return f"{said}: check SLACK_API_URL, or try again later"
    return f"Slack cannot be reached ({error}): check the network and SLACK_API_URL"
