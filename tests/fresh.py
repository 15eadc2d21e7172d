"""Databases whose tables are there, and empty."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.store import Store, open_store


def opened(url: str) -> Store:
    """Open a database that is up to date. A new SQLite is a copy: making one takes longer."""
    scheme, _, path = url.partition(":///")
    file = Path(path)
    if scheme == "sqlite" and not file.exists() and file.parent.exists():
        file.write_bytes(_empty())
    store = open_store(url)
    if scheme != "sqlite":
        store.migrate()
    return store


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.sqlite3"
        store = open_store(f"sqlite:///{file}")
        store.migrate()
        store.close()
        return file.read_bytes()
