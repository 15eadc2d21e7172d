"""A store in each kind of database, and other processes that use the same one."""

from collections.abc import Iterator

import pytest

from bot.store import Store, open_store
from tests.databases import database_url, postgresql
from tests.store.crowd import Crowd

__all__ = ["database_url", "postgresql"]


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    store = open_store(database_url)
    store.migrate()
    yield store
    store.close()


@pytest.fixture(scope="session")
def crowd() -> Iterator[Crowd]:
    crowd = Crowd()
    yield crowd
    crowd.close()
