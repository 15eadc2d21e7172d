"""Asks the catalogue: from a question to the few resources worth opening, and why these."""

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.index import Index
from knowledge.models import Catalogue, Resource, Topic
from knowledge.question import Evidence, Question
from knowledge.reader import Reader
from knowledge.reasons import Reason, reasons

ANSWERED = 1.0  # weight of a question that the resource answers, beside the words themselves
CONFIDENT = 0.62  # share of the question's information that a confident answer accounts for
CLOSEST = 0.34  # and the least that is worth showing at all
FIRST_STEPS = {"beginner": 1.1, "advanced": 0.9}  # who asks is rarely far into the matter
RELEVANT = 0.3  # a match this far below the best one is noise, not "more"


class Outcome(StrEnum):
    """How sure the bot is of its answer; it is never silent."""

    CONFIDENT = "confident"
    CLOSEST = "closest"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Match:
    """A resource that fits a question. Scores compare within one answer only."""

    resource: Resource
    score: float
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class Answer:
    """What the catalogue has on a question: matches best first, none when the outcome is nothing.

    `topics` are what the question is about, as far as it was understood, and the best stocked ones
    where it was not; each of them has resources. `more` tells that the limit cut matches off.
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
        self._index = Index(catalogue)
        self._reader = Reader(self._index)
        self._stocked = [topic for topic in catalogue.topics if self._index.stock(topic)]

    def ask(self, question: str, limit: int = 3, skip: int = 0) -> Answer:
        """Find the resources that fit, best first: at most `limit` of them, after the first `skip`.

        The order is the same for any limit. Chat markup is understood, and the first 300
        characters count. Never raises on text.
        """
        started = time.perf_counter()
        asked = self._reader.read(question)
        ranked = self._ranked(asked)
        outcome = self._outcome(asked, [place for place, _ in ranked[:3]])
        topics = self._topics(asked, ranked)
        if outcome is Outcome.NOTHING:
            ranked = []
        matches = tuple(
            Match(
                self._index.resources[place],
                round(score, 4),
                reasons(asked, self._index, place),
            )
            for place, score in ranked[skip : skip + limit]
        )
        return Answer(
            question=question,
            outcome=outcome,
            matches=matches,
            topics=topics,
            more=len(ranked) > skip + limit,
            milliseconds=(time.perf_counter() - started) * 1000,
        )

    def _ranked(self, asked: Question) -> list[tuple[int, float]]:
        scores: dict[int, float] = defaultdict(float)
        for term, weight in asked.weights.items():
            for place, impact in self._index.postings.get(term, ()):
                scores[place] += weight * impact
        for place, closeness in self._answered(asked).items():
            scores[place] += ANSWERED * closeness * asked.information
        for place in scores:
            scores[place] *= FIRST_STEPS.get(self._index.resources[place].level or "", 1.0)
        best = max(scores.values(), default=0.0)
        kept = ((place, score) for place, score in scores.items() if score >= RELEVANT * best > 0)
        return sorted(kept, key=lambda item: (-item[1], item[0]))

    def _outcome(self, asked: Question, places: list[int]) -> Outcome:
        """Judge by how much of the question the best matches account for, not by their score."""
        coverage = dict.fromkeys(Evidence, 0.0)
        for place in places:
            evidence = asked.evidence(self._index, place)
            share = asked.share(self._index.fields[place])
            coverage[evidence] = max(coverage[evidence], share)
        if coverage[Evidence.FIRM] >= CONFIDENT:
            return Outcome.CONFIDENT
        is_close = coverage[Evidence.FIRM] >= CLOSEST or coverage[Evidence.SLIGHT] >= CONFIDENT
        return Outcome.CLOSEST if is_close else Outcome.NOTHING

    def _answered(self, asked: Question) -> dict[int, float]:
        """Compare the question with each title and answered question: cosine of the nearest."""
        sums: dict[tuple[int, int], float] = defaultdict(float)
        for term, weight in asked.weights.items():
            share = weight * self._index.information(term) / asked.norm
            for place, number, part in self._index.questions.get(term, ()):
                sums[place, number] += share * part
        nearest: dict[int, float] = defaultdict(float)
        for (place, _), closeness in sums.items():
            nearest[place] = max(nearest[place], closeness)
        return nearest

    def _topics(
        self, asked: Question, ranked: Sequence[tuple[int, float]], limit: int = 3
    ) -> tuple[Topic, ...]:
        """Name the topics that the question's words and phrases stand for, nearest first.

        Where it touches none, the best stocked ones show what can be asked.
        """
        nearness: dict[str, float] = defaultdict(float)
        for term, weight in asked.weights.items():
            if term.startswith("#"):
                nearness[term[1:]] += weight * self._index.highest_information
        for place, score in ranked[:5]:
            for topic in self._index.resources[place].topics:
                nearness[topic] += score / 10
        stocked = [topic for topic in nearness if self._index.stock(topic)] or self._stocked
        order = sorted(stocked, key=lambda topic: (-nearness[topic], -self._index.stock(topic)))
        return tuple(self.catalogue.topics[topic] for topic in order[:limit])
