"""From the start of a process to its first answer, and what it holds of the memory then."""

import argparse
import asyncio
import itertools
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.serving import apps
from benchmarks.serving.commands import to
from benchmarks.serving.figures import medians, short, table
from benchmarks.serving.load import Client
from benchmarks.serving.payloads import command, questions, request
from benchmarks.serving.process import Process, free_port
from benchmarks.serving.remote import RemoteSlack
from benchmarks.serving.rounds import NUMBERS

MORE = 200
HEAD = (
    "",
    "listens, s",
    "first ack, s",
    "first answer, s",
    "processor until then, s",
    "MB then",
    f"MB after {MORE} more",
)

Start = Callable[[int], Process]


def first_ack(port: int, payload: dict[str, str]) -> bool:
    """Send one command; tells whether the answer came with the acknowledgement."""

    async def send() -> bool:
        client = Client(port)
        reply = await client.send(request(payload))
        client.close()
        return reply.answers

    return asyncio.run(send())


def measure(start: Start, slack: RemoteSlack) -> list[float]:
    """Start it, ask, ask more, and end it; gives the figures of HEAD."""
    asked = [
        command(next(NUMBERS), question, slack.url)
        for question in itertools.islice(questions(), MORE + 1)
    ]
    slack.forget_answers()
    port = free_port()
    with start(port) as process:
        listens = process.wait_for(port)
        answered = first_ack(port, asked[0])
        acknowledged = process.age
        counts = slack.answers(0 if answered else 1)
        first = acknowledged if answered else counts.last - process.begun
        processor, memory = process.processor, process.memory
        acks = to(port)(asked[1:], 16)
        slack.answers(counts.taken + MORE - acks.answered)
        return [listens, acknowledged, first, processor, memory, process.memory]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=5, help="of each; the median counts")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with RemoteSlack(folder) as slack:
            kept = Path(tempfile.mkdtemp(dir=folder))
            starts: dict[str, Start] = {
                "floor, our transport": partial(apps.floor, folder, "http", slack.url),
                "floor, Bolt's server": partial(apps.floor, folder, "http-bolt", slack.url),
                "the bot, first start": partial(apps.bot, folder, slack.url),
                "the bot, started again": partial(apps.bot, folder, slack.url, kept=kept),
            }
            measure(starts["the bot, started again"], slack)  # for the first time
            rounds = [
                {name: measure(start, slack) for name, start in starts.items()}
                for _ in range(arguments.starts)
            ]
    found = {name: medians(each[name] for each in rounds) for name in starts}
    *_, bot = found.values()
    rows = list(found.items())
    for floor in list(found)[:2]:
        more = [ours - theirs for ours, theirs in zip(bot, found[floor], strict=True)]
        rows.append((f"started again, more than the {floor}", more))
        times = [ours / theirs for ours, theirs in zip(bot, found[floor], strict=True)]
        rows.append((f"started again / {floor}", times))
    print(f"Median of {arguments.starts} starts\n")
    print(table(HEAD, [[name, *map(written, figures)] for name, figures in rows]))


def written(figure: float) -> str:
    return f"{figure:.2f}" if abs(figure) < 20 else short(figure)


if __name__ == "__main__":
    main()
