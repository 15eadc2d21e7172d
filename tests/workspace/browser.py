"""Requests to the page, as a browser makes them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from http.client import HTTPConnection
from types import MappingProxyType
from urllib.parse import urlencode, urlsplit

import pytest

from bot.workspace import ADA, MLOPS, LocalSlack, Manifest
from bot.workspace.world import Command, Shortcut
from tests.workspace.conftest import Clock

MANIFEST = Manifest(
    commands=(Command("/mlops-learn", "question", "Find resources"),),
    shortcuts=(Shortcut("Find resources", "find"),),
)
JSON = {"Content-Type": "application/json"}


class Browser:
    """Each request on a connection of its own; the headers can be anybody's."""

    def __init__(self, slack: LocalSlack) -> None:
        self.host = urlsplit(slack.url).netloc

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> tuple[int, bytes]:
        with closing(HTTPConnection(self.host, timeout=10)) as connection:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            return response.status, response.read()

    def look(self, **where: str) -> dict[str, str]:
        """Get the regions of the page as one person sees them in one place."""
        status, body = self.ask("GET", f"/page/regions?{urlencode(where)}")
        assert status == 200, body
        regions: dict[str, str] = json.loads(body)["regions"]
        return regions

    def do(self, act: str, **form: object) -> tuple[int, str | None]:
        """Send a form, as Ada unless it says so: the status, and what the person should read."""
        body = json.dumps({"person": ADA, **form}).encode()
        status, said = self.ask("POST", f"/page/{act}", body, JSON)
        return status, json.loads(said)["problem"]

    def write(self, text: str, place: str = MLOPS, **more: object) -> str | None:
        status, problem = self.do("write", text=text, place=place, **more)
        assert status == 200
        return problem


@pytest.fixture
def slack(clock: Clock) -> Iterator[LocalSlack]:
    """A workspace whose app declares what the page offers."""
    with LocalSlack(MANIFEST, clock=clock, retries=()) as running:
        yield running


@pytest.fixture
def browser(slack: LocalSlack) -> Browser:
    return Browser(slack)
