"""One line an event, and an id that leads from a request to all that was done for it."""

import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from bot.workspace import ADA, MLOPS, LocalSlack, faults
from tests.bot.process import Process, eventually
from tests.bot.rig import command, mention

JSON_LOG = {"LOG_FORMAT": "json"}


def lines(bot: Process) -> list[dict[str, Any]]:
    return [json.loads(line) for line in bot.log.splitlines() if line.startswith("{")]


def told(bot: Process, event: str) -> list[dict[str, Any]]:
    return [line for line in lines(bot) if line["event"] == event]


@pytest.mark.parametrize("http", [True, False], ids=["HTTP", "Socket Mode"])
def test_each_question_is_one_line(slack: LocalSlack, tmp_path: Path, http: bool) -> None:
    with Process(slack, tmp_path, http=http, environment=JSON_LOG) as bot:
        slack.deliver(command(slack, "how does MetalLB work"))
        slack.deliver(mention(slack, "zxcv qwerty"))
        eventually(lambda: len(told(bot, "handled")) == 2)

        first, second = sorted(told(bot, "handled"), key=lambda line: str(line["by"]))

    assert (first["by"], first["surface"], first["outcome"]) == ("command", "command", "confident")
    assert (second["by"], second["outcome"]) == ("mention", "nothing")
    assert first["workspace"] == second["workspace"] == "T0LOCAL"
    assert len({first["request"], second["request"]}) == 2
    assert {"took_ms", "waited_ms", "matching_ms", "resources"} <= first.keys()
    assert "MetalLB" not in json.dumps(first)  # what was asked is nobody's who reads logs


def test_a_line_tells_nothing_of_the_request_before(slack: LocalSlack, tmp_path: Path) -> None:
    with Process(slack, tmp_path, http=True, environment=JSON_LOG) as bot:
        for number, text in enumerate(("how does MetalLB work", "help"), 1):
            slack.deliver(command(slack, text))
            eventually(lambda number=number: len(told(bot, "handled")) == number)  # type: ignore[misc]

        first, second = told(bot, "handled")
    assert first["outcome"] == "confident"
    assert {"outcome", "resources", "matching_ms"}.isdisjoint(second)


def test_what_goes_wrong_later_has_the_id_of_its_request(slack: LocalSlack, tmp_path: Path) -> None:
    with Process(slack, tmp_path, http=True, environment=JSON_LOG) as bot:
        slack.fail("chat.postMessage", faults.refused("is_archived"), times=2)
        slack.deliver(mention(slack, "istio"))
        eventually(lambda: told(bot, "handled"))
        (failed,), (handled,) = told(bot, "request failed"), told(bot, "handled")

    assert failed["request"] == handled["request"]
    assert "RefusedError" in failed["exception"]


@pytest.mark.parametrize(
    ("given", "is_taken"),
    [
        ("6e2c1b9a-7f0d-4d38-9d0e-0f8f1f0a5a11", True),
        ("x", False),
        ("a" * 65, False),
        ("istio event=forged-line", False),
    ],
)
def test_the_id_of_a_router_is_taken_where_it_is_one(
    slack: LocalSlack, tmp_path: Path, given: str, is_taken: bool
) -> None:
    with Process(slack, tmp_path, http=True, environment=JSON_LOG) as bot:
        body = json.dumps(mention(slack, "istio"))
        headers = {
            "Content-Type": "application/json",
            "X-Request-Id": given,
            **slack.signature(body),
        }
        with urlopen(Request(f"{bot.url}/slack/events", body.encode(), headers), timeout=10):
            eventually(lambda: told(bot, "handled"))
        (handled,) = told(bot, "handled")

    assert (handled["request"] == given) is is_taken
    assert slack.from_bot(MLOPS, seen_by=ADA) == []
