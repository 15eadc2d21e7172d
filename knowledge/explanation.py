"""How the scores came about: what was read into a question, and what speaks for each match."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.index import Field, Index
from knowledge.models import Resource
from knowledge.question import Question
from knowledge.ranking import WEIGHTS, Ranking, Signal


@dataclass(frozen=True)
class Reading:
    """A word of the question that counts, what it was looked up as, and how much it says."""

    text: str
    terms: tuple[str, ...]
    information: float


@dataclass(frozen=True)
class Scored:
    """A match with its score, and what adds up to it."""

    resource: Resource
    score: float
    signals: Mapping[Signal, float]  # shares of the score
    fields: Mapping[Field, Mapping[str, float]]  # strengths of the terms in each field (BM25F)


@dataclass(frozen=True)
class Explanation:
    """How a question was understood; `log_odds` tell how surely it has an answer at all."""

    readings: tuple[Reading, ...]
    familiarity: float
    log_odds: float
    matches: tuple[Scored, ...]


def explanation(
    question: Question, ranking: Ranking, index: Index, log_odds: float, limit: int
) -> Explanation:
    """Explain the first matches of a question, in full."""
    total = sum(WEIGHTS.values())
    return Explanation(
        readings=tuple(
            Reading(word.text, tuple(word.terms), word.information) for word in question.asked
        ),
        familiarity=question.familiarity,
        log_odds=log_odds,
        matches=tuple(
            Scored(
                index.resources[place],
                float(ranking.scores[number]),
                {
                    signal: WEIGHTS[signal] * float(value) / total
                    for signal, value in zip(Signal, ranking.signals[number], strict=True)
                },
                index.strengths(place, question.weights),
            )
            for number, place in enumerate(ranking.places[:limit].tolist())
        ),
    )
