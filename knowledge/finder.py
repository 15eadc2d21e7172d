"""Asks the catalogue: from a question to the few resources worth opening, and why these."""

import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import get_args

import numpy as np

from knowledge.classifier import shipped_classifier
from knowledge.confidence import CONFIDENT, Outcome, answerable, outcome
from knowledge.explanation import Explanation, explanation
from knowledge.groups import Floats
from knowledge.index import Index
from knowledge.meaning import shipped_vectors
from knowledge.models import Catalogue, Level, Resource, Topic
from knowledge.precedents import shipped_precedents
from knowledge.preferences import (
    NO_PREFERENCES,
    TO_WATCH,
    Fitting,
    FollowUp,
    Mask,
    Preferences,
)
from knowledge.question import Question
from knowledge.ranking import Ranker, Ranking, Signal, rank
from knowledge.reader import Reader
from knowledge.reasons import Reason, reasons

RELEVANT = 0.6  # a match whose score is less than this share of the best is noise, not "more"
WANTED = 0.75  # the share that something needs where only such things are wanted: few may be near
PREFERABLE = 0.85  # the share from which on what the question's words prefer comes first
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


@dataclass(frozen=True, eq=False)
class _Ranked:
    """A relevant resource: where it stands in a ranking, and the score that it is shown with."""

    ranking: Ranking
    number: int
    score: float

    @property
    def place(self) -> int:
        return int(self.ranking.places[self.number])


@dataclass(frozen=True)
class _Found:
    """All that is relevant to a question, in order."""

    outcome: Outcome
    ranked: tuple[_Ranked, ...]
    preferences: Preferences = NO_PREFERENCES
    relaxed: Preferences = NO_PREFERENCES


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

    def ask(
        self,
        question: str,
        limit: int = 3,
        skip: int = 0,
        *,
        wanted: Preferences = NO_PREFERENCES,
        hidden: Collection[str] = (),
    ) -> Answer:
        """Find the resources that fit, best first: at most `limit` of them, after the first `skip`.

        The order is the same for any limit. Chat markup is understood, and the first 300
        characters count. Never raises on text.

        Only what is `wanted` is shown; what the question's own words prefer besides comes first.
        Resources whose ids are `hidden` are left out, but counted by `skip`, so that what is hidden
        between two pages moves nothing from one to the other.
        """
        started = time.perf_counter()
        asked = self._reader.read(question)
        ranker = Ranker(asked, self._index)
        ranking = ranker.rank()
        found = self._found(asked, ranker, ranking, wanted)
        ids = frozenset(hidden)
        is_hidden = [self._id(one.place) in ids for one in found.ranked]
        shown = [rank for rank, hidden in enumerate(is_hidden) if rank >= skip and not hidden]
        more = len(shown) > limit
        return Answer(
            question=question,
            outcome=found.outcome,
            matches=tuple(self._match(asked, found.ranked[r], r) for r in shown[:limit]),
            topics=self._topics(asked, ranking.topics),
            more=more,
            milliseconds=(time.perf_counter() - started) * 1000,
            preferences=found.preferences,
            relaxed=found.relaxed,
            hidden=sum(is_hidden[: shown[limit]] if more else is_hidden),
        )

    def follow_ups(
        self, answer: Answer, *, hidden: Collection[str] = ()
    ) -> Mapping[FollowUp, Preferences]:
        """Tell what may be asked for after an answer, and what it takes to ask so.

        Only that of which the first page shows something new, and gives up nothing more.
        """
        given_up = set(answer.relaxed.dimensions)
        seen = {match.resource.id for match in answer.matches}
        offered: dict[FollowUp, Preferences] = {}
        for follow_up, wanted in _follow_ups(answer):
            if follow_up in offered:
                continue
            other = self.ask(answer.question, PAGE, wanted=wanted, hidden=hidden)
            has_new = not seen.issuperset(match.resource.id for match in other.matches)
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

    def _found(
        self, asked: Question, ranker: Ranker, ranking: Ranking, wanted: Preferences
    ) -> _Found:
        """Choose what is relevant: all of what is wanted, before it what is preferred besides."""
        found = outcome(asked, ranking)
        if found is Outcome.NOTHING:
            return _Found(found, ())
        best = float(ranking.scores[0])
        # What is wanted apart is all that shows; what words prefer may be meant otherwise.
        if wanted:
            fitting = ranker.rank(self._fitting.mask(wanted))
            rest = tuple(_relevant(fitting, WANTED * best, _is_about(fitting, ranking)))
        else:
            rest = tuple(_relevant(ranking, RELEVANT * best))
        preferred = wanted.over(asked.preferences)
        if not rest or preferred == wanted:
            return _Found(found if rest else Outcome.NOTHING, rest, wanted)
        for kept in _kept(preferred, wanted):
            fitting = ranker.rank(self._fitting.mask(kept))
            about = None if found is Outcome.CONFIDENT else _is_about(fitting, ranking)
            first = tuple(_relevant(fitting, PREFERABLE * best, about))
            if first:
                break
        else:
            kept, first = wanted, ()
        places = {one.place for one in first}
        least = first[-1].score if first else 1.0
        behind = (one for one in rest if one.place not in places)
        ranked = (*first, *(_Ranked(o.ranking, o.number, min(o.score, least)) for o in behind))
        relaxed = preferred.only(set(preferred.dimensions) - set(kept.dimensions))
        if relaxed and ranked[0].score < CONFIDENT:
            found = Outcome.CLOSEST
        return _Found(found, ranked, kept, relaxed)

    def _id(self, place: int) -> str:
        return self._index.resources[place].id

    def _match(self, asked: Question, ranked: _Ranked, rank: int) -> Match:
        place = ranked.place
        return Match(
            self._index.resources[place],
            round(ranked.score, 4),
            reasons(asked, self._index, place, ranked.ranking.found(ranked.number)),
            rank,
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

    def read(self, text: str) -> Question:
        """Understand a question without answering it."""
        return self._reader.read(text)

    def about(self, asked: Question) -> tuple[Topic, ...]:
        """Name the topics that a question is about, as an answer does; none where none is near."""
        alike = self._index.tags.alike(asked.meaning)
        near = {topic for word in asked.asked for topic in word.phrases}
        near.update(self._index.tags.topics[n] for n in np.flatnonzero(alike >= NEAR).tolist())
        return tuple(topic for topic in self._topics(asked, alike) if topic.id in near)


def _relevant(ranking: Ranking, least: float, chosen: Mask | None = None) -> Iterator[_Ranked]:
    """Give what scores enough, best first; of some that are chosen among these."""
    is_enough = ranking.scores >= least
    for number in np.flatnonzero(is_enough if chosen is None else is_enough & chosen).tolist():
        yield _Ranked(ranking, number, float(ranking.scores[number]))


def _is_about(fitting: Ranking, ranking: Ranking) -> Mask:
    """Tell what is on a topic that is named, if the best match is.

    Who prefers a tutorial is not served by one on something else, near as it comes by that word.
    """
    topics = tuple(Signal).index(Signal.TOPICS)
    is_named = bool(ranking.signals[0, topics] > 0)
    about: Mask = (fitting.signals[:, topics] > 0) | (not is_named)
    return about


def _kept(preferred: Preferences, wanted: Preferences) -> Iterator[Preferences]:
    """Give up as few preferences as may be, the least important first, but none that is wanted."""
    open_to = [name for name in preferred.dimensions if name not in wanted.dimensions]
    for size in range(len(open_to)):
        for given_up in combinations(open_to, size):
            yield preferred.only(set(preferred.dimensions).difference(given_up))


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
