"""Several processes that use one database at the same moment."""

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from io import StringIO
from multiprocessing.synchronize import Barrier
from random import Random
from typing import TypeVar
from uuid import uuid4

from bot.store import Fate, Pause, Plan, Proposal, Slot, Store, open_store
from tests.forks import CONTEXT

PROCESSES = 6
THREADS = 6
KEYS = [f"message:T1:C1:1712.{number:04}" for number in range(200)]
SLOTS = [Slot("T1", f"C{number:02}", "2026-W48") for number in range(40)]
RESOURCES = [f"resource-{number:03}" for number in range(200)]

Result = TypeVar("Result")

_barrier: Barrier  # where the processes meet; each has it from its start


class Crowd:
    """The processes, started once: most of their time goes into starting."""

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(
            PROCESSES,
            CONTEXT,
            initializer=_meet_at,
            initargs=(CONTEXT.Barrier(PROCESSES, None, 30),),
        )

    def run(self, task: Callable[[str], Result], url: str) -> list[Result]:
        """Do the task in every process; they begin together."""
        tasks = [self._pool.submit(_together, task, url) for _ in range(PROCESSES)]
        return [each.result() for each in tasks]

    def close(self) -> None:
        self._pool.shutdown()


def migrate(url: str) -> int:
    """Tell how many migrations ran in this process, by Alembic's own account."""
    said = StringIO()
    log = logging.getLogger("alembic.runtime.migration")
    level = log.level
    log.setLevel(logging.INFO)
    listener = logging.StreamHandler(said)
    log.addHandler(listener)
    store = open_store(url)
    try:
        store.migrate()
    finally:
        store.close()
        log.removeHandler(listener)
        log.setLevel(level)
    return said.getvalue().count("Running upgrade")


def claim(url: str) -> list[str]:
    """Return the keys that were granted to this process."""
    return _in_threads(
        url, lambda store: [key for key in KEYS if store.claim(key, datetime.now(UTC))]
    )


def claim_slots(url: str) -> list[tuple[Slot, str]]:
    """Return the slots that were granted to this process, each with its claim."""
    now = datetime.now(UTC)
    return _in_threads(
        url,
        lambda store: [
            (slot, claim) for slot in SLOTS if (claim := store.slots.claim(slot, now, now))
        ],
    )


def exchange_slots(url: str, claims: Mapping[Slot, str]) -> list[tuple[Slot, str]]:
    """Return the slots whose claims this process could exchange, each with its new claim."""
    return _in_threads(
        url,
        lambda store: [
            (slot, new)
            for slot, claim in claims.items()
            if (new := store.slots.exchange(slot, claim))
        ],
    )


def pause(url: str) -> list[str]:
    """Return the channels that, as this process was told, it has paused."""
    return _in_threads(
        url,
        lambda store: [
            slot.channel
            for slot in SLOTS
            if store.subscriptions.pause(slot.team, slot.channel, Pause.OWNER_LEFT)
        ],
    )


def settle(url: str, numbers: Sequence[int]) -> list[str]:
    """Return the people who were given to this process, which takes the questions many at a time.

    Each question is among them several times, in an order that is this process's own.
    """
    many = [numbers[start : start + 40] for start in range(0, len(numbers), 10)]
    own = Random(os.getpid()).sample(many, len(many))
    return _in_threads(
        url,
        lambda store: [
            person
            for some in own
            for person in store.questions.settle("T1", some, datetime.now(UTC)).values()
        ],
    )


def decide(url: str, ids: Sequence[str]) -> list[tuple[str, Proposal]]:
    """Return the suggestions that this process has decided, as it then found them."""

    def decided(store: Store, id: str) -> Proposal | None:
        edited = Proposal(url="https://example.com", title=str(uuid4()))
        if not store.suggestions.decide("T1", id, Fate.ACCEPTED, datetime.now(UTC), None, edited):
            return None
        found = store.suggestions.find("T1", id)
        return found.proposal if found else None

    return _in_threads(
        url, lambda store: [(id, proposal) for id in ids if (proposal := decided(store, id))]
    )


def take_tellings(url: str, ids: Sequence[str]) -> list[str]:
    """Return the suggestions of which this process is to tell."""
    return _in_threads(
        url, lambda store: [id for id in ids if store.suggestions.take_telling("T1", id)]
    )


def advance(url: str, plans: Sequence[Plan]) -> list[str]:
    """Return the plans of which this process is to send the item."""
    return _in_threads(
        url,
        lambda store: [
            plan.id
            for plan in plans
            if store.plans.change("T1", plan, step=plan.step + 1, due=datetime.now(UTC))
        ],
    )


def weekly_key(url: str) -> list[bytes]:
    """Return the key of a week, as it was given to each thread of this process."""
    return _in_threads(url, lambda store: [store.weekly_keys.of("2026-W48")])


def note_arrivals(url: str) -> None:
    """Note the resources, in an order that is this process's own."""
    own = Random(os.getpid()).sample(RESOURCES, len(RESOURCES))
    store = open_store(url)
    try:
        store.arrivals.note(own, datetime.now(UTC))
    finally:
        store.close()


def _in_threads(url: str, do: Callable[[Store], list[Result]]) -> list[Result]:
    store = open_store(url)
    try:
        with ThreadPoolExecutor(THREADS) as threads:
            parts = [threads.submit(do, store) for _ in range(THREADS)]
        return [each for part in parts for each in part.result()]
    finally:
        store.close()


def _meet_at(barrier: Barrier) -> None:
    global _barrier
    _barrier = barrier


def _together(task: Callable[[str], Result], url: str) -> Result:
    _barrier.wait()
    return task(url)
