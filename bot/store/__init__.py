"""Remembers what the bot must not forget, in a SQLite file or in PostgreSQL."""

from bot.store.store import Store, open_store

__all__ = ["Store", "open_store"]
