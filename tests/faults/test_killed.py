"""Processes that are killed at each place of their work, and what others make of it."""

from collections import Counter

import pytest

from bot.store import State
from bot.workspace import faults
from tests.bot.process import eventually
from tests.faults.actor import Part
from tests.faults.conftest import Report
from tests.faults.stage import MONDAY, Stage, stage

CHANNELS = 30

# What a process sends to the database when it is killed.
CLAIM = "INSERT INTO slots"
MARK = "UPDATE slots SET state"

PLACES = {
    "before the claim": ("before", CLAIM),
    "after the claim": ("after", CLAIM),
    "after the reply": ("before", MARK),
    "after the mark": ("after", MARK),
}
ACCEPTED = "after Slack accepted and before its reply"


@pytest.fixture(params=["all at once", *PLACES, ACCEPTED])
def places(request: pytest.FixtureRequest, full: bool) -> list[str]:
    """Where processes die: one at each place, or three at the same one."""
    if request.param == "all at once":
        return [*PLACES, ACCEPTED]
    if not full:
        pytest.skip("takes its time: --full")
    return [request.param] * 3


def kill(running: Stage, places: list[str], lease: float) -> None:
    """Let processes begin, and let each die at its place."""
    moment = MONDAY.timestamp()
    parts = [Part(moment, lease=lease, dies=PLACES.get(place)) for place in places]
    if ACCEPTED in places:
        running.slack.fail("chat.postMessage", faults.slow(3), 1000)
    actors = running.actors(*parts)
    for actor, place in zip(actors, places, strict=True):
        if place == ACCEPTED:
            # Each process has eight posts under way, which Slack has taken and not answered.
            eventually(lambda: running.counts()[1] >= 8)
            actor.kill()
        code, said = actor.end()
        assert code == -9, said
    running.slack.faults.clear()


def test_a_digest_is_posted_once_where_the_history_may_be_read(
    database_url: str, places: list[str], lease: float, report: Report
) -> None:
    with stage(database_url, CHANNELS) as running:
        kill(running, places, lease)
        assert max(running.counts()) <= 1

        running.finish(lease)
        report(running)

        assert running.states_and_posts() == Counter({(State.POSTED, 1): CHANNELS})


def test_it_is_posted_at_most_once_where_the_history_may_not_be_read(
    database_url: str, places: list[str], lease: float, report: Report
) -> None:
    with stage(database_url, CHANNELS, may_look=False) as running:
        kill(running, places, lease)
        abandoned = len(running.store.slots.claimed("T0LOCAL"))

        running.finish(lease)
        report(running)

        found = running.states_and_posts()
        assert set(found) <= {(State.POSTED, 1), (State.UNKNOWN, 0), (State.UNKNOWN, 1)}
        assert found[State.UNKNOWN, 0] + found[State.UNKNOWN, 1] == abandoned
        told = [m for m in running.slack.messages("D0ADA") if "did not confirm" in m.text]
        assert len(told) == abandoned
