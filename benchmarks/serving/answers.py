"""Keeps the books on what was answered, question by question."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field

from bot.views.sentences import FAILED, UNCONFIRMED


@dataclass
class Answers:
    """What came for the questions with these numbers; `last` is in `time.monotonic`."""

    taken: Counter[int] = field(default_factory=Counter)
    """How often an answer was taken, and said to be so or surely read."""

    unconfirmed: set[int] = field(default_factory=set)
    """Whose answer met a fault after which nobody knows whether it arrived."""

    apologies: Counter[int] = field(default_factory=Counter)
    """How often the asker was told, in place of an answer, that there may be none."""

    failed: set[int] = field(default_factory=set)
    """Whose asker was told that the bot has failed."""

    last: float = 0.0
    waiting: dict[int, asyncio.Event] = field(default_factory=dict)

    def take(self, number: int, text: str) -> None:
        """Note what arrived."""
        if text == UNCONFIRMED:
            self.apologies[number] += 1
        elif text == FAILED:
            self.failed.add(number)
        else:
            self.taken[number] += 1
        self.last = time.monotonic()
        self._settle(number)

    def lose(self, number: int) -> None:
        """Note that an answer arrived, or did not, without a word back."""
        self.unconfirmed.add(number)
        self._settle(number)

    async def settled(self, number: int) -> None:
        """Wait until there is an answer, or the fault that it met."""
        if number not in self.taken and number not in self.unconfirmed:
            event = self.waiting.setdefault(number, asyncio.Event())
            try:
                await event.wait()
            finally:
                self.waiting.pop(number, None)

    def _settle(self, number: int) -> None:
        if event := self.waiting.get(number):
            event.set()

    @property
    def twice(self) -> int:
        """How many were answered again, though they were answered or may have been."""
        again = {number for number, times in self.taken.items() if times > 1}
        return len(again | self.unconfirmed & self.taken.keys())
