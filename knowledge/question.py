"""A question as understood, and how far a resource accounts for it."""

import math
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from knowledge.index import Field, Index
from knowledge.words import plain_english

SOFT_SHARE = 0.2  # what a word that only asks for learning counts, beside one that says what
ORDER = tuple(Field)  # weightiest first
ABOUT = {Field.TITLE, Field.TOPICS}
TELLING = {*ABOUT, Field.ANSWERS, Field.AUTHOR}  # a summary mentions much in passing


class Evidence(IntEnum):
    """How far a match can be trusted.

    A name in the title or topics is firm. Of plain words, which titles share by chance, it takes
    two, as of those in the questions that it answers and of its author's name.
    """

    CHANCE = 0
    SLIGHT = 1
    FIRM = 2


@dataclass
class Asked:
    """A word of the question that counts, with the terms that it is looked up by."""

    text: str
    information: float
    soft: bool = False
    terms: dict[str, float] = field(default_factory=dict)  # -> how well the term stands for it
    parts: dict[str, str] = field(default_factory=dict)  # terms that are a part of it -> its text
    pairs: dict[str, str] = field(default_factory=dict)  # terms of it and a neighbour -> their text
    phrases: dict[str, str] = field(default_factory=dict)  # topics named with it -> as written
    correction: str | None = None

    def share(self, found: Container[str]) -> float:
        """Tell how much of the word a resource accounts for, from 0 to 1."""
        whole = (s for term, s in self.terms.items() if term in found and term not in self.parts)
        split = sum(self.terms[term] for term in self.parts if term in found)
        return max(*whole, split, 0.0)

    def matched(self, found: Mapping[str, Field]) -> Iterator[dict[str, Field]]:
        """Yield what a resource has of it: the terms of the whole word, else of each part."""
        whole = {t: found[t] for t in self.terms if t in found and t not in self.parts}
        if whole:
            yield whole
        else:
            yield from ({part: found[part]} for part in self.parts if part in found)


@dataclass(frozen=True)
class Question:
    """A question as understood: plain text, and the words that carry it."""

    text: str
    asked: tuple[Asked, ...]
    is_one_word: bool = False

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """How much each term counts in the scores; a term that two words share counts once."""
        weights: dict[str, float] = {}
        for word in self.asked:
            share = SOFT_SHARE if word.soft else 1.0
            for term, strength in word.terms.items():
                weights[term] = max(weights.get(term, 0.0), share * strength)
        return weights

    @cached_property
    def information(self) -> float:
        return sum(word.information for word in self.asked)

    @cached_property
    def norm(self) -> float:
        """The question's length as a vector, for its cosine with another question."""
        return math.sqrt(sum(word.information**2 for word in self.asked)) or 1.0

    def share(self, found: Container[str]) -> float:
        """Tell how much of what was asked a resource, or a text, accounts for, from 0 to 1."""
        matched = sum(word.information * word.share(found) for word in self.asked)
        return matched / self.information if self.information else 0.0

    def evidence(self, index: Index, place: int) -> "Evidence":
        """Judge whether a resource is about the matter, or merely shares a word with it."""
        found = index.fields[place]
        matched = [
            (_is_name(terms), min(terms.values(), key=ORDER.index))
            for word in self.asked
            if not word.soft
            for terms in word.matched(found)
        ]
        if any(is_name and field in ABOUT for is_name, field in matched):
            return Evidence.FIRM
        telling = [(is_name, field) for is_name, field in matched if field in TELLING]
        if len(telling) > 1:
            return Evidence.FIRM
        by_chance = all(field is Field.ANSWERS and not is_name for is_name, field in telling)
        by_chance = by_chance and not self.is_one_word  # a word typed alone is meant
        return Evidence.CHANCE if by_chance else Evidence.SLIGHT


def _is_name(terms: Iterable[str]) -> bool:
    """Tell whether one of the terms means one thing anywhere, as plain words do not."""
    return any(
        term.startswith("#") or not (term.isdigit() or term in plain_english()) for term in terms
    )
