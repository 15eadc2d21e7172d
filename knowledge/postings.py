"""An inverted index in flat arrays: small in memory, and quick to add up."""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.groups import Floats, Places

Bits = npt.NDArray[np.uint16]


@dataclass(frozen=True)
class Posting:
    """Where one term stands: the places ascending; for each, its strength and the fields (bits)."""

    places: Places
    strengths: Floats
    fields: Bits

    def __getitem__(self, part: slice) -> "Posting":
        return Posting(self.places[part], self.strengths[part], self.fields[part])

    def fields_at(self, places: Places) -> Bits:
        """Tell in which fields of each of these places the term stands; 0 where in none."""
        near = np.minimum(np.searchsorted(self.places, places), len(self.places) - 1)
        return np.where(self.places[near] == places, self.fields[near], np.uint16(0))


class Postings(Mapping[str, Posting]):
    """For each term, where it stands: in one place at least."""

    def __init__(self, numbers: Mapping[str, int], starts: Places, everything: Posting) -> None:
        self._numbers = numbers
        self._starts = starts.tolist()
        self._everything = everything

    def __getitem__(self, term: str) -> Posting:
        number = self._numbers[term]
        return self._everything[self._starts[number] : self._starts[number + 1]]

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


class _Numbers(dict[str, int]):
    """Numbers terms as they come."""

    def __missing__(self, term: str) -> int:
        self[term] = number = len(self)
        return number


class Occurrences:
    """Gathers in which field of which place each term stands, and how often."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._terms = array("i")
        self._counts = array("f")
        self._places = array("i")  # a place, a field and a size for each stretch of terms
        self._fields = array("B")
        self._sizes = array("i")

    def add(self, place: int, field: int, counts: Mapping[str, float]) -> None:
        self._terms.extend(map(self._numbers.__getitem__, counts))
        self._counts.extend(counts.values())
        self._places.append(place)
        self._fields.append(field)
        self._sizes.append(len(counts))

    def postings(self, scales: Floats, saturation: float) -> Postings:
        """Add up the counts of a term in a place, each times `scales[place, field]`.

        A sum grows towards 1 and is half of it at `saturation`, the k1 of BM25.
        """
        sizes = np.frombuffer(self._sizes, dtype=np.int32)
        places = np.repeat(np.frombuffer(self._places, dtype=np.int32), sizes)
        fields = np.repeat(np.frombuffer(self._fields, dtype=np.uint8), sizes)
        terms = np.frombuffer(self._terms, dtype=np.int32)
        strengths = np.frombuffer(self._counts, dtype=np.float32) * scales[places, fields]
        order = np.lexsort((places, terms))
        terms, places, fields = terms[order], places[order], fields[order]
        strengths = strengths[order]
        is_first = np.ones(len(order), dtype=bool)
        is_first[1:] = (np.diff(terms) != 0) | (np.diff(places) != 0)
        first = np.flatnonzero(is_first)
        bits = np.left_shift(np.uint16(1), fields, dtype=np.uint16)
        sums: Floats = np.add.reduceat(strengths, first) if len(first) else strengths
        return Postings(
            dict(self._numbers),  # which numbers no term that it does not know
            starts=np.searchsorted(terms[first], np.arange(len(self._numbers) + 1)),
            everything=Posting(
                places[first].astype(np.intp),
                sums / (np.float32(saturation) + sums),
                np.bitwise_or.reduceat(bits, first) if len(first) else bits,
            ),
        )
