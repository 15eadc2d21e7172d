"""Many questions to one bot, while much goes wrong: what is lost, what comes twice, what grows.

A question is *lost* that was acknowledged, or not refused, and got no answer although no fault
stood in its way. Where its answer met a fault after which nobody knows whether it arrived, it is
*unconfirmed*: it must not be sent again. So is one whose asker hung up while asking.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.serving import apps, faults
from benchmarks.serving.figures import short, table
from benchmarks.serving.load import Client
from benchmarks.serving.nuisance import abort, bother
from benchmarks.serving.payloads import command, mention, questions, request
from benchmarks.serving.process import Process, free_port
from benchmarks.serving.slack import MiniSlack

HEAD = ("done with", "answered", "unconfirmed", "lost", "twice", "failed", "late", "a second", "MB")
MORE = ("threads", "descriptors")
LATE = 3.0
"""Seconds that Slack waits for an acknowledgement."""

PATIENCE = 90.0
"""Seconds for an answer; longer than the bot waits where Slack asks it to."""

MENTIONS, ANSWERS, TWICE, HUNG_UP, NUISANCES = 0.2, 0.05, 0.25, 0.01, 0.02
"""The shares: of mentions; of answers that meet a fault; of mentions that are delivered again; of
commands whose asker hangs up; and of questions beside which there is a nuisance."""


@dataclass
class Soak:
    """One run, and what was seen in it."""

    port: int
    slack: MiniSlack
    seed: int
    done: int = 0
    late: int = 0
    believed: int = 0
    """Forged or malformed requests that the bot took."""

    hung_up: set[int] = field(default_factory=set)
    lost: set[int] = field(default_factory=set)
    others: set[asyncio.Task[None]] = field(default_factory=set)

    async def ask(self, client: Client, number: int, question: str) -> None:
        """Ask one question as chance has it, and wait until it is answered or never will be."""
        chance = random.Random(f"{self.seed} {number} question")
        if chance.random() < NUISANCES:
            task = asyncio.create_task(self._bother(chance))
            self.others.add(task)
            task.add_done_callback(self.others.discard)
        if chance.random() < MENTIONS:
            await self._mention(client, number, question, again=chance.random() < TWICE)
        elif chance.random() < HUNG_UP:
            self.hung_up.add(number)
            await abort(self.port, request(command(number, question, self.slack.url)))
        else:
            await self._send(client, request(command(number, question, self.slack.url)))
        if number not in self.hung_up:
            await self._wait_for_answer(number)
        self.done += 1

    async def _wait_for_answer(self, number: int) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self.slack.answers.settled(number)
        except TimeoutError:
            self.lost.add(number)

    async def _mention(self, client: Client, number: int, question: str, again: bool) -> None:
        event = mention(number, question)
        deliveries = [self._send(client, request(event))]
        if again:
            headers = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
            second = Client(self.port)
            deliveries.append(self._send(second, request(event, headers)))
        await asyncio.gather(*deliveries)
        if again:
            second.close()

    async def _send(self, client: Client, question: bytes) -> None:
        begun = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                reply = await client.send(question)
            on_time = reply.status == 200 and time.monotonic() - begun <= LATE
        except (OSError, TimeoutError):
            client.close()
            on_time = False
        self.late += not on_time

    async def _bother(self, chance: random.Random) -> None:
        self.believed += not await bother(self.port, chance)

    def row(self, bot: Process, begun: float) -> list[float]:
        """Give the figures of HEAD and MORE as of now."""
        answers = self.slack.answers
        answered = len(answers.taken)
        unconfirmed = len((answers.unconfirmed | self.hung_up) - answers.taken.keys())
        speed = self.done / (time.monotonic() - begun)
        lost, failed = len(self.lost - answers.taken.keys()), len(answers.failed)
        counts = [self.done, answered, unconfirmed, lost, answers.twice, failed, self.late]
        return [*counts, speed, bot.memory, bot.threads, bot.descriptors]


async def soak(bot: Process, run: Soak, arguments: argparse.Namespace) -> list[list[float]]:
    """Ask all the questions, with a row whenever so many more were asked."""
    begun, rows = time.monotonic(), []
    print(table((*HEAD, *MORE), []), flush=True)
    left = zip(range(1, arguments.questions + 1), questions(), strict=False)

    async def work() -> None:
        client = Client(run.port)
        for number, question in left:
            await run.ask(client, number, question)
            if run.done % arguments.every == 0:  # nothing else ran since it was counted
                rows.append(run.row(bot, begun))
                print(f"| {' | '.join(map(short, rows[-1]))} |", flush=True)
        client.close()

    await asyncio.gather(*(work() for _ in range(arguments.outstanding)))
    await asyncio.gather(*run.others)
    await asyncio.sleep(arguments.rest)  # for what comes twice
    rows.append(run.row(bot, begun))
    return rows


def verdict(rows: list[list[float]], run: Soak) -> None:
    """Say what the rows mean; the last one is of the rest after all questions."""
    *_, lost, twice, failed, late, _, _, threads, _ = rows[-1]
    memory = [row[8] for row in rows[:-1]]
    first, second = memory[: len(memory) // 2], memory[len(memory) // 2 :]
    print()
    if first and second:
        means = statistics.mean(first), statistics.mean(second)
        print(f"memory: {means[0]:.0f} MB on average in the first half, {means[1]:.0f} after it")
    if len(second) > 1:
        done = [row[0] for row in rows[-1 - len(second) : -1]]
        slope = statistics.linear_regression(done, second).slope
        print(f"memory: {1000 * slope:+.2f} MB for 1,000 questions in the second half")
    most = max(row[9] for row in rows)
    print(f"threads: {most:.0f} at most, {threads:.0f} at the end")
    print(
        f"lost: {lost:.0f}; twice: {twice:.0f}; failed: {failed:.0f}; acknowledged late: {late:.0f}"
    )
    told = len(run.slack.answers.apologies)
    print(f"told that their answer was not confirmed: {told}")
    print(f"forged or malformed requests taken: {run.believed}")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=200_000)
    parser.add_argument("--outstanding", type=int, default=64, help="unanswered at most")
    parser.add_argument("--every", type=int, default=5_000, help="so many questions a row")
    parser.add_argument("--rest", type=float, default=5, help="seconds to wait at the end")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    slack = MiniSlack(free_port(), faults.some(ANSWERS, arguments.seed))
    runner = await slack.serve()
    with tempfile.TemporaryDirectory() as name:
        port = free_port()
        with apps.bot(Path(name), slack.url, port) as bot:
            await asyncio.to_thread(bot.wait_for, port)
            run = Soak(port, slack, arguments.seed)
            verdict(await soak(bot, run, arguments), run)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
