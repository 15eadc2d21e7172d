"""Reads a question: its words, what they stand for, and how much each of them says."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from knowledge.index import Field, Index, Phrase
from knowledge.markup import plain
from knowledge.spelling import Spelling
from knowledge.words import EMPTY, SOFT, Word, fold, plain_english, stem, words

SOFT_SHARE = 0.2  # what a word that only asks for learning counts, beside one that says what
PLAIN_SHARE = 0.5  # the most that a plain word says, rare or unknown as it may be here
UNKNOWN_SHARE = 0.8  # and an unknown name: most likely the very thing that was asked about
SPLIT_SHARE = 0.7  # what the parts of a compound say of the whole
ORDER = tuple(Field)  # weightiest first
ABOUT = {Field.TITLE, Field.TOPICS}
TELLING = {*ABOUT, Field.ANSWERS, Field.AUTHOR}  # a summary mentions much in passing
TOPIC_SHARE = 1.0  # what a topic says of the words that stand for it


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
    phrases: list[Phrase] = field(default_factory=list)
    correction: str | None = None

    @property
    def is_name(self) -> bool:
        """Whether the word means one thing wherever it stands, as plain words do not."""
        return bool(self.phrases or self.correction) or stem(fold(self.text)) not in plain_english()


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

    def coverage(self, index: Index, place: int) -> float:
        """How much of what was asked a resource accounts for, from 0 to 1."""
        found = index.fields[place]
        matched = sum(
            word.information * max((s for t, s in word.terms.items() if t in found), default=0.0)
            for word in self.asked
        )
        return matched / self.information if self.information else 0.0

    def evidence(self, index: Index, place: int) -> "Evidence":
        """Judge whether a resource is about the matter, or merely shares a word with it."""
        found = index.fields[place]
        matched = [
            (word, min((found[term] for term in word.terms if term in found), key=ORDER.index))
            for word in self.asked
            if not word.soft and any(term in found for term in word.terms)
        ]
        if any(word.is_name and field in ABOUT for word, field in matched):
            return Evidence.FIRM
        telling = [(word, field) for word, field in matched if field in TELLING]
        if len(telling) > 1:
            return Evidence.FIRM
        by_chance = all(field is Field.ANSWERS and not word.is_name for word, field in telling)
        by_chance = by_chance and not self.is_one_word  # a word typed alone is meant
        return Evidence.CHANCE if by_chance else Evidence.SLIGHT


class Reader:
    """Reads questions with the eyes of one catalogue."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._spelling = Spelling(index.vocabulary)
        self._known = {stem(word) for word in index.vocabulary}
        plain_english()  # read now, not while the first person waits

    def read(self, text: str) -> Question:
        """Understand a question as typed; any text at all gives a Question, maybe of no words."""
        text = plain(text)
        found = tuple(words(text))
        asked = {
            number: self._asked(word)
            for number, word in enumerate(found)
            if word.terms[0] not in EMPTY
        }
        for start, phrase in self._phrases(found):
            for number in range(start, start + len(phrase.terms)):
                if number not in asked and len(phrase.terms) == 1:
                    asked[number] = Asked(found[number].text, self._index.highest_information)
                if number in asked:
                    word = asked[number]
                    word.phrases.append(phrase)
                    word.terms[f"#{phrase.topic}"] = TOPIC_SHARE
                    if len(phrase.terms) == 1:
                        self._weigh_as_topic(word, phrase)
        self._join_neighbours(found, asked)
        in_order = tuple(asked[number] for number in sorted(asked))
        return Question(text, in_order, is_one_word=len(found) == 1)

    def _weigh_as_topic(self, word: Asked, phrase: Phrase) -> None:
        """Let a name say as much as its topic does, however rarely it is written that way.

        Few resources write k8s, but nearly all are about it.
        """
        term, information = phrase.terms[0], self._index.information(f"#{phrase.topic}")
        if term in word.terms and word.information > information:
            word.terms[term] = information / word.information
            word.information = information

    def _asked(self, word: Word) -> Asked:
        """Look a word up: as it stands, by its parts, or as what it is a slip of."""
        index, term = self._index, word.terms[0]
        soft = term in SOFT
        asked = Asked(word.text, index.highest_information * UNKNOWN_SHARE, soft=soft)
        if term in index.postings:
            asked.terms[term] = 1.0
            asked.information = index.information(term)
            if term in plain_english():
                asked.information = min(asked.information, PLAIN_SHARE * index.highest_information)
        parts = [part for part in word.terms[1:] if part in index.postings]
        if not asked.terms and not parts and (split := self._split(term)):
            parts = list(split)
        if parts:
            asked.terms |= {part: SPLIT_SHARE for part in parts if part not in asked.terms}
            if len(asked.terms) == len(parts):
                asked.information = max(index.information(part) for part in parts)
        elif not asked.terms and term not in self._known:
            self._correct(asked, word)
        if not asked.terms and term in plain_english():
            asked.information = index.highest_information * PLAIN_SHARE
        if soft:
            asked.information *= SOFT_SHARE
        return asked

    def _correct(self, asked: Asked, word: Word) -> None:
        correction = self._spelling.correct(fold(word.text))
        if correction is None:
            return
        asked.correction = correction
        term = stem(correction)
        if term in self._index.postings:
            asked.terms[term] = 1.0
            asked.information = self._index.information(term)
        for phrase in self._index.phrases.get(term, ()):
            if len(phrase.terms) == 1:
                asked.phrases.append(phrase)
                asked.terms[f"#{phrase.topic}"] = TOPIC_SHARE

    def _split(self, term: str) -> tuple[str, str] | None:
        """Take a compound apart where both halves are known: loadbalancer, servicemesh."""
        for cut in range(3, len(term) - 2):
            head, tail = stem(term[:cut]), stem(term[cut:])
            if head in self._index.postings and tail in self._index.postings:
                return head, tail
        return None

    def _phrases(self, found: tuple[Word, ...]) -> Iterator[tuple[int, Phrase]]:
        """Find names and aliases of topics: the longest at each place."""
        terms = [word.terms[0] for word in found]
        for start, term in enumerate(terms):
            for phrase in self._index.phrases.get(term, ()):
                if tuple(terms[start : start + len(phrase.terms)]) == phrase.terms:
                    yield start, phrase
                    break

    def _join_neighbours(self, found: tuple[Word, ...], asked: dict[int, Asked]) -> None:
        """Read two words as the compound that the catalogue writes together: end point slices."""
        for number in range(len(found) - 1):
            if number not in asked or number + 1 not in asked:
                continue
            joined = stem(fold(found[number].text + found[number + 1].text))
            if joined in self._index.postings:
                for word in (asked[number], asked[number + 1]):
                    word.terms.setdefault(joined, 1.0)
