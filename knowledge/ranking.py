"""Ranks resources for a question: words and class choose candidates, which all signals order."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from knowledge.groups import Floats, Places
from knowledge.index import FIELDS, Field, Index
from knowledge.postings import Bits
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

    def found(self, rank: int) -> Mapping[str, Field]:
        """Tell which terms of the question the resource at a rank has, in its weightiest field."""
        bits = {term: int(fields[rank]) for term, fields in self.fields.items()}
        return {t: FIELDS[(b & -b).bit_length() - 1] for t, b in bits.items() if b}


def rank(question: Question, index: Index) -> Ranking:
    """Order the resources that share a word or a topic with the question, as far as they may do.

    These are the best by their words and class, and what has the question for a title.
    """
    scores = index.score(question.weights)
    classes = index.experience.classes(question.meaning)
    places = np.flatnonzero(scores)
    if len(places) > CANDIDATES:
        said, known = scores[places] / scores.max(), classes[places]
        # For what nobody could choose yet, its words stand in for its class.
        promise = said + np.where(np.isnan(known), said, known)
        least = np.partition(promise, -CANDIDATES)[-CANDIDATES]
        better, as_good = places[promise > least], places[promise == least]
        places = np.append(better, as_good[: CANDIDATES - len(better)])
    titled = np.array(index.titled.get(question.terms, ()), dtype=np.intp)
    places = np.union1d(places, titled[scores[titled] > 0])
    fields = {
        term: posting.fields_at(places)
        for term in question.weights
        if (posting := index.postings.get(term))
    }
    words = scores[places]
    texts = index.texts.nearest(question.meaning, places)
    topics = index.tags.alike(question.meaning)
    of: Mapping[Signal, Floats] = {
        Signal.WORDS: words / max(float(words.max(initial=0)), 1e-9),
        Signal.SHARE: _share(question, fields, len(places)),
        Signal.TOPICS: index.tags.total(_topics(question, index), places),
        Signal.SENSE_OF_TOPIC: index.tags.best(topics, places),
        Signal.SENSE_OF_TEXT: texts,
        Signal.CLASS: np.where(np.isnan(classes[places]), texts, classes[places]),
        Signal.STANDING: index.experience.standings[places],
        Signal.PRECEDENT: index.experience.nearest(question.meaning, places, texts),
        Signal.WISHES: _wishes(question, index, places),
    }
    signals = np.stack([of[signal] for signal in Signal], axis=1)
    # What is asked for by its title is beyond doubt; wishes choose among namesakes.
    signals[np.isin(places, titled), : tuple(Signal).index(Signal.WISHES)] = 1
    scores = signals @ (_WEIGHTS / _WEIGHTS.sum())
    order = np.argsort(-scores, kind="stable")
    return Ranking(
        places[order],
        scores[order],
        signals[order],
        {term: bits[order] for term, bits in fields.items()},
        topics,
        index.experience.likeness_to_others(question.meaning),
    )


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
