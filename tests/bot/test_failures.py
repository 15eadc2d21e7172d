"""What goes wrong is logged with a traceback, and the person reads one honest sentence."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from aiohttp import web
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from bot.outbox import PATIENCE
from bot.views.sentences import FAILED, UNCONFIRMED
from bot.workspace import ADA, MLOPS, LocalSlack, faults
from bot.workspace.faults import RESPONSE_URL
from tests.bot.odd import ODD, odd
from tests.bot.process import eventually
from tests.bot.rig import Bot, command, links, mention, start_bot

SURPRISING = "some_error_of_tomorrow"
TRACEBACK = "Traceback (most recent call last)"


Log = Callable[[], str]


def test_a_refused_answer_in_a_channel_ends_in_one_honest_sentence(
    slack: LocalSlack, bot: Bot, log: Log
) -> None:
    asked = mention(slack, "istio")
    slack.fail("chat.postMessage", faults.refused(SURPRISING))

    response = bot.get(asked)

    (told,) = slack.from_bot(MLOPS)
    assert response.status == 200
    assert told.text == FAILED
    assert told.thread == asked["event"]["ts"]
    assert TRACEBACK in log()
    assert b'mlops_learn_failures_total{error="RefusedError"} 1.0' in bot.metrics.page()


def test_a_refused_reply_ends_in_one_honest_sentence(slack: LocalSlack, bot: Bot, log: Log) -> None:
    slack.fail(RESPONSE_URL, faults.refused(SURPRISING))

    response = bot.get(command(slack, "istio"))

    (told,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert response.status == 200
    assert told.text == FAILED
    assert TRACEBACK in log()


UNCERTAIN = {
    "lost reply": faults.lost_reply(),
    "503 after posting": faults.unavailable(takes_effect=True),
    "a proxy's page": faults.html(takes_effect=True),
    "half done": faults.Fault(
        takes_effect=True,
        reply=lambda: web.json_response({"ok": False, "error": "fatal_error"}),
    ),
}
UNREADABLE = {
    **{name: odd(body, takes_effect=True) for name, body in ODD.items()},
    "an unknown encoding": odd(b"{}", charset="nonsense", takes_effect=True),
}


@pytest.mark.parametrize(
    "fault", [*UNCERTAIN.values(), *UNREADABLE.values()], ids=[*UNCERTAIN, *UNREADABLE]
)
def test_an_answer_that_may_have_arrived_is_not_posted_again(
    slack: LocalSlack, bot: Bot, log: Log, fault: faults.Fault
) -> None:
    slack.fail("chat.postMessage", fault)

    bot.get(mention(slack, "istio"))

    (answer,) = slack.from_bot(MLOPS)
    assert links(answer)
    assert TRACEBACK in log()


@pytest.mark.parametrize("fault", UNCERTAIN.values(), ids=UNCERTAIN)
def test_an_asker_is_told_when_a_reply_was_not_confirmed(
    slack: LocalSlack, bot: Bot, fault: faults.Fault
) -> None:
    slack.fail(RESPONSE_URL, fault)

    bot.get(command(slack, "istio"))

    answer, told = slack.from_bot(MLOPS, seen_by=ADA)
    assert links(answer)
    assert told.text == UNCONFIRMED


@pytest.mark.parametrize("fault", [faults.reset(), faults.unavailable()], ids=["reset", "503"])
def test_when_nobody_can_be_told_it_is_logged(
    slack: LocalSlack, bot: Bot, log: Log, fault: faults.Fault
) -> None:
    slack.fail(RESPONSE_URL, fault, times=2)

    response = bot.get(command(slack, "istio"))

    assert response.status == 200
    assert "the person could not be told" in log()


@pytest.fixture
def busy_bot(slack: LocalSlack, tmp_path: Path) -> Iterator[Bot]:
    """A bot that works in threads, as in earnest; few of them."""
    running = start_bot(slack, tmp_path / "bot.sqlite3", work=ThreadPoolExecutor(2))
    yield running
    running.close()


def test_a_rate_limited_post_follows_later_and_holds_nobody_up(
    slack: LocalSlack, busy_bot: Bot, log: Log
) -> None:
    slack.fail("chat.postMessage", faults.rate_limited(1))
    busy_bot.get(mention(slack, "istio"))
    eventually(lambda: "rate limited" in log())

    busy_bot.get(mention(slack, "linkerd"))

    eventually(lambda: len(slack.from_bot(MLOPS)) == 2)
    first, second = slack.from_bot(MLOPS)
    assert "“linkerd”" in first.text
    assert "“istio”" in second.text


@pytest.mark.parametrize("asked", ["0", "²", "soon", "-1", "1e9"])
def test_a_wait_that_is_none_is_a_second(slack: LocalSlack, bot: Bot, asked: str) -> None:
    refusal = {"ok": False, "error": "ratelimited"}
    fault = faults.Fault(
        reply=lambda: web.json_response(refusal, status=429, headers={"Retry-After": asked})
    )
    slack.fail("chat.postMessage", fault)
    slack.fail("chat.postMessage", faults.rate_limited(PATIENCE))  # too long, after a second

    bot.get(mention(slack, "istio"))

    assert [message.text for message in slack.from_bot(MLOPS)] == [FAILED]


def test_a_rate_limited_reply_follows_later(slack: LocalSlack, bot: Bot) -> None:
    slack.fail(RESPONSE_URL, faults.rate_limited(1), times=2)

    bot.get(command(slack, "istio"))

    (answer,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert links(answer)


def test_work_that_stands_still_keeps_no_acknowledgement_waiting(
    slack: LocalSlack, busy_bot: Bot
) -> None:
    slack.fail(RESPONSE_URL, faults.slow(1), times=8)

    responses = [busy_bot.get(command(slack, "istio")) for _ in range(8)]

    assert {response.status for response in responses} == {200}
    assert len(slack.from_bot(MLOPS, seen_by=ADA)) <= 2  # those that are being worked on
    busy_bot.close()
    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == 8


def test_a_wait_that_ends_in_a_refusal_is_told(slack: LocalSlack, bot: Bot) -> None:
    slack.fail("chat.postMessage", faults.rate_limited(1))
    slack.fail("chat.postMessage", faults.refused(SURPRISING))

    bot.get(mention(slack, "istio"))

    assert [message.text for message in slack.from_bot(MLOPS)] == [FAILED]


def test_a_wait_that_helps_nobody_is_not_waited_for(slack: LocalSlack, bot: Bot) -> None:
    slack.fail("chat.postMessage", faults.rate_limited(3600))

    bot.get(mention(slack, "istio"))

    assert [message.text for message in slack.from_bot(MLOPS)] == [FAILED]


def test_an_apology_is_not_waited_for(slack: LocalSlack, bot: Bot, log: Log) -> None:
    slack.fail("chat.postMessage", faults.rate_limited(3600))
    slack.fail("chat.postMessage", faults.rate_limited(1))

    bot.get(mention(slack, "istio"))

    assert slack.from_bot(MLOPS) == []
    assert "the person could not be told" in log()


def test_what_waits_is_sent_before_the_bot_ends(slack: LocalSlack, busy_bot: Bot, log: Log) -> None:
    slack.fail("chat.postMessage", faults.rate_limited(50))
    busy_bot.get(mention(slack, "istio"))
    eventually(lambda: "rate limited" in log())

    busy_bot.close()

    assert len(slack.from_bot(MLOPS)) == 1


def test_blocks_that_slack_refuses_are_replaced_by_text(slack: LocalSlack, bot: Bot) -> None:
    slack.fail("chat.postMessage", faults.refused("invalid_blocks"))

    bot.get(mention(slack, "how does MetalLB work"))

    (answer,) = slack.from_bot(MLOPS)
    assert answer.blocks == []
    assert "https://metallb.io" in answer.text


@pytest.mark.parametrize(
    "fault",
    [
        faults.refused("invalid_blocks", status=400),
        faults.Fault(reply=lambda: web.Response(status=400, text="invalid_blocks: no such type")),
    ],
    ids=["JSON", "text"],
)
def test_blocks_that_slack_refuses_in_a_reply_are_replaced_by_text(
    slack: LocalSlack, bot: Bot, fault: faults.Fault
) -> None:
    slack.fail(RESPONSE_URL, fault)

    bot.get(command(slack, "how does MetalLB work"))

    (answer,) = slack.from_bot(MLOPS, seen_by=ADA)
    assert answer.blocks == []
    assert "https://metallb.io" in answer.text


def test_without_its_database_the_bot_answers(slack: LocalSlack, tmp_path: Path, log: Log) -> None:
    bot = start_bot(slack, tmp_path / "no such folder" / "bot.sqlite3")
    asked = mention(slack, "istio")

    bot.get(asked)
    bot.get(asked)
    bot.close()

    assert len(slack.from_bot(MLOPS)) == 1
    assert "claim not recorded" in log()


@given(st.text(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_gets_one_answer(slack: LocalSlack, bot: Bot, text: str) -> None:
    before = len(slack.from_bot(MLOPS, seen_by=ADA))

    response = bot.get(command(slack, text))

    assert response.status == 200
    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == before + 1
    assert slack.from_bot(MLOPS, seen_by=ADA)[-1].text not in (FAILED, UNCONFIRMED)


def test_what_the_database_refuses_is_not_written_into_the_log(
    slack: LocalSlack, bot: Bot, log: Log
) -> None:
    engine = create_engine(bot.store.location)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE questions"))
    engine.dispose()

    bot.get(command(slack, "how do I tell my boss about istio"))

    assert "question not noted" in log()
    assert "my boss" not in log()
