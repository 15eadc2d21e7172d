"""A process that posts what is due, by a clock of its own, and that may die on the way.

It does what `mlops-learn digest send-due` does. Where it is to die is told by the statement that
it sends to the database: before that, or after it was done.
"""

import os
import re
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Pool, event

from bot.logs import set_up_logging
from bot.sending import AwayError, send_due
from bot.settings import Settings, read_settings


@dataclass(frozen=True)
class Part:
    """What a process is to do. Its clock shows `moment` at the start, in seconds since 1970."""

    moment: float
    jumps: tuple[tuple[float, float], ...] = ()
    """After so many seconds the clock jumps by so many."""

    lease: float = 2.0
    dies: tuple[str, str] | None = None
    """Either before or after a statement that a pattern matches."""


def main(part: Part, environment: Mapping[str, str], log: Path, line: Connection) -> None:
    """Be a process: say that it is ready, wait for the word, and post."""
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT), 2)
    set_up_logging("INFO", "text", [])
    begun = time.monotonic()

    def clock() -> datetime:
        passed = time.monotonic() - begun
        jumped = sum(by for after, by in part.jumps if passed >= after)
        return datetime.fromtimestamp(part.moment + passed + jumped, UTC)

    if part.dies:
        die(*part.dies)
    line.send("ready")
    line.recv()
    begun = time.monotonic()
    try:
        send_due(read_settings(Settings), clock, part.lease, posts_a_second=1000)
    except AwayError:
        os._exit(1)


def die(when: str, statement: str) -> None:
    """Kill this process without any farewell at the first such statement."""
    pattern, is_time = re.compile(statement), False

    def kill() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(Engine, f"{when}_cursor_execute")
    def on_execute(_: object, __: object, sql: str, *___: Any) -> None:
        nonlocal is_time
        if pattern.match(sql):
            is_time = True
            if when == "before":
                kill()

    @event.listens_for(Pool, "checkin")  # after the commit
    def on_checkin(*_: object) -> None:
        if is_time:
            kill()
