"""Work takes turns; who waits for something with the turn keeps the others for a moment only."""

import threading

from bot.turns import LONGEST, Turns
from tests.bot.process import eventually

OTHERS = 30


def test_one_that_is_stuck_delays_the_others_once_and_not_one_by_one() -> None:
    turns, has_it, goes_on, done = Turns(), threading.Event(), threading.Event(), []

    def wait_with_the_turn() -> None:
        turns.begin()
        has_it.set()
        goes_on.wait()
        turns.end()

    def work() -> None:
        turns.begin()
        turns.end()
        done.append(1)

    stuck = threading.Thread(target=wait_with_the_turn)
    stuck.start()
    has_it.wait()
    others = [threading.Thread(target=work) for _ in range(OTHERS)]
    for other in others:
        other.start()
    try:
        # One by one they would take three times as long.
        eventually(lambda: len(done) == OTHERS, seconds=OTHERS * LONGEST / 3)
    finally:
        goes_on.set()
        for thread in (stuck, *others):
            thread.join()
