"""What size costs: made-up catalogues of growing size, each in a process of its own."""

import multiprocessing
import random
import resource
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from knowledge import Catalogue, Finder, Resource, Topic

SIZES = (1_000, 10_000, 100_000)
QUESTIONS = 200

WORDS = 50_000
TOPICS = 500
LETTERS = "etaoinshrdlucmfwypvbgkjqxz"


@dataclass(frozen=True)
class Cost:
    """Seconds and megabytes that an index takes, and milliseconds a question (median, worst)."""

    resources: int
    seconds: float
    megabytes: float
    median: float
    worst: float


def sweep() -> Iterator[Cost]:
    """Measure each size; the memory is what the process grew by while the index was built."""
    for size in SIZES:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            yield pool.apply(cost, (size,))


def cost(size: int) -> Cost:
    """Build a finder for a made-up catalogue of a size, and ask it."""
    catalogue, questions = made_up(size)
    before = _peak()
    started = time.perf_counter()
    finder = Finder(catalogue)
    seconds = time.perf_counter() - started
    grown = _peak() - before
    for question in questions[:10]:
        finder.ask(question)
    times = [finder.ask(question).milliseconds for question in questions]
    return Cost(size, seconds, grown, statistics.median(times), max(times))


def made_up(size: int) -> tuple[Catalogue, list[str]]:
    """Make up resources whose words are as unevenly frequent as those of a language (Zipf)."""
    chance = random.Random(size)
    words = ["".join(chance.choices(LETTERS[:14], k=chance.randint(3, 10))) for _ in range(WORDS)]
    steps = list(accumulate(1 / rank for rank in range(1, WORDS + 1)))

    def text(length: int) -> str:
        return " ".join(chance.choices(words, cum_weights=steps, k=length))

    topics = {f"topic-{n}": Topic(id=f"topic-{n}", name=text(2)) for n in range(TOPICS)}
    resources = tuple(
        Resource(
            id=str(number),
            title=text(7),
            url=f"https://example.org/{number}",
            topics=tuple(chance.sample(list(topics), 3)),
            summary=text(20),
            answers=tuple(text(9) for _ in range(3)),
        )
        for number in range(size)
    )
    asked = (chance.choice(resources) for _ in range(QUESTIONS))
    questions = [f"how do I {' '.join(one.answers[0].split()[2:])} {text(2)}" for one in asked]
    return Catalogue(resources=resources, topics=topics), questions


def _peak() -> float:
    """Give the most memory that this process held so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
