"""What `doctor` says of a bot that serves many workspaces."""

import subprocess
from pathlib import Path

import pytest

from bot.scopes import OPTIONAL, SCOPES
from bot.workspace import LocalSlack, Manifest, faults
from tests.bot.command_line import run
from tests.tenants.conftest import T1, Town
from tests.tenants.installing import KEY, OTHER_KEY, settings_of


def doctor(town: Town, slack: LocalSlack, **changed: str) -> subprocess.CompletedProcess[bytes]:
    database = f"sqlite:///{town.folder / 'bot.sqlite3'}"
    environment = {**settings_of(slack), "DATABASE_URL": database, **changed}
    return run("doctor", stdin=b"", **environment)


@pytest.fixture
def slack(town: Town) -> LocalSlack:
    return town.slacks[T1]


def test_each_workspace_is_looked_at(town: Town, slack: LocalSlack) -> None:
    town.installed(town.start(), T1)

    lines = doctor(town, slack).stdout.decode().splitlines()

    assert "ok  settings: Slack over HTTP, for all workspaces that install the app" in lines
    assert "ok  workspaces: 1 have installed the app" in lines
    assert any(
        line.startswith(f"ok  workspace {T1}: mlops-learn in the workspace") for line in lines
    )
    assert "ok  messages: Slack takes all 6 kinds" in lines


def test_nobody_has_installed_it_yet(town: Town, slack: LocalSlack) -> None:
    town.start()

    done = doctor(town, slack)

    assert done.returncode == 0
    assert b"0 have installed the app: open /slack/install at the bot's address" in done.stdout


def test_a_key_that_is_missing_is_told(town: Town, slack: LocalSlack) -> None:
    town.installed(town.start(OTHER_KEY), T1)

    done = doctor(town, slack)

    assert done.returncode == 1
    assert b"BAD workspaces: no key of MLOPS_LEARN_SECRET_KEY opens the tokens of 1" in done.stdout
    assert doctor(town, slack, MLOPS_LEARN_SECRET_KEY=f"{KEY},{OTHER_KEY}").returncode == 0


def test_a_token_that_slack_refuses_is_told(town: Town, slack: LocalSlack) -> None:
    town.installed(town.start(), T1)
    slack.fail("auth.test", faults.refused("token_revoked"))

    done = doctor(town, slack)

    assert done.returncode == 1
    assert f"BAD workspace {T1}: Slack refuses the token".encode() in done.stdout


@pytest.mark.parametrize(
    "missing", ["SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "MLOPS_LEARN_SECRET_KEY"]
)
def test_a_setting_that_is_missing_is_named(town: Town, slack: LocalSlack, missing: str) -> None:
    done = doctor(town, slack, **{missing: ""})

    assert done.returncode == 1
    assert f"BAD settings: {missing} is missing".encode() in done.stdout


def test_messages_that_slack_refuses_are_told(tmp_path: Path) -> None:
    with LocalSlack(Manifest(scopes=SCOPES | OPTIONAL)) as slack:
        slack.fail("blocks.validate", faults.refused("invalid_blocks"))
        done = run(
            "doctor",
            SLACK_BOT_TOKEN=slack.app.bot_token,
            SLACK_SIGNING_SECRET="x",
            SLACK_API_URL=slack.api_url,
            DATABASE_URL=f"sqlite:///{tmp_path / 'bot.sqlite3'}",
        )

    assert done.returncode == 1
    assert "BAD messages: Slack refuses the reply to “help”" in done.stdout.decode()
