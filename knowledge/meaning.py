"""What texts mean, as vectors: each word has one, and a text is the sum of its words'.

`vectors.npz` is what `python -m training` learned; `docs/matching.md` says from what and how.
"""

import math
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from knowledge.groups import Floats, Groups, Places, greatest
from knowledge.words import BREAK, Word

SHIPPED_VECTORS = Path(__file__).parent / "vectors.npz"

Rough = npt.NDArray[np.int8]

ROUGH = 127  # vectors of length 1 are kept as small integers: a quarter of the memory
CHUNK = 10_000  # texts that are summed up at once


class WordVectors:
    """What words mean and how familiar they are, by their terms.

    The direction of a vector is the meaning, its length how much the word says. The familiarity
    is how much it speaks for a question of our field, as log-odds.
    """

    def __init__(
        self, terms: Iterable[str], rows: Rough, scales: Floats, familiarities: Floats, bias: float
    ) -> None:
        """Take vectors as small integers, each row with what it is to be multiplied by."""
        self._numbers = {term: number for number, term in enumerate(terms)}
        self._rows = rows
        self._scales = scales
        self._familiarities = familiarities
        self._bias = bias

    @classmethod
    def of(cls, terms: Iterable[str], matrix: Floats, familiarities: Floats, bias: float) -> Self:
        """Take vectors as they were learned; the greatest number of each sets its scale."""
        scales = (np.maximum(np.abs(matrix).max(axis=1), 1e-9) / ROUGH).astype(np.float32)
        rows = np.rint(matrix / scales[:, np.newaxis]).astype(np.int8)
        return cls(terms, rows, scales, familiarities, bias)

    @property
    def size(self) -> int:
        """How many numbers a vector has."""
        return int(self._rows.shape[1])

    def vectors(self, numbers: Places) -> Floats:
        """Give the vectors of some words, in the shape of their numbers."""
        vectors: Floats = self._rows[numbers] * self._scales[numbers][..., np.newaxis]
        return vectors

    def numbers(self, found: Iterable[Word]) -> list[int]:
        """Look words up: a compound as a whole, or else by its parts; unknown ones are left out."""
        known = self._numbers
        return [
            known[term]
            for word in found
            for term in ((word.term,) if word.term in known else (p.term for p in word.parts))
            if term in known
        ]

    def meaning(self, numbers: Sequence[int]) -> Floats:
        """Give the direction in which words point: of length 1, or 0 if there are none."""
        total = self.vectors(np.array(numbers, dtype=np.intp)).sum(axis=0)
        return total / max(float(np.sqrt(total @ total)), 1e-9)

    def familiarity(self, numbers: Sequence[int]) -> float:
        """Give the log-odds that words are a question of our field, before looking for answers."""
        total = float(self._familiarities[numbers].sum())
        return total / math.sqrt(max(1, len(numbers))) + self._bias

    def save(self, path: Path) -> None:
        np.savez_compressed(
            path,
            terms=np.array(" ".join(self._numbers)),
            vectors=self._rows,
            scales=self._scales,
            familiarities=self._familiarities.astype(np.float16),
            bias=np.float32(self._bias),
        )

    @classmethod
    def read(cls, path: Path) -> Self:
        with np.load(path) as stored:
            return cls(
                str(stored["terms"]).split(" "),
                stored["vectors"],
                stored["scales"],
                stored["familiarities"].astype(np.float32),
                float(stored["bias"]),
            )


@cache
def shipped_vectors() -> WordVectors:
    """Read the vectors that come with the package, once."""
    return WordVectors.read(SHIPPED_VECTORS)


class Texts:
    """The meanings of the texts of each place; a place may have several, or none."""

    def __init__(self, rows: Rough, groups: Groups) -> None:
        self._rows = rows
        self._groups = groups

    @classmethod
    def of(
        cls, vectors: WordVectors, distinct: Iterable[Word], sequence: Places, places: Places
    ) -> Self:
        """Take in texts, place after place: the numbers of their words, each text with a `BREAK`.

        `places` tells where each word stands.
        """
        numbers = [vectors.numbers((word,)) for word in distinct]
        flat = np.array([number for found in numbers for number in found], dtype=np.intp)
        rows, counts = Groups(map(len, numbers)).rows(sequence)
        ends = np.array([word is BREAK for word in distinct], dtype=np.bool_)[sequence]
        texts = np.cumsum(ends) - ends  # for each word, the number of its text
        sizes = np.bincount(np.repeat(texts, counts), minlength=int(ends.sum()))
        return cls(_directions(vectors, flat[rows], sizes), Groups(np.bincount(places[ends])))

    def nearest(self, meaning: Floats, places: Places) -> Floats:
        """Compare with the texts of some places: the cosine of each one's nearest, at least 0."""
        rows, counts = self._groups.rows(places)
        # Not by `@`, which would wake threads for so little, and keep other work from the cores.
        alike = np.vecdot(self._rows.take(rows, axis=0).astype(np.float32), meaning / ROUGH)
        return greatest(alike, counts)


def rough(directions: Floats) -> Rough:
    """Write vectors of length 1 as small integers."""
    return np.rint(ROUGH * directions).astype(np.int8)


def _directions(vectors: WordVectors, numbers: Places, sizes: Places) -> Rough:
    """Sum up the word vectors of each text, which come one after the other, to length 1."""
    result = np.zeros((len(sizes), vectors.size), dtype=np.int8)
    starts = np.cumsum(sizes) - sizes
    for size in np.unique(sizes[sizes > 0]):  # texts of as many words at once: it is quicker
        alike = np.flatnonzero(sizes == size)
        for texts in np.split(alike, range(CHUNK, len(alike), CHUNK)):
            words_of = numbers[starts[texts][:, np.newaxis] + np.arange(size)]
            sums: Floats = vectors.vectors(words_of).sum(axis=1)
            lengths: Floats = np.sqrt((sums * sums).sum(axis=1, keepdims=True))
            result[texts] = rough((sums / np.maximum(lengths, 1e-9)).astype(np.float32))
    return result
