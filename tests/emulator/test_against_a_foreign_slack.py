"""The whole bot, as a process, against a Slack that others wrote: `local-slack` from npm."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PACKAGE = "local-slack-linux-x64"
VERSION = "0.1.8"
BOT, PERSON, CHANNEL = "U0BOT", "U0ADA", "C0MLOPS"
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-emulated", "SLACK_APP_TOKEN": "xapp-1-A0001-1-emulated"}

pytestmark = pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed")

Json = dict[str, Any]


class ForeignSlack:
    """The emulator's control interface."""

    def __init__(self, url: str) -> None:
        self.url = url

    def act(self, gesture: str, **details: object) -> Json:
        request = urllib.request.Request(
            f"{self.url}/_control/{gesture}",
            data=json.dumps({"user": PERSON, "channel": CHANNEL, **details}).encode(),
            headers={"Content-Type": "application/json"},
        )
        return self._json(request)

    def messages(self) -> list[Json]:
        answer = self._json(urllib.request.Request(f"{self.url}/_control/messages/{CHANNEL}"))
        found: list[Json] = answer["messages"]
        return found

    def from_bot(self) -> list[Json]:
        return [message for message in self.messages() if message.get("user") == BOT]

    @staticmethod
    def _json(request: urllib.request.Request) -> Json:
        with urllib.request.urlopen(request, timeout=5) as response:
            answer: Json = json.load(response)
            return answer


def eventually(condition: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForeignSlack]:
    folder = tmp_path_factory.mktemp("emulator")
    install = ["npm", "install", "--no-audit", "--no-fund", f"{PACKAGE}@{VERSION}"]
    subprocess.run(install, cwd=folder, check=True, capture_output=True, timeout=300)
    config = {
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
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = folder / "node_modules" / PACKAGE / "bin" / "local-slack"
    command = [
        str(program),
        "--config",
        "config.json",
        "--port",
        str(port),
        "--base-host",
        "127.0.0.1",
    ]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:
        foreign = ForeignSlack(f"http://127.0.0.1:{port}")
        try:
            eventually(lambda: _answers(foreign))
            yield foreign
        finally:
            process.terminate()


def _answers(slack: ForeignSlack) -> bool:
    try:
        slack.messages()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def bot(slack: ForeignSlack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run the bot; the path is that of its log."""
    folder = tmp_path_factory.mktemp("bot")
    environment = {
        **os.environ,
        **TOKENS,
        "SLACK_API_URL": f"{slack.url}/api/",
        "DATABASE_URL": f"sqlite:///{folder / 'bot.sqlite3'}",
    }
    log = folder / "bot.log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "bot", "run"]
        process = subprocess.Popen(command, env=environment, stderr=output)
        try:
            eventually(lambda: "ready for Slack over Socket Mode" in log.read_text("utf-8"))
            yield log
        finally:
            process.terminate()
            assert process.wait(timeout=30) == 0


def test_a_command_is_answered_for_the_asker_alone(slack: ForeignSlack, bot: Path) -> None:
    slack.act("command", command="/mlops-learn", text="how does MetalLB work")

    eventually(lambda: any("metallb.io" in m["text"] for m in slack.from_bot()))
    answer = slack.from_bot()[-1]
    assert answer["ephemeral_to"] == PERSON


def test_a_mention_is_answered_in_its_thread(slack: ForeignSlack, bot: Path) -> None:
    asked = slack.act("message", text=f"<@{BOT}> k8s svc types")["message"]

    eventually(lambda: any(m.get("thread_ts") == asked["ts"] for m in slack.from_bot()))


def test_a_click_on_more_brings_the_next_page(slack: ForeignSlack, bot: Path) -> None:
    asked = slack.act("message", text=f"<@{BOT}> load balancing")["message"]
    eventually(lambda: any(m.get("thread_ts") == asked["ts"] for m in slack.from_bot()))
    answer = next(m for m in slack.from_bot() if m.get("thread_ts") == asked["ts"])
    more = next(
        element
        for block in answer["blocks"]
        for element in block.get("elements", [])
        if element.get("action_id") == "more"
    )
    before = len(slack.from_bot())

    slack.act(
        "interact",
        messageTs=answer["ts"],
        action={"type": "button", "action_id": "more", "value": more["value"]},
    )

    eventually(lambda: len(slack.from_bot()) > before)
    assert slack.from_bot()[-1]["text"].startswith("More on “load balancing”")


def test_no_secret_stands_in_the_log(slack: ForeignSlack, bot: Path) -> None:
    slack.act("command", command="/mlops-learn", text="istio")

    log = bot.read_text("utf-8")
    assert not any(token in log for token in TOKENS.values())
