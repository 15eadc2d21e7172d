"""Corrects words that the catalogue does not know to the nearest one that it does."""

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.words import plain_english, stem

SHORTEST = 4
"""Words of fewer letters are abbreviations, one letter from many others: never corrected."""

LONG = 6
"""Letters from which on an unknown word may be a slip of a plain English one."""


class Spelling:
    """The vocabulary, by length, with how often each word stands in the catalogue."""

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = frequencies
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in frequencies:
            if len(word) >= SHORTEST and not word.isdigit():
                self._by_length[len(word)].append(word)

    def correct(self, word: str) -> str | None:
        """Find the known word that a slip or two away was meant, or None.

        One slip (a letter dropped, added, changed, or two swapped) is forgiven up to seven
        letters, two from eight on; of a name with a number (istio2), the number is left off. What
        is known or plain English stays what it is; and an unknown word is sooner a name (kong,
        kserve) than a slip of a plain word, unless it is long and begins like it. Of several
        candidates the nearest wins, then one with the same first letter, then the more frequent.
        """
        if len(word) < SHORTEST or word in self._frequencies or stem(word) in plain_english():
            return None
        if any(char.isdigit() for char in word):
            bare = word.rstrip("0123456789")
            return bare if len(bare) >= SHORTEST and bare in self._frequencies else None
        slips = 1 if len(word) < 8 else 2
        near = [
            (distance, candidate[0] != word[0], -self._frequencies[candidate], candidate)
            for length in range(len(word) - slips, len(word) + slips + 1)
            for candidate, distance, _ in process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=slips,
                limit=None,
            )
            if stem(candidate) not in plain_english()
            or (len(word) >= LONG and candidate[0] == word[0])
        ]
        return min(near)[-1] if near else None
