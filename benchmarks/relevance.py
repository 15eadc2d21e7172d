"""How good are the first answers, beside plain fuzzy matching on the same questions?

    python -m benchmarks.relevance --questions FILE.jsonl [--catalogue PATH]

Questions whose best resources are not in the catalogue are left out; off-topic ones should get
nothing, and are counted apart.
"""

import json
import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rapidfuzz import fuzz, process

from knowledge import SHIPPED, Catalogue, Finder, Outcome, load

DEPTH = 5  # ranks that are judged

Search = Callable[[str], Sequence[str]]
"""From a question to ids of resources, best first."""


@dataclass(frozen=True)
class Judged:
    """A question with the resources that a person found best, and helpful."""

    question: str
    best: frozenset[str]
    helpful: frozenset[str]
    off_topic: bool

    def gain(self, resource: str) -> int:
        return 2 if resource in self.best else 1 if resource in self.helpful else 0


@dataclass(frozen=True)
class Figures:
    """Means over the questions; `milliseconds` is the median."""

    success_at_1: float
    success_at_3: float
    reciprocal_rank: float
    gain: float
    milliseconds: float


def read_questions(path: Path) -> list[Judged]:
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [
        Judged(
            line["question"],
            frozenset(line["best"]),
            frozenset(line["helpful"]),
            line.get("area") == "off",
        )
        for line in lines
    ]


def measure(search: Search, questions: Sequence[Judged]) -> Figures:
    ranks, gains, times = [], [], []
    for judged in questions:
        started = time.perf_counter()
        found = list(search(judged.question))[:DEPTH]
        times.append((time.perf_counter() - started) * 1000)
        hits = [rank for rank, resource in enumerate(found, start=1) if resource in judged.best]
        ranks.append(hits[0] if hits else math.inf)
        gains.append(_normalised_gain(judged, found))
    return Figures(
        success_at_1=statistics.fmean(rank <= 1 for rank in ranks),
        success_at_3=statistics.fmean(rank <= 3 for rank in ranks),
        reciprocal_rank=statistics.fmean(1 / rank for rank in ranks),
        gain=statistics.fmean(gains),
        milliseconds=statistics.median(times),
    )


def _normalised_gain(judged: Judged, found: Sequence[str]) -> float:
    """nDCG at `DEPTH`, with gains of 2 for a best and 1 for a helpful resource."""
    ideal = sorted([2] * len(judged.best) + [1] * len(judged.helpful), reverse=True)[:DEPTH]
    return _discounted([judged.gain(resource) for resource in found]) / _discounted(ideal)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def ours(finder: Finder) -> Search:
    def search(question: str) -> list[str]:
        return [match.resource.id for match in finder.ask(question, limit=DEPTH).matches]

    return search


def fuzzy(catalogue: Catalogue, scorer: Callable[..., float], *, tags: bool) -> Search:
    """Plain rapidfuzz over titles, with or without the topics' names."""
    texts = {
        resource.id: " ".join(
            [resource.title, *(catalogue.topics[t].name for t in resource.topics if tags)]
        ).lower()
        for resource in catalogue.resources
    }

    def search(question: str) -> list[str]:
        ranked = process.extract(question.lower(), texts, scorer=scorer, limit=DEPTH)
        return [resource for _, _, resource in ranked]

    return search


@click.command()
@click.option("--questions", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--catalogue", default=SHIPPED, type=click.Path(path_type=Path, exists=True))
@click.option("--misses", is_flag=True, help="List the questions without a best in three.")
def main(questions: Path, catalogue: Path, misses: bool) -> None:
    """Compare this bot's matching with plain fuzzy matching.

    A line of the questions' file is a JSON object with the question and the ids of the resources
    that a person judged best and helpful. Off-topic ones have the area "off".

    \b
    {"question": "metalb vs kube-vip", "best": ["kube-vip-architecture"], "helpful": []}
    {"question": "who ate my lunch", "area": "off", "best": [], "helpful": []}
    """
    shelf = load(catalogue)
    finder = Finder(shelf)
    judged = read_questions(questions)
    answerable = [q for q in judged if q.best & shelf.by_id.keys()]
    off_topic = [q for q in judged if q.off_topic]
    print(f"{len(answerable)} answerable and {len(off_topic)} off-topic questions,")
    print(f"{len(shelf.resources)} resources\n")
    systems: dict[str, Search] = {
        "this bot": ours(finder),
        "rapidfuzz WRatio, titles": fuzzy(shelf, fuzz.WRatio, tags=False),
        "rapidfuzz WRatio, titles and tags": fuzzy(shelf, fuzz.WRatio, tags=True),
        "rapidfuzz token_set_ratio, titles and tags": fuzzy(shelf, fuzz.token_set_ratio, tags=True),
    }
    print(f"{'system':44}  S@1   S@3 MRR@5 nDCG@5     ms")
    for name, search in systems.items():
        figures = measure(search, answerable)
        print(
            f"{name:44} {figures.success_at_1:.2f}  {figures.success_at_3:.2f}  "
            f"{figures.reciprocal_rank:.2f}   {figures.gain:.2f} {figures.milliseconds:8.2f}"
        )
    _print_outcomes(finder, answerable, off_topic)
    if misses:
        _print_misses(finder, answerable, off_topic)


def _print_outcomes(finder: Finder, answerable: list[Judged], off_topic: list[Judged]) -> None:
    print(f"\n{'outcome':44} answerable  off-topic")
    for outcome in Outcome:
        shares = [
            statistics.fmean(finder.ask(q.question).outcome is outcome for q in group)
            for group in (answerable, off_topic)
        ]
        print(f"{outcome:44} {shares[0]:10.2f} {shares[1]:10.2f}")


def _print_misses(finder: Finder, answerable: list[Judged], off_topic: list[Judged]) -> None:
    print()
    for judged in answerable + off_topic:
        answer = finder.ask(judged.question)
        found = [match.resource.id for match in answer.matches]
        if judged.off_topic:
            wrong = bool(found)
        else:
            wrong = not judged.best & set(found) or answer.outcome is Outcome.NOTHING
        if wrong:
            print(f"{answer.outcome:10} {judged.question[:90]!r}\n{'':10} got {found}")
            print(f"{'':10} best {sorted(judged.best)}")


if __name__ == "__main__":
    main()
