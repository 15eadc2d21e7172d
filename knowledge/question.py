"""A question as understood, and how far a resource accounts for it."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.groups import Floats
from knowledge.index import Field
from knowledge.preferences import NO_PREFERENCES, Preferences
from knowledge.wishes import Wishes

SOFT_SHARE = 0.2  # what a word that only asks for learning counts, beside one that says what


@dataclass
class Asked:
    """A word of the question that counts, with the terms that it is looked up by."""

    text: str
    information: float  # from 0 to 1
    soft: bool = False
    terms: dict[str, float] = field(default_factory=dict)  # -> how well the term stands for it
    parts: dict[str, str] = field(default_factory=dict)  # terms that are a part of it -> its text
    pairs: dict[str, str] = field(default_factory=dict)  # terms of it and a neighbour -> their text
    # Topics named with it -> as written; empty where that holds a slip.
    phrases: dict[str, str] = field(default_factory=dict)
    correction: str | None = None
    is_name: bool = False
    """Whether nothing is known of its meaning, as of a name that only this catalogue has."""

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
    """A question as understood: plain text, its terms in order, and the words that carry it."""

    text: str
    terms: tuple[str, ...]
    asked: tuple[Asked, ...]
    meaning: Floats
    familiarity: float
    wishes: Wishes
    preferences: Preferences = NO_PREFERENCES

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

    def share(self, found: Container[str]) -> float:
        """Tell how much of what was asked a resource, or a text, accounts for, from 0 to 1."""
        matched = sum(word.information * word.share(found) for word in self.asked)
        return matched / self.information if self.information else 0.0
