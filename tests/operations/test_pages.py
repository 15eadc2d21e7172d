"""What the platform and the operator see: the pages, over either way to Slack."""

import re
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bot.workspace import ADA, MLOPS, LocalSlack, faults
from tests.bot.process import Process, eventually
from tests.bot.rig import command, mention

PORT = {"PORT": "0"}


def page(bot: Process, name: str) -> tuple[int, str]:
    try:
        with urlopen(f"{bot.url}/{name}", timeout=10) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def numbers(bot: Process) -> dict[str, float]:
    """Read the metrics, by name and labels."""
    _, text = page(bot, "metrics")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


WAYS = ("post", "reply")


def ask(slack: LocalSlack) -> None:
    """Ask once by command and once in a channel, and wait for both answers."""
    slack.deliver(command(slack, "how does MetalLB work"))
    slack.deliver(mention(slack, "zxcv qwerty"))
    eventually(lambda: slack.from_bot(MLOPS) and slack.from_bot(MLOPS, seen_by=ADA))


@pytest.mark.parametrize("http", [True, False], ids=["HTTP", "Socket Mode"])
def test_what_was_done_can_be_counted(slack: LocalSlack, tmp_path: Path, http: bool) -> None:
    with Process(slack, tmp_path, http=http, environment=PORT) as bot:
        eventually(lambda: page(bot, "readyz") == (200, "ready"))
        ask(slack)

        assert page(bot, "healthz") == (200, "ok")
        sent = [f'mlops_learn_posts_total{{outcome="sent",way="{way}"}}' for way in WAYS]
        eventually(lambda: {*sent} <= {*numbers(bot)})  # they are counted after they were seen
        found = numbers(bot)

    expected = {
        'questions_total{outcome="confident",surface="command"}': 1,
        'questions_total{outcome="nothing",surface="mention"}': 1,
        "matching_seconds_count": 2,
        'ack_seconds_count{kind="command"}': 1,
        'ack_seconds_count{kind="event_callback"}': 1,
        'posts_total{outcome="sent",way="reply"}': 1,
        'posts_total{outcome="sent",way="post"}': 1,
        "waiting_jobs": 0,
    }
    assert {name: found[f"mlops_learn_{name}"] for name in expected} == expected
    catalogue = next(name for name in found if name.startswith("mlops_learn_catalogue_info"))
    assert re.search(r'resources="\d{3}",version="[0-9a-f]{12}"', catalogue)
    assert ("mlops_learn_socket_silence_seconds" in found) is not http
    if not http:
        assert found["mlops_learn_socket_silence_seconds"] < 30


def test_what_slack_does_not_take_is_counted_by_its_reason(
    slack: LocalSlack, tmp_path: Path
) -> None:
    with Process(slack, tmp_path, http=True) as bot:
        slack.fail("chat.postMessage", faults.refused("is_archived"), times=2)
        slack.deliver(mention(slack, "istio"))
        name = 'mlops_learn_posts_total{outcome="is_archived",way="post"}'
        eventually(lambda: numbers(bot).get(name) == 2)  # the second one would have said so

        assert numbers(bot)['mlops_learn_failures_total{error="RefusedError"}'] == 1


def test_errors_of_the_database_are_counted(slack: LocalSlack, tmp_path: Path) -> None:
    def errors(bot: Process) -> float:
        return sum(value for name, value in numbers(bot).items() if "store_errors_total" in name)

    with Process(slack, tmp_path, http=True) as bot:
        eventually(lambda: page(bot, "readyz")[0] == 200)
        before = errors(bot)
        with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as other:
            other.execute("BEGIN EXCLUSIVE")  # it waits for five seconds
            slack.deliver(command(slack, "istio"))
            eventually(lambda: slack.from_bot(MLOPS, seen_by=ADA))  # it answers all the same

            assert errors(bot) > before


def test_a_worker_without_its_port_answers_all_the_same(slack: LocalSlack, tmp_path: Path) -> None:
    with (
        Process(slack, tmp_path, environment=PORT) as first,
        Process(slack, tmp_path, environment={"PORT": first.url.rpartition(":")[2]}) as second,
    ):
        slack.deliver(mention(slack, "istio"))
        eventually(lambda: slack.from_bot(MLOPS))

        assert "no pages for the platform" in second.log


def test_a_worker_that_has_no_slack_is_not_ready(slack: LocalSlack, tmp_path: Path) -> None:
    slack.fail(faults.LINK, faults.late(60), times=99)
    bot = Process(slack, tmp_path, environment=PORT)
    bot.start()
    try:
        eventually(lambda: "pages for the platform" in bot.log)
        eventually(lambda: page(bot, "readyz") == (503, "Slack is not connected"))  # the database
        assert page(bot, "healthz") == (200, "ok")
    finally:
        bot.signal(signal.SIGKILL)
        bot.exit_code()
