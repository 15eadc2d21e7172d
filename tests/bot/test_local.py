"""`mlops-learn run` where no Slack is connected: a local workspace, as a process of its own."""

import signal
import socket
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.workspace import BEN, MLOPS
from tests.bot.process import Workspace, eventually


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace(tmp_path_factory.mktemp("bot")) as running:
        yield running


def test_it_says_where_it_is_and_how_to_connect_a_slack(bot: Workspace) -> None:
    assert f"The bot runs in a local workspace: {bot.url}" in bot.log
    assert bot.url.startswith("http://127.0.0.1:")
    eventually(lambda: "SLACK_BOT_TOKEN" in bot.log)  # which is said last
    assert "paste manifest.yaml" in bot.log
    assert "WARNING" not in bot.log
    assert "[info" not in bot.log  # the terminal is for what a newcomer has to know


def test_the_page_is_there_and_shows_an_answer(bot: Workspace) -> None:
    with urlopen(bot.url, timeout=5) as response:
        assert b"Local workspace" in response.read()

    eventually(lambda: "metallb.io" in bot.look()["timeline"])
    assert "Worth opening on “how does MetalLB work”" in bot.look()["timeline"]


def test_the_answer_comes_from_the_bot(bot: Workspace) -> None:
    assert bot.do("write", place=MLOPS, text="/mlops-learn k8s svc types", person=BEN) is None

    eventually(lambda: "k8s svc types" in bot.look(person=BEN)["timeline"])
    traffic = bot.look(traffic="1")["traffic"]
    assert "slash_commands /mlops-learn" in traffic
    assert "response_url" in traffic


def test_a_click_is_answered(bot: Workspace) -> None:
    bot.do("write", place="direct", text="istio", person=BEN)

    eventually(lambda: "Worth opening on" in bot.look(person=BEN, place="direct")["timeline"])


def test_the_clock_of_the_bot_is_that_of_the_workspace(tmp_path: Path) -> None:
    with Workspace(tmp_path) as bot:
        eventually(lambda: "metallb.io" in bot.look()["timeline"])
        bot.do("travel", ahead=40 * 86_400)

        bot.do("write", place=MLOPS, text="/mlops-learn istio")

        eventually(lambda: "istio.io" in bot.look()["timeline"])
        with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as database:
            ((handled_at,),) = database.execute("SELECT max(at) FROM handled").fetchall()
        assert handled_at > time.time() + 39 * 86_400


def test_it_is_all_there_after_a_restart(tmp_path: Path) -> None:
    with Workspace(tmp_path) as bot:
        bot.do("write", place=MLOPS, text="still here?")
        bot.signal(signal.SIGTERM)
        assert bot.exit_code() == 0
    with Workspace(tmp_path) as bot:
        timeline, traffic = bot.look()["timeline"], bot.look(traffic="1")["traffic"]

    assert "still here?" in timeline
    assert "slash_commands" not in traffic  # the first question is asked once


def test_a_database_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    environment = {"DATABASE_URL": f"sqlite:///{tmp_path}"}  # a folder
    with Workspace(tmp_path, environment=environment) as bot:
        assert "the workspace forgets everything at its end" in bot.log
        eventually(lambda: "metallb.io" in bot.look()["timeline"])


def test_the_browser_is_opened(tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    script.chmod(stat.S_IRWXU)
    with Workspace(tmp_path, environment={"BROWSER": str(script), "PATH": "/usr/bin:/bin"}) as bot:
        eventually(lambda: opened.exists() and opened.read_text("utf-8"))
        assert opened.read_text("utf-8").strip() == bot.url


def test_another_port_is_taken_where_none_was_asked_for(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            other.bind(("127.0.0.1", 3000))
            other.listen()
        except OSError:
            pass  # somebody else has it, which does as well
        with Workspace(tmp_path, environment={"PORT": ""}) as bot:
            assert not bot.url.endswith(":3000/")


def test_a_port_that_was_asked_for_has_to_be_free(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        bot = Workspace(tmp_path, environment={"PORT": port})
        bot.start()

        assert bot.exit_code() == 78
    assert f"port {port}" in bot.log
    assert "set another PORT" in bot.log


def test_others_are_let_in_with_a_warning(tmp_path: Path) -> None:
    with Workspace(tmp_path, "--host", "0.0.0.0") as bot:
        assert "WARNING: whoever reaches 0.0.0.0" in bot.log
        eventually(lambda: "metallb.io" in bot.look()["timeline"])


def test_a_host_is_for_the_local_workspace_alone(tmp_path: Path) -> None:
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1-A1-1-1"}
    bot = Workspace(tmp_path, "--host", "127.0.0.1", environment=tokens)
    bot.start()

    assert bot.exit_code() == 78
    assert "--host is for the local workspace" in bot.log


@pytest.mark.parametrize("where", [{"DYNO": "web.1"}, {"container": "oci"}])
def test_where_nobody_could_open_it_a_workspace_would_help_nobody(
    tmp_path: Path, where: dict[str, str]
) -> None:
    bot = Workspace(tmp_path, environment=where)
    bot.start()

    assert bot.exit_code() == 78
    assert "SLACK_BOT_TOKEN" in bot.log


def test_a_second_workspace_does_not_write_in_the_memory_of_the_first(tmp_path: Path) -> None:
    with Workspace(tmp_path) as bot:
        port = bot.url.rpartition(":")[2].strip("/")
        second = Workspace(tmp_path, environment={"PORT": port})
        second.start()

        assert second.exit_code() == 78
    assert f"A local workspace runs already: open {bot.url}" in second.log


def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    with Workspace(tmp_path) as bot:
        bot.look()
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    bot = Workspace(tmp_path)
    bot.start()

    assert bot.exit_code() == 78
    assert "later version of this bot" in bot.log


def test_a_database_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    with Workspace(tmp_path) as bot:
        bot.look()
    uri = f"sqlite:///file:{tmp_path / 'bot.sqlite3'}?mode=ro&uri=true"
    with Workspace(tmp_path, environment={"DATABASE_URL": uri}) as bot:
        assert "the workspace forgets everything at its end" in bot.log
        assert bot.do("write", place=MLOPS, text="hello") is None
