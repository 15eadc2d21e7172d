"""Does something again and again, in a thread of its own."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler

log = structlog.stdlib.get_logger(__name__)


def every(seconds: float, act: Callable[[], None]) -> Callable[[], None]:
    """Act now and then every so many seconds, never twice at a time.

    Gives the function that ends it, which waits for what is under way.
    """
    # It warns of each tick that finds the one before still at work, which is as it should be.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(
        timezone="UTC",
        daemon=True,
        # A tick that comes late still comes, and many that were missed come as one.
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    scheduler.add_listener(_failed, EVENT_JOB_ERROR)
    scheduler.add_job(act, "interval", seconds=seconds, next_run_time=datetime.now(UTC))
    scheduler.start()
    return lambda: scheduler.shutdown(wait=True)


def _failed(event: JobExecutionEvent) -> None:
    log.error("a tick failed", exc_info=event.exception)
