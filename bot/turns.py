"""Whose turn it is to use the processor: Python lets one thread at a time have it.

Slack waits three seconds for an acknowledgement, and people longer for an answer. So what is not
acknowledged goes first; and answers are made one after the other, since side by side each of them
would take as long as all.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 0.02
"""Seconds that work waits for a moment without requests; with never such a moment, it goes on."""


class Turns:
    """For all threads of a process."""

    def __init__(self) -> None:
        self._requests = 0
        self._idle = threading.Event()
        self._idle.set()
        self._next = threading.Lock()
        self.answering = threading.Lock()
        """Held by who makes an answer; never while waiting for Slack or the database."""

    @contextmanager
    def acknowledging(self) -> Iterator[None]:
        """Go first; in the event loop's thread alone."""
        self._requests += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._requests -= 1
            if not self._requests:
                self._idle.set()

    def wait_to_work(self) -> None:
        """Let requests go first, for a while."""
        with self._next:
            self._idle.wait(PATIENCE)
