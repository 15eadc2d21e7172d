"""What follows acknowledgements is done in its order, by no more threads than can have the turn."""

import threading
from collections.abc import Iterator

import pytest
from structlog.contextvars import bind_contextvars, get_contextvars

from bot.metrics import Metrics
from bot.turns import Turns
from bot.work import Work
from tests.bot.process import eventually

PIECES = 50


@pytest.fixture
def turns() -> Turns:
    return Turns()


@pytest.fixture
def work(turns: Turns) -> Iterator[Work]:
    work = Work(turns, Metrics())
    yield work
    work.shutdown()


def threads() -> int:
    return sum(each.name.startswith("work") for each in threading.enumerate())


def test_pieces_that_wait_have_no_threads_and_are_done_in_their_order(
    turns: Turns, work: Work
) -> None:
    before = threads()
    done: list[int] = []
    turns.begin()
    try:
        for number in range(PIECES):
            work.submit(done.append, number)
        assert threads() - before <= 1
        assert done == []
    finally:
        turns.end()
    eventually(lambda: len(done) == PIECES)
    assert done == list(range(PIECES))


def test_who_waits_for_something_lets_the_next_have_the_turn() -> None:
    turns, happened = Turns(longest=3600), threading.Event()
    work = Work(turns, Metrics())

    def wait() -> bool:
        turns.end()
        return happened.wait(10)

    waiting = work.submit(wait)
    work.submit(happened.set)

    assert waiting.result(20) is True
    work.shutdown()


def test_what_is_there_for_long_waits_for_no_quiet_moment(turns: Turns) -> None:
    """Or a steady stream of requests would let a few pieces begin in each second."""
    work, asking = Work(turns, Metrics()), threading.Event()

    def ask() -> None:
        while not asking.wait(0.001):
            turns.requested()

    stream = threading.Thread(target=ask)
    stream.start()
    try:
        pieces = [work.submit(int) for _ in range(4 * PIECES)]
        # With the patience of each after the other they would take a minute.
        assert [piece.result(15) for piece in pieces] == 4 * PIECES * [0]
    finally:
        asking.set()
        stream.join()
        work.shutdown()


def test_what_finds_no_thread_is_done_with_what_comes_next(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", start)
        first = work.submit(int)

    assert work.submit(int).result(10) == 0
    assert first.result(10) == 0


def test_what_a_piece_notes_for_its_lines_is_in_no_other(work: Work) -> None:
    def note() -> dict[str, object]:
        before = get_contextvars()
        bind_contextvars(outcome="confident")
        return before

    pieces = [work.submit(note) for _ in range(PIECES)]

    assert [piece.result(10) for piece in pieces] == PIECES * [get_contextvars()]


def test_a_piece_that_fails_keeps_no_other(work: Work) -> None:
    failed, fine = work.submit(int, "x"), work.submit(int, "1")

    assert isinstance(failed.exception(10), ValueError)
    assert fine.result(10) == 1


def test_what_was_taken_is_done_before_the_end_and_nothing_is_taken_after_it(turns: Turns) -> None:
    metrics = Metrics()
    work = Work(turns, metrics)
    done: list[int] = []
    turns.begin()
    for number in range(PIECES):
        work.submit(done.append, number)
    assert f"mlops_learn_waiting_jobs {PIECES}.0" in metrics.page().decode()
    turns.end()

    work.shutdown()

    assert len(done) == PIECES
    assert "mlops_learn_waiting_jobs 0.0" in metrics.page().decode()
    with pytest.raises(RuntimeError, match="after its end"):
        work.submit(done.append, 0)
