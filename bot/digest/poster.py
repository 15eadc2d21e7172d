"""Finds what there is to post in one workspace, and has it posted, a round at a time."""

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.digest.calendar import due
from bot.digest.editor import Editor
from bot.digest.lease import Leases
from bot.digest.publisher import Publisher, Tally
from bot.digest.when import is_zone
from bot.store import Pause, Record, Slot, Store

THREADS = 8
LOGGED_EVERY = 100
TRIED_AGAIN = 10  # rounds after which it is tried again where Slack took nothing

log = structlog.stdlib.get_logger(__name__)


class Poster:
    """Posts for one workspace; `round` is called again and again, by one thread.

    `clock` is that of the digests. What is due for longer than `late` does not come any more.
    """

    def __init__(
        self,
        *,
        team: str,
        store: Store,
        editor: Editor,
        publisher: Publisher,
        leases: Leases,
        late: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        self._team = team
        self._store = store
        self._editor = editor
        self._publisher = publisher
        self._leases = leases
        self._late = late
        self._clock = clock
        self._lock = threading.Lock()
        self._rounds_halted = 0

    @property
    def refused(self) -> str | None:
        """Why Slack takes nothing from us any more; nothing is posted then."""
        return self._publisher.refused

    def stop(self) -> None:
        """Begin nothing more; what is being posted comes to its end."""
        self._publisher.stop.set()

    def round(self) -> Tally:
        """Post all that is due. Raises SQLAlchemyError where the database is away."""
        now, team = self._clock(), self._team
        if self._is_halted():
            return Tally()
        self._editor.take_stock(now)
        self._publisher.forget_people()
        claimed = {each.slot: each for each in self._store.slots.claimed(team)}
        over = self._leases.look({slot: each.claim or "" for slot, each in claimed.items()})
        tallies = self._done(self._work(now, claimed, [claimed[slot] for slot in over]))
        posted = sum(tally.posted for tally in tallies)
        waiting = sum(tally.waiting for tally in tallies) + len(claimed) - len(over)
        if posted:
            log.info("digests posted", posted=posted, waiting=waiting)
        return Tally(posted, waiting)

    def _is_halted(self) -> bool:
        """Tell whether Slack takes nothing from us, which is asked again every few rounds."""
        if self._publisher.halted.is_set():
            self._rounds_halted += 1
            if self._rounds_halted % TRIED_AGAIN == 0:
                self._publisher.try_again()
        return self._publisher.halted.is_set()

    def _work(
        self, now: datetime, claimed: dict[Slot, Record], over: list[Record]
    ) -> Iterator[Callable[[], Tally]]:
        """List what there is to do, one by one as it is taken."""
        publisher, team = self._publisher, self._team
        since = (now - timedelta(weeks=3)).isocalendar()
        settled = self._store.slots.settled(team, f"{since.year:04}-W{since.week:02}")
        abandoned = {record.slot.channel: record for record in over}
        for subscription in self._store.subscriptions.all_of(team):
            if not is_zone(subscription.zone) and not subscription.paused:
                yield partial(publisher.pause, subscription, Pause.NO_ZONE)
            for each in due([subscription], now, self._late):
                if (each.slot.channel, each.slot.week) in settled or each.slot in claimed:
                    continue
                yield partial(publisher.miss if each.missed else publisher.post, each)
            if record := abandoned.pop(subscription.channel, None):
                yield partial(publisher.take_over, record, subscription)
        for record in abandoned.values():
            yield partial(publisher.take_over, record, None)

    def _done(self, work: Iterator[Callable[[], Tally]]) -> list[Tally]:
        """Do the work in a few threads, each of which takes the next piece when it is free."""
        count, over = 0, threading.Event()

        def take() -> Callable[[], Tally] | None:
            nonlocal count
            with self._lock:
                count += 1
                if count % LOGGED_EVERY == 0:
                    log.info("posting digests", done=count)
                return next(work, None)

        def thread() -> Tally:
            posted = waiting = 0
            publisher = self._publisher
            while not (publisher.stop.is_set() or publisher.halted.is_set() or over.is_set()):
                if not (piece := take()):
                    break
                try:
                    tally = piece()
                except SQLAlchemyError:
                    over.set()  # the others need not find out for themselves
                    raise
                except Exception:  # the edge: one digest that fails does not keep the others
                    log.exception("a digest failed")
                    tally = Tally(waiting=1)
                posted, waiting = posted + tally.posted, waiting + tally.waiting
            return Tally(posted, waiting)

        with ThreadPoolExecutor(THREADS, thread_name_prefix="digest") as threads:
            return [each.result() for each in [threads.submit(thread) for _ in range(THREADS)]]


def run(posters: Iterable[Poster]) -> None:
    """One round of each, whatever happens in it: the next one tries again."""
    for poster in posters:
        try:
            poster.round()
        except SQLAlchemyError as error:  # which the others would wait for, too
            log.warning("digests wait for the database", error=type(error).__name__)
            return
