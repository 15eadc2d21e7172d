"""What was asked before: questions of our field with their best answers, and other messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np

from knowledge.classifier import Classifier
from knowledge.groups import Floats, Groups, Places
from knowledge.meaning import ROUGH, Rough, Texts
from knowledge.models import Resource

SHIPPED_PRECEDENTS = Path(__file__).parent / "precedents.npz"

FAINTEST = -12.0  # natural logarithm of a probability that says nothing
OFTEN = 50  # times that a resource was the best answer, from which on more say nothing
USUAL = 10  # what a resource counts as that nobody could choose yet


@dataclass(frozen=True)
class Precedents:
    """The meanings of former questions, one a row, and for which each resource was the best.

    They are directions as small integers, as `rough` makes them.
    """

    ours: Rough
    others: Rough
    best: Mapping[str, Sequence[int]]  # by id: rows of `ours`; none for a resource never chosen

    def save(self, path: Path) -> None:
        """Write down what questions mean, and not what they say."""
        np.savez_compressed(
            path,
            ours=self.ours,
            others=self.others,
            resources=np.array(" ".join(self.best)),
            times=np.array([len(rows) for rows in self.best.values()], dtype=np.int32),
            rows=np.array([row for rows in self.best.values() for row in rows], dtype=np.int32),
        )

    @classmethod
    def read(cls, path: Path) -> Self:
        with np.load(path) as stored:
            resources = str(stored["resources"]).split(" ")
            rows = np.split(stored["rows"], np.cumsum(stored["times"])[:-1])
            return cls(
                stored["ours"],
                stored["others"],
                {one: of_it.tolist() for one, of_it in zip(resources, rows, strict=True)},
            )


@cache
def shipped_precedents() -> Precedents:
    """Read the precedents that come with the package, once."""
    return Precedents.read(SHIPPED_PRECEDENTS)


class Experience:
    """What was learned from former questions, as it bears on the resources of a catalogue."""

    def __init__(
        self, precedents: Precedents, classifier: Classifier, resources: Sequence[Resource]
    ) -> None:
        self._others: Floats = precedents.others.astype(np.float32) / np.float32(ROUGH)
        self._classifier = classifier
        classes = {resource: number for number, resource in enumerate(classifier.resources)}
        self._has_class = np.array([r.id in classes for r in resources], dtype=np.bool_)
        # A resource without a class is looked up anywhere, and not heard.
        self._classes = np.array([classes.get(r.id, 0) for r in resources], dtype=np.intp)
        best = [precedents.best.get(resource.id) for resource in resources]
        rows = np.array([row for rows in best for row in rows or ()], dtype=np.intp)
        self._former = Texts(precedents.ours[rows], Groups(len(rows or ()) for rows in best))
        self._is_new = np.array([not rows for rows in best])
        counts = np.array([USUAL if rows is None else min(OFTEN, len(rows)) for rows in best])
        self.standings: Floats = (np.log1p(counts) / np.log1p(OFTEN)).astype(np.float32)
        """How often each resource was the best answer, from 0 to 1 by orders of magnitude."""

    def nearest(self, meaning: Floats, places: Places, otherwise: Floats) -> Floats:
        """Find for some resources the likest question to which each was the best answer.

        Gives the cosines, at least 0; those of `otherwise` for resources that never were.
        """
        return np.where(self._is_new[places], otherwise, self._former.nearest(meaning, places))

    def classes(self, meaning: Floats) -> Floats:
        """Tell for each resource how probable the classifier finds it that the question is for it.

        Probabilities count by orders of magnitude, from 1 for certain to 0 for `FAINTEST` and
        less, and for a question that means nothing; NaN stands for resources without a class.
        """
        probable = self._classifier.log_probabilities(meaning)
        graded = np.maximum(1 - probable / FAINTEST, 0) * bool(meaning.any())
        return np.where(self._has_class, graded[self._classes], np.float32(np.nan))

    def likeness_to_others(self, meaning: Floats) -> float:
        """Give the cosine of the likest message that was none of our business, at least 0."""
        return float(np.vecdot(self._others, meaning).max(initial=0))
