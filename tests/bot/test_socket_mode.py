"""Socket Mode: the bot stays connected, and acknowledges whatever comes."""

import asyncio
import os
import signal
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from slack_bolt import Ack, App, BoltRequest, BoltResponse

from bot.app import web_client
from bot.metrics import Metrics
from bot.names import COMMAND
from bot.tenants.tenant import apologise
from bot.transports.dispatch import Dispatch, read_request
from bot.transports.socket_mode import DeafError, SocketModeTransport
from bot.turns import Turns
from bot.views.sentences import FAILED
from bot.work import Work
from bot.workspace import ADA, MLOPS, LocalSlack, faults
from bot.workspace.delivery import Delivery
from bot.workspace.faults import LINK, RESPONSE_URL
from bot.workspace.socket_mode import Ending
from bot.workspace.world import Json
from tests.bot.process import Process, eventually
from tests.bot.rig import Bot, command, links, mention


def test_questions_are_answered(slack: LocalSlack, tmp_path: Path) -> None:
    with Process(slack, tmp_path) as bot:
        delivery = slack.deliver(command(slack, "how does MetalLB work"))

        assert delivery.error is None
        eventually(lambda: slack.from_bot(MLOPS, seen_by=ADA))
        assert "https://metallb.io" in links(slack.from_bot(MLOPS, seen_by=ADA)[-1])
        assert slack.app.bot_token not in bot.log
        assert slack.app.app_token not in bot.log


def work_of(bot: Process) -> float:
    """Read how many seconds of the processor a process has had; where there is no /proc, none."""
    figures = Path(f"/proc/{bot.pid}/stat")
    if not figures.exists():
        return 0
    user, system = figures.read_text("utf-8").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("how", ["close", "reset", "eof", "freeze"])
def test_a_lost_connection_comes_back(slack: LocalSlack, tmp_path: Path, how: Ending) -> None:
    with Process(slack, tmp_path) as bot:
        eventually(lambda: slack.connections == 1)
        worked, begun = work_of(bot), time.monotonic()
        slack.end_connections(how)

        eventually(lambda: slack.opened == 2, seconds=15 if how == "freeze" else 10)
        assert work_of(bot) - worked < 0.5 + 0.2 * (time.monotonic() - begun)  # it just waits
        asked = mention(slack, "istio")
        eventually(lambda: slack.deliver(asked).error is None)
        eventually(lambda: slack.from_bot(MLOPS))

    assert len(slack.from_bot(MLOPS)) == 1


def test_a_connection_that_slack_will_end_is_replaced(slack: LocalSlack, tmp_path: Path) -> None:
    with Process(slack, tmp_path):
        eventually(lambda: slack.connections == 1)
        slack.ask_to_reconnect("warning")
        slack.ask_to_reconnect("refresh_requested")

        eventually(lambda: slack.opened >= 2)
        eventually(lambda: slack.connections == 1)
        asked = command(slack, "istio")
        eventually(lambda: slack.deliver(asked).error is None)  # it may be replaced once more
        eventually(lambda: slack.from_bot(MLOPS, seen_by=ADA))


def test_an_address_that_does_not_connect_is_not_tried_for_ever(
    slack: LocalSlack, tmp_path: Path
) -> None:
    slack.fail(LINK, faults.unavailable())  # which uses it up

    with Process(slack, tmp_path) as bot:
        assert slack.deliver(command(slack, "istio")).error is None
        assert "ticket=[secret]" in bot.log


def test_a_bot_that_never_connects_can_be_stopped(slack: LocalSlack, tmp_path: Path) -> None:
    slack.fail(LINK, faults.slow(60))
    bot = Process(slack, tmp_path)
    bot.start()
    eventually(lambda: "starting" in bot.log)

    bot.signal(signal.SIGTERM)

    assert bot.exit_code() == 0


def test_a_connection_that_never_comes_is_given_up(slack: LocalSlack, bot: Bot) -> None:
    slack.fail(LINK, faults.slow(60))
    transport = SocketModeTransport(
        Dispatch(bot.tenant.app.dispatch, Turns(), bot.metrics),
        slack.app.app_token,
        slack.api_url,
        deaf_after=1,
    )

    with pytest.raises(DeafError):
        asyncio.run(transport.serve(asyncio.Event()))


def test_two_processes_share_the_work(slack: LocalSlack, tmp_path: Path) -> None:
    with Process(slack, tmp_path), Process(slack, tmp_path):
        eventually(lambda: slack.connections == 2)
        asked = mention(slack, "istio")

        for retry in range(4):
            assert slack.deliver(asked, retry).error is None

        eventually(lambda: slack.from_bot(MLOPS))
        time.sleep(0.5)  # a second answer would need no longer than the first

    assert len(slack.from_bot(MLOPS)) == 1


