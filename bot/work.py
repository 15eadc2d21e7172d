"""What is done after acknowledgements, as each has its turn: forms first, since they expire."""

import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import NamedTuple, ParamSpec, TypeVar

import structlog

from bot.metrics import Metrics
from bot.turns import Turns

THREADS = 128
"""Many, since some may wait for Slack up to a minute. What finds none free waits for one."""

ACKNOWLEDGED = "acknowledged"
"""In the context of a request that Slack waits for no more: since when, by `time.monotonic`."""

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.stdlib.get_logger(__name__)


class _Piece(NamedTuple):
    since: float
    do: Callable[[], None]


class _Line:
    """What waits: workspaces take turns, and of each it is done in the order in which it came."""

    def __init__(self) -> None:
        self._of: OrderedDict[str, deque[_Piece]] = OrderedDict()

    def __len__(self) -> int:
        return sum(map(len, self._of.values()))

    @property
    def since(self) -> float:
        """Since when the one waits that has waited longest; infinite where nobody does."""
        return min((pieces[0].since for pieces in self._of.values()), default=math.inf)

    def join(self, workspace: str, piece: _Piece) -> None:
        self._of.setdefault(workspace, deque()).append(piece)

    def next(self) -> _Piece:
        workspace, pieces = next(iter(self._of.items()))
        piece = pieces.popleft()
        if pieces:
            self._of.move_to_end(workspace)
        else:
            del self._of[workspace]
        return piece


class Work(Executor):
    """Runs each piece in a thread, of which one at most waits for the turn.

    Were it all of them, a hundred requests would start or wake a hundred threads, each of them
    taking the processor from the acknowledgement of the next request. Each piece has a copy of the
    context in which it was submitted, and leaves nothing in it for others.
    """

    def __init__(self, turns: Turns, metrics: Metrics) -> None:
        self._turns = turns
        self._metrics = metrics
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="work")
        self._forms, self._others = _Line(), _Line()
        self._is_called = False
        """Whether a thread is on its way to the first of those that wait."""

        self._changed = threading.Condition()
        self._closed = False

    def of(self, workspace: str) -> Executor:
        """Give what runs the work of one workspace, which takes turns with that of others."""
        return _OfOne(self, workspace)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self.line_up(partial(fn, *args, **kwargs))

    def line_up(
        self, do: Callable[[], T], workspace: str = "", *, is_form: bool = False
    ) -> Future[T]:
        """Have something done for a workspace; what opens a form goes before all else."""
        future: Future[T] = Future()
        run = partial(copy_context().run, do)
        with self._changed:
            if self._closed:
                raise RuntimeError("work that came after its end")
            line = self._forms if is_form else self._others
            line.join(workspace, _Piece(time.monotonic(), partial(_run, future, run)))
            self._metrics.waiting.inc()
            self._call()
        return future

    def _waiting(self) -> int:
        return len(self._forms) + len(self._others)

    def _call(self) -> None:
        """Call a thread for the first piece that waits, unless one is on its way."""
        if self._is_called or not self._waiting():
            return
        try:
            self._threads.submit(self._do_next)
            self._is_called = True
        except RuntimeError as error:  # the system gives no thread: who comes next calls again
            log.error("no thread for what waits", error=str(error), waiting=self._waiting())

    def _do_next(self) -> None:
        with self._changed:
            since = min(self._forms.since, self._others.since)
        self._turns.begin(since)
        try:
            with self._changed:
                self._is_called = False
                line = self._forms or self._others
                piece = line.next() if line else None
                self._call()
                self._changed.notify_all()
            if piece:
                self._metrics.waiting.dec()
                piece.do()
        finally:
            self._turns.end()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more, and wait until all that was taken is done, whatever is asked for."""
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: not self._waiting())
        self._threads.shutdown()


class _OfOne(Executor):
    def __init__(self, work: Work, workspace: str) -> None:
        self._work = work
        self._workspace = workspace

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._work.line_up(partial(fn, *args, **kwargs), self._workspace)


def _run(future: Future[T], piece: Callable[[], T]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(piece())
    except BaseException as error:  # noqa: BLE001 - as every executor does
        future.set_exception(error)
