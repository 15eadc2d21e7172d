"""Tells askers apart without naming them: a code each, which means nothing after its week."""

from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b

from bot.store import Store


class Askers:
    """Errors of the database reach the caller as SQLAlchemy raises them."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._key: tuple[str, bytes] = ("", b"")

    def code(self, team: str, person: str) -> str:
        """Give somebody's code of this week, the same one in every process.

        Without the week's key, which nobody keeps, it leads to no person.
        """
        week = week_of(self._clock())
        known, key = self._key
        if known != week:
            key = self._store.weekly_keys.of(week)
            self._key = week, key
        return blake2b(f"{team}:{person}".encode(), key=key, digest_size=12).hexdigest()

    def forget(self) -> None:
        """Delete the keys of the weeks that are over."""
        self._store.weekly_keys.keep(week_of(self._clock()))


def week_of(moment: datetime) -> str:
    """Name the ISO week of a moment: 2026-W47."""
    year, week, _ = moment.isocalendar()
    return f"{year:04}-W{week:02}"
