"""Keeps within Slack's limits: some hundreds of posts a minute in a workspace.

https://docs.slack.dev/apis/web-api/rate-limits
"""

import threading
import time

PER_SECOND = 4.0


class Pace:
    """Lets threads pass one after the other, at most so many a second."""

    def __init__(self, per_second: float = PER_SECOND) -> None:
        self._interval = 1 / per_second
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self, stop: threading.Event) -> bool:
        """Wait for one's turn; False when told to stop before."""
        with self._lock:
            turn = max(self._next, time.monotonic())
            self._next = turn + self._interval
        return not stop.wait(max(0.0, turn - time.monotonic()))
