import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.store import open_store
from bot.store.address import read_url
from bot.store.engine import open_engine

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@contextmanager
def unprivileged() -> Iterator[None]:
    """Permissions mean nothing to root."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that any user can reach, unlike `tmp_path`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o777)


def test_opening_touches_nothing_and_the_first_use_makes_the_folder(tmp_path: Path) -> None:
    file = tmp_path / "mlops learn" / "100%" / "bot.sqlite"
    store = open_store(f"sqlite:///{tmp_path}/mlops learn/100%25/bot.sqlite")
    assert not list(tmp_path.iterdir())
    store.migrate()
    assert store.claim("key", NOON)
    assert file.exists()
    store.close()


def test_the_file_is_in_write_ahead_mode_and_connections_wait_five_seconds(tmp_path: Path) -> None:
    engine = open_engine(read_url(f"sqlite:///{tmp_path}/bot.sqlite"))
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA busy_timeout")) == 5000
    engine.dispose()


def test_a_file_that_another_process_is_writing_can_be_opened(tmp_path: Path) -> None:
    file = tmp_path / "bot.sqlite"
    engine = open_engine(read_url(f"sqlite:///{file}"))
    with closing(sqlite3.connect(file)) as writer:  # not yet in write-ahead mode
        writer.execute("CREATE TABLE other (n INTEGER)")
        writer.execute("BEGIN IMMEDIATE")
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM other")) == 0
    engine.dispose()
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
    engine.dispose()


def test_a_folder_that_cannot_be_made_is_an_error_of_the_database() -> None:
    store = open_store("sqlite:////dev/null/bot.sqlite")
    with pytest.raises(OperationalError, match="unable to open database file"):
        store.migrate()
    with pytest.raises(OperationalError, match="unable to open database file"):
        store.ping()
    store.close()


def test_a_read_only_folder_is_an_error_until_it_can_be_written(folder: Path) -> None:
    store = open_store(f"sqlite:///{folder}/bot.sqlite")
    with unprivileged():
        store.migrate()
        store.close()
    folder.chmod(0o555)
    with unprivileged(), pytest.raises(OperationalError):
        store.claim("key", NOON)
    folder.chmod(0o777)
    with unprivileged():
        assert store.claim("key", NOON)
        store.close()


@pytest.mark.parametrize("kept", [0, 100], ids=["no database at all", "damaged behind its header"])
def test_a_damaged_file_is_an_error(tmp_path: Path, kept: int) -> None:
    file = tmp_path / "bot.sqlite"
    store = open_store(f"sqlite:///{file}")
    store.migrate()
    store.close()
    content = file.read_bytes()
    file.write_bytes(content[:kept] + b"\xff" * (len(content) - kept))
    with pytest.raises(DatabaseError, match=r"not a database|malformed"):
        store.claim("key", NOON)
    with pytest.raises(DatabaseError, match=r"not a database|malformed"):
        store.migrate()
    with pytest.raises(DatabaseError, match=r"not a database|malformed"):
        store.ping()
    assert file.read_bytes()[kept:] == b"\xff" * (len(content) - kept)
    store.close()


def test_statements_wait_five_seconds_for_a_writer(tmp_path: Path) -> None:
    engine = open_engine(read_url(f"sqlite:///{tmp_path / 'bot.sqlite'}"))
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA busy_timeout")) == 5000
    engine.dispose()


def test_closing_leaves_one_file_with_everything_in_it(tmp_path: Path) -> None:
    file = tmp_path / "bot.sqlite"
    store = open_store(f"sqlite:///{file}")
    store.migrate()
    store.claim("key", NOON)
    store.close()
    assert list(tmp_path.iterdir()) == [file]
