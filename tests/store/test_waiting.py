"""What a claim does while another transaction is in its way, and afterwards."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from time import sleep

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError, TimeoutError

from bot.store import Store
from bot.store.address import read_url
from bot.store.engine import open_engine
from bot.store.store import CLAIM

KEY = "message:T1:C1:1712.0001"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def other(store: Store, database_url: str) -> Iterator[Connection]:
    """Somebody who has claimed the key and not committed yet."""
    engine = open_engine(read_url(database_url))
    with engine.connect() as connection:
        connection.execute(CLAIM, {"key": KEY, "at": 1, "until": 0})
        yield connection
    engine.dispose()


@pytest.fixture
def impatient(store: Store, database_url: str) -> Iterator[Store]:
    impatient = Store(open_engine(read_url(database_url), patience=0.3))
    yield impatient
    impatient.close()


def test_a_claim_waits_for_the_other_one_and_loses_when_that_is_committed(
    store: Store, other: Connection
) -> None:
    with ThreadPoolExecutor() as threads:
        claimed = threads.submit(store.claim, KEY, NOON)
        sleep(0.3)
        assert not claimed.done()
        other.commit()
        assert claimed.result(timeout=5) is False


def test_a_claim_waits_for_the_other_one_and_wins_when_that_is_rolled_back(
    store: Store, other: Connection
) -> None:
    with ThreadPoolExecutor() as threads:
        claimed = threads.submit(store.claim, KEY, NOON)
        sleep(0.3)
        assert not claimed.done()
        other.rollback()
        assert claimed.result(timeout=5) is True


def test_a_claim_that_waits_too_long_fails_and_can_be_made_later(
    impatient: Store, other: Connection
) -> None:
    with pytest.raises(OperationalError, match=r"locked|statement timeout"):
        impatient.claim(KEY, NOON)
    other.rollback()
    assert impatient.claim(KEY, NOON)


def test_readiness_does_not_wait_for_a_writer(impatient: Store, other: Connection) -> None:
    impatient.ping()


def test_waiting_for_a_free_connection_ends_too(store: Store, database_url: str) -> None:
    engine = open_engine(read_url(database_url), patience=0.3)
    busy = [engine.connect() for _ in range(10)]
    with pytest.raises(TimeoutError, match=r"timeout 0\.30"):
        Store(engine).ping()
    busy.pop().close()
    Store(engine).ping()
    for connection in busy:
        connection.close()
    engine.dispose()
