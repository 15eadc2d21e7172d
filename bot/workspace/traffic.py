"""What went over the wire between Slack and the app, to be looked at afterwards."""

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

KEPT = 500
"""Exchanges, the newest."""

Way = Literal["to the app", "to Slack"]


@dataclass(frozen=True)
class Exchange:
    """One request and what was answered, but for what opens doors: tokens, tickets, signatures."""

    number: int
    begun: float
    """In seconds, from no moment in particular: for the order."""

    at: float
    """When it ended, by the clock of the workspace, in seconds since 1970."""

    way: Way
    name: str
    """The kind of envelope, the method of the Web API, or `response_url`."""

    sent: Any
    answered: Any
    milliseconds: float
    error: str | None


class Traffic:
    """The last exchanges, oldest first."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self._exchanges: deque[Exchange] = deque(maxlen=KEPT)
        self.changed: Callable[[], None] = lambda: None

    def __iter__(self) -> Iterator[Exchange]:
        return iter(list(self._exchanges))

    def note(
        self, way: Way, name: str, sent: Any, answered: Any, begun: float, error: str | None
    ) -> None:
        """Keep an exchange that has just ended; `begun` is of `time.perf_counter`."""
        spent, number = time.perf_counter() - begun, next(self._numbers)
        exchange = Exchange(
            number, begun, self._clock(), way, name, sent, answered, spent * 1000, error
        )
        self._exchanges.append(exchange)
        self.changed()

    def find(self, number: int) -> Exchange | None:
        return next((each for each in self if each.number == number), None)

    def clear(self) -> None:
        self._exchanges.clear()
        self.changed()
