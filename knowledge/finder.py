"""Asks the catalogue: from a question to the few resources worth opening, and why these."""

import time
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from knowledge.classifier import shipped_classifier
from knowledge.confidence import Outcome, answerable, outcome
from knowledge.explanation import Explanation, explanation
from knowledge.groups import Floats
from knowledge.index import Index
from knowledge.meaning import shipped_vectors
from knowledge.models import Catalogue, Resource, Topic
from knowledge.precedents import shipped_precedents
from knowledge.question import Question
from knowledge.ranking import Ranking, rank
from knowledge.reader import Reader
from knowledge.reasons import Reason, reasons

RELEVANT = 0.6  # a match whose score is less than this share of the best is noise, not "more"
NEAREST = 3  # topics that an answer names
NEAR = 0.4  # what a topic has in common with a question that is about it, at least


@dataclass(frozen=True)
class Match:
    """A resource that fits a question. Scores, from 0 to 1, compare within one answer only."""

    resource: Resource
    score: float
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class Answer:
    """What the catalogue has on a question: matches best first, none when the outcome is nothing.

    `topics` are what the question is about, as far as it was understood, and the best stocked ones
    where it was not; each of them has resources, and there are none if no topic has. `more` tells
    that the limit cut matches off.
    """

    question: str
    outcome: Outcome
    matches: tuple[Match, ...]
    topics: tuple[Topic, ...]
    more: bool
    milliseconds: float


class Finder:
    """Answers questions from one catalogue; safe to use from many threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._index = Index(
            catalogue, shipped_vectors(), shipped_precedents(), shipped_classifier()
        )
        self._reader = Reader(self._index)
        self._stock = {topic: self._index.stock(topic) for topic in catalogue.topics}

    def ask(self, question: str, limit: int = 3, skip: int = 0) -> Answer:
        """Find the resources that fit, best first: at most `limit` of them, after the first `skip`.

        The order is the same for any limit. Chat markup is understood, and the first 300
        characters count. Never raises on text.
        """
        started = time.perf_counter()
        asked = self._reader.read(question)
        ranking = rank(asked, self._index)
        found = outcome(asked, ranking)
        least = RELEVANT * float(ranking.scores.max(initial=0))
        size = 0 if found is Outcome.NOTHING else int((ranking.scores >= least).sum())
        matches = tuple(
            self._match(asked, ranking, number)
            for number in range(min(skip, size), min(skip + limit, size))
        )
        return Answer(
            question=question,
            outcome=found,
            matches=matches,
            topics=self._topics(asked, ranking.topics),
            more=size > skip + limit,
            milliseconds=(time.perf_counter() - started) * 1000,
        )

    def explain(self, question: str, limit: int = 3) -> Explanation:
        """Tell how a question was read, and how the scores of the first matches came about."""
        asked = self._reader.read(question)
        ranking = rank(asked, self._index)
        log_odds = answerable(asked, ranking)
        return explanation(asked, ranking, self._index, log_odds, limit)

    def topics(self, text: str) -> tuple[Topic, ...]:
        """Give the topic that a text is a way to write; several if it is ambiguous, or none."""
        return self._index.names.meant(text)

    def nearest_topics(self, text: str) -> tuple[Topic, ...]:
        """Give the topics that come nearest to a text by their spelling and meaning."""
        alike = self._index.names.alike(text)
        meant = self._index.tags.alike(self._reader.read(text).meaning)
        numbers = self._index.tags.numbers
        order = sorted(numbers, key=lambda topic: -alike[topic] - float(meant[numbers[topic]]))
        return tuple(self.catalogue.topics[topic] for topic in order[:NEAREST])

    def _match(self, asked: Question, ranking: Ranking, number: int) -> Match:
        place = int(ranking.places[number])
        return Match(
            self._index.resources[place],
            round(float(ranking.scores[number]), 4),
            reasons(asked, self._index, place, ranking.found(number)),
        )

    def _topics(self, asked: Question, alike: Floats) -> tuple[Topic, ...]:
        """Name the topics that the question's words stand for, then those nearest in meaning."""
        nearness: dict[str, float] = defaultdict(float)
        for topic in (topic for word in asked.asked for topic in word.phrases):
            nearness[topic] += 1
        for number in np.argsort(-alike)[: 3 * NEAREST].tolist():
            if alike[number] >= NEAR:
                nearness[self._index.tags.topics[number]] += float(alike[number])
        stocked = [topic for topic in nearness if self._stock[topic]] or [
            topic for topic, stock in self._stock.items() if stock
        ]
        order = sorted(stocked, key=lambda topic: (-nearness[topic], -self._stock[topic]))
        return tuple(self.catalogue.topics[topic] for topic in order[:NEAREST])
