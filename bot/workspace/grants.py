"""How an app gets its tokens: for a code of somebody who allowed it, or for a refresh token.

https://docs.slack.dev/authentication/installing-with-oauth
https://docs.slack.dev/authentication/using-token-rotation
"""

import base64
import secrets

from aiohttp import web

from bot.workspace.arguments import Arguments, Refusal
from bot.workspace.world import App, Json, World

LIFE = 12 * 60 * 60
"""Seconds that a token lives where tokens rotate."""


class Grants:
    """Where `rotate` is set, tokens end, and are exchanged for new ones before that."""

    def __init__(self, world: World, app: App) -> None:
        self._world = world
        self._app = app
        self._codes: set[str] = set()
        self._refreshing: set[str] = set()
        self._ends: dict[str, float] = {}
        self.rotate = False

    def allow(self) -> str:
        """Let an admin allow the app; gives the code with which Slack sends them back to it."""
        code = secrets.token_hex(16)
        self._codes.add(code)
        return code

    def knows(self, token: str | None) -> bool:
        """Tell whether a token is one of the app's in this workspace, and good still."""
        if token == self._app.bot_token:
            return True
        return self._ends.get(token or "", 0) > self._world.clock()

    def access(self, request: web.Request, arguments: Arguments) -> Json:
        """Do what `oauth.v2.access` does; each code and each refresh token is good once."""
        self._check_client(request, arguments)
        is_refresh = arguments.get("grant_type") == "refresh_token"
        name = "refresh_token" if is_refresh else "code"
        known = self._refreshing if is_refresh else self._codes
        if arguments.get(name) not in known:
            raise Refusal(f"invalid_{name}")
        known.discard(str(arguments[name]))
        return {
            "app_id": self._app.id,
            "authed_user": {"id": next(p.id for p in self._world.people.values() if p.is_admin)},
            "scope": ",".join(sorted(self._app.scopes)),
            "token_type": "bot",
            "bot_user_id": self._app.bot_user,
            "team": {"id": self._world.team, "name": self._world.name},
            "enterprise": None,
            "is_enterprise_install": False,
            **self.tokens(),
        }

    def tokens(self) -> Json:
        """Make new ones."""
        if not self.rotate:
            return {"access_token": self._app.bot_token}
        token, refresh = f"xoxe.xoxb-1-{secrets.token_hex(12)}", f"xoxe-1-{secrets.token_hex(12)}"
        self._ends[token] = self._world.clock() + LIFE
        self._refreshing.add(refresh)
        return {"access_token": token, "refresh_token": refresh, "expires_in": LIFE}

    def _check_client(self, request: web.Request, arguments: Arguments) -> None:
        kind, _, login = request.headers.get("Authorization", "").partition(" ")
        if kind == "Basic":
            id, _, secret = base64.b64decode(login).decode().partition(":")
        else:
            id, secret = str(arguments.get("client_id")), str(arguments.get("client_secret"))
        if id != self._app.client_id:
            raise Refusal("invalid_client_id")
        if secret != self._app.client_secret:
            raise Refusal("bad_client_secret")
