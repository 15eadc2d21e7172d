"""Questions without a sure answer, and who hears when there is one, in each kind of database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.store import Question, Store, open_store
from bot.store.questions import MANY
from tests.store.contents import put_rows, rows_of
from tests.store.crowd import Crowd, settle

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
EVER = datetime(1970, 1, 1, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=80)


def asked(
    text: str, minutes: int = 0, outcome: str | None = "nothing", person: str | None = None
) -> Question:
    at = NOON + timedelta(minutes=minutes)
    return Question(text, at, public=True, outcome=outcome, person=person)


def add(store: Store, *questions: Question, team: str = "T1", channel: str = "C1") -> list[int]:
    """Gives the numbers of all questions of the channel, oldest first."""
    for question in questions:
        if question.person is not None:
            store.people.set_hears(team, question.person, True)
        store.questions.add(team, channel, question)
    return numbers_of(store.questions.since(team, channel, EVER, 10_000))


def numbers_of(questions: list[Question]) -> list[int]:
    return [question.number for question in questions if question.number is not None]


def in_vain(store: Store, team: str = "T1", limit: int = 99) -> list[str]:
    return [question.text for question in store.questions.in_vain(team, limit)]


def test_what_was_asked_in_vain_outlives_its_process(store: Store, database_url: str) -> None:
    question = asked("Что такое “pod”? <b>", person="U1")
    (number,) = add(store, question)

    later = open_store(database_url)
    assert later.questions.in_vain("T1", 99) == [replace(question, number=number)]
    assert later.questions.settle("T1", [number], NOON) == {number: "U1"}
    assert store.questions.in_vain("T1", 99) == []
    later.close()


@pytest.mark.parametrize("outcome", ["unsure", "nothing", "CONFIDENT", "confident ", ""])
def test_what_had_no_sure_answer_was_asked_in_vain(store: Store, outcome: str) -> None:
    add(store, asked("sure", outcome="confident"), asked("unsure", outcome=outcome))

    assert in_vain(store) == ["unsure"]


def test_of_what_an_earlier_version_noted_nobody_knows_whether_it_was_in_vain(
    store: Store,
) -> None:
    numbers = add(store, asked("old", outcome=None))

    assert in_vain(store) == []
    assert numbers_of(store.questions.since("T1", "C1", EVER, 9)) == numbers


def test_the_last_ones_of_all_channels_are_listed_oldest_first(store: Store) -> None:
    for text, minutes, channel in (("c", 2, "C1"), ("a", 1, "C2"), ("b", 1, "C1"), ("d", 3, "C2")):
        add(store, asked(text, minutes), channel=channel)
    add(store, asked("sure", 9, "confident"))
    add(store, asked("theirs", 9), team="T2")

    assert in_vain(store) == ["a", "b", "c", "d"]  # those of a second as they were noted
    assert in_vain(store, limit=3) == ["b", "c", "d"]
    assert in_vain(store, limit=1) == ["d"]


def test_what_is_settled_makes_room_for_what_is_not(store: Store) -> None:
    *_, last = add(store, asked("a"), asked("b", 1), asked("c", 2))
    store.questions.settle("T1", [last], NOON)

    assert in_vain(store, limit=2) == ["a", "b"]
    assert numbers_of(store.questions.since("T1", "C1", EVER, 9))[-1] == last


def test_who_wants_to_hear_is_given_once_for_each_question(store: Store) -> None:
    first, second, third, _ = add(
        store,
        asked("a", 0, person="U1"),
        asked("b", 1, person="U1"),
        asked("c", 2, person="U2"),
        asked("d", 3, person="U3"),
    )

    assert {*store.questions.settle("T1", [], NOON).values()} == set()
    assert {*store.questions.settle("T1", [third, first], NOON).values()} == {"U1", "U2"}
    assert {*store.questions.settle("T1", [first, third], NOON).values()} == set()
    assert {*store.questions.settle("T1", [first, second, second], NOON).values()} == {"U1"}
    assert in_vain(store) == ["d"]


def test_who_does_not_want_to_hear_is_not_given(store: Store) -> None:
    coded = replace(asked("coded", 1), asker="a code")
    numbers = add(store, asked("nobody"), coded, asked("empty", 2, person=""))

    assert {*store.questions.settle("T1", numbers, NOON).values()} == set()
    assert in_vain(store) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT)
def test_any_person_is_given_as_they_were_named(store: Store, person: str) -> None:
    numbers = add(store, asked("question", person=person))

    assert {*store.questions.settle("T1", numbers, NOON).values()} == {person}


def test_numbers_of_another_team_or_of_nothing_settle_nothing(store: Store) -> None:
    mine = add(store, asked("mine", person="U1"))
    theirs = add(store, asked("theirs", person="U2"), team="T2")

    assert {*store.questions.settle("T1", [*theirs, 10**12, 0, -1], NOON).values()} == set()
    assert (in_vain(store), in_vain(store, "T2")) == (["mine"], ["theirs"])
    assert {*store.questions.settle("T1", [*theirs, *mine], NOON).values()} == {"U1"}
    assert in_vain(store, "T2") == ["theirs"]


@pytest.mark.parametrize("count", [MANY - 1, MANY, MANY + 1, 2 * MANY])
def test_any_number_of_questions_is_settled_at_once(store: Store, count: int) -> None:
    numbers = add(store, asked("first", person="first"), asked("last", 1, person="last"))
    many = [numbers[0], *range(10**6, 10**6 + count - 2), numbers[1]]

    assert {*store.questions.settle("T1", many, NOON).values()} == {"first", "last"}
    assert in_vain(store) == []


def test_a_thousand_questions_are_settled_and_each_gives_its_person(
    store: Store, engine: Engine
) -> None:
    people = {f"U{number}" for number in range(1001)}
    add(store, asked("question", person="U0"))
    rows = rows_of(engine)
    rows["questions"] = [
        {**rows["questions"][0], "number": number, "person": person}
        for number, person in enumerate(people)
    ]
    put_rows(engine, rows)
    numbers = numbers_of(store.questions.in_vain("T1", 2000))

    assert len(numbers) == 1001
    assert {*store.questions.settle("T1", {*numbers}, NOON).values()} == people
    assert in_vain(store) == []


def test_of_many_processes_and_threads_one_is_given_each_person(
    store: Store, database_url: str, crowd: Crowd
) -> None:
    people = [f"U{number:03}" for number in range(200)]
    numbers = add(store, *(asked("question", person=person) for person in people))

    given = crowd.run(partial(settle, numbers=numbers), database_url)
    assert sorted(person for part in given for person in part) == people


def test_a_moment_without_timezone_is_refused_and_nothing_settled(store: Store) -> None:
    numbers = add(store, asked("question", person="U1"))

    with pytest.raises(ValueError, match="has no timezone"):
        store.questions.settle("T1", numbers, NOON.replace(tzinfo=None))
    assert {*store.questions.settle("T1", numbers, NOON).values()} == {"U1"}
