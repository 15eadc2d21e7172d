"""A workspace with everything that the manifest asks for, and a bot in it; their clock is moved."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.local import MANIFEST, now
from bot.workspace import LocalSlack
from tests.bot.rig import Bot, start_bot
from tests.people.asking import SUNDAY


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(MANIFEST, clock=SUNDAY.timestamp) as running:
        yield running


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "bot.sqlite3"


@pytest.fixture
def bot(slack: LocalSlack, database: Path) -> Iterator[Bot]:
    running = start_bot(slack, database, clock=lambda: now(slack))
    yield running
    running.close()
