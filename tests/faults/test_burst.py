"""Very many questions at once, and the end while most of them are still to be answered."""

import signal
from pathlib import Path

import pytest

from bot.workspace import ADA, MLOPS, LocalSlack
from tests.bot.process import Process, eventually
from tests.bot.rig import command
from tests.faults.fleet import People

BURST = 300


@pytest.mark.parametrize("http", [False, True], ids=["Socket Mode", "HTTP"])
def test_a_burst_is_answered_before_the_end(tmp_path: Path, http: bool) -> None:
    with LocalSlack() as slack, Process(slack, tmp_path, http=http) as bot:
        eventually(lambda: http or slack.connections == 1)
        people = People(slack, command)
        people.ask(BURST)
        assert {delivery.error for delivery in people.deliveries()} == {None}
        bot.signal(signal.SIGTERM)
        left = BURST - len(slack.from_bot(MLOPS, seen_by=ADA))

        assert bot.exit_code() == 0
        people.close()
        assert left > BURST / 2
        assert people.all_are_answered_once()
