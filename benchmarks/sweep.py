"""What size costs: made-up catalogues of growing size, each in a process of its own."""

import multiprocessing
import random
import resource
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from knowledge import Catalogue, Finder, Resource, Topic
from knowledge.classifier import shipped_classifier
from knowledge.meaning import shipped_vectors
from knowledge.precedents import shipped_precedents

SIZES = (1_000, 10_000, 100_000)
QUESTIONS = 200

WORDS = 50_000
TOPICS = 500
LETTERS = "etaoinshrdlucm"


@dataclass(frozen=True)
class Cost:
    """Seconds and megabytes that an index takes, and milliseconds a question (median, worst)."""

    resources: int
    seconds: float
    megabytes: float
    median: float
    worst: float


def sweep() -> Iterator[Cost]:
    """Measure each size; the memory is what the process grew by when the index was built."""
    for size in SIZES:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            yield pool.apply(cost, (size,))


def cost(size: int) -> Cost:
    """Build a finder for a made-up catalogue of a size, and ask it."""
    catalogue, questions = made_up(size)
    shipped_vectors(), shipped_precedents(), shipped_classifier()  # the same at any size
    before = _held()
    started = time.perf_counter()
    finder = Finder(catalogue)
    seconds = time.perf_counter() - started
    grown = _held() - before
    for question in questions[:10]:
        finder.ask(question)
    times = [finder.ask(question).milliseconds for question in questions]
    return Cost(size, seconds, grown, statistics.median(times), max(times))


def made_up(size: int) -> tuple[Catalogue, list[str]]:
    """Make up resources whose words are as unevenly frequent as those of a language (Zipf)."""
    chance = random.Random(size)
    words = ["".join(chance.choices(LETTERS, k=chance.randint(3, 10))) for _ in range(WORDS)]
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


def _held() -> float:
    """Give the memory that this process holds, in megabytes; Linux tells."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20
