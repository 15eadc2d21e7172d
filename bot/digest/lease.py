"""Tells when whoever has claimed a slot must be dead."""

import time
from collections.abc import Callable

from bot.store import Slot

CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Which goes on while the machine sleeps, where there is such a clock."""

LEASE = 120.0
"""Seconds that a claim is respected: far longer than a call to Slack may take."""


class Leases:
    """Watches claims by this machine's monotonic clock.

    A claim is exchanged for a new one right before its owner posts. One that has stood unchanged
    before the eyes of this process for a whole lease is thus nobody's any more, whatever the wall
    clocks of the machines say, and however they jump.
    """

    def __init__(self, lease: float, clock: Callable[[], float] | None = None) -> None:
        self._lease = lease
        self._clock = clock or (lambda: time.clock_gettime(CLOCK))
        self._seen: dict[Slot, tuple[str, float]] = {}

    def look(self, claims: dict[Slot, str]) -> list[Slot]:
        """Take in all the claims that there are; gives the slots whose lease is over."""
        now = self._clock()
        self._seen = {
            slot: seen if (seen := self._seen.get(slot)) and seen[0] == claim else (claim, now)
            for slot, claim in claims.items()
        }
        return [slot for slot, (_, since) in self._seen.items() if now - since >= self._lease]

    def is_fresh(self, since: float) -> bool:
        """Tell whether what was claimed at a moment may still be posted, with time to spare."""
        return self._clock() - since < self._lease / 4

    def now(self) -> float:
        """Tell the moment, in seconds of the clock that leases go by."""
        return self._clock()
