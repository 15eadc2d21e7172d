"""A store in each kind of database, and other processes that use the same one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.store import Store, open_store
from bot.store.address import read_url
from bot.store.engine import open_engine
from tests.databases import PostgreSQL, database_url, postgresql
from tests.store.crowd import Crowd

__all__ = ["database_url", "postgresql"]


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    store = open_store(database_url)
    store.migrate()
    yield store
    store.close()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The database of the store, without the store."""
    engine = open_engine(read_url(database_url))
    yield engine
    engine.dispose()


@pytest.fixture
def another_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> str:
    """One more empty database of the same kind."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path}/another.sqlite"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.empty_database()


@pytest.fixture(scope="session")
def crowd() -> Iterator[Crowd]:
    crowd = Crowd()
    yield crowd
    crowd.close()
