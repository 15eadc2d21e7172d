"""Learns the weights in `knowledge.ranking` and `knowledge.confidence`, and prints them.

    python -m training.weights [--judged FILE]...

They are learned from questions that the vectors have not seen: those held out from the vectors'
training, and further files of judged questions. The figures are cross-validated: each question is
judged with weights that were learned without it.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from benchmarks.judged import Judged, read_questions
from benchmarks.typos import with_slips
from knowledge import SHIPPED, load
from knowledge.classifier import shipped_classifier
from knowledge.confidence import ANSWERABLE, FIRST, MUCH
from knowledge.index import Index
from knowledge.meaning import shipped_vectors
from knowledge.precedents import shipped_precedents
from knowledge.ranking import Signal, rank
from knowledge.reader import Reader
from training.texts import HELD_OUT, HELPFUL

STEPS = 400
RATE = 0.05
STEADINESS = 1e-3
PATIENCE = 0.95  # log-odds for the question: silence is worse than an answer to small talk
FOLDS = 10
KNOWN = ("OTHERS", "FAMILIARITY", "INFORMATION")


@dataclass(frozen=True)
class Example:
    """A question with the signals of its candidates, and how good each of these is."""

    judged: Judged
    is_answerable: bool
    signals: torch.Tensor  # a row a candidate
    grades: torch.Tensor  # 1 for a best resource, less for a helpful one
    known: tuple[float, ...]  # what is known of the question itself: see `KNOWN`
    weight: float = 1.0


def examples(index: Index, questions: Sequence[Judged]) -> list[Example]:
    reader = Reader(index)
    found = []
    for judged in questions:
        question = reader.read(judged.question)
        ranking = rank(question, index)
        gains = [judged.gain(index.resources[place].id) for place in ranking.places]
        grades = [{2: 1.0, 1: HELPFUL, 0: 0.0}[gain] for gain in gains]
        known = (
            ranking.likeness_to_others,
            question.familiarity,
            min(question.information, MUCH),
        )
        found.append(
            Example(
                judged,
                bool(judged.best),
                torch.from_numpy(ranking.signals),
                torch.tensor(grades),
                known,
            )
        )
    return found


def weighed_alike(sets: Sequence[Sequence[Example]]) -> list[Example]:
    """Let each set count as much as any other, however many questions it has.

    Who writes many questions repeats a manner; what others ask is another matter.
    """
    mean = sum(map(len, sets)) / len(sets)
    return [
        dataclasses.replace(example, weight=mean / len(of_set))
        for of_set in sets
        for example in of_set
    ]


def learn_ranking(found: Sequence[Example]) -> torch.Tensor:
    """Weigh the signals so that the best resources' share of the soft maximum is greatest."""
    found = [example for example in found if example.grades.sum() > 0]
    most = max(len(example.grades) for example in found)
    signals = torch.zeros(len(found), most, len(Signal))
    wanted = torch.zeros(len(found), most)
    absent = torch.full((len(found), most), -1e9)
    for number, example in enumerate(found):
        size = len(example.grades)
        signals[number, :size] = example.signals
        wanted[number, :size] = example.grades / example.grades.sum()
        absent[number, :size] = 0
    counts = torch.tensor([example.weight for example in found])
    weights = torch.nn.Parameter(torch.ones(len(Signal)))
    optimizer = torch.optim.Adam([weights], lr=RATE)
    for _ in range(STEPS):
        logs = (signals @ weights.clamp(min=0) + absent).log_softmax(dim=1)
        losses = -(wanted * logs).sum(dim=1)
        loss = (losses * counts).sum() / counts.sum() + STEADINESS * (weights**2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return weights.detach().clamp(min=0)


def learn_answerable(found: Sequence[Example], weights: torch.Tensor) -> torch.Tensor:
    """Weigh the best signals of the first matches, then `KNOWN`; the bias comes last.

    A logistic regression: does the question have an answer, or is it none of our business?
    """
    inputs = torch.stack([_first(example, weights) for example in found])
    wanted = torch.tensor([float(example.is_answerable) for example in found])
    counts = torch.tensor([example.weight for example in found])
    balance = torch.where(wanted > 0, ((1 - wanted) * counts).sum() / (wanted * counts).sum(), 1.0)
    balance = balance * counts
    learned = torch.nn.Parameter(torch.zeros(inputs.shape[1]))
    optimizer = torch.optim.Adam([learned], lr=RATE)
    for _ in range(3 * STEPS):
        loss = functional.binary_cross_entropy_with_logits(
            inputs @ learned, wanted, weight=balance, reduction="sum"
        )
        loss = loss / balance.sum() + STEADINESS * (learned**2).sum() / 10
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return learned.detach()


def _first(example: Example, weights: torch.Tensor) -> torch.Tensor:
    signals = example.signals[(-(example.signals @ weights)).argsort()[:FIRST]]
    best = signals.max(dim=0).values if len(signals) else torch.zeros(len(Signal))
    judged = [best[tuple(Signal).index(signal)].item() for signal in ANSWERABLE]
    return torch.tensor([*judged, *example.known, 1.0])


@click.command()
@click.option("--judged", multiple=True, type=click.Path(path_type=Path, exists=True))
@click.option("--catalogue", default=SHIPPED, type=click.Path(path_type=Path, exists=True))
def main(judged: tuple[Path, ...], catalogue: Path) -> None:
    """Learn the weights, and tell how good they are on questions that were left out."""
    index = Index(load(catalogue), shipped_vectors(), shipped_precedents(), shipped_classifier())
    sets = {path: examples(index, list(read_questions(path))) for path in (HELD_OUT, *judged)}
    found = weighed_alike(list(sets.values()))
    misspelt = [
        dataclasses.replace(example.judged, question=with_slips(example.judged.question, number))
        for number, example in enumerate(found)
    ]
    slipped = examples(index, misspelt)  # made up: they count one by one, whatever their set
    names = [
        dataclasses.replace(example, is_answerable=True)  # each topic has an answer, whichever
        for example in examples(
            index,
            [
                Judged(topic.name, frozenset(), frozenset())
                for topic in index.catalogue.topics.values()
            ],
        )
    ]
    scores, odds = np.zeros(len(found)), np.zeros(len(found))
    first, right = np.zeros(len(found)), np.zeros(len(found))
    for fold in range(FOLDS):
        others, slips = (
            [example for number, example in enumerate(examples_of) if number % FOLDS != fold]
            for examples_of in (found, slipped)
        )
        ranking = learn_ranking(others)
        answerable = learn_answerable([*others, *slips, *names], ranking)
        for number in range(fold, len(found), FOLDS):
            example = found[number]
            values = example.signals @ ranking / ranking.sum()
            grades = example.grades[(-values).argsort()[:FIRST]]
            first[number], right[number] = (grades[:1] == 1).any(), (grades == 1).any()
            scores[number] = values.max() if len(values) else 0
            odds[number] = _first(example, ranking) @ answerable
    start = 0
    for path, examples_of in sets.items():
        part = slice(start, start := start + len(examples_of))
        print(path.name)
        _print_figures(examples_of, first[part], right[part], scores[part], odds[part])
    ranking = learn_ranking(found)
    answerable = learn_answerable([*found, *slipped, *names], ranking)
    for signal, weight in zip(Signal, ranking.tolist(), strict=True):
        print(f"    Signal.{signal.name}: {weight:.2f},")
    for name, weight in zip(
        (*(signal.name for signal in ANSWERABLE), *KNOWN, "BIAS"),
        [*answerable[:-1].tolist(), answerable[-1].item() + PATIENCE],
        strict=True,
    ):
        print(f"    {name}: {weight:.2f},")


def _print_figures(
    found: Sequence[Example],
    first: npt.NDArray[np.float64],
    right: npt.NDArray[np.float64],
    scores: npt.NDArray[np.float64],
    odds: npt.NDArray[np.float64],
) -> None:
    has_answer = np.array([example.is_answerable for example in found])
    is_off = np.array([example.judged.off_topic for example in found])
    print(f"S@1 {first[has_answer].mean():.3f}  S@3 {right[has_answer].mean():.3f}")
    for least in (-1.2, -1.1, -1.0, -0.9, -0.8, -0.7, -0.6, -0.5):
        print(
            f"log-odds from {least:+.1f}: {(odds[has_answer] < least).mean():.3f} get nothing, "
            f"{(odds[is_off] >= least).mean():.3f} of the off-topic ones get an answer"
        )
    for score in np.quantile(scores[has_answer], (0.3, 0.4, 0.5, 0.6, 0.7)):
        sure = has_answer & (scores >= score)
        print(
            f"score from {score:.3f}: {sure.sum() / has_answer.sum():.2f} of the answers, "
            f"{right[sure].mean():.3f} right"
        )


if __name__ == "__main__":
    main()
