"""What is done after acknowledgements: in the order in which it came, as each has its turn."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from bot.metrics import Metrics
from bot.turns import Turns

THREADS = 128
"""Many, since some may wait for Slack up to a minute. What finds none free waits for one."""

ACKNOWLEDGED = "acknowledged"
"""In the context of a request that Slack waits for no more: since when, by `time.monotonic`."""

P = ParamSpec("P")
T = TypeVar("T")


class Work(Executor):
    """Runs each piece in a thread, of which one at most waits for the turn.

    Were it all of them, a hundred requests would start or wake a hundred threads, each of them
    taking the processor from the acknowledgement of the next request.
    """

    def __init__(self, turns: Turns, metrics: Metrics) -> None:
        self._turns = turns
        self._metrics = metrics
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="work")
        self._waiting: deque[Callable[[], None]] = deque()
        self._changed = threading.Condition()
        self._closed = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        piece = partial(_run, future, partial(fn, *args, **kwargs))
        with self._changed:
            if self._closed:
                raise RuntimeError("work that came after its end")
            self._waiting.append(piece)
            self._metrics.waiting.inc()
            if len(self._waiting) == 1:
                self._threads.submit(self._do_next)
        return future

    def _do_next(self) -> None:
        self._turns.begin()
        with self._changed:
            piece = self._waiting.popleft()
            self._metrics.waiting.dec()
            if self._waiting:
                self._threads.submit(self._do_next)
            self._changed.notify_all()
        try:
            piece()
        finally:
            self._turns.end()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more. What was taken is done, all the same; `wait` waits for it."""
        with self._changed:
            self._closed = True
            if wait:
                self._changed.wait_for(lambda: not self._waiting)
        if wait:
            self._threads.shutdown()


def _run(future: Future[T], piece: Callable[[], T]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(piece())
    except BaseException as error:  # noqa: BLE001 - as every executor does
        future.set_exception(error)
