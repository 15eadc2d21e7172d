"""Whose turn it is to use the processor: Python lets one thread at a time have it.

Slack waits three seconds for an acknowledgement, and people longer for an answer. So what is not
acknowledged goes first; and answers are made one after the other, since side by side each of them
would take as long as all.
"""

import math
import threading
import time

QUIET = 0.005
"""Seconds without a request after which nobody is thought to wait for an acknowledgement."""

PATIENCE = 0.3
"""Seconds that a piece of work waits for such a moment; with never one, it begins all the same."""

LONGEST = 0.5
"""Seconds that one may have the turn, or wait for that moment: who takes longer waits for
something else, as a database."""


class Turns:
    """For all threads of a process."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._requested_at = 0.0
        self._since = 0.0
        self._turn = threading.Lock()
        self._mine = threading.local()

    def requested(self) -> None:
        """Note that Slack has sent something."""
        self._requested_at = time.monotonic()

    def begin(self, since: float = math.inf) -> None:
        """Have the turn to work, until `end`; what was there `since` long ago waits no more."""
        while not (held := self._turn.acquire(timeout=self._left())):
            if not self._left():
                break
        self._mine.held = held
        begun = time.monotonic()
        if held:  # who goes past one that waits keeps nobody else from that
            self._since = begun
        deadline = min(since, begun) + PATIENCE
        while (now := time.monotonic()) < min(deadline, self._requested_at + QUIET):
            time.sleep(self._requested_at + QUIET - now)
        if held:
            self._since = now

    def _left(self) -> float:
        """Give the seconds for which who has it may keep the others."""
        return max(0.0, self._since + self._longest - time.monotonic())

    def end(self) -> None:
        """Let others have it: all that is left to do is to wait, for Slack above all."""
        if getattr(self._mine, "held", False):
            self._mine.held = False
            self._turn.release()
