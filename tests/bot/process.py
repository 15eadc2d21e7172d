"""The bot as a process of its own, as an operator runs it."""

import json
import os
import re
import signal
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from bot.workspace import ADA, LocalSlack
from tests.forks import mlops_learn
from tests.fresh import opened

PATIENCE = 60
"""Seconds to wait for what comes at once on a quiet machine; several tests run at a time."""
CACHE = Path(tempfile.gettempdir()) / f"mlops-learn-tests-{os.getuid()}"
"""Prepared catalogues, which many processes of the tests share."""


def eventually(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(0.02)


class Running:
    """`mlops-learn run`, with what it logs and says."""

    def __init__(self, folder: Path, environment: Mapping[str, str], *arguments: str) -> None:
        self._log = folder / f"bot-{time.monotonic_ns()}.log"
        self._arguments = arguments
        self._environment = {
            "DATABASE_URL": f"sqlite:///{folder / 'bot.sqlite3'}",
            "PORT": "0",
            "XDG_CACHE_HOME": str(CACHE),
            "BROWSER": "true",  # the command, which opens nothing
            **environment,
        }

    def __enter__(self) -> Self:
        self.start()
        self.wait_until_ready()
        return self

    def start(self) -> None:
        self._log.touch()
        self.prepare()
        arguments = ["run", *self._arguments]
        self._process = mlops_learn(arguments, self._environment, self._log, self._log)

    def prepare(self) -> None:
        """Nothing is there that a first start would not find."""

    def wait_until_ready(self, line: str = "ready for Slack") -> None:
        eventually(lambda: line in self.log or self._process.exitcode is not None)
        assert self._process.exitcode is None, self.log

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    @property
    def url(self) -> str:
        """Where it listens, as it logs it."""
        port = re.search(r'\bport(?:=|": )(\d+)', self.log)
        assert port
        return f"http://127.0.0.1:{port.group(1)}"

    @property
    def pid(self) -> int:
        assert self._process.pid
        return self._process.pid

    def signal(self, number: signal.Signals) -> None:
        if self._process.exitcode is None:
            os.kill(self.pid, number)

    def exit_code(self, seconds: float = 30) -> int:
        self._process.join(seconds)
        assert self._process.exitcode is not None, f"it goes on after {seconds} seconds"
        return self._process.exitcode

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._process.exitcode is None:
            self._process.kill()
        self._process.join()


class Process(Running):
    """A bot that is connected to a local Slack of the tests."""

    def __init__(
        self,
        slack: LocalSlack,
        folder: Path,
        *,
        http: bool = False,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        mode = (
            {"SLACK_SIGNING_SECRET": slack.app.signing_secret}
            if http
            else {"SLACK_APP_TOKEN": slack.app.app_token}
        )
        connection = {
            "SLACK_BOT_TOKEN": slack.app.bot_token,
            "SLACK_API_URL": slack.api_url,
            **mode,
        }
        super().__init__(folder, {**connection, **environment})
        self._database = None if "DATABASE_URL" in environment else folder / "bot.sqlite3"
        self._slack = slack
        self._http = http

    def prepare(self) -> None:
        """Have its tables ready: to make them takes longer than what most tests let it do."""
        if self._database:
            opened(f"sqlite:///{self._database}").close()

    def wait_until_ready(self, line: str = "ready for Slack") -> None:
        super().wait_until_ready(line)
        if self._http:
            self._slack.deliver_to(f"{self.url}/slack/events")


class Workspace(Running):
    """A bot with no Slack, which opens a local workspace of its own."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(folder, environment, *arguments)

    def wait_until_ready(self, line: str = "Ctrl+C") -> None:
        super().wait_until_ready(line)

    @property
    def url(self) -> str:
        address = re.search(r"http://[\d.:\[\]]+/", self.log)
        assert address
        return address[0]

    def look(self, **where: str) -> dict[str, str]:
        """Get the regions of the page, as HTML."""
        with urlopen(f"{self.url}page/regions?{urlencode(where)}", timeout=10) as response:
            regions: dict[str, str] = json.load(response)["regions"]
            return regions

    def do(self, act: str, **form: object) -> str | None:
        """Send a form, as Ada unless it says so; gives what the person should read."""
        body = json.dumps({"person": ADA, **form}).encode()
        headers = {"Content-Type": "application/json"}
        request = Request(f"{self.url}page/{act}", data=body, headers=headers)
        try:
            with urlopen(request, timeout=10) as response:
                problem: str | None = json.load(response)["problem"]
        except HTTPError as error:
            problem = json.load(error)["problem"]
        return problem

    def start_over(self) -> None:
        assert self.do("start-over") is None
