"""The floor: a Bolt app that answers one fixed section, in the plain way of Bolt's documentation.

As a process it serves that app by our transports or by Bolt's own. Each of them imports what it
needs for itself: its start and its memory are measured.
"""

import argparse
import asyncio
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from benchmarks.serving.names import APP_TOKEN, BOT_TOKEN, SECRET

BLOCKS: list[dict[str, Any]] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "A *book* on <https://example.org|it>."}}
]


def plain(slack: str, **settings: Any) -> App:
    """Build the app, as a beginner would."""
    app = App(
        token=BOT_TOKEN,
        signing_secret=SECRET,
        client=WebClient(BOT_TOKEN, base_url=f"{slack}api/"),
        token_verification_enabled=False,
        **settings,
    )

    @app.command("/mlops-learn")
    def answer(ack: Ack) -> None:
        ack(blocks=BLOCKS)

    return app


def http_ours(slack: str, port: int) -> None:
    from bot.metrics import Metrics
    from bot.signals import stop_signal
    from bot.transports.dispatch import Dispatch
    from bot.transports.http import HttpTransport
    from bot.transports.serving import serving
    from bot.turns import Turns

    async def serve() -> None:
        # The transport verifies requests; once is enough.
        app, metrics = plain(slack, request_verification_enabled=False), Metrics()
        transport = HttpTransport(Dispatch(app.dispatch, Turns(), metrics), SECRET, metrics)
        async with serving(port, transport):
            await stop_signal().wait()

    asyncio.run(serve())


def http_bolt(slack: str, port: int) -> None:
    plain(slack).start(port)


def http_aiohttp(slack: str, port: int) -> None:
    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    client = AsyncWebClient(BOT_TOKEN, base_url=f"{slack}api/")
    app = AsyncApp(token=BOT_TOKEN, signing_secret=SECRET, client=client)

    @app.command("/mlops-learn")
    async def answer(ack: AsyncAck) -> None:
        await ack(blocks=BLOCKS)

    app.server(port, host="127.0.0.1").start()


def socket_ours(slack: str, _: int) -> None:
    from bot.metrics import Metrics
    from bot.signals import stop_signal
    from bot.transports.dispatch import Dispatch
    from bot.transports.socket_mode import SocketModeTransport
    from bot.turns import Turns

    async def serve() -> None:
        dispatch = Dispatch(plain(slack).dispatch, Turns(), Metrics())
        transport = SocketModeTransport(dispatch, APP_TOKEN, f"{slack}api/")
        await transport.serve(stop_signal())

    asyncio.run(serve())


def socket_built_in(slack: str, _: int) -> None:
    from slack_bolt.adapter.socket_mode import SocketModeHandler

    SocketModeHandler(plain(slack), APP_TOKEN).start()  # type: ignore[no-untyped-call]


def socket_aiohttp(slack: str, _: int) -> None:
    from slack_bolt.adapter.socket_mode.aiohttp import SocketModeHandler
    from slack_sdk.web.async_client import AsyncWebClient

    async def serve() -> None:
        client = AsyncWebClient(BOT_TOKEN, base_url=f"{slack}api/")
        handler = SocketModeHandler(plain(slack), APP_TOKEN, web_client=client)
        await handler.start_async()  # type: ignore[no-untyped-call]

    asyncio.run(serve())


SERVERS: dict[str, Callable[[str, int], None]] = {
    "http": http_ours,
    "http-bolt": http_bolt,
    "http-aiohttp": http_aiohttp,
    "socket": socket_ours,
    "socket-built-in": socket_built_in,
    "socket-aiohttp": socket_aiohttp,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("server", choices=SERVERS)
    parser.add_argument("--slack", required=True, help="address of the mini Slack")
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    SERVERS[arguments.server](arguments.slack, arguments.port)
