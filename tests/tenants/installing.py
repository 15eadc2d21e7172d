"""What somebody's browser does to install the app, and what the database has then."""

import http.client
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.workspace import LocalSlack
from tests.bot.process import Running

KEY = "a key of thirty-two characters or more"
OTHER_KEY = "another key of about as many characters"


class Installed(Running):
    """A bot that serves all workspaces that install it."""

    def __init__(
        self,
        slack: LocalSlack,
        folder: Path,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._slack = slack
        super().__init__(folder, {**settings_of(slack), **environment})

    def wait_until_ready(self, line: str = "ready for Slack") -> None:
        super().wait_until_ready(line)
        self._slack.deliver_to(f"{self.url}/slack/events")


def settings_of(slack: LocalSlack) -> dict[str, str]:
    return {
        "SLACK_CLIENT_ID": slack.app.client_id,
        "SLACK_CLIENT_SECRET": slack.app.client_secret,
        "SLACK_SIGNING_SECRET": slack.app.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "MLOPS_LEARN_SECRET_KEY": KEY,
    }


@dataclass(frozen=True)
class Page:
    """What a browser gets."""

    status: int
    text: str
    location: str
    cookie: str
    """As it was set, with all that is said of it."""

    @property
    def state(self) -> str:
        return parse_qs(urlsplit(self.location).query)["state"][0]


def get(url: str, cookie: str | None = None, **query: str) -> Page:
    return fetched("GET", f"{url}?{urlencode(query)}", {} if cookie is None else {"Cookie": cookie})


def fetched(method: str, url: str, headers: Mapping[str, str], body: str | None = None) -> Page:
    """Get a page as a browser does that follows no redirects."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=20)
    connection.request(method, f"{parts.path}?{parts.query}", body, headers)
    response = connection.getresponse()
    page = Page(
        response.status,
        response.read().decode(),
        response.headers.get("Location", ""),
        response.headers.get("Set-Cookie", ""),
    )
    connection.close()
    return page


def begun(bot: Running) -> Page:
    return get(f"{bot.url}/slack/install")


def returned(bot: Running, cookie: str | None, **query: str) -> Page:
    return get(f"{bot.url}/slack/oauth_redirect", cookie, **query)


def install(bot: Running, slack: LocalSlack) -> Page:
    """Install the app, with all in order."""
    page = begun(bot)
    cookie = page.cookie.partition(";")[0]
    return returned(bot, cookie, code=slack.grants.allow(), state=page.state)


def installations(folder: Path) -> int:
    """Count how often the app was installed."""
    with closing(sqlite3.connect(folder / "bot.sqlite3")) as connection:
        return int(connection.execute("SELECT count(*) FROM slack_installations").fetchone()[0])
