"""Something is done again and again, one at a time, whatever becomes of it."""

import threading
import time
from collections.abc import Callable

from bot.schedule import every
from tests.bot.conftest import log, slack
from tests.bot.process import eventually

__all__ = ["log", "slack"]


def test_it_is_done_at_once_and_then_again_and_again() -> None:
    done: list[float] = []
    end = every(0.05, lambda: done.append(0))

    eventually(lambda: len(done) >= 3)
    end()
    count = len(done)
    time.sleep(0.2)
    assert len(done) == count


def test_it_is_never_done_twice_at_a_time() -> None:
    lock, met, done = threading.Lock(), [], []

    def act() -> None:
        if not lock.acquire(blocking=False):
            met.append(1)
            return
        time.sleep(0.12)
        done.append(1)
        lock.release()

    end = every(0.02, act)
    eventually(lambda: len(done) >= 3)
    end()

    assert met == []


def test_its_end_waits_for_what_is_under_way() -> None:
    begun, done = threading.Event(), threading.Event()

    def act() -> None:
        begun.set()
        time.sleep(0.2)
        done.set()

    end = every(60, act)
    assert begun.wait(5)
    end()

    assert done.is_set()


def test_an_error_is_logged_and_it_goes_on(log: Callable[[], str]) -> None:
    done: list[int] = []

    def act() -> None:
        done.append(1)
        raise RuntimeError("broken")

    end = every(0.05, act)
    eventually(lambda: len(done) >= 3)
    end()

    assert log().count("RuntimeError: broken") >= 2
    assert "a tick failed" in log()
