"""A local Slack, seen through the SDK that every bot uses."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.workspace import LocalSlack


class Clock:
    """Time that goes on when told to."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack(clock: Clock) -> Iterator[LocalSlack]:
    with LocalSlack(clock=clock, retries=(0, 0.1, 0.1)) as running:
        yield running


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
