"""Many processes, many channels, one digest in each."""

from collections import Counter

import pytest

from bot.workspace import faults
from tests.faults.actor import Part
from tests.faults.conftest import Report
from tests.faults.stage import MONDAY, stage

START = MONDAY.timestamp()


def test_six_processes_and_forty_channels(database_url: str, report: Report) -> None:
    with stage(database_url, 40) as running:
        ended = [actor.end() for actor in running.actors(*[Part(START)] * 6)]
        report(running)

        assert [code for code, _ in ended] == [0] * 6
        assert running.counts() == Counter({1: 40})


JUMPS = {
    "forward, and back": [((1.0, 3600.0),), ((1.0, -3600.0),), ()],
    "to and fro": [
        ((0.0, 3600.0), (2.0, -3600.0)),
        ((0.0, -3600.0), (1.0, 3600.0)),
        ((1.0, -3600.0),),
    ],
}


@pytest.mark.parametrize("jumps", JUMPS.values(), ids=JUMPS)
def test_clocks_that_jump_by_an_hour(
    database_url: str, report: Report, jumps: list[tuple[tuple[float, float], ...]]
) -> None:
    with stage(database_url, 40) as running:
        running.slack.fail("chat.postMessage", faults.slow(0.2), 1000)  # so that they meet
        actors = running.actors(*[Part(START, jumps=each) for each in jumps])
        for actor in actors:
            actor.end()
        running.slack.faults.clear()
        running.finish()
        report(running)

        assert running.counts() == Counter({1: 40})


def test_a_clock_that_is_an_hour_ahead_or_behind(database_url: str, report: Report) -> None:
    with stage(database_url, 40) as running:
        clocks = (START - 3600, START - 1800, START + 3600)
        ended = [actor.end() for actor in running.actors(*[Part(clock) for clock in clocks])]
        report(running)

        assert [code for code, _ in ended] == [0] * 3
        assert running.counts() == Counter({1: 40})


def test_a_process_ahead_of_time_does_not_double_what_comes_later(
    database_url: str, report: Report
) -> None:
    with stage(database_url, 10) as running:
        (early,) = running.actors(Part(START - 1800))  # before nine
        early.end()
        assert running.counts() == Counter({0: 10})

        (fast,) = running.actors(Part(START))
        fast.end()
        running.finish()
        report(running)

        assert running.counts() == Counter({1: 10})
