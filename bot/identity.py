"""Who we are in Slack: asked once at the start, and held against every request."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, StringConstraints
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.replies import asked, read
from bot.settings import ConfigurationError

PERMANENT = frozenset(
    """
    access_denied account_inactive app_access_restricted enterprise_is_restricted invalid_auth
    missing_scope no_permission not_allowed_token_type not_authed org_login_required
    team_access_not_granted token_expired token_revoked two_factor_setup_required
    """.split()  # noqa: SIM905
)
"""Errors of Slack that no waiting mends."""


@dataclass(frozen=True)
class Identity:
    """The workspace, the bot in it and the app, as far as Slack tells.

    `app` is None where nothing names it. `enterprise` is set for an installation on a whole
    Enterprise organisation only, whose requests come from any of its workspaces.
    """

    team: str
    bot_user: str
    bot: str
    app: str | None = None
    enterprise: str | None = None

    def is_ours(self, team: str | None, enterprise: str | None, app: str | None) -> bool:
        """Tell whether a request comes from this installation of this app."""
        if app and self.app and app != self.app:
            return False
        return enterprise == self.enterprise if self.enterprise else team == self.team


Id = Annotated[str, StringConstraints(min_length=1)]


class Me(BaseModel):
    """What `auth.test` tells, as far as we need it. Without its ids all would be strangers."""

    team_id: Id
    user_id: Id
    team: str | None = None
    user: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    enterprise_id: str | None = None
    is_enterprise_install: bool | None = None


class _Bot(BaseModel):
    """What `bots.info` tells of a bot, as far as we need it."""

    app_id: str | None = None


class _Known(BaseModel):
    bot: _Bot = _Bot()


def identify(client: WebClient, app_token: str | None) -> Identity:
    """Ask Slack who we are.

    Raises:
        ConfigurationError: when the app-level token is another app's.
        SlackApiError: when Slack refuses the token.
        OSError: when Slack cannot be reached, or does not tell.
    """
    me = read(Me, asked(client.auth_test))
    bot = me.bot_id or ""
    app, other = me.app_id or _app_of_bot(client, bot), _app_of_token(app_token)
    if app and other and app != other:
        raise ConfigurationError(
            f"SLACK_BOT_TOKEN is of the app {app}, SLACK_APP_TOKEN of {other}: copy both from the"
            " pages of one Slack app."
        )
    return Identity(
        team=me.team_id,
        bot_user=me.user_id,
        bot=bot,
        app=app or other,
        enterprise=me.enterprise_id if me.is_enterprise_install else None,
    )


def _app_of_bot(client: WebClient, bot: str) -> str | None:
    """Ask Slack for the app's id, which it tells where the scope `users:read` was granted."""
    try:
        return read(_Known, asked(lambda: client.bots_info(bot=bot))).bot.app_id
    except SlackApiError:
        return None


def _app_of_token(app_token: str | None) -> str | None:
    """Read the app's id out of an app-level token, which is `xapp-1-<app id>-…`."""
    parts = (app_token or "").split("-")
    return parts[2] if len(parts) > 3 and parts[2].startswith("A") else None
