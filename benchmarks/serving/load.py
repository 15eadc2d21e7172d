"""The generator of load over HTTP, which leaves as much of the machine to the others as it can."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
PATIENCE = 120
"""Seconds for a run."""


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes

    @property
    def answers(self) -> bool:
        """Whether the answer came along with the acknowledgement."""
        return b'"blocks"' in self.body


class Client(asyncio.Protocol):
    """Sends one request at a time, over one connection for as long as the server keeps it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._transport: asyncio.Transport | None = None
        self._received = b""
        self._reply: asyncio.Future[Reply] | None = None

    async def send(self, request: bytes) -> Reply:
        """Send a request. Raises ConnectionError where it is not replied to."""
        loop = asyncio.get_running_loop()
        if self._transport is None or self._transport.is_closing():
            self._transport, _ = await loop.create_connection(lambda: self, "127.0.0.1", self._port)
        self._received, self._reply = b"", loop.create_future()
        self._transport.write(request)
        return await self._reply

    def close(self) -> None:
        if self._transport:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, whole, body = self._received.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if not whole or not length or len(body) < int(length[1]):
            return
        if head.startswith(b"HTTP/1.0"):
            self.close()  # as the server is about to
        if self._reply and not self._reply.done():
            self._reply.set_result(Reply(int(head[9:12]), body))

    def connection_lost(self, error: Exception | None) -> None:
        if self._reply and not self._reply.done():
            self._reply.set_exception(ConnectionError(str(error or "closed")))


@dataclass
class Acks:
    """What came back at once; times are those of `time.monotonic`."""

    begun: float = 0.0
    ended: float = 0.0
    seconds: list[float] = field(default_factory=list)
    answered: int = 0
    """So many were acknowledgements that held the answer."""

    failed: int = 0


async def closed_loop(port: int, requests: Sequence[bytes], clients: int) -> Acks:
    """Let clients send the requests, each its next one when it has the acknowledgement."""
    found, left = Acks(begun=time.monotonic()), iter(requests)

    async def work() -> None:
        client = Client(port)
        for request in left:
            begun = time.perf_counter()
            try:
                reply = await client.send(request)
            except OSError:
                found.failed += 1
                continue
            found.seconds.append(time.perf_counter() - begun)
            found.answered += reply.answers
            found.failed += reply.status != 200
        client.close()

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(work() for _ in range(clients)))
    found.ended = time.monotonic()
    return found
