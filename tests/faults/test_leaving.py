"""A workspace that removes the app while the bot comes to its end."""

import signal
import time
from pathlib import Path

from bot.store import open_store
from bot.workspace import ADA, MLOPS, LocalSlack, faults
from bot.workspace.faults import RESPONSE_URL
from tests.bot.process import eventually
from tests.bot.rig import command, mention
from tests.tenants.installing import Installed, get, install, installations


def test_nothing_is_left_of_work_that_was_under_way_at_the_end(tmp_path: Path) -> None:
    asked = 12
    with LocalSlack() as slack, Installed(slack, tmp_path) as bot:
        eventually(lambda: get(f"{bot.url}/readyz").status == 200)
        assert install(bot, slack).status == 200
        slack.fail(RESPONSE_URL, faults.slow(3), times=asked)
        for number in range(asked):
            assert slack.deliver(command(slack, f"istio {number}")).error is None
        farewell = {"event": {"type": "app_uninstalled"}, "event_time": int(time.time())}
        assert slack.deliver(mention(slack, "") | farewell).error is None

        bot.signal(signal.SIGTERM)

        assert bot.exit_code() == 0
        eventually(lambda: len(slack.from_bot(MLOPS, seen_by=ADA)) == asked)
    assert installations(tmp_path) == 0
    store = open_store(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    assert store.teams() == []
    store.close()
