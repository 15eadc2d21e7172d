"""How sure an answer is: whether there is one at all, and whether it is the right one."""

import math
from collections.abc import Mapping
from enum import StrEnum

from knowledge.question import Question
from knowledge.ranking import Ranking, Signal

FIRST = 3
"""The first matches, which people see: by them an answer is judged."""

# Learned by `python -m training.weights`: the log-odds that the catalogue has an answer.
ANSWERABLE: Mapping[Signal, float] = {
    Signal.SHARE: 1.36,
    Signal.TOPICS: 0.72,
    Signal.SENSE_OF_TOPIC: 1.12,
    Signal.SENSE_OF_TEXT: 1.33,
    Signal.PRECEDENT: 6.16,
}
OTHERS = -4.17  # the weight of how like it is to a message that is none of our business
FAMILIARITY = 0.41  # the weight of the question's own log-odds
INFORMATION = 0.36  # and of what its words say, rare ones more than common ones
MUCH = 6.0  # information from which on more says nothing
BIAS = -4.22

CONFIDENT = 0.66
"""The score of the best match from which on nine of ten answers are right."""


NAMED = 0.3
"""How much of a question is a name, of which a title that bears it is worth a look."""


class Outcome(StrEnum):
    """How sure the bot is of its answer; it is never silent."""

    CONFIDENT = "confident"
    CLOSEST = "closest"
    NOTHING = "nothing"


def outcome(question: Question, ranking: Ranking) -> Outcome:
    """Judge the first matches of a question."""
    if answerable(question, ranking) < 0:
        is_near = _is_topic(question, ranking) or (ranking.named[:1] >= NAMED).any()
        return Outcome.CLOSEST if is_near else Outcome.NOTHING
    return Outcome.CONFIDENT if ranking.scores[0] >= CONFIDENT else Outcome.CLOSEST


def _is_topic(question: Question, ranking: Ranking) -> bool:
    """Tell whether a question is no more than a topic's name, and its best match is about it.

    Nothing may speak of faiss, but it is a vector database, and there is something on these.
    """
    is_named = all(word.phrases for word in question.asked if not word.soft)
    return is_named and bool(ranking.signals[:1, list(Signal).index(Signal.TOPICS)].any())


def answerable(question: Question, ranking: Ranking) -> float:
    """Give the log-odds that the catalogue answers a question.

    They come from the best of its first matches, its words, and what was asked before.
    """
    if not len(ranking.places):
        return -math.inf
    signals: list[float] = ranking.signals[:FIRST].max(axis=0).tolist()
    best = dict(zip(Signal, signals, strict=True))
    return (
        BIAS
        + OTHERS * ranking.likeness_to_others
        + FAMILIARITY * question.familiarity
        + INFORMATION * min(question.information, MUCH)
        + sum(weight * best[signal] for signal, weight in ANSWERABLE.items())
    )
