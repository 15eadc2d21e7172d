"""How an empty database gets its tables."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from time import sleep

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot.store import LaterVersionError, Store, open_store
from bot.store.address import read_url
from bot.store.engine import open_engine
from bot.store.migration import LOCK
from bot.store.tables import metadata
from bot.tenants.encryption import Cipher
from bot.tenants.installations import Installations
from tests.store.crowd import PROCESSES, Crowd, migrate
from tests.store.schema import tables_of

EVERYTHING = MetaData()
for described in (metadata, Installations(create_engine("sqlite://"), "1.2", Cipher("k")).metadata):
    for table in described.tables.values():
        table.to_metadata(EVERYTHING)

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_of_many_processes_one_migrates_and_none_fails(database_url: str, crowd: Crowd) -> None:
    *others, first = sorted(crowd.run(migrate, database_url))

    assert others == [0] * (PROCESSES - 1)
    assert first > 0


def test_migrations_build_the_tables_that_the_code_uses(store: Store, database_url: str) -> None:
    engine = open_engine(read_url(database_url))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), EVERYTHING) == []
    engine.dispose()


def test_columns_and_keys_are_the_same_whether_migrated_or_made_from_the_code(
    store: Store, database_url: str, another_url: str
) -> None:
    migrated, made = open_engine(read_url(database_url)), open_engine(read_url(another_url))
    EVERYTHING.create_all(made)

    assert tables_of(migrated) == tables_of(made)
    migrated.dispose()
    made.dispose()


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
    with pytest.raises(LaterVersionError, match="9999"):
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


def test_a_database_that_is_up_to_date_waits_for_nobody(store: Store, database_url: str) -> None:
    engine = open_engine(read_url(database_url))
    with ThreadPoolExecutor() as threads, engine.begin() as connection:
        connection.exec_driver_sql(LOCK[connection.dialect.name])
        threads.submit(store.migrate).result(timeout=5)
    engine.dispose()
