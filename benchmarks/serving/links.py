"""The websocket of Socket Mode, on Slack's side: sends envelopes, and takes what acknowledges them.

It is the generator of load as well, since only who holds the socket can send.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from benchmarks.serving.load import PATIENCE, Acks


class Links:
    """One app's connection."""

    def __init__(self) -> None:
        self._socket: web.WebSocketResponse | None = None
        self._sent: dict[str, asyncio.Future[bool]] = {}

    @property
    def is_open(self) -> bool:
        return self._socket is not None and not self._socket.closed

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Say hello, and take acknowledgements until the app hangs up."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._socket = socket
        async for message in socket:
            if not isinstance(message.data, str):
                continue
            frame = json.loads(message.data)
            sent = self._sent.pop(frame.get("envelope_id", ""), None)
            if sent and not sent.done():
                sent.set_result("blocks" in (frame.get("payload") or {}))
        return socket

    async def closed_loop(self, payloads: Sequence[dict[str, Any]], outstanding: int) -> Acks:
        """Send commands, never more than so many without an acknowledgement."""
        found, left = Acks(begun=time.monotonic()), iter(payloads)

        async def work() -> None:
            for payload in left:
                begun = time.perf_counter()
                answered = await self._send(payload)
                found.answered += answered
                found.seconds.append(time.perf_counter() - begun)

        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(work() for _ in range(outstanding)))
        found.ended = time.monotonic()
        return found

    async def _send(self, payload: dict[str, Any]) -> bool:
        assert self._socket
        id = payload["trigger_id"]
        sent: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._sent[id] = sent
        envelope = {
            "envelope_id": id,
            "type": "slash_commands",
            "payload": payload,
            "accepts_response_payload": True,
        }
        await self._socket.send_json(envelope)
        return await sent
