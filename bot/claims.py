"""Does each thing once: the same event, edited message or click, in any number of processes."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.store import Store

KEPT = timedelta(days=1)
"""Slack redelivers for about six minutes; a day covers every retry and edit that was ever seen."""

MOMENT = timedelta(minutes=1)
"""For what is given back at once: of a process that died meanwhile, little is left."""

CLEANED_EVERY = timedelta(hours=1)

HELD = 10_000
"""What a process remembers by itself at most: three questions a second, for an hour."""

log = structlog.stdlib.get_logger(__name__)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Claims:
    """Remembers what was taken on: in the store for all processes, and here for when it is away."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime] = utc_now, held: int = HELD
    ) -> None:
        self._store = store
        self._clock = clock
        self._held = held
        self._cleaned = clock() - CLEANED_EVERY
        self._here: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def take(self, *parts: str, lasting: timedelta = KEPT) -> bool:
        """Claim what the parts name, for so long; True for the first to ask, whoever that is.

        With the store away, that is the first in this process: questions are still answered.
        """
        key, now = ":".join(parts), self._clock()
        at, over = now + lasting - KEPT, now - KEPT
        with self._lock:
            if first := self._here.get(key, over) <= over:
                self._here.pop(key, None)
                self._here[key] = at
            if len(self._here) > self._held:
                del self._here[next(iter(self._here))]  # the oldest
        if first:
            try:
                first = self._store.claim(key, at, over)
            except SQLAlchemyError:
                log.exception("claim not recorded", about=parts[0])
        if not first:
            log.info("done already", about=parts[0])
        self._clean(now)
        return first

    def _clean(self, now: datetime) -> None:
        with self._lock:
            if now - self._cleaned < CLEANED_EVERY:
                return
            self._cleaned = now
            self._here = {key: at for key, at in self._here.items() if at > now - KEPT}
        try:
            self._store.forget_before(now - KEPT)
        except SQLAlchemyError:
            log.exception("old claims not forgotten")

    def give_back(self, *parts: str) -> None:
        """Let it be tried again, after Slack said that it did not happen."""
        key = ":".join(parts)
        with self._lock:
            self._here.pop(key, None)
        try:
            self._store.release(key)
        except SQLAlchemyError:
            log.exception("claim not given back", about=parts[0])
