"""Socket Mode is lost while questions are under way: each is answered once all the same."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from bot.workspace import MLOPS, LocalSlack, faults
from tests.bot.process import Process, Running, eventually
from tests.bot.rig import mention
from tests.faults.fleet import People
from tests.forks import CONTEXT


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(retries=(0.0, *[1.0] * 60)) as running:
        yield running


def test_it_is_lost_before_an_answered_question_is_acknowledged(
    slack: LocalSlack, tmp_path: Path
) -> None:
    asked = mention(slack, "istio")
    with Process(slack, tmp_path), ThreadPoolExecutor() as pool:
        eventually(lambda: slack.connections == 1)
        slack.end_connections("deafen")
        delivering = pool.submit(slack.deliver, asked)
        eventually(lambda: slack.from_bot(MLOPS))
        slack.end_connections("reset")

        delivery = delivering.result()
        assert delivery.error is None
        assert delivery.attempts > 1
        slack.deliver(mention(slack, "linkerd"))  # what was to come came before its answer
        eventually(lambda: any("linkerd" in message.text for message in slack.from_bot(MLOPS)))
    assert len(slack.from_bot(MLOPS)) == 2


def test_slack_announces_its_end_twice_while_people_ask(slack: LocalSlack, tmp_path: Path) -> None:
    people = People(slack, mention)
    with Process(slack, tmp_path):
        eventually(lambda: slack.connections == 1)
        with people.asking():
            time.sleep(0.3)
            slack.ask_to_reconnect("warning")
            slack.ask_to_reconnect("refresh_requested")
            eventually(lambda: slack.opened >= 2)
            time.sleep(0.3)
        people.close()
        eventually(people.all_are_answered_once)

        assert {delivery.error for delivery in people.deliveries()} == {None}
        assert slack.connections == 1


def be_slack(line: Connection) -> None:
    """Be a Slack in a process of its own: tell where, and then how often it was connected."""
    with LocalSlack() as slack:
        line.send((slack.api_url, slack.app.bot_token, slack.app.app_token))
        while line.recv():
            line.send(slack.opened)


def test_a_slack_that_is_frozen_is_noticed(tmp_path: Path) -> None:
    """Else the connection that there was would simply go on."""
    line, its_line = CONTEXT.Pipe()
    slack = CONTEXT.Process(target=be_slack, args=(its_line,))
    slack.start()
    names = ("SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")

    def opened() -> int:
        line.send(True)
        return int(line.recv())

    try:
        with Running(tmp_path, dict(zip(names, line.recv(), strict=True))):
            eventually(lambda: opened() == 1)
            os.kill(slack.pid or 0, signal.SIGSTOP)
            time.sleep(9)
            os.kill(slack.pid or 0, signal.SIGCONT)

            eventually(lambda: opened() == 2)
    finally:
        slack.kill()
        slack.join()
        line.close()


def test_slack_gives_no_new_address_for_a_while(
    slack: LocalSlack, tmp_path: Path, full: bool
) -> None:
    refusals = 6 if full else 1  # five seconds each
    people = People(slack, mention)
    with Process(slack, tmp_path) as bot:
        eventually(lambda: slack.connections == 1)
        slack.fail("apps.connections.open", faults.unavailable(), refusals)
        slack.end_connections("reset")
        people.ask(3)
        people.close()
        eventually(people.all_are_answered_once)

        assert slack.opened == 2
        assert bot.log.count("Failed to check the current session") == refusals
