"""What was asked in each channel, in each kind of database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import Question, Store, open_store

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
EVER = datetime(1970, 1, 1, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=4000)
NAME = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=80)
ANY = st.builds(
    Question,
    text=TEXT,
    at=st.integers(0, 250_000_000_000).map(lambda at: datetime.fromtimestamp(at, UTC)),
    public=st.booleans(),
    outcome=NAME,
    asker=NAME,
    person=NAME,
)


def asked(text: str, hours: int = 0, *, public: bool = True) -> Question:
    return Question(text, NOON + timedelta(hours=hours), public)


def add(store: Store, *questions: Question, team: str = "T1", channel: str = "C1") -> None:
    for question in questions:
        if question.person is not None:
            store.people.set_hears(team, question.person, True)
        store.questions.add(team, channel, question)


def since(
    store: Store, moment: datetime, limit: int, team: str = "T1", channel: str = "C1"
) -> list[Question]:
    return unnumbered(store.questions.since(team, channel, moment, limit))


def all_of(store: Store, team: str = "T1", channel: str = "C1") -> list[Question]:
    return since(store, EVER, 1000, team, channel)


def unnumbered(questions: list[Question]) -> list[Question]:
    """As they were before the store gave them their numbers."""
    return [replace(question, number=None) for question in questions]


@pytest.mark.parametrize("public", [True, False])
def test_a_question_outlives_its_process(store: Store, database_url: str, public: bool) -> None:
    question = asked("Как работает “MetalLB” <b>? 🤔", public=public)
    add(store, question)

    later = open_store(database_url)
    assert all_of(later) == [question]
    later.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY)
def test_any_question_comes_back_as_it_was(store: Store, question: Question) -> None:
    add(store, question)

    assert all_of(store) == [question]
    assert store.questions.forget_before(question.at + timedelta(seconds=1)) == 1


def test_the_last_questions_are_listed_oldest_first(store: Store) -> None:
    questions = [asked(f"question {hour}", hour) for hour in range(5)]
    add(store, *questions)

    assert since(store, EVER, 3) == questions[2:]
    assert since(store, EVER, 5) == questions
    assert since(store, EVER, 6) == questions


def test_questions_noted_late_stand_where_their_time_puts_them(store: Store) -> None:
    first, second, third = (asked(f"question {hour}", hour) for hour in range(3))
    add(store, third, first, second)

    assert all_of(store) == [first, second, third]
    assert since(store, EVER, 2) == [second, third]


def test_questions_of_the_same_second_stay_in_the_order_in_which_they_were_noted(
    store: Store,
) -> None:
    questions = [asked(text) for text in ("b", "a", "b", "c")]
    add(store, *questions)

    assert all_of(store) == questions
    assert since(store, EVER, 3) == questions[1:]


def test_questions_are_listed_from_a_moment_on(store: Store) -> None:
    early, sharp, late = (asked(f"question {hour}", hour) for hour in (-1, 0, 1))
    add(store, early, sharp, late)

    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    assert since(store, tokyo, 9) == [sharp, late]
    assert since(store, NOON + timedelta(seconds=1), 9) == [late]
    assert since(store, NOON + timedelta(hours=2), 9) == []


def test_each_question_has_a_number_of_its_own_by_which_every_list_names_it(store: Store) -> None:
    add(store, asked("first"), asked("second", 1))
    add(store, asked("third", 2), channel="C2")
    add(store, asked("theirs"), team="T2")

    listed = [
        question.number
        for team, channel in (("T1", "C1"), ("T1", "C2"), ("T2", "C1"))
        for question in store.questions.since(team, channel, EVER, 9)
    ]
    assert len(set(listed) - {None}) == 4


def test_how_questions_of_all_channels_were_answered_is_listed_the_latest_first(
    store: Store,
) -> None:
    for hour, outcome in enumerate(("nothing", "closest", None, "confident")):
        question = replace(asked(f"question {hour}", hour), outcome=outcome)
        add(store, question, channel=f"C{hour % 2}")
    add(store, replace(asked("theirs", 2), outcome="nothing"), team="T2")

    answered = store.questions.answered("T1", EVER)
    assert [(each.text, each.outcome) for each in answered] == [
        ("question 3", "confident"),
        ("question 1", "closest"),
        ("question 0", "nothing"),
    ]
    assert answered[0].at == NOON + timedelta(hours=3)
    assert store.questions.answered("T1", NOON + timedelta(hours=1)) == answered[:2]
    assert store.questions.answered("T1", NOON + timedelta(hours=1, seconds=1)) == answered[:1]


@pytest.mark.parametrize("person", ["U1", "U2"])
def test_a_name_is_taken_off_and_nobody_elses(store: Store, person: str) -> None:
    for name in ("U1", "U2"):
        add(store, replace(asked(name), outcome="nothing", person=name))
    add(store, replace(asked("theirs"), outcome="nothing", person=person), team="T2")

    store.questions.unname("T1", person)

    kept = {"U1", "U2"} - {person}
    assert {each.person for each in store.questions.in_vain("T1", 9)} == {None, *kept}
    assert [each.person for each in store.questions.in_vain("T2", 9)] == [person]


def test_channels_and_teams_are_kept_apart(store: Store) -> None:
    mine, elsewhere, theirs = asked("mine"), asked("elsewhere", 1), asked("theirs", 2)
    add(store, mine)
    add(store, elsewhere, channel="C2")
    add(store, theirs, team="T2")

    assert all_of(store) == [mine]
    assert all_of(store, channel="C2") == [elsewhere]
    assert all_of(store, team="T2") == [theirs]
    assert since(store, EVER, 1) == [mine]


def test_questions_are_forgotten_by_age_in_all_channels(store: Store) -> None:
    old, sharp = asked("old", -1), asked("sharp")
    for team, channel in (("T1", "C1"), ("T1", "C2"), ("T2", "C1")):
        add(store, old, sharp, team=team, channel=channel)

    assert store.questions.forget_before(NOON) == 3
    assert store.questions.forget_before(NOON) == 0
    assert all_of(store) == all_of(store, "T1", "C2") == all_of(store, "T2", "C1") == [sharp]


def test_the_order_holds_when_all_was_forgotten_in_between(store: Store) -> None:
    add(store, asked("old"), asked("older", -1))
    store.questions.forget_before(NOON + timedelta(hours=1))
    questions = [asked("new", 1), asked("newer", 2)]
    add(store, *questions)

    assert all_of(store) == questions


def test_a_moment_without_timezone_is_refused_and_nothing_changed(store: Store) -> None:
    naive = NOON.replace(tzinfo=None)
    add(store, asked("question"))

    with pytest.raises(ValueError, match="has no timezone"):
        add(store, Question("another", naive, public=True))
    with pytest.raises(ValueError, match="has no timezone"):
        store.questions.since("T1", "C1", naive, 9)
    with pytest.raises(ValueError, match="has no timezone"):
        store.questions.answered("T1", naive)
    with pytest.raises(ValueError, match="has no timezone"):
        store.questions.forget_before(naive)
    assert all_of(store) == [asked("question")]
