"""A Bolt app in a local Slack, over the bot's own transport."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.metrics import Metrics
from bot.transports.dispatch import Dispatch
from bot.transports.socket_mode import SocketModeTransport
from bot.turns import Turns
from bot.workspace import LocalSlack


def app_of(slack: LocalSlack) -> App:
    """Make an app without listeners."""
    client = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])
    result = AuthorizeResult(
        enterprise_id=None, team_id=slack.world.team, bot_user_id="U0BOT", bot_token=client.token
    )
    return App(client=client, authorize=lambda: result, request_verification_enabled=False)


@contextmanager
def connected(app: App, slack: LocalSlack) -> Iterator[None]:
    """Let an app listen as long as this lasts."""
    dispatch = Dispatch(app.dispatch, Turns(), Metrics())
    transport = SocketModeTransport(dispatch, slack.app.app_token, slack.api_url)
    stop, loops = asyncio.Event(), []

    async def serve() -> None:
        loops.append(asyncio.get_running_loop())
        await transport.serve(stop)
        await dispatch.drain()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    while not slack.connections:
        time.sleep(0.01)
    try:
        yield
    finally:
        loops[0].call_soon_threadsafe(stop.set)
        thread.join()
