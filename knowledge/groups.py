"""Rows of a matrix that belong to places: several to each, or none."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]


class Groups:
    """Which rows belong to which place, one place's after the other's."""

    def __init__(self, counts: Iterable[int]) -> None:
        self._starts: Places = np.concatenate(([0], np.cumsum(np.fromiter(counts, dtype=np.intp))))

    def rows(self, places: Places) -> tuple[Places, Places]:
        """Give the rows of some places, and how many of them each has."""
        starts = self._starts[places]
        counts = self._starts[places + 1] - starts
        ends = counts.cumsum()
        rows = np.arange(ends[-1] if len(ends) else 0)
        return rows + (starts - (ends - counts)).repeat(counts), counts


def greatest(values: Floats, counts: Places) -> Floats:
    """Give the greatest of so many values each, one after the other; at least 0."""
    result = np.zeros(len(counts), dtype=np.float32)
    (filled,) = counts.nonzero()
    if len(filled):
        result[filled] = np.maximum.reduceat(values, (counts.cumsum() - counts)[filled])
    return np.maximum(result, 0)
