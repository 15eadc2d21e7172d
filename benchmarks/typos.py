"""Slips of the keyboard, as people make them."""

import random
import re

from knowledge.spelling import NEIGHBOURS

_LONG_WORD = re.compile(r"[A-Za-z]{5,}")


def with_slips(text: str, seed: int) -> str:
    """Make a slip in every word of five letters or more; the same ones for the same seed."""
    chance = random.Random(seed)
    return _LONG_WORD.sub(lambda found: _slip(found.group(), chance), text)


def _slip(word: str, chance: random.Random) -> str:
    """Drop, double or swap a letter, or hit the key beside it."""
    at = chance.randrange(len(word) - 1)
    before, letter, following, after = word[:at], word[at], word[at + 1], word[at + 2 :]
    return chance.choice(
        [
            before + following + after,
            before + letter + letter + following + after,
            before + following + letter + after,
            before + chance.choice(NEIGHBOURS[letter.lower()]) + following + after,
        ]
    )
