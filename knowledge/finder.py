"""Asks the catalogue: from a question to the few resources worth opening, and why these."""

import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import get_args

import numpy as np

from knowledge.classifier import shipped_classifier
from knowledge.confidence import Outcome, answerable
from knowledge.explanation import Explanation, explanation
from knowledge.groups import Floats
from knowledge.index import Index
from knowledge.inquiry import Inquiry, Ranked
from knowledge.meaning import shipped_vectors
from knowledge.models import Catalogue, Level, Resource, Topic
from knowledge.precedents import shipped_precedents
from knowledge.preferences import (
    NO_PREFERENCES,
    TO_WATCH,
    Fitting,
    FollowUp,
    Preferences,
)
from knowledge.question import Question
from knowledge.ranking import rank
from knowledge.reader import Reader
from knowledge.reasons import Reason, reasons

NEAREST = 3  # topics that an answer names
NEAR = 0.4  # what a topic has in common with a question that is about it, at least
PAGE = 3  # resources that people see at once

LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True)
class Match:
    """A resource that fits a question. Scores, from 0 to 1, compare within one answer only.

    The rank is its place among all that fit, those that were left out counted: 0 for the best.
    """

    resource: Resource
    score: float
    why: tuple[Reason, ...]
    rank: int = 0


@dataclass(frozen=True)
class Answer:
    """What the catalogue has on a question: matches best first, none when the outcome is nothing.

    `topics` are what the question is about, as far as it was understood, and the best stocked ones
    where it was not; each of them has resources, and there are none if no topic has. `more` tells
    that the limit cut matches off.

    What fits all `preferences` comes first, or alone where they were asked for apart. `relaxed` is
    what the question's words prefer besides, and had to be given up: nothing that fits comes near
    the best. `hidden` counts the matches left out until the next page begins, and on the last page
    all of them; the outcome is what it would be with them.
    """

    question: str
    outcome: Outcome
    matches: tuple[Match, ...]
    topics: tuple[Topic, ...]
    more: bool
    milliseconds: float
    preferences: Preferences = NO_PREFERENCES
    relaxed: Preferences = NO_PREFERENCES
    hidden: int = 0


