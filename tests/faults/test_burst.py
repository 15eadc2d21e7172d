"""Very many questions at once, and the end while most of them are still to be answered."""

import signal
from pathlib import Path

import pytest

from bot.workspace import ADA, MLOPS, LocalSlack
from tests.bot.process import Process, eventually
from tests.bot.rig import command
from tests.faults.fleet import People


@pytest.mark.parametrize("http", [False, True], ids=["Socket Mode", "HTTP"])
def test_a_burst_is_answered_before_the_end(tmp_path: Path, http: bool, full: bool) -> None:
    burst = 300 if full else 120
    with LocalSlack() as slack, Process(slack, tmp_path, http=http) as bot:
        eventually(lambda: http or slack.connections == 1)
        people = People(slack, command)
        people.ask(burst)
        assert {delivery.error for delivery in people.deliveries()} == {None}
        bot.signal(signal.SIGTERM)
        left = burst - len(slack.from_bot(MLOPS, seen_by=ADA))

        assert bot.exit_code() == 0
        people.close()
        assert left > burst / 2
        assert people.all_are_answered_once()
