"""A local Slack with a bot in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.workspace import LocalSlack
from tests.bot.rig import Bot, start_bot


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture
def bot(slack: LocalSlack, tmp_path: Path) -> Iterator[Bot]:
    running = start_bot(slack, tmp_path / "bot.sqlite3")
    running.store.migrate()
    yield running
    running.close()
