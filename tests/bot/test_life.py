"""The bot as a process: how it starts, and how it ends."""

import json
import re
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.names import Action
from bot.store import open_store
from bot.workspace import ADA, MLOPS, LocalSlack, Manifest, faults
from bot.workspace.faults import RESPONSE_URL
from tests.bot.odd import ODD, odd
from tests.bot.process import Process, eventually
from tests.bot.rig import click, command, mention
from tests.fresh import opened


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
@pytest.mark.parametrize(
    "fault",
    [
        faults.unavailable(),
        faults.reset(),
        faults.html(),
        faults.refused("internal_error"),
        faults.rate_limited(1),
    ],
    ids=["503", "reset", "html", "internal error", "429"],
)
def test_slack_may_be_away_at_first(
    slack: LocalSlack, tmp_path: Path, method: str, fault: faults.Fault
) -> None:
    opened(f"sqlite:///{tmp_path / 'bot.sqlite3'}").close()
    slack.fail(method, fault)

    with Process(slack, tmp_path) as bot:
        assert slack.deliver(command(slack, "istio")).error is None
        assert "does not answer" in bot.log
        assert "Traceback" not in bot.log


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_what_answers_at_first_may_not_be_slack(
    slack: LocalSlack, tmp_path: Path, method: str, body: bytes
) -> None:
    slack.fail(method, odd(body))

    with Process(slack, tmp_path) as bot:
        assert slack.deliver(command(slack, "istio")).error is None
        assert "Slack does not answer" in bot.log
        assert "Traceback" not in bot.log


@pytest.mark.parametrize(
    ("told", "lacking"),
    [
        ({}, "team_id, user_id"),
        ({"team_id": "T1", "user_id": None}, "user_id"),
        ({"team_id": "", "user_id": "U1"}, "team_id"),
    ],
)
def test_a_bot_that_is_not_told_who_it_is_waits(
    slack: LocalSlack, tmp_path: Path, told: dict[str, object], lacking: str
) -> None:
    slack.fail("auth.test", odd(json.dumps({"ok": True, **told}).encode()))

    with Process(slack, tmp_path) as bot:
        slack.deliver(command(slack, "istio"))
        eventually(lambda: slack.from_bot(MLOPS, seen_by=ADA))
        assert f"its reply lacks {lacking}'" in bot.log


@pytest.mark.parametrize(
    ("method", "named"),
    [("auth.test", "SLACK_BOT_TOKEN"), ("apps.connections.open", "SLACK_APP_TOKEN")],
)
def test_a_token_that_slack_refuses_ends_the_bot(
    slack: LocalSlack, tmp_path: Path, method: str, named: str
) -> None:
    slack.fail(method, faults.refused("invalid_auth"))
    bot = Process(slack, tmp_path)
    bot.start()

    assert bot.exit_code() == 78
    assert f"Slack refuses {named} (invalid_auth)" in bot.log
    assert "Traceback" not in bot.log


def test_tokens_of_two_apps_end_the_bot(tmp_path: Path) -> None:
    with LocalSlack(Manifest(scopes=frozenset({"users:read"}))) as slack:
        bot = Process(slack, tmp_path, environment={"SLACK_APP_TOKEN": "xapp-1-A0OTHER-1-x"})
        bot.start()

        assert bot.exit_code() == 78
    assert "SLACK_BOT_TOKEN is of the app A0LOCAL, SLACK_APP_TOKEN of A0OTHER" in bot.log


