"""Questions with judgements, and how good the first answers to them are."""

import json
import math
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEPTH = 5  # ranks that are judged

Search = Callable[[str], Sequence[str]]
"""From a question to ids of resources, best first."""


@dataclass(frozen=True)
class Judged:
    """A question with the resources that a person found best, and helpful."""

    question: str
    best: frozenset[str]
    helpful: frozenset[str]
    off_topic: bool = False

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


def read_questions(questions: Path, judgements: Path | None = None) -> list[Judged]:
    """Read questions, one JSON object a line; their judgements by id where they stand apart."""
    apart = {line["id"]: line for line in _lines(judgements)} if judgements else {}
    return [
        Judged(
            line["question"],
            frozenset(judgement.get("best", ())),
            frozenset(judgement.get("helpful", ())),
            line.get("area") == "off",
        )
        for line in _lines(questions)
        for judgement in (apart.get(line.get("id"), {}) if judgements else line,)
    ]


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def measure(search: Search, questions: Sequence[Judged]) -> Figures:
    """Ask all questions, and judge the first `DEPTH` answers to each."""
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
