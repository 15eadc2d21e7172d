"""A Slack that others wrote: the emulator `local-slack` from npm, and what people do in it."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bot.process import Running, eventually
from tests.emulator.npm import free_port, serving

PACKAGE = "local-slack-linux-x64"
VERSION = "0.1.8"
BOT, PERSON, CHANNEL = "U0BOT", "U0ADA", "C0MLOPS"
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-emulated", "SLACK_APP_TOKEN": "xapp-1-A0001-1-emulated"}

CONFIG = {
    "workspace": {"name": "Test", "domain": "test", "teamId": "T0001"},
    "app": {
        "appId": "A0001",
        "botUserId": BOT,
        "botName": "mlops-learn",
        "botToken": TOKENS["SLACK_BOT_TOKEN"],
        "appToken": TOKENS["SLACK_APP_TOKEN"],
        "signingSecret": "unused",
        "mode": "socket",
    },
    "users": [{"id": PERSON, "name": "ada", "realName": "Ada"}],
    "channels": [{"id": CHANNEL, "name": "mlops", "members": [PERSON, BOT]}],
}

Json = dict[str, Any]


class ForeignSlack:
    """The emulator's control interface."""

    def __init__(self, url: str) -> None:
        self.url = url

    def command(self, text: str) -> None:
        self._act("command", command="/mlops-learn", text=text)

    def write(self, text: str, channel: str = CHANNEL, thread: str | None = None) -> Json:
        """Write a message; where the channel is a person, to the bot directly."""
        written: Json = self._act("message", text=text, channel=channel, thread_ts=thread)
        message: Json = written["message"]
        return message

    def click(self, message: Json, label: str) -> None:
        pressed = buttons(message)[label]
        self._act("interact", channel=message["channel"], messageTs=message["ts"], action=pressed)

    def open_home(self) -> None:
        self._act("open-home")

    def start_over(self) -> None:
        self._act("reset")

    def from_bot(self, channel: str = CHANNEL) -> list[Json]:
        """List what the bot has said, to everybody or to one person, the oldest first."""
        messages = self._get(f"messages/{channel}")["messages"]
        return [message for message in messages if message["user"] == BOT]

    def answer(self, channel: str = CHANNEL) -> Json:
        """Wait for the only message of the bot."""
        eventually(lambda: self.from_bot(channel))
        (message,) = self.from_bot(channel)
        return message

    def calls(self, method: str) -> list[Json]:
        """List the arguments of the bot's calls of a method."""
        log = self._get("log")["log"]
        return [entry["detail"] for entry in log if entry["summary"] == method]

    def _act(self, gesture: str, **details: object) -> Json:
        body = json.dumps({"user": PERSON, "channel": CHANNEL, **details}).encode()
        headers = {"Content-Type": "application/json"}
        url = f"{self.url}/_control/{gesture}"
        return _fetched(urllib.request.Request(url, data=body, headers=headers))

    def _get(self, what: str) -> Json:
        return _fetched(urllib.request.Request(f"{self.url}/_control/{what}"))


def _fetched(request: urllib.request.Request) -> Json:
    with urllib.request.urlopen(request, timeout=10) as response:
        answer: Json = json.load(response)
        return answer


def buttons(message: Json) -> dict[str, Json]:
    """Give the buttons of a message by their labels."""
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return {button["text"]["text"]: button for row in rows for button in row}


@contextmanager
def emulated(program: Path, folder: Path) -> Iterator[ForeignSlack]:
    """Run the emulator."""
    (folder / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    port = free_port()
    place = ["--port", str(port), "--base-host", "127.0.0.1"]
    command = [str(program), "--config", "config.json", *place]
    slack = ForeignSlack(f"http://127.0.0.1:{port}")
    with serving(command, folder, f"{slack.url}/_control/state"):
        yield slack


def connected(slack: ForeignSlack, folder: Path, *arguments: str) -> Running:
    """Make a bot that is connected to the emulator, as a process."""
    return Running(folder, {**TOKENS, "SLACK_API_URL": f"{slack.url}/api/"}, *arguments)
