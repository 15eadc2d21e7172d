"""What was asked before: questions of our field, and messages that are none of our business."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np

from knowledge.meaning import ROUGH, Floats, Texts, WordVectors

SHIPPED_PRECEDENTS = Path(__file__).parent / "precedents.npz"


class Precedents:
    """The meanings of former questions, one a row, of each of the two kinds."""

    def __init__(self, ours: Floats, others: Floats) -> None:
        self._ours = ours
        self._others = others

    def nearest(self, meaning: Floats) -> tuple[float, float]:
        """Compare a question with those of our field, and with the others: the best cosines."""
        ours, others = (np.vecdot(kind, meaning) for kind in (self._ours, self._others))
        return float(ours.max(initial=0)), float(others.max(initial=0))

    @classmethod
    def read(cls, path: Path) -> Self:
        with np.load(path) as stored:
            ours, others = (stored[kind].astype(np.float32) / ROUGH for kind in ("ours", "others"))
        return cls(ours, others)


def save(path: Path, vectors: WordVectors, ours: Sequence[str], others: Sequence[str]) -> None:
    """Write down what questions mean; not what they say."""
    rough = [Texts.of(vectors, [kind]).rough for kind in (ours, others)]
    np.savez_compressed(path, ours=rough[0], others=rough[1])


@cache
def shipped_precedents() -> Precedents:
    """Read the precedents that come with the package, once."""
    return Precedents.read(SHIPPED_PRECEDENTS)
