"""A local Slack."""

from collections.abc import Iterator

import pytest

from bot.workspace import LocalSlack


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running
