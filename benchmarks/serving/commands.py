"""Slash commands over HTTP: the bot beside its floor on our transport, and on Bolt's servers."""

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks.serving import apps
from benchmarks.serving.load import Acks, closed_loop
from benchmarks.serving.payloads import request
from benchmarks.serving.process import Process, free_port
from benchmarks.serving.remote import RemoteSlack
from benchmarks.serving.rounds import OUTSTANDING, Contestant, parsed, report

BOLTS = "floor, Bolt's server"
MOST = 16
"""Clients of Bolt's server: it has one thread, and a queue of five connections. With more of them,
what is measured is how long TCP waits to try again."""

SERVERS = {
    "floor, our transport": "http",
    BOLTS: "http-bolt",
    "floor, Bolt's aiohttp server": "http-aiohttp",
}


def to(port: int) -> Callable[[Sequence[dict[str, str]], int], Acks]:
    """Give what sends commands to a port, signed right before."""

    def send(commands: Sequence[dict[str, str]], clients: int) -> Acks:
        requests = [request(command) for command in commands]
        return asyncio.run(closed_loop(port, requests, clients))

    return send


def main() -> None:
    arguments = parsed(__doc__)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        slack = stack.enter_context(RemoteSlack(folder))
        contestants = []

        def enter(name: str, start: Callable[[int], Process]) -> None:
            port = free_port()
            process = stack.enter_context(start(port))
            process.wait_for(port)
            most = MOST if name == BOLTS else max(OUTSTANDING)
            contestants.append(Contestant(name, process, slack, to(port), most))

        for name, server in SERVERS.items():
            enter(name, partial(apps.floor, folder, server, slack.url))
        enter("the bot", partial(apps.bot, folder, slack.url))
        report(contestants, "clients", arguments)


if __name__ == "__main__":
    main()
