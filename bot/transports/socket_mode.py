"""Slack over Socket Mode: envelopes in, an acknowledgement for each of them out."""

import asyncio
import json
import math
import time

import structlog
from aiohttp import ClientError, WSMsgType
from slack_bolt import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.transports.dispatch import AGAIN, Dispatch, read_request
from bot.views.sentences import FAILED
from bot.wire import TIMEOUT

PING_SECONDS = 5
CONNECT_SECONDS = 10
CLOSE_SECONDS = 1
CLOSE_CODE = (1000).to_bytes(2)
ACK_SECONDS = 3
"""Slack waits no longer for an acknowledgement."""

DEAF_SECONDS = 90
"""A connection without a pong for so long has not healed itself: the platform starts us anew."""

log = structlog.stdlib.get_logger(__name__)


class DeafError(Exception):
    """Slack has not answered a ping for too long."""


class _Client(SocketModeClient):
    """The SDK's client, but for an address that does not connect: each is good for one use."""

    async def connect(self) -> None:
        while not self.closed:
            connecting = asyncio.ensure_future(super().connect())  # type: ignore[no-untyped-call]
            try:
                done, _ = await asyncio.wait({connecting}, timeout=CONNECT_SECONDS)
                while not done and not self.wss_uri:  # Slack may ask to wait for the address
                    done, _ = await asyncio.wait({connecting}, timeout=CONNECT_SECONDS)
            finally:
                connecting.cancel()
            if done:
                await connecting
                return
            self.wss_uri = None  # as at first: a new one is asked for


class SocketModeTransport:
    """One connection; the SDK's client keeps it up, we answer what comes over it."""

    def __init__(
        self, dispatch: Dispatch, app_token: str, api_url: str, deaf_after: float = DEAF_SECONDS
    ) -> None:
        self._dispatch = dispatch
        self._app_token = app_token
        self._web_client = AsyncWebClient(token=app_token, base_url=api_url, timeout=TIMEOUT)
        self._deaf_after = deaf_after
        self._in_flight = 0
        self._hung_up = False
        self._heard_at: float | None = None

    @property
    def silence(self) -> float:
        """Seconds since Slack was last heard of; infinite before the first time."""
        return math.inf if self._heard_at is None else time.monotonic() - self._heard_at

    async def serve(self, stop: asyncio.Event) -> None:
        """Answer until stopped. The app-level token must be one that Slack takes.

        Raises:
            DeafError: when there is no connection, or it is lost, and none comes.
        """
        client = _Client(
            app_token=self._app_token, web_client=self._web_client, ping_interval=PING_SECONDS
        )
        client.socket_mode_request_listeners.append(self._on_request)
        connecting = asyncio.create_task(self._connect(client))
        try:
            await self._watch(client, stop)
            client.auto_reconnect_enabled = False
            deadline = time.monotonic() + ACK_SECONDS
            await self._settle(client, deadline)
            deadline = max(deadline, time.monotonic() + CLOSE_SECONDS)
            await self._hang_up(client, deadline)
            await self._settle(client, deadline)
        finally:
            connecting.cancel()
            try:
                await asyncio.wait_for(client.close(), CLOSE_SECONDS)  # type: ignore[no-untyped-call]
            except TimeoutError:  # the peer does not answer the close frame
                await client.aiohttp_client_session.close()

    async def _connect(self, client: _Client) -> None:
        await client.connect()
        self._heard_at = time.monotonic()
        log.info("ready for Slack over Socket Mode")

    async def _watch(self, client: SocketModeClient, stop: asyncio.Event) -> None:
        """Wait for the stop, and look whether pongs still come.

        The client keeps the time of the last one, beginning with that of a ping: only where it
        moves on, a pong has come.
        """
        last_pong, seen_at = client.last_ping_pong_time, time.monotonic()
        while not stop.is_set():
            if client.last_ping_pong_time != last_pong:
                if last_pong and client.last_ping_pong_time:
                    seen_at = self._heard_at = time.monotonic()
                last_pong = client.last_ping_pong_time
            if time.monotonic() - seen_at > self._deaf_after:
                raise DeafError(f"no pong from Slack for {self._deaf_after} seconds")
            try:
                await asyncio.wait_for(stop.wait(), timeout=1)
            except TimeoutError:
                continue

    async def _hang_up(self, client: SocketModeClient, deadline: float) -> None:
        """Send the close frame, and go on taking what Slack had sent before it read that.

        Slack delivers events again; of a command there is no other try. It can be acknowledged no
        more, and is answered all the same.
        """
        session = client.current_session
        if session is None or session.closed:
            return
        self._hung_up = True
        try:
            await session.send_frame(CLOSE_CODE, WSMsgType.CLOSE)
        except ConnectionError:  # it was lost in this moment
            return
        while not session.closed and time.monotonic() < deadline:
            await asyncio.sleep(0.02)

    async def _settle(self, client: SocketModeClient, deadline: float) -> None:
        """Go on until nothing is in flight."""
        await asyncio.sleep(0.02)  # what was just read is on its way to us
        while (self._in_flight or client.message_queue.qsize()) and time.monotonic() < deadline:
            await asyncio.sleep(0.02)

    async def _on_request(
        self, client: AsyncBaseSocketModeClient, request: SocketModeRequest
    ) -> None:
        self._in_flight += 1
        try:
            bolt_request = read_request(request.payload)
            if bolt_request is None:
                log.warning("request not understood", type=request.type)
                response = BoltResponse(status=500)
            else:
                response = await self._dispatch(bolt_request, request.envelope_id)
            if response.status == AGAIN:
                log.info("left to be delivered again", type=request.type)
                return
            if self._hung_up:
                log.info("answered without an acknowledgement", type=request.type)
                return
            payload = _payload(response, request.type)
            await client.send_socket_mode_response(
                SocketModeResponse(envelope_id=request.envelope_id, payload=payload)
            )
        except (ClientError, ConnectionError) as error:  # Slack delivers it again, to be refused
            log.warning("acknowledgement not sent", error=str(error))
        finally:
            self._in_flight -= 1


def _payload(response: BoltResponse, kind: str) -> dict[str, object] | None:
    """Say what goes with the acknowledgement; a failure is acknowledged, too, in plain words."""
    if response.status != 200:
        return {"text": FAILED} if kind == "slash_commands" else None
    if not response.body:
        return None
    try:
        payload = json.loads(response.body)
    except ValueError:
        return {"text": response.body}
    return payload if isinstance(payload, dict) else None
