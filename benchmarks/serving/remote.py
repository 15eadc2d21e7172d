"""The mini Slack as a process of its own, and what a benchmark asks of it."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from benchmarks.serving.load import PATIENCE, Acks
from benchmarks.serving.process import Process, free_port

STANDSTILL = 20
"""Seconds without any answer, after which none is expected any more."""


@dataclass(frozen=True)
class Counts:
    """How many questions have an answer, and when the last of them came, in `time.monotonic`."""

    taken: int
    twice: int
    last: float


class RemoteSlack(Process):
    """Ready as soon as it is there."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/"
        super().__init__(folder, "benchmarks.serving.slack", "--port", str(port))
        self.wait_for(port)

    def answers(self, expected: int) -> Counts:
        """Wait for so many questions' answers, or until no more come."""
        seen, moment = -1, time.monotonic()
        while True:
            counts = Counts(**self._ask("GET", "answers"))
            if counts.taken != seen:
                seen, moment = counts.taken, time.monotonic()
            if counts.taken >= expected or time.monotonic() - moment > STANDSTILL:
                return counts
            time.sleep(0.05)

    def forget_answers(self) -> None:
        self._ask("DELETE", "answers")

    def wait_for_link(self, app: Process) -> None:
        """Wait until an app is connected over Socket Mode."""
        while not self._ask("GET", "link"):
            app.check()
            time.sleep(0.05)

    def send_envelopes(self, payloads: Sequence[dict[str, str]], outstanding: int) -> Acks:
        asked = {"payloads": payloads, "outstanding": outstanding}
        return Acks(**self._ask("POST", "envelopes", asked))

    def _ask(self, method: str, page: str, body: object = None) -> Any:
        data = json.dumps(body).encode() if body else None
        request = Request(f"{self.url}benchmark/{page}", data, method=method)  # noqa: S310
        with urlopen(request, timeout=PATIENCE) as response:  # noqa: S310 - http, as built above
            return json.loads(response.read() or "null")
