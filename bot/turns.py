"""Whose turn it is to use the processor: Python lets one thread at a time have it.

Slack waits three seconds for an acknowledgement, and people longer for an answer. So what is not
acknowledged goes first; and answers are made one after the other, since side by side each of them
would take as long as all.
"""

import threading
import time

QUIET = 0.005
"""Seconds without a request after which nobody is thought to wait for an acknowledgement."""

PATIENCE = 0.3
"""Seconds that a piece of work waits for such a moment; with never one, it begins all the same."""

LONGEST = 0.5
"""Seconds that one may have the turn: who has it for longer waits for something, as a database."""


class Turns:
    """For all threads of a process."""

    def __init__(self) -> None:
        self._requested_at = 0.0
        self._since = 0.0
        self._turn = threading.Lock()
        self._mine = threading.local()

    def requested(self) -> None:
        """Note that Slack has sent something."""
        self._requested_at = time.monotonic()

    def begin(self) -> None:
        """Have the turn to work, until `end`."""
        while not (held := self._turn.acquire(timeout=self._left())):
            if not self._left():
                break
        self._mine.held = held
        begun = time.monotonic()
        if held:  # who goes past one that waits keeps nobody else from that
            self._since = begun
        deadline = begun + PATIENCE
        while (now := time.monotonic()) < min(deadline, self._requested_at + QUIET):
            time.sleep(self._requested_at + QUIET - now)

    def _left(self) -> float:
        """Give the seconds for which who has it may keep the others."""
        return max(0.0, self._since + LONGEST - time.monotonic())

    def end(self) -> None:
        """Let others have it: all that is left to do is to wait, for Slack above all."""
        if getattr(self._mine, "held", False):
            self._mine.held = False
            self._turn.release()
