"""Many texts as numbers of their distinct words, so that each word is taken apart but once."""

from array import array
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from knowledge.groups import Places
from knowledge.words import Word, split, word_of

Numbered = npt.NDArray[np.int32]


class Numbers(dict[str, int]):
    """Numbers strings as they come."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class Tokens:
    """Stretches of texts, in order; each text ends with a `BREAK`."""

    def __init__(self) -> None:
        self._numbers = Numbers()
        self._sequence = array("i")
        self._sizes = array("i")

    def add(self, texts: Iterable[str]) -> None:
        """Take in a stretch."""
        found = split(texts)
        self._sequence.extend(map(self._numbers.__getitem__, found))
        self._sizes.append(len(found))

    def distinct(self) -> list[Word]:
        """Give every word once; its place is its number."""
        return list(map(word_of, self._numbers))

    @property
    def sequence(self) -> Places:
        """The numbers of all words as they stand."""
        return np.array(self._sequence, dtype=np.intp)

    @property
    def stretches(self) -> Places:
        """For each word of the sequence, the number of its stretch."""
        return np.repeat(np.arange(len(self._sizes)), np.array(self._sizes, dtype=np.intp))
