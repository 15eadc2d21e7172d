"""Keys of which the codes of askers are made: one a week, and none is kept for longer.

With its key gone, nobody can find out whose a code was.
"""

import secrets

from sqlalchemy import Engine, delete, select, text

from bot.store.tables import weekly_keys

MAKE = text(
    "INSERT INTO weekly_keys (week, key) VALUES (:week, :key) ON CONFLICT (week) DO NOTHING"
)


class WeeklyKeys:
    """Errors of the database reach the caller as SQLAlchemy raises them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, week: str) -> bytes:
        """Give the key of a week such as 2026-W47, the same one to every process."""
        with self._engine.begin() as connection:
            connection.execute(MAKE, {"week": week, "key": secrets.token_hex(32)})
            wanted = select(weekly_keys.c.key).where(weekly_keys.c.week == week)
            return bytes.fromhex(connection.execute(wanted).scalar_one())

    def keep(self, week: str) -> None:
        """Delete the keys of all weeks before this one."""
        with self._engine.begin() as connection:
            connection.execute(delete(weekly_keys).where(weekly_keys.c.week < week))
