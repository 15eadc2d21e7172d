"""The gate that every change of the catalogue and of the matching passes.

`questions.jsonl` holds questions as people type them: one of `best` must be among the first three
matches, none of `never` may; those of the area `off` must get nothing. What fails is named, with
what came instead and why; a few may, as long as most hold.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge import Answer, Outcome
from tests.shipped import FINDER

LEAST_FOUND = 0.97
MOST_EMBARRASSING = 0.035
MOST_FALSE_ANSWERS = 0.05
MOST_FALSE_SILENCES = 0.02
LEAST_RIGHT_WHEN_SURE = 0.97


@dataclass(frozen=True)
class Asked:
    """A question of the gate, and what came back."""

    question: str
    best: frozenset[str]
    never: frozenset[str]
    answer: Answer

    @property
    def found(self) -> list[str]:
        return [match.resource.id for match in self.answer.matches]

    def report(self, wanted: str) -> str:
        got = [f"{m.resource.id} ({'; '.join(map(str, m.why))})" for m in self.answer.matches]
        return f"“{self.question}” wants {wanted}, and got {', '.join(got) or 'nothing'}"


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    lines = (Path(__file__).parent / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        Asked(
            line["question"],
            frozenset(line["best"]),
            frozenset(line.get("never", ())),
            FINDER.ask(line["question"]),
        )
        for line in map(json.loads, lines)
    ]


def reports(wrong: list[Asked], wanted: str) -> str:
    told = [one.report(wanted.format(", ".join(sorted(one.best)))) for one in wrong]
    return "\n".join(["", *told])


def test_people_find_what_they_ask_for(asked: list[Asked]) -> None:
    answerable = [one for one in asked if one.best]
    missed = [one for one in answerable if not one.best & set(one.found)]

    assert len(answerable) >= 150
    assert 1 - len(missed) / len(answerable) >= LEAST_FOUND, reports(missed, "one of {}")


def test_nothing_embarrassing_comes_back(asked: list[Asked]) -> None:
    embarrassing = [one for one in asked if one.never & set(one.found)]

    share = len(embarrassing) / len(asked)
    assert share <= MOST_EMBARRASSING, reports(embarrassing, "something else")


def test_small_talk_and_other_fields_get_nothing(asked: list[Asked]) -> None:
    none_of_ours = [one for one in asked if not one.best]
    answered = [one for one in none_of_ours if one.found]

    assert len(answered) / len(none_of_ours) <= MOST_FALSE_ANSWERS, reports(answered, "nothing")


def test_questions_of_our_field_get_something(asked: list[Asked]) -> None:
    answerable = [one for one in asked if one.best]
    silent = [one for one in answerable if not one.found]

    assert len(silent) / len(answerable) <= MOST_FALSE_SILENCES, reports(silent, "one of {}")


def test_what_is_called_confident_is_right(asked: list[Asked]) -> None:
    sure = [one for one in asked if one.best and one.answer.outcome is Outcome.CONFIDENT]
    wrong = [one for one in sure if not one.best & set(one.found)]

    assert len(sure) / len(asked) > 1 / 3
    assert 1 - len(wrong) / len(sure) >= LEAST_RIGHT_WHEN_SURE, reports(wrong, "one of {}")
