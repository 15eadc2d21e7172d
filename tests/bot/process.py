"""The bot as a process of its own, as an operator runs it."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from bot.workspace import LocalSlack

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 20
CACHE = Path(tempfile.gettempdir()) / f"mlops-learn-tests-{os.getuid()}"
"""Prepared catalogues, which many processes of the tests share."""


def eventually(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(0.02)


class Process:
    """`mlops-learn run`, connected to a local Slack."""

    def __init__(
        self,
        slack: LocalSlack,
        folder: Path,
        *,
        http: bool = False,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        mode = (
            {"SLACK_SIGNING_SECRET": slack.app.signing_secret, "PORT": "0"}
            if http
            else {"SLACK_APP_TOKEN": slack.app.app_token}
        )
        self._slack = slack
        self._http = http
        self._log = folder / f"bot-{time.monotonic_ns()}.log"
        self._environment = {
            "SLACK_BOT_TOKEN": slack.app.bot_token,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": f"sqlite:///{folder / 'bot.sqlite3'}",
            "XDG_CACHE_HOME": str(CACHE),
            **mode,
            **environment,
        }

    def __enter__(self) -> Self:
        self.start()
        self.wait_until_ready()
        return self

    def start(self) -> None:
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=ROOT,
                env=self._environment,
                stderr=output,
                stdin=subprocess.DEVNULL,
            )

    def wait_until_ready(self) -> None:
        eventually(lambda: "ready for Slack" in self.log or self._process.poll() is not None)
        assert self._process.poll() is None, self.log
        if self._http:
            self._slack.deliver_to(f"{self.url}/slack/events")

    @property
    def url(self) -> str:
        port = re.search(r"port=(\d+)", self.log)
        assert port
        return f"http://127.0.0.1:{port.group(1)}"

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def exit_code(self, seconds: float = 30) -> int:
        return self._process.wait(timeout=seconds)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
