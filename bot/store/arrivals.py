"""Since when the catalogue has each of its resources, as far as this bot has seen."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Engine, select, text

from bot.store.moment import to_seconds
from bot.store.tables import arrivals

NOTE = text(
    "INSERT INTO arrivals (resource, at) VALUES (:resource, :at) ON CONFLICT (resource) DO NOTHING"
)


class Arrivals:
    """Errors of the database reach the caller as SQLAlchemy raises them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, resources: Collection[str], now: datetime) -> None:
        """Note which resources there are; those of the very first time count as old."""
        seconds = to_seconds(now)
        with self._engine.begin() as connection:
            known = set(connection.execute(select(arrivals.c.resource)).scalars())
            at = seconds if known else 0
            # In one order, so that two processes do not wait for each other.
            new = [{"resource": id, "at": at} for id in sorted(set(resources) - known)]
            if new:
                connection.execute(NOTE, new)

    def since(self, moment: datetime) -> set[str]:
        """List what came after a moment."""
        new = select(arrivals.c.resource).where(arrivals.c.at > to_seconds(moment))
        with self._engine.connect() as connection:
            return set(connection.execute(new).scalars())
