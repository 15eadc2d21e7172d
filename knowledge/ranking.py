"""Ranks resources for a question: words and class choose candidates, which all signals order."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

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
_WEIGHTS = np.array([WEIGHTS[signal] for signal in Signal], dtype=np.float32)


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
        self._scores = index.score(question.weights)
        self._classes = index.experience.classes(question.meaning)
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
        fields = {
            term: posting.fields_at(places)
            for term in question.weights
            if (posting := index.postings.get(term))
        }
        words = self._scores[places]
        best = words if among is None else self._scores
        texts = index.texts.nearest(question.meaning, places)
        classes = self._classes[places]
        of: Mapping[Signal, Floats] = {
            Signal.WORDS: words / max(float(best.max(initial=0)), 1e-9),
            Signal.SHARE: _share(question, fields, len(places)),
            Signal.TOPICS: index.tags.total(_topics(question, index), places),
            Signal.SENSE_OF_TOPIC: index.tags.best(self._topics, places),
            Signal.SENSE_OF_TEXT: texts,
            Signal.CLASS: np.where(np.isnan(classes), texts, classes),
            Signal.STANDING: index.experience.standings[places],
            Signal.PRECEDENT: index.experience.nearest(question.meaning, places, texts),
            Signal.WISHES: _wishes(question, index, places),
        }
        signals = np.stack([of[signal] for signal in Signal], axis=1)
        wishes = tuple(Signal).index(Signal.WISHES)
        # A title that bears a name says as much as meanings would, had they ever heard of it.
        named = _named(question, fields, len(places))
        signals[:, :wishes] = np.maximum(signals[:, :wishes], named[:, np.newaxis])
        # What is asked for by its title is beyond doubt; wishes choose among namesakes.
        signals[np.isin(places, self._titled), :wishes] = 1
        scores = signals @ (_WEIGHTS / _WEIGHTS.sum())
        order = np.argsort(-scores, kind="stable")
        return Ranking(
            places[order],
            scores[order],
            signals[order],
            {term: bits[order] for term, bits in fields.items()},
            self._topics,
            self._others,
            named[order],
        )

    def _candidates(self, among: Mask | None) -> Places:
        """Choose the best by their words and class, and what has the question for a title."""
        scores, titled = self._scores, self._titled
        if among is not None:
            scores, titled = np.where(among, scores, np.float32(0)), titled[among[titled]]
        places = np.flatnonzero(scores)
        if len(places) > CANDIDATES:
            said, known = scores[places] / scores.max(), self._classes[places]
            # For what nobody could choose yet, its words stand in for its class.
            promise = said + np.where(np.isnan(known), said, known)
            least = np.partition(promise, -CANDIDATES)[-CANDIDATES]
            better, as_good = places[promise > least], places[promise == least]
            places = np.append(better, as_good[: CANDIDATES - len(better)])
        return np.union1d(places, titled)


def rank(question: Question, index: Index) -> Ranking:
    """Order the resources that share a word or a topic with the question."""
    return Ranker(question, index).rank()


def _share(question: Question, fields: Mapping[str, Bits], size: int) -> Floats:
    """Tell how much of the question's information each resource accounts for."""
    total = np.zeros(size, dtype=np.float32)
    for word in question.asked:
        whole = np.zeros(size, dtype=np.float32)
        parts = np.zeros(size, dtype=np.float32)
        for term, strength in word.terms.items():
            if term not in fields:
                continue
            held = np.float32(strength) * (fields[term] > 0)
            if term in word.parts:
                parts += held
            else:
                whole = np.maximum(whole, held)
        total += np.float32(word.information) * np.maximum(whole, parts)
    return total / np.float32(question.information or 1)


def _named(question: Question, fields: Mapping[str, Bits], size: int) -> Floats:
    """Tell how much of the question's information are names that each title bears."""
    total = np.zeros(size, dtype=np.float32)
    for word in question.asked:
        held = [fields[term] & TITLED for term in word.terms if term in fields]
        if word.is_name and held:
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
