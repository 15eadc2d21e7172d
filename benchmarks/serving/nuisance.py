"""What reaches a bot besides questions: forged, malformed and unfinished requests."""

import asyncio
import random
from contextlib import suppress

from benchmarks.serving.load import Client
from benchmarks.serving.payloads import command, request

HALF_OPEN = 3.0
"""Seconds that an unfinished request stays so."""


def genuine() -> bytes:
    """Make a request as Slack does; nobody listens for its answer."""
    return request(command(0, "nothing", "http://127.0.0.1:9/"))


def refused() -> list[bytes]:
    """Make requests none of which Slack would have sent."""
    good = genuine()
    return [
        good.replace(b"v0=", b"v0=0"),  # a forged signature
        good.replace(b"nothing", b"another"),  # a body that was not signed
        good.replace(b"Timestamp: ", b"Timestamp: 99999"),
        good.replace(b"Timestamp: ", b"Timestamp: \xc3\xa9"),
        good.replace(b"X-Slack-Signature", b"X-Other"),
        b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
        b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: none\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 no HTTP at all\r\n\r\n",
    ]


async def bother(port: int, chance: random.Random) -> bool:
    """Do one of it; False where the bot took it for genuine."""
    if chance.random() < 0.5:
        await half_open(port, chance)
        return True
    client = Client(port)
    try:
        async with asyncio.timeout(10):
            return (await client.send(chance.choice(refused()))).status >= 400
    except (OSError, TimeoutError):
        return True
    finally:
        client.close()


async def half_open(port: int, chance: random.Random) -> None:
    """Send a part of a request, wait, and hang up: politely or not."""
    with suppress(OSError):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        whole = genuine()
        writer.write(whole[: chance.randrange(len(whole))])
        await asyncio.sleep(HALF_OPEN * chance.random())
        if chance.random() < 0.5:
            writer.transport.abort()
        else:
            writer.close()


async def abort(port: int, question: bytes) -> None:
    """Ask, and hang up at once: nobody knows whether the question was read."""
    with suppress(OSError):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(question)
        await asyncio.sleep(0)
        writer.transport.abort()
