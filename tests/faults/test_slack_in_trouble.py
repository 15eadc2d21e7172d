"""Slack loses replies, breaks down, hangs, asks to wait, and refuses."""

from collections import Counter

import pytest

from bot.store import State
from bot.workspace import faults
from tests.faults.actor import Part
from tests.faults.conftest import Report
from tests.faults.stage import MONDAY, stage

START = MONDAY.timestamp()


SILENCES = {
    "lost reply": faults.lost_reply(),
    "reset": faults.reset(),
    "503 after accepting": faults.unavailable(takes_effect=True),
    "503": faults.unavailable(),
    "a page instead": faults.html(takes_effect=True),
    "fatal_error": faults.refused("fatal_error"),
}


@pytest.fixture(params=["each once", *SILENCES])
def silences(request: pytest.FixtureRequest, full: bool) -> list[faults.Fault]:
    """Replies that do not say whether something was posted."""
    if request.param == "each once":
        return list(SILENCES.values())
    if not full:
        pytest.skip("takes its time: --full")
    return [SILENCES[request.param]] * 6


def test_a_reply_that_says_nothing(
    database_url: str, silences: list[faults.Fault], lease: float, report: Report
) -> None:
    with stage(database_url, 12) as running:
        for fault in silences:
            running.slack.fail("chat.postMessage", fault)
        ended = [actor.end() for actor in running.actors(*[Part(START, lease=lease)] * 3)]
        report(running)

        assert [code for code, _ in ended] == [0] * 3
        assert running.states_and_posts() == Counter({(State.POSTED, 1): 12})


def test_a_reply_that_says_nothing_where_the_history_may_not_be_read(
    database_url: str, lease: float, report: Report
) -> None:
    with stage(database_url, 12, may_look=False) as running:
        running.slack.fail("chat.postMessage", faults.lost_reply(), 3)
        running.slack.fail("chat.postMessage", faults.reset(), 3)
        for actor in running.actors(*[Part(START, lease=lease)] * 3):
            actor.end()
        report(running)

        assert running.states_and_posts() == Counter(
            {(State.POSTED, 1): 6, (State.UNKNOWN, 1): 3, (State.UNKNOWN, 0): 3}
        )


def test_slack_hangs_and_accepts_when_nobody_waits_any_more(
    database_url: str, full: bool, report: Report
) -> None:
    """The lease is far longer than Slack may hang; here both are shorter, unless in full."""
    if not full and database_url.startswith("postgresql"):
        pytest.skip("takes its time: --full")
    hang, lease = (40.0, 120.0) if full else (11.0, 13.0)
    with stage(database_url, 12) as running:
        running.slack.fail("chat.postMessage", faults.late(hang), 4)
        ended = [actor.end() for actor in running.actors(*[Part(START, lease=lease)] * 2)]
        report(running)

        assert [code for code, _ in ended] == [0] * 2
        assert running.states_and_posts() == Counter({(State.POSTED, 1): 12})


def test_slack_asks_to_wait_and_others_go_on(database_url: str, report: Report) -> None:
    with stage(database_url, 12) as running:
        running.slack.fail("chat.postMessage", faults.rate_limited(4), 3)
        (actor,) = running.actors(Part(START))
        code, said = actor.end()
        report(running)

        assert code == 0
        assert said.count("digest waits") == 3
        assert "digests posted" in said.split("posted=9")[0]  # in the first round
        assert running.counts() == Counter({1: 12})


def test_history_cannot_be_read_just_now(database_url: str, report: Report) -> None:
    with stage(database_url, 4) as running:
        running.slack.fail("chat.postMessage", faults.lost_reply(), 4)
        running.slack.fail("conversations.history", faults.unavailable(), 2)
        running.slack.fail("conversations.history", faults.rate_limited(1), 1)
        running.slack.fail("conversations.history", faults.reset(), 1)
        (actor,) = running.actors(Part(START))
        code, said = actor.end()
        report(running)

        assert code == 0, said
        assert said.count("could not look") == 4
        assert running.states_and_posts() == Counter({(State.POSTED, 1): 4})
