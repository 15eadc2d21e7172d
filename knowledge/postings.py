"""An inverted index in flat arrays: small in memory, and quick to add up."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.groups import Floats, Places
from knowledge.tokens import Numbered

Bits = npt.NDArray[np.uint16]


class Posting(NamedTuple):
    """Where one term stands: the places ascending; for each, its strength and the fields (bits)."""

    places: Places
    strengths: Floats
    fields: Bits


class Postings(Mapping[str, Posting]):
    """For each term, where it stands: in one place at least."""

    def __init__(self, numbers: Mapping[str, int], starts: Places, everything: Posting) -> None:
        self._numbers = numbers
        self._starts = starts.tolist()
        self._everything = everything

    def __getitem__(self, term: str) -> Posting:
        number = self._numbers[term]
        places, strengths, fields = self._everything
        part = slice(self._starts[number], self._starts[number + 1])
        return Posting(places[part], strengths[part], fields[part])

    def of(self, terms: Iterable[str]) -> dict[str, Posting]:
        """Look up those of some terms that stand anywhere."""
        return {term: self[term] for term in terms if term in self._numbers}

    def __contains__(self, term: object) -> bool:
        return term in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def holders(self, term: str) -> int:
        """Count the places that hold a term."""
        number = self._numbers.get(term)
        return 0 if number is None else self._starts[number + 1] - self._starts[number]


@dataclass(frozen=True)
class Occurrences:
    """Where terms stand: of each time, the term's number, the place, the field and the strength."""

    terms: Numbered
    places: Places
    fields: npt.NDArray[np.uint8]
    strengths: Floats

    def __add__(self, others: "Occurrences") -> "Occurrences":
        return Occurrences(
            np.concatenate((self.terms, others.terms)),
            np.concatenate((self.places, others.places)),
            np.concatenate((self.fields, others.fields)),
            np.concatenate((self.strengths, others.strengths)),
        )

    def postings(self, numbers: Mapping[str, int], saturation: float) -> Postings:
        """Add up the strengths of a term in a place.

        A sum grows towards 1 and is half of it at `saturation`, the k1 of BM25.
        """
        order = np.lexsort((self.places, self.terms))
        terms, places, fields = self.terms[order], self.places[order], self.fields[order]
        is_first = np.ones(len(order), dtype=bool)
        is_first[1:] = (np.diff(terms) != 0) | (np.diff(places) != 0)
        first = np.flatnonzero(is_first)
        bits = np.left_shift(np.uint16(1), fields, dtype=np.uint16)
        strengths = self.strengths[order]
        sums: Floats = np.add.reduceat(strengths, first) if len(first) else strengths
        starts = np.searchsorted(terms[first], np.arange(len(numbers) + 1))
        stands = np.diff(starts) > 0
        return Postings(
            {term: number for term, number in numbers.items() if stands[number]},
            starts,
            Posting(
                places[first],
                sums / (np.float32(saturation) + sums),
                np.bitwise_or.reduceat(bits, first) if len(first) else bits,
            ),
        )
