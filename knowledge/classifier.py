"""Tells which resource a question is for, as it was learned from former ones; or that none is.

`classifier.npz` is what `python -m training` learned; `docs/matching.md` says from what and how.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np

from knowledge.groups import Floats

SHIPPED_CLASSIFIER = Path(__file__).parent / "classifier.npz"

SHARPNESS = 12.0
"""Turns what a text of length 1 has in common with a class into logits."""


@dataclass(frozen=True)
class Classifier:
    """A softmax regression on what a question means; the last class is for none of our business."""

    resources: Sequence[str]  # ids, a class each
    matrix: Floats  # a row a class, the last one for messages that are none of our business
    bias: Floats

    def log_probabilities(self, meaning: Floats) -> Floats:
        """Give the natural logarithm of each class's probability."""
        logits = SHARPNESS * (np.vecdot(self.matrix, meaning) + self.bias)
        logits -= logits.max()
        probable: Floats = logits - np.log(np.exp(logits).sum())
        return probable

    def save(self, path: Path) -> None:
        np.savez_compressed(
            path,
            resources=np.array(" ".join(self.resources)),
            matrix=self.matrix.astype(np.float16),
            bias=self.bias.astype(np.float32),
        )

    @classmethod
    def read(cls, path: Path) -> Self:
        with np.load(path) as stored:
            return cls(
                str(stored["resources"]).split(" "),
                stored["matrix"].astype(np.float32),
                stored["bias"],
            )


@cache
def shipped_classifier() -> Classifier:
    """Read the classifier that comes with the package, once."""
    return Classifier.read(SHIPPED_CLASSIFIER)
