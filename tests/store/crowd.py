"""Several processes that use one database at the same moment."""

import logging
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from io import StringIO
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from typing import TypeVar

from bot.store import open_store

PROCESSES = 6
THREADS = 6
KEYS = [f"message:T1:C1:1712.{number:04}" for number in range(200)]

Result = TypeVar("Result")

_barrier: Barrier  # where the processes meet; each has it from its start


class Crowd:
    """The processes, started once: most of their time goes into starting."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self._pool = ProcessPoolExecutor(
            PROCESSES,
            context,
            initializer=_meet_at,
            initargs=(context.Barrier(PROCESSES, None, 30),),
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
    log.setLevel(logging.INFO)
    listener = logging.StreamHandler(said)
    log.addHandler(listener)
    store = open_store(url)
    try:
        store.migrate()
    finally:
        store.close()
        log.removeHandler(listener)
    return said.getvalue().count("Running upgrade")


def claim(url: str) -> list[str]:
    """Return the keys that were granted to this process."""
    store = open_store(url)

    def granted(_: int) -> list[str]:
        return [key for key in KEYS if store.claim(key, datetime.now(UTC))]

    with ThreadPoolExecutor(THREADS) as threads:
        keys = [key for part in threads.map(granted, range(THREADS)) for key in part]
    store.close()
    return keys


def _meet_at(barrier: Barrier) -> None:
    global _barrier
    _barrier = barrier


def _together(task: Callable[[str], Result], url: str) -> Result:
    _barrier.wait()
    return task(url)
