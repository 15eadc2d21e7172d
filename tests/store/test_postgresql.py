import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.store import open_store
from bot.store.address import read_url
from bot.store.engine import open_engine
from tests.databases import PostgreSQL

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def url(postgresql: PostgreSQL) -> Iterator[str]:
    yield postgresql.empty_database()
    postgresql.start()  # a test that failed must not fail the ones after it


def test_a_database_away_at_the_start_is_an_error_and_used_when_it_is_back(
    postgresql: PostgreSQL, url: str
) -> None:
    postgresql.stop()
    store = open_store(url)
    for use in (store.ping, store.migrate, lambda: store.claim("key", NOON)):
        with pytest.raises(OperationalError):
            use()
    postgresql.start()
    store.migrate()
    assert store.claim("key", NOON)
    store.close()


def test_a_server_that_went_without_a_word_is_noticed(url: str) -> None:
    engine = open_engine(read_url(url))
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        said = driver.info.get_parameters()
    engine.dispose()

    assert int(said["tcp_user_timeout"]) <= 15_000
    idle, interval, times = (
        int(said[f"keepalives_{name}"]) for name in ("idle", "interval", "count")
    )
    assert idle + interval * times <= 15


def test_a_restart_of_the_database_goes_unnoticed(postgresql: PostgreSQL, url: str) -> None:
    store = open_store(url)
    store.migrate()
    store.claim("key", NOON)
    postgresql.stop()
    postgresql.start()
    assert not store.claim("key", NOON)
    store.close()


def test_a_database_lost_in_flight_is_an_error_and_used_when_it_is_back(
    postgresql: PostgreSQL, url: str
) -> None:
    store = open_store(url)
    store.migrate()
    store.claim("key", NOON)
    postgresql.stop()
    with pytest.raises(OperationalError):
        store.claim("another", NOON)
    postgresql.start()
    assert store.claim("another", NOON)
    assert not store.claim("key", NOON)
    store.close()


def test_a_server_that_accepts_and_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = open_store(f"postgresql://bot@127.0.0.1:{silent.getsockname()[1]}/bot")
        with pytest.raises(OperationalError, match="timeout expired"):
            store.ping()
        store.close()


def test_statements_are_given_five_seconds_also_after_a_rollback(url: str) -> None:
    engine = open_engine(read_url(url))
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        connection.rollback()
        assert connection.scalar(text("SHOW statement_timeout")) == "5s"
    engine.dispose()


def test_options_in_the_url_are_kept(url: str) -> None:
    engine = open_engine(read_url(url + "%20-cwork_mem%3D1234kB"))
    with engine.connect() as connection:
        assert connection.scalar(text("SHOW work_mem")) == "1234kB"
    engine.dispose()


def test_the_url_that_hosting_services_give_is_understood(url: str) -> None:
    store = open_store(url.replace("postgresql://", "postgres://"))
    store.migrate()
    store.ping()
    store.close()
