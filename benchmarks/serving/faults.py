"""What goes wrong on the way of an answer: by chance, but the same way each time."""

import random
from collections.abc import Callable
from enum import StrEnum


class Fault(StrEnum):
    """What a question's first answer meets."""

    BROKEN = "500"
    LIMITED = "429, Retry-After: 1"
    RESET = "connection reset"
    SLOW = "reply after 1 to 2 seconds"


Faults = Callable[[int], Fault | None]
"""Tells what the answer to a question with this number meets."""


def none(_: int) -> Fault | None:
    """All goes well."""
    return None


def some(share: float, seed: int) -> Faults:
    """Let the answers to this share of the questions meet something."""

    def fault(number: int) -> Fault | None:
        chance = random.Random(f"{seed} {number} fault")
        return chance.choice(list(Fault)) if chance.random() < share else None

    return fault
