"""Tries what needs Slack or the database until it works, for as long as the bot shall run."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from http.client import HTTPException
from typing import TypeVar

import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

LONGEST_WAIT = 30
"""Seconds between two tries to reach Slack or the database, after 1, 2, 4, 8 and 16."""

T = TypeVar("T")

log = structlog.stdlib.get_logger(__name__)


async def until_done(what: str, act: Callable[[], T], stop: asyncio.Event) -> T | None:
    """Try until it works, waiting longer each time; None when told to stop before."""
    wait = 1
    while not stop.is_set():
        try:
            return await _in_thread(act)
        except (OSError, HTTPException, SlackApiError, SQLAlchemyError) as error:
            log.warning(f"{what} does not answer", error=str(error), next_try_in_seconds=wait)
        try:
            await asyncio.wait_for(stop.wait(), wait)
        except TimeoutError:
            wait = min(2 * wait, LONGEST_WAIT)
    return None


async def _in_thread(act: Callable[[], T]) -> T:
    """Act in a thread that does not keep the process from ending, as those of executors do."""
    done: Future[T] = Future()

    def run() -> None:
        try:
            done.set_result(act())
        except Exception as error:  # noqa: BLE001 - as executors do: it is raised where it is awaited
            done.set_exception(error)

    threading.Thread(target=run, name="start", daemon=True).start()
    return await asyncio.wrap_future(done)
