"""Does each thing once: the same event, edited message or click, in any number of processes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.store import Store

KEPT = timedelta(days=1)
"""Slack redelivers for about six minutes; a day covers every retry and edit that was ever seen."""

CLEANED_EVERY = timedelta(hours=1)

log = structlog.stdlib.get_logger(__name__)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Claims:
    """Remembers in the store what was taken on."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._clock = clock
        self._cleaned = clock() - CLEANED_EVERY

    def take(self, *parts: str) -> bool:
        """Claim what the parts name; True for the first to ask, whoever that is.

        With the store away it is True as well: an answer given twice is better than none.
        """
        now = self._clock()
        try:
            first = self._store.claim(":".join(parts), now)
            if now - self._cleaned >= CLEANED_EVERY:
                self._cleaned = now
                self._store.forget_before(now - KEPT)
        except SQLAlchemyError:
            log.exception("claim not recorded", about=parts[0])
            return True
        if not first:
            log.info("done already", about=parts[0])
        return first

    def give_back(self, *parts: str) -> None:
        """Let it be tried again, after Slack said that it did not happen."""
        try:
            self._store.release(":".join(parts))
        except SQLAlchemyError:
            log.exception("claim not given back", about=parts[0])
