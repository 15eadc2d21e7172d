"""The database ends in the middle of it, or is locked."""

import sqlite3
import time
from collections import Counter
from contextlib import closing

import pytest

from bot.store import State
from bot.workspace import faults
from tests.bot.process import eventually
from tests.databases import PostgreSQL
from tests.faults.actor import Part
from tests.faults.conftest import Report
from tests.faults.stage import MONDAY, stage

START = MONDAY.timestamp()


@pytest.mark.parametrize("moment", ["while Slack is asked", "between posts"])
def test_postgresql_is_stopped_at_once(
    postgresql: PostgreSQL, report: Report, lease: float, moment: str
) -> None:
    with stage(postgresql.empty_database(), 24) as running:
        pause = 2.0 if moment == "while Slack is asked" else 0.05
        running.slack.fail("chat.postMessage", faults.slow(pause), 1000)
        actors = running.actors(*[Part(START, lease=lease)] * 3)
        eventually(lambda: running.counts()[1] >= 4)
        postgresql.crash()
        codes = [actor.end()[0] for actor in actors]
        postgresql.start()
        running.slack.faults.clear()
        assert max(running.counts()) == 1

        running.finish(lease)
        report(running)

        assert 1 in codes  # they said that the database is away
        assert running.states_and_posts() == Counter({(State.POSTED, 1): 24})


def test_sqlite_is_locked_for_ten_seconds(
    tmp_path_factory: pytest.TempPathFactory, report: Report, lease: float, full: bool
) -> None:
    file = tmp_path_factory.mktemp("database") / "bot.sqlite3"
    with stage(f"sqlite:///{file}", 24) as running:
        running.slack.fail("chat.postMessage", faults.slow(1.0), 1000)
        actors = running.actors(*[Part(START, lease=lease)] * 3)
        eventually(lambda: running.counts()[1] >= 4)
        with closing(sqlite3.connect(file)) as database:
            database.execute("BEGIN IMMEDIATE")
            time.sleep(10 if full else 6)  # a statement waits for five
        codes = [actor.end()[0] for actor in actors]
        running.slack.faults.clear()
        assert max(running.counts()) == 1

        running.finish(lease)
        report(running)

        assert 1 in codes
        assert running.states_and_posts() == Counter({(State.POSTED, 1): 24})
