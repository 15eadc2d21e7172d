"""What follows acknowledgements is done in its order, by no more threads than can have the turn."""

import threading
from collections.abc import Iterator

import pytest

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


def test_who_waits_for_something_lets_the_next_have_the_turn(turns: Turns, work: Work) -> None:
    happened = threading.Event()

    def wait() -> bool:
        turns.end()
        return happened.wait(10)

    waiting = work.submit(wait)
    work.submit(happened.set)

    assert waiting.result(10) is True


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
