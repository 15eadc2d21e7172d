"""A local Slack, and the bot in its two shapes: in this process, and as one that Slack reaches."""

from collections.abc import Iterator

import pytest

from bot.workspace import LocalSlack
from tests.bot.conftest import bot, log  # noqa: F401
from tests.bot.process import Process


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture(scope="module")
def far_slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture(scope="module")
def process(far_slack: LocalSlack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    with Process(far_slack, tmp_path_factory.mktemp("process"), http=True) as running:
        yield running
