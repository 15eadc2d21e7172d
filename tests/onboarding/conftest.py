"""A bot in a local Slack with a clock that is moved by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.local import MANIFEST
from bot.workspace import LocalSlack
from tests.bot.rig import Clock
from tests.onboarding.scene import MONDAY, Scene


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    clock = Clock(MONDAY)
    with LocalSlack(MANIFEST, clock=lambda: clock.now.timestamp()) as slack:
        scene = Scene(slack, clock, tmp_path / "bot.sqlite3")
        scene.start()
        yield scene
        for bot in scene.bots:
            bot.close()
