"""What is relevant to a question: all that comes near the best, and before it what is preferred."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from knowledge.confidence import CONFIDENT, Outcome, outcome
from knowledge.index import Index
from knowledge.models import Resource
from knowledge.preferences import NO_PREFERENCES, Fitting, Mask, Preferences
from knowledge.ranking import COLUMNS, Ranker, Ranking, Signal
from knowledge.reader import Reader

RELEVANT = 0.6  # a match whose score is less than this share of the best is noise, not "more"
WANTED = 0.75  # the share that something needs where only such things are wanted: few may be near
PREFERABLE = 0.85  # the share from which on what the question's words prefer comes first


class Ranked(NamedTuple):
    """A relevant resource: where it stands in a ranking, and the score that it is shown with."""

    ranking: Ranking
    number: int
    score: float

    @property
    def place(self) -> int:
        return int(self.ranking.places[self.number])


@dataclass(frozen=True)
class Found:
    """All that is relevant to a question, in order."""

    outcome: Outcome
    ranked: tuple[Ranked, ...]
    preferences: Preferences = NO_PREFERENCES
    relaxed: Preferences = NO_PREFERENCES


class Inquiry:
    """A question with all resources ranked for it, once for whatever is wanted of them."""

    def __init__(self, question: str, reader: Reader, index: Index, fitting: Fitting) -> None:
        started = time.perf_counter()
        self.question = question
        self.asked = reader.read(question)
        self._resources = index.resources
        self._fitting = fitting
        self._ranker = Ranker(self.asked, index)
        self.ranking = self._ranker.rank()
        self._outcome = outcome(self.asked, self.ranking)
        self.milliseconds = (time.perf_counter() - started) * 1000

    def resource(self, ranked: Ranked) -> Resource:
        return self._resources[ranked.place]

    def found(self, wanted: Preferences) -> Found:
        """Choose what is relevant: all of what is wanted, before it what is preferred besides."""
        found, ranking = self._outcome, self.ranking
        if found is Outcome.NOTHING:
            return Found(found, ())
        best = float(ranking.scores[0])
        # What is wanted apart is all that shows; what words prefer may be meant otherwise.
        if wanted:
            fitting = self._ranker.rank(self._fitting.mask(wanted))
            rest = tuple(_relevant(fitting, WANTED * best, _is_about(fitting, ranking)))
        else:
            rest = tuple(_relevant(ranking, RELEVANT * best))
        preferred = wanted.over(self.asked.preferences)
        if not rest or preferred == wanted:
            return Found(found if rest else Outcome.NOTHING, rest, wanted)
        for kept in _kept(preferred, wanted):
            fitting = self._ranker.rank(self._fitting.mask(kept))
            about = None if found is Outcome.CONFIDENT else _is_about(fitting, ranking)
            first = tuple(_relevant(fitting, PREFERABLE * best, about))
            if first:
                break
        else:
            kept, first = wanted, ()
        places = {one.place for one in first}
        least = first[-1].score if first else 1.0
        behind = (one for one in rest if one.place not in places)
        ranked = (*first, *(Ranked(o.ranking, o.number, min(o.score, least)) for o in behind))
        relaxed = preferred.only(set(preferred.dimensions) - set(kept.dimensions))
        if relaxed and ranked[0].score < CONFIDENT:
            found = Outcome.CLOSEST
        return Found(found, ranked, kept, relaxed)


def _relevant(ranking: Ranking, least: float, chosen: Mask | None = None) -> Iterator[Ranked]:
    """Give what scores enough, best first; of some that are chosen among these."""
    is_enough = ranking.scores >= least
    (numbers,) = (is_enough if chosen is None else is_enough & chosen).nonzero()
    for number, score in zip(numbers.tolist(), ranking.scores[numbers].tolist(), strict=True):
        yield Ranked(ranking, number, score)


def _is_about(fitting: Ranking, ranking: Ranking) -> Mask:
    """Tell what is on a topic that is named, if the best match is.

    Who prefers a tutorial is not served by one on something else, near as it comes by that word.
    """
    topics = COLUMNS[Signal.TOPICS]
    is_named = bool(ranking.signals[0, topics] > 0)
    about: Mask = (fitting.signals[:, topics] > 0) | (not is_named)
    return about


def _kept(preferred: Preferences, wanted: Preferences) -> Iterator[Preferences]:
    """Give up as few preferences as may be, the least important first, but none that is wanted."""
    open_to = [name for name in preferred.dimensions if name not in wanted.dimensions]
    for size in range(len(open_to)):
        for given_up in combinations(open_to, size):
            yield preferred.only(set(preferred.dimensions).difference(given_up))
