"""Slack delivers more than once, to more than one process, and it is answered once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.claims import Claims
from bot.names import Action
from bot.store import open_store
from bot.workspace import ADA, MLOPS, LocalSlack
from bot.workspace.world import Json
from tests.bot.rig import click, command, mention, start_bot
from tests.databases import database_url, postgresql
from tests.fresh import opened

__all__ = ["database_url", "postgresql"]

Ask = Callable[[LocalSlack], Json]


def direct_message(slack: LocalSlack) -> Json:
    return slack.act.direct_message("istio", ADA)


def count(slack: LocalSlack) -> int:
    everything = [m for channel in slack.world.channels for m in slack.world.messages(channel)]
    return sum(message.author == slack.app.bot_user for message in everything)


@pytest.mark.parametrize(("hours", "answers"), [(23, 1), (26, 2)])
def test_what_was_answered_is_remembered_for_a_day(
    slack: LocalSlack, database_url: str, hours: int, answers: int
) -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    one, other = (start_bot(slack, database_url, clock=lambda: now) for _ in range(2))
    payload = mention(slack, "istio")
    one.get(payload)

    now += timedelta(hours=hours)
    for bot in (one, other):
        bot.get(mention(slack, "linkerd"))  # cleans up
        bot.get(payload)
        bot.close()

    assert sum("“istio”" in message.text for message in slack.from_bot(MLOPS)) == answers


@pytest.mark.parametrize(
    "ask",
    [lambda slack: command(slack, "istio"), lambda slack: mention(slack, "istio"), direct_message],
    ids=["command", "mention", "direct message"],
)
def test_two_processes_answer_the_same_event_once(
    slack: LocalSlack, database_url: str, ask: Ask
) -> None:
    one, other = (start_bot(slack, database_url) for _ in range(2))
    payload = ask(slack)

    with ThreadPoolExecutor(3) as pool:
        responses = list(pool.map(lambda bot: bot.get(payload), (one, other, one)))

    for bot in (one, other):
        bot.close()
    assert [response.status for response in responses] == [200, 200, 200]
    assert count(slack) == 1


def test_two_clicks_on_share_in_two_processes_share_once(
    slack: LocalSlack, database_url: str
) -> None:
    one, other = (start_bot(slack, database_url) for _ in range(2))
    one.get(command(slack, "istio"))
    private = slack.from_bot(MLOPS, seen_by=ADA)[-1]
    clicks = [click(slack, private, Action.SHARE) for _ in range(2)]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda bot, payload: bot.get(payload), (one, other), clicks))

    for bot in (one, other):
        bot.close()
    assert len(slack.from_bot(MLOPS)) == 1


def test_what_is_claimed_for_a_while_is_free_after_it(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    store = opened(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    claims, others = (Claims(store, lambda: now) for _ in range(2))
    while_it_lasts = timedelta(minutes=5)
    assert claims.take("a", lasting=while_it_lasts)

    now += while_it_lasts - timedelta(seconds=1)
    assert not claims.take("a", lasting=while_it_lasts)
    assert not others.take("a", lasting=timedelta(0))
    now += timedelta(seconds=1)
    assert claims.take("a", lasting=while_it_lasts)
    assert not others.take("a", lasting=while_it_lasts)
    store.close()


def test_with_the_store_away_the_latest_claims_are_remembered_and_no_more(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}")  # a folder, which is no database
    claims = Claims(store, held=3)

    assert [claims.take(name) for name in "abcd"] == [True] * 4

    assert [claims.take(name) for name in "bcd"] == [False] * 3
    assert claims.take("a")
    store.close()
