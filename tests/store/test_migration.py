"""How a database gets its tables: an empty one, and one that the version before has left."""

import logging
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, time
from pathlib import Path
from time import sleep

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot.store import Mark, Question, Slot, Store, Subscription, open_store
from bot.store.address import read_url
from bot.store.engine import open_engine
from bot.store.migration import LOCK
from bot.store.tables import metadata
from tests.databases import PostgreSQL
from tests.store.crowd import PROCESSES, Crowd, migrate

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BEFORE = Path(__file__).parent / "fixtures" / "0002.sql"
CLAIMED = [
    "message:T1:C1:1712.0001",
    "click:T1:C1:1712.0002:answer_1",
    "ключ 'ö' \"x\"; --",
    "x" * 256,
]
DOCUMENTS = {
    "clock": {"ahead": 3600},
    "message/C1/1712.0001": {
        "text": "“MetalLB” <b> isn't it?\nyes; no",
        "reactions": ["+1"],
        "thread": None,
    },
    "person/U1": {"name": "Zoë", "tz": "Europe/Berlin"},
}


@pytest.fixture
def another_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> str:
    """One more empty database of the same kind."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path}/another.sqlite"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.empty_database()


@pytest.fixture
def left_url(database_url: str) -> str:
    """A database as the version before left it, with what it remembered."""
    url = read_url(database_url)
    if url.database and url.drivername == "sqlite":
        with closing(sqlite3.connect(url.database)) as connection:
            connection.executescript(BEFORE.read_text())
        return database_url
    upgrade(database_url, "0002")
    engine = open_engine(url)
    with engine.begin() as connection:
        for line in BEFORE.read_text().splitlines():
            if line.startswith(('INSERT INTO "handled"', 'INSERT INTO "documents"')):
                connection.exec_driver_sql(line)
    engine.dispose()
    return database_url


def upgrade(url: str, revision: str) -> None:
    engine = open_engine(read_url(url))
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "bot.store:migrations")
        command.upgrade(config, revision)
    engine.dispose()


def tables_of(engine: Engine) -> dict[str, object]:
    """Describe all tables: their columns with type, nullability and default, and their keys."""
    found = inspect(engine)
    return {
        table: (
            [{**column, "type": str(column["type"])} for column in found.get_columns(table)],
            found.get_pk_constraint(table)["constrained_columns"],
            found.get_foreign_keys(table),
            found.get_unique_constraints(table),
        )
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def test_of_many_processes_one_migrates_and_none_fails(database_url: str, crowd: Crowd) -> None:
    *others, first = sorted(crowd.run(migrate, database_url))

    assert others == [0] * (PROCESSES - 1)
    assert first > 0


def test_migrations_build_the_tables_that_the_code_uses(store: Store, database_url: str) -> None:
    engine = open_engine(read_url(database_url))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_columns_and_keys_are_the_same_whether_migrated_or_made_from_the_code(
    store: Store, database_url: str, another_url: str
) -> None:
    migrated, made = open_engine(read_url(database_url)), open_engine(read_url(another_url))
    metadata.create_all(made)

    assert tables_of(migrated) == tables_of(made)
    migrated.dispose()
    made.dispose()


def test_the_database_that_is_kept_here_has_the_tables_of_its_version(
    left_url: str, another_url: str
) -> None:
    upgrade(another_url, "0002")
    left, made = open_engine(read_url(left_url)), open_engine(read_url(another_url))

    assert tables_of(left) == tables_of(made)
    left.dispose()
    made.dispose()


def test_what_the_version_before_remembered_is_kept_and_the_new_tables_work(left_url: str) -> None:
    store = open_store(left_url)
    store.migrate()

    assert dict(store.documents) == DOCUMENTS
    assert not any(store.claim(key, NOON) for key in CLAIMED)
    assert store.forget_before(datetime(2026, 11, 26, tzinfo=UTC)) == 2
    assert [store.claim(key, NOON) for key in CLAIMED] == [True, True, False, False]

    subscription = Subscription("T1", "C1", 0, time(9), "Europe/Berlin", "U1", NOON)
    slot = Slot("T1", "C1", "2026-W48")
    question = Question("What is a pod?", NOON, public=True)
    store.subscriptions.put(subscription)
    store.questions.add("T1", "C1", question)
    store.marks.put("T1", "U1", "pods", Mark.DONE, NOON)
    store.arrivals.note(["pods"], NOON)
    store.arrivals.note(["pods", "jobs"], NOON)
    claim = store.slots.claim(slot, NOON, NOON)
    assert list(store.subscriptions.all_of("T1")) == [subscription]
    assert [record.claim for record in store.slots.claimed("T1")] == [claim]
    assert store.questions.since("T1", "C1", NOON, 9) == [question]
    assert store.marks.of("T1", "U1", Mark.DONE) == ["pods"]
    assert store.arrivals.since(datetime(2026, 1, 1, tzinfo=UTC)) == {"jobs"}
    store.close()


def test_of_many_processes_one_migrates_what_the_version_before_left(
    left_url: str, crowd: Crowd
) -> None:
    *others, first = sorted(crowd.run(migrate, left_url))

    assert others == [0] * (PROCESSES - 1)
    assert first > 0
    store = open_store(left_url)
    assert dict(store.documents) == DOCUMENTS
    store.close()


def test_a_failed_migration_loses_nothing_of_what_the_version_before_left(left_url: str) -> None:
    engine = open_engine(read_url(left_url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE marks (at BIGINT)"))  # in the way
    store = open_store(left_url)
    with pytest.raises(SQLAlchemyError, match="marks"):
        store.migrate()

    assert set(tables_of(engine)) == {"handled", "documents", "marks"}
    assert dict(store.documents) == DOCUMENTS
    assert not any(store.claim(key, NOON) for key in CLAIMED)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE marks"))
    store.migrate()
    assert dict(store.documents) == DOCUMENTS
    store.close()
    engine.dispose()


def test_migrating_again_changes_nothing(store: Store, database_url: str) -> None:
    store.claim("key", NOON)

    assert migrate(database_url) == 0
    assert not store.claim("key", NOON)


def test_a_failed_migration_leaves_the_database_as_it_was(database_url: str) -> None:
    engine = open_engine(read_url(database_url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE other (at BIGINT)"))
        connection.execute(text("CREATE INDEX ix_handled_at ON other (at)"))  # in the way
    store = open_store(database_url)
    with pytest.raises(SQLAlchemyError, match="ix_handled_at"):
        store.migrate()
    assert inspect(engine).get_table_names() == ["other"]
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE other"))
    store.migrate()
    assert "handled" in inspect(engine).get_table_names()
    store.close()
    engine.dispose()


def test_a_database_of_a_later_version_is_refused(store: Store, database_url: str) -> None:
    engine = open_engine(read_url(database_url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(CommandError, match="9999"):
        store.migrate()


def test_logging_stays_as_it_was(database_url: str) -> None:
    root = logging.getLogger()
    ours = logging.getLogger("bot.anything")
    before = (root.level, root.handlers[:], ours.disabled)
    store = open_store(database_url)
    store.migrate()
    store.close()
    assert (root.level, root.handlers, ours.disabled) == before


def test_migrating_waits_for_the_process_that_migrates_longer_than_a_claim_would(
    database_url: str,
) -> None:
    engine = open_engine(read_url(database_url))
    store = Store(open_engine(read_url(database_url), patience=0.1))
    with ThreadPoolExecutor() as threads:
        with engine.begin() as connection:
            connection.exec_driver_sql(LOCK[connection.dialect.name])
            waiting = threads.submit(store.migrate)
            sleep(0.6)
            assert not waiting.done()
        waiting.result(timeout=5)
    store.close()
    engine.dispose()
