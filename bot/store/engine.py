"""Connects to the database: what a connection waits for, and for how long."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

PATIENCE = 5.0  # seconds that a statement may wait for other processes
CONNECTIONS = {"pool_size": 5, "max_overflow": 5}


def open_engine(url: URL, patience: float = PATIENCE) -> Engine:
    """Prepare the connections without making one, so the database may still be away."""
    return _sqlite(url, patience) if url.drivername == "sqlite" else _postgresql(url, patience)


def _sqlite(url: URL, patience: float) -> Engine:
    engine = create_engine(
        url,
        pool_timeout=patience,
        hide_parameters=True,  # what people ask and mark is in no log
        connect_args={"timeout": patience},  # becomes SQLite's busy timeout
        **CONNECTIONS,
    )

    @event.listens_for(engine, "do_connect")
    def make_folder(*_: object) -> None:
        if str(url.database).startswith("file:"):  # a URI, of which SQLite finds the file
            return
        with suppress(OSError):  # SQLite then says that it cannot open the file
            Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)

    @event.listens_for(engine, "connect")
    def write_ahead(connection: DBAPIConnection, _: object) -> None:
        """Let readers and a writer work at the same time; the file keeps this mode."""
        # SQLite does not wait here while somebody else writes or changes the mode. A connection
        # works in either mode, the next one tries again, and a real fault meets every statement.
        with closing(connection.cursor()) as cursor, suppress(sqlite3.OperationalError):
            cursor.execute("PRAGMA journal_mode = WAL")

    return engine


def _postgresql(url: URL, patience: float) -> Engine:
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_timeout=patience,
        hide_parameters=True,  # as above
        # A server that went without a word, its machine too, is noticed in a quarter of a minute.
        connect_args={
            "connect_timeout": 5,
            "keepalives_idle": 5,
            "keepalives_interval": 5,
            "keepalives_count": 2,
            "tcp_user_timeout": 15_000,
        },
        **CONNECTIONS,
    )

    @event.listens_for(engine, "connect")
    def limit_statements(connection: DBAPIConnection, _: object) -> None:
        """Not a startup option: connection poolers refuse those, and the URL may have its own."""
        with closing(connection.cursor()) as cursor:
            cursor.execute(f"SET statement_timeout = {round(patience * 1000)}")
        connection.commit()

    return engine
