"""Slash commands over Socket Mode: the bot beside its floor on our transport, and on Bolt's."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks.serving import apps
from benchmarks.serving.process import Process
from benchmarks.serving.remote import RemoteSlack
from benchmarks.serving.rounds import Contestant, parsed, report

SERVERS = {
    "floor, our transport": "socket",
    "floor, Bolt's built-in client": "socket-built-in",
    "floor, Bolt's aiohttp client": "socket-aiohttp",
}


def main() -> None:
    arguments = parsed(__doc__)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        contestants = []

        def enter(name: str, start: Callable[[str], Process]) -> None:
            slack = stack.enter_context(RemoteSlack(folder))
            process = stack.enter_context(start(slack.url))
            slack.wait_for_link(process)
            contestants.append(Contestant(name, process, slack, slack.send_envelopes))

        for name, server in SERVERS.items():
            enter(name, partial(apps.floor, folder, server))
        enter("the bot", partial(apps.bot, folder))
        report(contestants, "outstanding", arguments)


if __name__ == "__main__":
    main()
