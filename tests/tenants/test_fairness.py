"""What is much or slow in one workspace keeps no other from its answers."""

import asyncio
from collections.abc import Iterator

import pytest
from slack_bolt import BoltRequest, BoltResponse

from bot.outbox import PATIENCE
from bot.tenants.tenant import respond
from bot.transports.dispatch import Dispatch, read_request
from bot.turns import Turns
from bot.views.sentences import FAILED
from bot.work import THREADS, Work
from bot.workspace import ADA, MLOPS, faults
from bot.workspace.faults import RESPONSE_URL
from tests.bot.process import eventually
from tests.bot.rig import command, mention
from tests.tenants.conftest import T1, T2, Bot, Town

SHARE = THREADS // 4


@pytest.fixture
def work(bot: Bot) -> Iterator[Work]:
    work = Work(bot.house.turns, bot.house.metrics)
    yield work
    bot.house.outbox.hurry()
    work.shutdown()


def test_a_workspace_that_slack_limits_leaves_threads_to_others(
    town: Town, bot: Bot, work: Work
) -> None:
    limited, other = town.slacks[T1], town.slacks[T2]
    asked = THREADS + 10
    limited.fail("chat.postMessage", faults.rate_limited(PATIENCE), times=3 * asked)
    for number in range(asked):
        work.submit(bot.get, mention(limited, f"istio {number}"))

    work.submit(bot.get, command(other, "linkerd"))

    eventually(lambda: other.from_bot(MLOPS, seen_by=ADA), seconds=PATIENCE / 2)
    # Beyond its share each was tried, and so was an apology; neither of them waits.
    given_up = f'posts_total{{outcome="ratelimited",way="post"}} {2 * (asked - SHARE)}.0'
    eventually(lambda: given_up in bot.house.metrics.page().decode(), seconds=PATIENCE / 2)
    limited.faults.clear()
    bot.house.outbox.hurry()
    work.shutdown()
    said = limited.from_bot(MLOPS)
    assert len({each.thread for each in said}) == len(said) == SHARE
    assert FAILED not in {each.text for each in said}


def test_with_every_workspace_limited_some_threads_are_left(
    town: Town, bot: Bot, work: Work
) -> None:
    """Each has a smaller share then; replies through response URLs count in it, too."""
    for slack in town.slacks.values():
        slack.fail(RESPONSE_URL, faults.rate_limited(PATIENCE), times=3 * THREADS)
        for number in range(THREADS):
            work.submit(bot.get, command(slack, f"istio {number}"))

    assert work.submit(int).result(PATIENCE / 2) == 0


def test_forms_that_were_sent_take_turns_too(bot: Bot) -> None:
    turns, done = Turns(longest=3600), list[str]()
    work = Work(turns, bot.house.metrics)
    turns.begin()
    for team in (T1, T1, T1, T2):
        work.of(team).submit(done.append, team)
    turns.end()
    work.shutdown()

    assert done == [T1, T2, T1, T1]


def test_workspaces_take_turns(town: Town, bot: Bot) -> None:
    turns = Turns(longest=3600)
    work, looked = Work(turns, bot.house.metrics), list[str | None]()

    def look(request: BoltRequest) -> BoltResponse:
        looked.append(request.context.team_id)
        return respond(bot.house, bot.tenants, request)

    async def ask() -> None:
        dispatch = Dispatch(look, turns, bot.house.metrics, work)
        for team in (T1, T1, T1, T1, T2, T2):
            request = read_request(command(town.slacks[team], "istio"))
            assert request
            await dispatch(request, "1")

    turns.begin()
    asyncio.run(ask())
    turns.end()
    work.shutdown()

    assert looked == [T1, T2, T1, T2, T1, T1]
