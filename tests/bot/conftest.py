"""A local Slack with a bot in it."""

import contextlib
import io
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from bot.logs import set_up_logging
from bot.workspace import LocalSlack
from tests.bot.rig import Bot, start_bot


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture
def bot(slack: LocalSlack, tmp_path: Path) -> Iterator[Bot]:
    running = start_bot(slack, tmp_path / "bot.sqlite3")
    yield running
    running.close()


@pytest.fixture
def log(slack: LocalSlack) -> Iterator[Callable[[], str]]:
    """Log as in earnest; the function gives all that was logged."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    output = io.StringIO()
    with contextlib.redirect_stderr(output):
        set_up_logging("INFO", "text", [slack.app.bot_token, slack.app.app_token])
    yield output.getvalue
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
