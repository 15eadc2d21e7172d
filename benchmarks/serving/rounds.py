"""Lets contestants answer the same questions in turns, and compares what they did."""

import argparse
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.serving.figures import medians, percentile, short, table
from benchmarks.serving.load import Acks
from benchmarks.serving.payloads import command, questions
from benchmarks.serving.process import Process
from benchmarks.serving.remote import RemoteSlack

OUTSTANDING = (1, 16, 64)
WARM_UP = 50
HEAD = (
    "",
    "acks a second",
    "p50, ms",
    "p99, ms",
    "answers a second",
    "processor, ms each",
    "lost",
    "twice",
    "failed",
)

NUMBERS = itertools.count(1)


@dataclass
class Contestant:
    """`send` takes commands, and how many may go without an acknowledgement at a time.

    With more than `most` at a time it does not compete.
    """

    name: str
    process: Process
    slack: RemoteSlack
    send: Callable[[Sequence[dict[str, str]], int], Acks]
    most: int = max(OUTSTANDING)
    questions: Iterator[str] = field(default_factory=questions)

    def run(self, count: int, outstanding: int) -> list[float]:
        """Ask so many questions that it was not asked before; gives the figures of HEAD."""
        asked = [
            command(next(NUMBERS), question, self.slack.url)
            for question in itertools.islice(self.questions, count)
        ]
        self.slack.forget_answers()
        before = self.process.processor
        acks = self.send(asked, outstanding)
        counts = self.slack.answers(count - acks.answered)
        answered = counts.taken + acks.answered
        return [
            len(acks.seconds) / (acks.ended - acks.begun),
            1000 * percentile(acks.seconds, 0.5),
            1000 * percentile(acks.seconds, 0.99),
            answered / (max(acks.ended, counts.last) - acks.begun),
            1000 * (self.process.processor - before) / count,
            count - answered,
            counts.twice,
            acks.failed,
        ]


def compete(
    contestants: Sequence[Contestant], outstanding: int, rounds: int, count: int
) -> dict[str, list[float]]:
    """Let each have its turn, round by round; gives the medians by name."""
    found: dict[str, list[list[float]]] = {}
    for _ in range(rounds):
        for contestant in contestants:
            if outstanding > contestant.most:
                continue
            found.setdefault(contestant.name, []).append(contestant.run(count, outstanding))
    return {name: medians(figures) for name, figures in found.items()}


def report(contestants: Sequence[Contestant], what: str, arguments: argparse.Namespace) -> None:
    """Warm all up, let them compete, and print; the last of them is the bot."""
    for contestant in contestants:
        contestant.run(WARM_UP, OUTSTANDING[1])
    for outstanding in OUTSTANDING:
        found = compete(contestants, outstanding, arguments.rounds, arguments.commands)
        *floors, bot = found.items()
        rows = [[name, *map(short, figures)] for name, figures in found.items()]
        for name, figures in floors:
            ratios = [
                f"{ours / theirs:.2f}" if theirs else ""
                for ours, theirs in zip(bot[1][:5], figures[:5], strict=True)
            ]
            rows.append([f"{bot[0]} / {name}", *ratios, "", "", ""])
        print(f"\n{outstanding} {what}\n\n{table(HEAD, rows)}", flush=True)


def parsed(description: str | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--rounds", type=int, default=3, help="the median counts")
    parser.add_argument("--commands", type=int, default=300, help="in each round")
    return parser.parse_args()