def test_a_connection_that_stays_silent_is_given_up(slack: LocalSlack, bot: Bot) -> None:
    async def listen() -> None:
        transport = SocketModeTransport(
            Dispatch(bot.tenant.app.dispatch, Turns(), bot.metrics),
            slack.app.app_token,
            slack.api_url,
            deaf_after=3,
        )
        serving = asyncio.create_task(transport.serve(asyncio.Event()))
        while not slack.connections:
            await asyncio.sleep(0.01)
        slack.fail("apps.connections.open", faults.unavailable(), times=1000)
        await asyncio.to_thread(slack.end_connections, "freeze")
        await serving

    with pytest.raises(DeafError, match="no pong from Slack for 3 seconds"):
        asyncio.run(listen())


async def delivered(
    slack: LocalSlack, app: App, payload: Json, stop_when: threading.Event | None = None
) -> Delivery:
    """Deliver to an app of our own making, which is stopped then, or in the middle of it."""
    stop = asyncio.Event()
    transport = SocketModeTransport(
        Dispatch(app.dispatch, Turns(), Metrics()), slack.app.app_token, slack.api_url
    )
    serving = asyncio.create_task(transport.serve(stop))
    while not slack.connections:
        await asyncio.sleep(0.01)
    delivering = asyncio.create_task(asyncio.to_thread(slack.deliver, payload))
    await (asyncio.to_thread(stop_when.wait) if stop_when else delivering)
    stop.set()
    await serving
    return await delivering


@pytest.mark.parametrize("fault", ["raises", "is not understood"])
def test_a_failure_is_acknowledged_in_plain_words(slack: LocalSlack, fault: str) -> None:
    app = App(
        client=web_client(slack.app.bot_token, slack.api_url), token_verification_enabled=False
    )

    @app.command(COMMAND)
    def broken() -> None:
        raise RuntimeError("broken")

    payload = command(slack, "istio") | ({} if fault == "raises" else {"team_id": []})

    delivery = asyncio.run(delivered(slack, app, payload))
    assert delivery.error is None
    assert delivery.reply == {"text": FAILED}


@pytest.mark.parametrize(("limits", "told"), [(0, [FAILED]), (1, [])], ids=["told", "limited"])
def test_who_asks_what_is_not_understood_is_told_so(
    bot: Bot, slack: LocalSlack, limits: int, told: list[str]
) -> None:
    """A command is acknowledged before anybody looks whether it can be; apologies do not wait."""
    slack.fail(RESPONSE_URL, faults.rate_limited(1), times=limits)

    def broken(_: BoltRequest) -> BoltResponse:
        raise TypeError("broken")

    house, request = bot.house, read_request(command(slack, "istio"))
    work = Work(house.turns, house.metrics)
    dispatch = Dispatch(broken, house.turns, house.metrics, work, partial(apologise, house))
    assert request

    assert asyncio.run(dispatch(request, "1")).status == 200
    work.shutdown()
    assert [said.text for said in slack.from_bot(MLOPS, seen_by=ADA)] == told


def slow_app(slack: LocalSlack, begun: threading.Event) -> App:
    """Make an app that takes its time for an acknowledgement."""
    app = App(
        client=web_client(slack.app.bot_token, slack.api_url), token_verification_enabled=False
    )

    @app.command(COMMAND)
    def slow(ack: Ack) -> None:
        begun.set()
        time.sleep(0.5)
        ack()

    return app


def test_an_acknowledgement_on_its_way_is_waited_for(slack: LocalSlack) -> None:
    begun = threading.Event()
    app = slow_app(slack, begun)

    payload = command(slack, "istio")
    assert asyncio.run(delivered(slack, app, payload, stop_when=begun)).error is None


def test_what_comes_while_another_acknowledgement_is_waited_for_is_acknowledged_too(
    slack: LocalSlack,
) -> None:
    begun = threading.Event()
    app = slow_app(slack, begun)

    async def both() -> list[Delivery]:
        first = asyncio.create_task(delivered(slack, app, command(slack, "istio"), begun))
        await asyncio.to_thread(begun.wait)
        await asyncio.sleep(0.1)  # it is stopped
        second = asyncio.to_thread(slack.deliver, command(slack, "linkerd"))
        return list(await asyncio.gather(first, second))

    assert [delivery.error for delivery in asyncio.run(both())] == [None, None]
