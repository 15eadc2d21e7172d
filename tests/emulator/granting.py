"""A Slack that others wrote, into which apps are installed: the emulator `emulate` from npm.

It has one workspace and tells an app of nothing: the commands and mentions are made up here.
"""

import html
import json
import re
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier

from bot.workspace.delivery import encoded, kind_of
from tests.bot.process import Running
from tests.emulator.npm import free_port, serving
from tests.tenants.installing import KEY, Page, begun, fetched, returned

PACKAGE, VERSION = "emulate", "0.11.2"
"""Its tag `latest` is another library."""

TEAM, ADMIN, CHANNEL = "T000000001", "U000000001", "C000000001"
APP, BOT = "A0001", "U0BOT"
CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET = "1.2", "emulated client secret", "emulated signature"
PERSON_TOKEN = "xoxp-emulated"
REDIRECT = "https://bot.example/slack/oauth_redirect"

SEED = {
    "slack": {
        "team": {"name": "Foreign"},
        "users": [{"name": "ben"}],
        "oauth_apps": [
            {
                "app_id": APP,
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
                "name": "mlops-learn",
                "redirect_uris": [REDIRECT],
                "bot_id": "B0BOT",
                "bot_user_id": BOT,
            }
        ],
        "tokens": [
            {
                "token": PERSON_TOKEN,
                "user_id": ADMIN,
                "scopes": ["chat:write", "channels:history", "channels:manage"],
            }
        ],
        "strict_scopes": True,
    }
}

Json = dict[str, Any]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class GrantingSlack:
    """The emulator, and what somebody does in it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._person = self._client(PERSON_TOKEN)

    def bot(self, folder: Path) -> Running:
        """Make a bot that serves who installs it, as a process."""
        settings = {
            "SLACK_CLIENT_ID": CLIENT_ID,
            "SLACK_CLIENT_SECRET": CLIENT_SECRET,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": f"{self.url}/api/",
            "MLOPS_LEARN_SECRET_KEY": KEY,
        }
        return Running(folder, settings)

    def form(self, page: str) -> dict[str, str]:
        """Read what the button of the first person, an admin, sends."""
        first = page.partition("</form>")[0]
        fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', first)
        return {name: html.unescape(value) for name, value in fields}

    def consent(self, way: Page, declined: Collection[str] = ()) -> dict[str, str]:
        """Agree to what the bot asks for, but for some scopes; gives what the browser brings back.

        Where the bot names no address to come back to, Slack takes that of the app's settings; this
        one needs to be told.
        """
        form = self.form(fetched("GET", way.location, {}).text) | {"redirect_uri": REDIRECT}
        granted = [scope for scope in form["scope"].split(",") if scope not in declined]
        form["scope"] = ",".join(granted)
        action = urljoin(way.location, "/oauth/v2/authorize/callback")
        back = urlsplit(fetched("POST", action, FORM, urlencode(form)).location)
        assert f"{back.scheme}://{back.netloc}{back.path}" == REDIRECT
        return dict(parse_qsl(back.query))

    def install(self, bot: Running, declined: Collection[str] = ()) -> Page:
        way = begun(bot)
        return returned(bot, way.cookie.partition(";")[0], **self.consent(way, declined))

    def scopes_of(self, token: str) -> set[str]:
        """Tell what a token allows, as Slack says it where it refuses what needs more."""
        with pytest.raises(SlackApiError, match="missing_scope") as refused:
            self._client(token).team_info()
        return set(str(refused.value.response["provided"]).split(","))

    def invite_bot(self) -> None:
        self._person.conversations_invite(channel=CHANNEL, users=BOT)

    def mention(self, bot: Running, text: str) -> str:
        """Write a message that the bot is told of; gives its timestamp."""
        said = f"<@{BOT}> {text}"
        ts: str = self._person.chat_postMessage(channel=CHANNEL, text=said)["ts"]
        event = {"type": "app_mention", "user": ADMIN, "text": said, "ts": ts, "channel": CHANNEL}
        about = {"team_id": TEAM, "api_app_id": APP, "event_id": f"Ev{ts}"}
        deliver(bot, {"type": "event_callback", **about, "event": {**event, "event_ts": ts}})
        return ts

    def answers(self, ts: str) -> list[Json]:
        """List what stands below a message."""
        thread = self._person.conversations_replies(channel=CHANNEL, ts=ts)
        answers: list[Json] = thread["messages"][1:]
        return answers

    def _client(self, token: str) -> WebClient:
        return WebClient(token, base_url=f"{self.url}/api/", retry_handlers=[])


@contextmanager
def emulated(program: Path, folder: Path) -> Iterator[GrantingSlack]:
    """Run the emulator, with the bot in its channel."""
    (folder / "seed.json").write_text(json.dumps(SEED), encoding="utf-8")
    port = free_port()
    command = ["node", str(program), "start", "--service", "slack", "--seed", "seed.json"]
    url = f"http://127.0.0.1:{port}"
    with serving([*command, "--port", str(port)], folder, url):
        slack = GrantingSlack(url)
        slack.invite_bot()
        yield slack


def deliver(bot: Running, payload: Json) -> None:
    """Bring the bot a payload, signed."""
    content_type, body = encoded(kind_of(payload), payload)
    moment = str(int(time.time()))
    signature = SignatureVerifier(SIGNING_SECRET).generate_signature(timestamp=moment, body=body)
    headers = {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": moment,
        "X-Slack-Signature": str(signature),
    }
    assert fetched("POST", f"{bot.url}/slack/events", headers, body).status == 200


class ResponseUrl:
    """An address that takes answers to commands."""

    def __init__(self) -> None:
        answers: list[Json] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                answers.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"ok")

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.answers = answers
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def command(self, bot: Running, text: str) -> None:
        """Type a command whose answer comes here."""
        deliver(
            bot,
            {
                "command": "/mlops-learn",
                "text": text,
                "user_id": ADMIN,
                "channel_id": CHANNEL,
                "team_id": TEAM,
                "api_app_id": APP,
                "trigger_id": f"1.2.{time.monotonic_ns()}",
                "response_url": f"http://127.0.0.1:{self._server.server_port}/",
            },
        )

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