class Finder:
    """Answers questions from one catalogue; safe to use from many threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._index = Index(
            catalogue, shipped_vectors(), shipped_precedents(), shipped_classifier()
        )
        self._reader = Reader(self._index)
        self._fitting = Fitting(self._index.resources)
        self._stock = {topic: self._index.stock(topic) for topic in catalogue.topics}
        stocked = (topic for topic, stock in self._stock.items() if stock)
        self._best_stocked = sorted(stocked, key=lambda topic: -self._stock[topic])[:NEAREST]

    def inquire(self, question: str) -> Inquiry:
        """Read a question and rank for it, once for its answers and what may follow them."""
        return Inquiry(question, self._reader, self._index, self._fitting)

    def ask(
        self,
        question: str | Inquiry,
        limit: int = 3,
        skip: int = 0,
        *,
        wanted: Preferences = NO_PREFERENCES,
        hidden: Collection[str] = (),
    ) -> Answer:
        """Find the resources that fit, best first: at most `limit` of them, after the first `skip`.

        The order is the same for any limit. Chat markup is understood, and the first 300
        characters count. Never raises on text. What was inquired already is not so again.

        Only what is `wanted` is shown; what the question's own words prefer besides comes first.
        Resources whose ids are `hidden` are left out, but counted by `skip`, so that what is hidden
        between two pages moves nothing from one to the other.
        """
        inquiry = question if isinstance(question, Inquiry) else self.inquire(question)
        started = time.perf_counter()
        found = inquiry.found(wanted)
        ids = frozenset(hidden)
        is_hidden = [inquiry.resource(one).id in ids for one in found.ranked]
        shown = [rank for rank, hidden in enumerate(is_hidden) if rank >= skip and not hidden]
        more = len(shown) > limit
        return Answer(
            question=inquiry.question,
            outcome=found.outcome,
            matches=tuple(self._match(inquiry, found.ranked[r], r) for r in shown[:limit]),
            topics=self._topics(inquiry.asked, inquiry.ranking.topics),
            more=more,
            milliseconds=inquiry.milliseconds + (time.perf_counter() - started) * 1000,
            preferences=found.preferences,
            relaxed=found.relaxed,
            hidden=sum(is_hidden[: shown[limit]] if more else is_hidden),
        )

    def follow_ups(
        self, answer: Answer, inquiry: Inquiry | None = None, *, hidden: Collection[str] = ()
    ) -> Mapping[FollowUp, Preferences]:
        """Tell what may be asked for after an answer, and what it takes to ask so.

        Only that of which the first page shows something new, and gives up nothing more.
        """
        inquiry = inquiry or self.inquire(answer.question)
        given_up = set(answer.relaxed.dimensions)
        seen = {match.resource.id for match in answer.matches}
        left_out = frozenset(hidden)
        offered: dict[FollowUp, Preferences] = {}
        for follow_up, wanted in _follow_ups(answer):
            if follow_up in offered:
                continue
            other = inquiry.found(wanted)
            ids = (inquiry.resource(one).id for one in other.ranked)
            first_page = islice((id for id in ids if id not in left_out), PAGE)
            has_new = not seen.issuperset(first_page)
            if has_new and given_up.issuperset(other.relaxed.dimensions):
                offered[follow_up] = wanted
        return offered

    def explain(self, question: str, limit: int = 3) -> Explanation:
        """Tell how a question was read, and how the scores of the first matches came about.

        What its words prefer is left aside: these are the best whatever they are.
        """
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

    def _match(self, inquiry: Inquiry, ranked: Ranked, rank: int) -> Match:
        found = ranked.ranking.found(ranked.number)
        why = reasons(inquiry.asked, self._index, ranked.place, found)
        return Match(inquiry.resource(ranked), round(ranked.score, 4), why, rank)

    def _topics(self, asked: Question, alike: Floats) -> tuple[Topic, ...]:
        """Name the topics that the question's words stand for, then those nearest in meaning."""
        nearness: dict[str, float] = defaultdict(float)
        for topic in (topic for word in asked.asked for topic in word.phrases):
            nearness[topic] += 1
        near = sorted(np.flatnonzero(alike >= NEAR).tolist(), key=lambda number: -alike[number])
        for number in near[: 3 * NEAREST]:
            nearness[self._index.tags.topics[number]] += float(alike[number])
        order = sorted(
            (topic for topic in nearness if self._stock[topic]),
            key=lambda topic: (-nearness[topic], -self._stock[topic]),
        )
        return tuple(
            self.catalogue.topics[topic] for topic in order[:NEAREST] or self._best_stocked
        )

    def read(self, text: str) -> Question:
        """Understand a question without answering it."""
        return self._reader.read(text)

    def about(self, asked: Question) -> tuple[Topic, ...]:
        """Name the topics that a question is about, as an answer does; none where none is near."""
        alike = self._index.tags.alike(asked.meaning)
        near = {topic for word in asked.asked for topic in word.phrases}
        near.update(self._index.tags.topics[n] for n in np.flatnonzero(alike >= NEAR).tolist())
        return tuple(topic for topic in self._topics(asked, alike) if topic.id in near)


def _follow_ups(answer: Answer) -> Iterator[tuple[FollowUp, Preferences]]:
    """Say what each button may ask for, best first: what was in force, a level on, or videos."""
    levels = Counter(filter(None, (match.resource.level for match in answer.matches)))
    if levels:
        usual = LEVELS.index(max(levels, key=lambda level: levels[level]))
        easier = ((FollowUp.EASIER, level) for level in reversed(LEVELS[:usual]))
        deeper = ((FollowUp.DEEPER, level) for level in LEVELS[usual + 1 :])
        for follow_up, level in (*easier, *deeper):
            yield follow_up, Preferences(levels=(level,)).over(answer.preferences)
    if answer.matches:
        yield FollowUp.VIDEOS, Preferences(formats=TO_WATCH).over(answer.preferences)
