"""Ranks resources for a question: words and class choose candidates, which all signals order."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce

import numpy as np

from knowledge.groups import Floats, Places
from knowledge.index import FIELDS, Field, Index
from knowledge.postings import Bits
from knowledge.preferences import Mask
from knowledge.question import Question
from knowledge.wishes import NO_WISHES

CANDIDATES = 20
"""How many resources, the best by their words and class, are looked at more closely."""


class Signal(StrEnum):
    """What speaks for a resource, from 0 to 1; the value says what it is."""

    WORDS = "its words, beside the best match's (BM25F)"
    SHARE = "how much of the question it accounts for"
    TOPICS = "topics that are named"
    SENSE_OF_TOPIC = "what its nearest topic means"
    SENSE_OF_TEXT = "what its title, summary or nearest answered question means"
    CLASS = "how surely former questions of this kind were for it"
    STANDING = "how often it was the best answer to former questions"
    PRECEDENT = "what the likest of these mean"
    WISHES = "the format and the level that are asked for"


# Learned by `python -m training.weights` from questions with judgements.
WEIGHTS: Mapping[Signal, float] = {
    Signal.WORDS: 0.97,
    Signal.SHARE: 1.08,
    Signal.TOPICS: 0.57,
    Signal.SENSE_OF_TOPIC: 1.31,
    Signal.SENSE_OF_TEXT: 1.31,
    Signal.CLASS: 3.54,
    Signal.STANDING: 1.08,
    Signal.PRECEDENT: 4.21,
    Signal.WISHES: 0.41,
}
TITLED = 1 << FIELDS.index(Field.TITLE)
COLUMNS: Mapping[Signal, int] = {signal: column for column, signal in enumerate(Signal)}
_WEIGHTS = np.array([WEIGHTS[signal] for signal in Signal], dtype=np.float32)
_SHARES = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True)
class Ranking:
    """Resources by place, best first, with their scores and what these came about by."""

    places: Places
    scores: Floats  # from 0 to 1
    signals: Floats  # a row a resource, a column a signal
    fields: Mapping[str, Bits]  # for each term of the question, where each resource has it
    topics: Floats  # how near each topic is to the question in meaning, in the tags' order
    likeness_to_others: float  # the question's, to messages that are none of our business
    named: Floats  # how much of the question are names that stand in the title

    def found(self, rank: int) -> Mapping[str, Field]:
        """Tell which terms of the question the resource at a rank has, in its weightiest field."""
        bits = {term: int(fields[rank]) for term, fields in self.fields.items()}
        return {t: FIELDS[(b & -b).bit_length() - 1] for t, b in bits.items() if b}


class Ranker:
    """Ranks all resources for one question, or those among which it is to choose."""

    def __init__(self, question: Question, index: Index) -> None:
        self._question = question
        self._index = index
        postings = index.postings.of(question.weights)
        self._terms = tuple(postings)
        self._fields = np.zeros((len(postings), len(index.resources)), dtype=np.uint16)
        for row, posting in zip(self._fields, postings.values(), strict=True):
            row[posting.places] = posting.fields
        self._scores = index.score(question.weights, postings)
        self._best = float(self._scores.max(initial=0))
        self._classes = index.experience.classes(question.meaning)
        self._asked_topics = _topics(question, index)
        self._topics = index.tags.alike(question.meaning)
        self._others = index.experience.likeness_to_others(question.meaning)
        titled = np.array(index.titled.get(question.terms, ()), dtype=np.intp)
        self._titled = titled[self._scores[titled] > 0]

    def rank(self, among: Mask | None = None) -> Ranking:
        """Order the resources that share a word or a topic with the question, as far as they may.

        These are the best by their words and class, and what has the question for a title. Where
        they are few among many, words count beside the best match of all, so that scores compare.
        """
        question, index = self._question, self._index
        places = self._candidates(among)
        bits = self._fields[:, places]
        fields = dict(zip(self._terms, bits, strict=True))
        held = dict(zip(self._terms, (bits > 0).astype(np.float32), strict=True))
        words = self._scores[places]
        best = self._best if among is not None else float(words.max(initial=0))
        texts = index.texts.nearest(question.meaning, places)
        classes = self._classes[places]
        of: Mapping[Signal, Floats] = {
            Signal.WORDS: words / max(best, 1e-9),
            Signal.SHARE: _share(question, held, len(places)),
            Signal.TOPICS: index.tags.total(self._asked_topics, places),
            Signal.SENSE_OF_TOPIC: index.tags.best(self._topics, places),
            Signal.SENSE_OF_TEXT: texts,
            Signal.CLASS: np.where(np.isnan(classes), texts, classes),
            Signal.STANDING: index.experience.standings[places],
            Signal.PRECEDENT: index.experience.nearest(question.meaning, places, texts),
            Signal.WISHES: _wishes(question, index, places),
        }
        signals = np.empty((len(places), len(Signal)), dtype=np.float32)
        for signal, column in COLUMNS.items():
            signals[:, column] = of[signal]
        wishes = COLUMNS[Signal.WISHES]
        # A title that bears a name says as much as meanings would, had they ever heard of it.
        named = _named(question, fields, len(places))
        signals[:, :wishes] = np.maximum(signals[:, :wishes], named[:, np.newaxis])
        # What is asked for by its title is beyond doubt; wishes choose among namesakes.
        if len(self._titled):
            signals[np.isin(places, self._titled), :wishes] = 1
        scores = signals @ _SHARES
        order = (-scores).argsort(kind="stable")
        return Ranking(
            places[order],
            scores[order],
            signals[order],
            dict(zip(self._terms, bits[:, order], strict=True)),
            self._topics,
            self._others,
            named[order],
        )

    def _candidates(self, among: Mask | None) -> Places:
        """Choose the best by their words and class, and what has the question for a title."""
        scores, titled = self._scores, self._titled
        if among is not None:
            scores, titled = np.where(among, scores, np.float32(0)), titled[among[titled]]
        (places,) = scores.nonzero()
        if len(places) > CANDIDATES:
            said, known = scores[places] / scores.max(), self._classes[places]
            # For what nobody could choose yet, its words stand in for its class.
            promise = said + np.where(np.isnan(known), said, known)
            least = np.partition(promise, -CANDIDATES)[-CANDIDATES]
            better, as_good = places[promise > least], places[promise == least]
            places = np.concatenate((better, as_good[: CANDIDATES - len(better)]))
            places.sort()
        return np.union1d(places, titled) if len(titled) else places


def rank(question: Question, index: Index) -> Ranking:
    """Order the resources that share a word or a topic with the question."""
    return Ranker(question, index).rank()


def _share(question: Question, held: Mapping[str, Floats], size: int) -> Floats:
    """Tell how much of the question's information each resource accounts for.

    For each term, `held` is 1 where a resource has it, else 0.
    """
    total = np.zeros(size, dtype=np.float32)
    for word in question.asked:
        ways = [s * held[t] for t, s in word.terms.items() if t in held and t not in word.parts]
        parts = [word.terms[term] * held[term] for term in word.parts if term in held]
        if parts:
            ways.append(reduce(np.add, parts))
        if ways:
            total += word.information * reduce(np.maximum, ways)
    return total / np.float32(question.information or 1)


def _named(question: Question, fields: Mapping[str, Bits], size: int) -> Floats:
    """Tell how much of the question's information are names that each title bears."""
    total = np.zeros(size, dtype=np.float32)
    for word in question.asked:
        held = [fields[t] & TITLED for t in word.terms if t in fields] if word.is_name else []
        if held:
            total += np.float32(word.information) * (np.max(held, axis=0) > 0)
    return total / np.float32(question.information or 1)


def _topics(question: Question, index: Index) -> Floats:
    """Tell how much of the question each topic stands for."""
    asked = np.zeros(len(index.tags.topics), dtype=np.float32)
    for word in question.asked:
        share = word.information / question.information
        for topic in word.phrases:
            asked[index.tags.numbers[topic]] += share
    return np.minimum(asked, 1)


def _wishes(question: Question, index: Index, places: Places) -> Floats:
    if question.wishes is NO_WISHES:
        return index.unwished[places]
    met = [question.wishes.met(index.resources[place]) for place in places.tolist()]
    return np.array(met, dtype=np.float32)
