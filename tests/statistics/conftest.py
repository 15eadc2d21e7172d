"""A bot in a local Slack that may bring files, and the clock of the rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.local import MANIFEST
from bot.store import Store, open_store
from bot.workspace import LocalSlack
from tests.bot.conftest import log
from tests.bot.rig import Bot, start_bot
from tests.databases import database_url, postgresql
from tests.statistics.rows import NOW

__all__ = ["database_url", "log", "postgresql"]


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    store = open_store(database_url)
    store.migrate()
    yield store
    store.close()


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(MANIFEST) as running:
        yield running


@pytest.fixture
def bot(slack: LocalSlack, tmp_path: Path) -> Iterator[Bot]:
    running = start_bot(slack, tmp_path / "bot.sqlite3", clock=lambda: NOW)
    yield running
    running.close()
