"""A local Slack with a channel of curators, a bot in it, and a clock that is moved by hand."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.local import MANIFEST, now
from bot.workspace import CLEO, CURATORS, LocalSlack
from tests.bot.rig import Bot, start_bot
from tests.digest.asking import SUNDAY

Start = Callable[..., Bot]


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """Ada and Cleo are curators, Ben is not."""
    with LocalSlack(MANIFEST, clock=SUNDAY.timestamp) as running:
        running.world.join(running.world.channel(CURATORS), CLEO)
        yield running


@pytest.fixture
def start(slack: LocalSlack, tmp_path: Path) -> Iterator[Start]:
    """Start bots that share a database, as processes do."""
    started: list[Bot] = []

    def begin(**changes: object) -> Bot:
        database = tmp_path / "bot.sqlite3"
        bot = start_bot(slack, database, clock=lambda: now(slack), **changes)  # type: ignore[arg-type]
        started.append(bot)
        return bot

    yield begin
    for bot in started:
        bot.close()


@pytest.fixture
def bot(start: Start) -> Bot:
    return start()
