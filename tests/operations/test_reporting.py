"""What goes to Sentry: the kind of each error and its place, and nobody's words."""

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.workspace import MLOPS, LocalSlack, faults
from tests.bot.process import Process, eventually
from tests.bot.rig import mention
from tests.fresh import opened

WORDS = "istio and my colleague's salary"


class Sentry:
    """Takes what is reported."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        taken = self.received

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                packed = self.headers.get("Content-Encoding") == "gzip"
                taken.append(gzip.decompress(body) if packed else body)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def dsn(self) -> str:
        return f"http://public@127.0.0.1:{self.server.server_port}/1"

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events among the lines of what was received."""
        lines = [json.loads(line) for body in self.received for line in body.splitlines() if line]
        return [line for line in lines if "exception" in line or "message" in line]


@pytest.fixture
def sentry() -> Iterator[Sentry]:
    sentry = Sentry()
    thread = threading.Thread(target=sentry.server.serve_forever)
    thread.start()
    yield sentry
    sentry.server.shutdown()
    thread.join()
    sentry.server.server_close()


def test_an_error_is_reported_without_what_anybody_wrote(
    slack: LocalSlack, tmp_path: Path, sentry: Sentry
) -> None:
    opened(f"sqlite:///{tmp_path / 'bot.sqlite3'}").close()  # or its absence is reported, too
    slack.fail("chat.postMessage", faults.refused("is_archived"), times=2)
    with Process(slack, tmp_path, environment={"SENTRY_DSN": sentry.dsn}) as bot:
        slack.deliver(mention(slack, WORDS))
        eventually(lambda: len(sentry.events) == 2)  # the person could not be told, either
        log = bot.log

    assert "request failed" in log
    first, _ = sentry.events
    assert first["message"] == "request failed"
    assert first["exception"]["values"][-1]["type"] == "RefusedError"
    assert any(
        frame["function"] == "on_mention"
        for frame in first["exception"]["values"][-1]["stacktrace"]["frames"]
    )
    assert first["tags"]["workspace"] == "T0LOCAL"
    assert first["tags"]["request"] in log
    everything = b"".join(sentry.received).decode()
    for secret in (WORDS, "salary", slack.app.bot_token, slack.app.app_token, MLOPS, "U0ADA"):
        assert secret not in everything


def test_an_address_that_is_none_is_refused(slack: LocalSlack, tmp_path: Path) -> None:
    bot = Process(slack, tmp_path, environment={"SENTRY_DSN": "nowhere"})
    bot.start()

    assert bot.exit_code() == 78
    assert "SENTRY_DSN cannot be read" in bot.log