def test_a_database_of_a_later_version_ends_the_bot(slack: LocalSlack, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    store = open_store(url)
    store.migrate()
    store.close()
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    bot = Process(slack, tmp_path)
    bot.start()

    assert bot.exit_code() == 78
    assert "The database was used by a later version of this bot" in bot.log


def test_a_bot_that_waits_for_its_database_can_be_stopped(
    slack: LocalSlack, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as database:
        database.execute("BEGIN EXCLUSIVE")
        with Process(slack, tmp_path) as bot:
            bot.signal(signal.SIGTERM)

            assert bot.exit_code() == 0


def test_a_bot_that_cannot_start_does_not_wait_for_its_database(
    slack: LocalSlack, tmp_path: Path
) -> None:
    slack.fail("auth.test", faults.refused("invalid_auth"))
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as database:
        database.execute("BEGIN EXCLUSIVE")
        bot = Process(slack, tmp_path)
        bot.start()

        assert bot.exit_code() == 78
    assert "Slack refuses SLACK_BOT_TOKEN" in bot.log


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux about signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, None)])
def test_signals_are_heard_while_it_is_still_imported(
    slack: LocalSlack, tmp_path: Path, number: signal.Signals, code: int | None
) -> None:
    bot = Process(slack, tmp_path)
    bot.start()
    status = Path(f"/proc/{bot.pid}/status")
    eventually(lambda: minds(status.read_text(), number))
    bot.signal(number)

    if code is None:
        bot.wait_until_ready()
        bot.signal(signal.SIGKILL)
    else:
        assert bot.exit_code() == code


def minds(status: str, number: signal.Signals) -> bool:
    """Tell by what Linux says of a process whether it ignores a signal or handles it."""
    masks = re.findall(r"^Sig(?:Ign|Cgt):\t(\w+)", status, re.MULTILINE)
    return any(int(mask, 16) >> (number - 1) & 1 for mask in masks)


@pytest.mark.parametrize("pause", [0.02, 0.05, 0.1, 0.2])
def test_a_second_signal_while_it_ends_does_no_harm(
    slack: LocalSlack, tmp_path: Path, pause: float
) -> None:
    with Process(slack, tmp_path) as bot:
        bot.signal(signal.SIGTERM)
        time.sleep(pause)
        bot.signal(signal.SIGTERM)

        assert bot.exit_code() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_is_in_flight_is_finished_before_the_end(
    slack: LocalSlack, tmp_path: Path, number: signal.Signals
) -> None:
    opened(f"sqlite:///{tmp_path / 'bot.sqlite3'}").close()  # it answers before it has migrated
    with Process(slack, tmp_path) as bot:
        slack.fail("chat.postMessage", faults.rate_limited(50))
        slack.fail(RESPONSE_URL, faults.slow(2))
        slack.deliver(mention(slack, "istio"))
        slack.deliver(command(slack, "linkerd"))
        eventually(lambda: "rate limited" in bot.log)

        bot.signal(number)
        bot.signal(number)

        assert bot.exit_code() == 0
    assert len(slack.from_bot(MLOPS)) == 1
    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == 1
    assert "Traceback" not in bot.log


def test_a_button_works_after_the_bot_was_killed(slack: LocalSlack, tmp_path: Path) -> None:
    with Process(slack, tmp_path) as bot:
        slack.deliver(command(slack, "load balancing"))
        eventually(lambda: slack.from_bot(MLOPS, seen_by=ADA))
        bot.signal(signal.SIGKILL)
        bot.exit_code()

    with Process(slack, tmp_path):
        first = slack.from_bot(MLOPS, seen_by=ADA)[-1]
        slack.deliver(click(slack, first, Action.MORE))
        eventually(lambda: len(slack.from_bot(MLOPS, seen_by=ADA)) == 2)

    assert slack.from_bot(MLOPS, seen_by=ADA)[-1].text.startswith("More on “load balancing”")


def test_settings_of_other_bots_change_nothing(slack: LocalSlack, tmp_path: Path) -> None:
    strange = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "secret", "HOME": str(tmp_path)}

    with Process(slack, tmp_path, environment=strange) as bot:
        slack.deliver(mention(slack, "istio"))
        eventually(lambda: slack.from_bot(MLOPS))

    assert "slack_bolt" not in bot.log
    assert all(file.name.startswith("bot") for file in tmp_path.iterdir())


def test_a_disk_that_does_not_last_is_warned_of(slack: LocalSlack, tmp_path: Path) -> None:
    heroku = {"DYNO": "worker.1", "DATABASE_URL": "", "HOME": str(tmp_path)}

    with Process(slack, tmp_path, environment=heroku) as bot:
        assert "each restart of this dyno forgets what was asked and answered" in bot.log
