"""The whole bot, as a process, against the emulator; both are shared, and start over each time."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.process import Running
from tests.emulator.foreign import PACKAGE, VERSION, ForeignSlack, connected, emulated
from tests.emulator.npm import fetch


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fetch(tmp_path_factory.mktemp("emulator"), PACKAGE, VERSION) / "bin" / "local-slack"


@pytest.fixture(scope="session")
def running(
    program: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[ForeignSlack, Running]]:
    folder = tmp_path_factory.mktemp("running")
    with emulated(program, folder) as slack, connected(slack, folder) as bot:
        yield slack, bot
        bot.signal(signal.SIGTERM)
        assert bot.exit_code() == 0


@pytest.fixture
def slack(running: tuple[ForeignSlack, Running]) -> ForeignSlack:
    """A workspace in which nobody has said anything, with the bot in its channel."""
    slack, _ = running
    slack.start_over()
    return slack


@pytest.fixture
def bot(running: tuple[ForeignSlack, Running]) -> Running:
    _, bot = running
    return bot
