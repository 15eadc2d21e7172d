"""Corrects words that the catalogue does not know to the nearest one that it does."""

import math
import sys
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.words import is_english, plain_english, stem

SHORTEST = 4
"""Words of fewer letters are abbreviations, one letter from many others: never corrected."""

LONG = 5
"""Letters from which on an unknown word may be a slip of a plain English one."""

LAST = chr(sys.maxunicode)

LONGEST = 40
"""What has more letters is no word that a person typed."""

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS: Mapping[str, str] = {
    key: row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    for row in _ROWS
    for at, key in enumerate(row)
}
"""For each key of a keyboard, the letters beside it."""


class Spelling:
    """The vocabulary, with how often each word stands in the catalogue.

    One slip leaves the first or the second half of a word as it is. So the words that begin alike,
    and those that end alike, are the only candidates: two stretches of sorted lists.
    """

    def __init__(self, frequencies: Mapping[str, int]) -> None:
        self._frequencies = frequencies
        self._plain_english = plain_english()
        known = [w for w in frequencies if SHORTEST <= len(w) <= LONGEST and not w.isdigit()]
        self._sorted = sorted(known)
        self._reversed = sorted(word[::-1] for word in known)

    def correct(self, word: str) -> str | None:
        """Find the known word that a slip or two away was meant, or None.

        One slip (a letter dropped, added, changed, or two swapped) is forgiven up to seven
        letters, two from eight on, if the first letter is right; of a name with a number (istio2),
        the number is left off. What is known or plain English stays what it is; and an unknown
        word is sooner a name (kong, kserve) than a slip of a plain word, unless it is long, and
        begins like it or by a slip that fingers make. Of several candidates the nearest wins, then
        the one that is likelier: by such a slip, with the same first letter, more frequent.
        """
        if word in self._frequencies or is_english(word) or not SHORTEST <= len(word) <= LONGEST:
            return None
        if any(char.isdigit() for char in word):
            bare = word.rstrip("0123456789")
            return bare if len(bare) >= SHORTEST and bare in self._frequencies else None
        return self._nearest(word, self._halfway(word), 1) or (
            self._nearest(word, _beginning(self._sorted, word[0]), 2) if len(word) >= 8 else None
        )

    def _halfway(self, word: str) -> list[str]:
        """Find the words that share a half; two letters that were swapped may stand at the cut."""
        cut = len(word) // 2
        ending = _beginning(self._reversed, word[:cut:-1])
        return [*_beginning(self._sorted, word[:cut]), *(other[::-1] for other in ending)]

    def _nearest(self, word: str, candidates: Sequence[str], slips: int) -> str | None:
        near = process.extract(
            word, candidates, scorer=OSA.distance, score_cutoff=slips, limit=None
        )
        meant = (
            (distance, -self._likelihood(word, candidate), candidate)
            for candidate, distance, _ in near
            if stem(candidate) not in self._plain_english
            or (len(word) >= LONG and (candidate[0] == word[0] or is_finger_slip(word, candidate)))
        )
        return min(meant, default=(None,))[-1]

    def _likelihood(self, word: str, candidate: str) -> float:
        """Weigh how a word came about against how often the other one is written."""
        often = math.log10(self._frequencies[candidate])
        return (
            0.3 * often + 0.35 * (candidate[0] == word[0]) + 0.5 * is_finger_slip(word, candidate)
        )


def is_finger_slip(word: str, meant: str) -> bool:
    """Tell whether a letter was dropped, doubled, swapped with the next, or hit beside its key."""
    if len(word) > len(meant):
        return any(
            one == other and word[:at] + word[at + 1 :] == meant
            for at, (one, other) in enumerate(pairwise(word))
        )
    if len(word) < len(meant):
        return any(meant[:at] + meant[at + 1 :] == word for at in range(len(meant)))
    wrong = [at for at in range(len(word)) if word[at] != meant[at]]
    if len(wrong) == 1:
        return word[wrong[0]] in NEIGHBOURS.get(meant[wrong[0]], "")
    return len(wrong) == 2 and word[wrong[0] : wrong[1] + 1] == meant[wrong[0] : wrong[1] + 1][::-1]


def _beginning(ordered: Sequence[str], start: str) -> Sequence[str]:
    """Give the stretch of a sorted list that begins with some letters."""
    return ordered[bisect_left(ordered, start) : bisect_left(ordered, start + LAST)]
