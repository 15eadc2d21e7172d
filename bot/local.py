"""The bot in a local workspace: a Slack on this machine, to be tried in a browser."""

import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPException
from urllib.request import urlopen

import click
from pydantic import SecretStr

from bot.names import COMMAND, FIND_RESOURCES, SUGGEST_LINK
from bot.scopes import OPTIONAL, SCOPES
from bot.settings import ConfigurationError, Settings
from bot.workspace import ADA, CURATORS, MLOPS, LocalSlack, Manifest
from bot.workspace.page import is_loopback
from bot.workspace.world import Command, Memory, Shortcut

MANIFEST = Manifest(
    scopes=SCOPES | OPTIONAL,
    events=frozenset(
        {
            "app_home_opened",
            "app_mention",
            "app_uninstalled",
            "channel_unarchive",
            "group_unarchive",
            "member_joined_channel",
            "message.im",
            "tokens_revoked",
        }
    ),
    commands=(
        Command(
            COMMAND,
            "how does MetalLB work · path istio · topics · onboard @somebody · digest",
            "Find resources worth opening on a question",
            should_escape=True,
        ),
    ),
    shortcuts=(
        Shortcut("Find resources", FIND_RESOURCES),
        Shortcut("Suggest this link", SUGGEST_LINK),
    ),
)
"""What manifest.yaml declares to a real Slack."""

LOOPBACK = "127.0.0.1"
TITLE = b"<title>Local workspace</title>"
FIRST_QUESTION = "how does MetalLB work"
TEXT_BROWSERS = frozenset({"www-browser", "links", "elinks", "lynx", "w3m"})
"""Those that `webbrowser` knows and that would take over the terminal."""

HOW_TO_CONNECT = """\
To connect a real Slack:
  1. On https://api.slack.com/apps choose Create New App, From a manifest, and paste manifest.yaml.
  2. Put SLACK_BOT_TOKEN (xoxb-…) and SLACK_APP_TOKEN (xapp-…) into the environment or into .env.
  3. Start again: mlops-learn run"""


@contextmanager
def local_workspace(settings: Settings, host: str, memory: Memory | None) -> Iterator[LocalSlack]:
    """Serve a workspace as long as this lasts; once a bot has connected, tell where it is.

    Raises:
        ConfigurationError: when its address cannot be had.
    """
    slack = _served(settings, host, memory)
    ended = threading.Event()
    announcing = threading.Thread(target=_announce, args=(slack, host, ended), daemon=True)
    try:
        announcing.start()
        yield slack
    finally:
        ended.set()
        slack.__exit__(None, None, None)


def connected(settings: Settings, slack: LocalSlack) -> Settings:
    """Connect the bot to this workspace, in place of a Slack."""
    return settings.model_copy(
        update={
            "slack_bot_token": SecretStr(slack.app.bot_token),
            "slack_app_token": SecretStr(slack.app.app_token),
            "slack_api_url": slack.api_url,
            "mlops_learn_curators": settings.mlops_learn_curators or CURATORS,
        }
    )


def now(slack: LocalSlack) -> datetime:
    """Tell the time of the workspace, which may be ahead."""
    return datetime.fromtimestamp(slack.world.clock(), UTC)


def _served(settings: Settings, host: str, memory: Memory | None) -> LocalSlack:
    """Serve on PORT; where that is taken and nobody asked for it, on another one.

    Not beside another workspace, though: both would write in the same memory.
    """
    wanted = settings.port
    try:
        return LocalSlack(MANIFEST, host=host, port=wanted, memory=memory).__enter__()
    except OSError as error:
        reason = error.strerror
    if _is_workspace(f"http://{LOOPBACK}:{wanted}/"):
        raise ConfigurationError(
            f"A local workspace runs already: open http://{LOOPBACK}:{wanted}/, or set another PORT"
            " and another DATABASE_URL for a second one."
        )
    if "port" not in settings.model_fields_set:
        with suppress(OSError):
            return LocalSlack(MANIFEST, host=host, memory=memory).__enter__()
    raise ConfigurationError(
        f"The local workspace cannot listen on {host}, port {wanted} ({reason}): set another PORT,"
        " or another --host."
    )


def _is_workspace(url: str) -> bool:
    try:
        with urlopen(url, timeout=1) as response:  # noqa: S310 - loopback
            return TITLE in response.read(10_000)
    except (OSError, HTTPException):
        return False


def _announce(slack: LocalSlack, host: str, ended: threading.Event) -> None:
    """Wait for the bot, and invite to a workspace in which something can be seen."""
    while not slack.connections:
        if ended.wait(0.02):
            return
    if not any(slack.world.messages(channel) for channel in list(slack.world.channels)):
        slack.deliver(slack.act.slash_command(FIRST_QUESTION, ADA, MLOPS, COMMAND))
    if not is_loopback(host):
        click.echo(
            f"WARNING: whoever reaches {host} can read this workspace and act in it as anybody.",
            err=True,
        )
    click.echo(f"The bot runs in a local workspace: {slack.url}")
    click.echo("No Slack is connected, and nothing leaves this machine. Ctrl+C ends it.\n")
    click.echo(HOW_TO_CONNECT)
    _open_browser(slack.url)


def _open_browser(url: str) -> None:
    try:
        browser = webbrowser.get()
        if browser.name not in TEXT_BROWSERS:
            browser.open(url)
    except (webbrowser.Error, OSError):
        return  # the address stands in the terminal
