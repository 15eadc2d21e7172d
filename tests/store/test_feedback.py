"""Whether answers were useful, in each kind of database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import Store, Verdict, open_store

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
EVER = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
GOOD = Verdict(useful=True, question="What is a pod?", resources=("pods", "jobs"), at=NOON)
BAD = replace(GOOD, useful=False)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=400)
ANY = st.builds(
    Verdict,
    useful=st.booleans(),
    question=TEXT,
    resources=st.lists(TEXT, max_size=10).map(tuple),
    at=st.integers(0, 250_000_000_000).map(lambda at: datetime.fromtimestamp(at, UTC)),
)


def put(
    store: Store, verdict: Verdict, answer: str = "C1:1.0", asker: str = "a", team: str = "T1"
) -> None:
    store.feedback.put(team, answer, asker, verdict)


def explain(
    store: Store, why: str, answer: str = "C1:1.0", asker: str = "a", team: str = "T1"
) -> bool:
    return store.feedback.explain(team, answer, asker, why)


def since(store: Store, moment: datetime, team: str = "T1") -> list[Verdict]:
    """As they were before the store said whose they are."""
    return [replace(each, asker=None) for each in store.feedback.since(team, moment)]


def all_of(store: Store, team: str = "T1") -> list[Verdict]:
    return since(store, EVER, team)


def test_who_said_so_is_told_by_their_code(store: Store) -> None:
    put(store, GOOD, asker="a")
    put(store, GOOD, asker="b")

    assert [each.asker for each in store.feedback.since("T1", EVER)] == ["a", "b"]


@pytest.mark.parametrize("verdict", [GOOD, BAD, replace(BAD, resources=())])
def test_a_verdict_outlives_its_process(store: Store, database_url: str, verdict: Verdict) -> None:
    put(store, verdict)

    later = open_store(database_url)
    assert all_of(later) == [verdict]
    later.close()


def test_why_an_answer_was_not_useful_outlives_its_process(store: Store, database_url: str) -> None:
    put(store, BAD)
    assert explain(store, "слишком “long” <b>; --")

    later = open_store(database_url)
    assert all_of(later) == [replace(BAD, why="слишком “long” <b>; --")]
    later.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY, TEXT)
def test_any_verdict_comes_back_as_it_was(store: Store, verdict: Verdict, why: str) -> None:
    put(store, verdict)
    explained = explain(store, why)

    assert explained is not verdict.useful
    assert all_of(store) == [verdict if verdict.useful else replace(verdict, why=why)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT, TEXT)
def test_answers_and_askers_are_told_apart_to_the_letter(
    store: Store, one: str, another: str
) -> None:
    put(store, GOOD, one, another)
    put(store, GOOD, another, one)

    assert len(all_of(store)) == (1 if one == another else 2)
    assert store.feedback.forget_before(NOON + SECOND) == (1 if one == another else 2)


def test_a_verdict_is_replaced_as_a_whole(store: Store) -> None:
    later = Verdict(useful=False, question="What is a job?", resources=(), at=NOON + SECOND)
    put(store, GOOD)
    put(store, later)
    assert all_of(store) == [later]

    put(store, GOOD)
    assert all_of(store) == [GOOD]


def test_who_says_once_more_that_it_was_not_useful_need_not_say_why_again(store: Store) -> None:
    put(store, BAD)
    explain(store, "too long")
    put(store, replace(BAD, at=NOON + SECOND))

    assert all_of(store) == [replace(BAD, at=NOON + SECOND, why="too long")]


def test_who_finds_it_useful_after_all_has_not_said_why_it_was_not(store: Store) -> None:
    put(store, BAD)
    explain(store, "too long")
    put(store, GOOD)
    assert all_of(store) == [GOOD]

    put(store, BAD)
    assert all_of(store) == [BAD]


def test_only_who_found_it_not_useful_can_say_why_and_the_last_word_counts(store: Store) -> None:
    assert not explain(store, "of what nobody has judged")
    put(store, GOOD)
    assert not explain(store, "of what was useful")
    assert all_of(store) == [GOOD]

    put(store, BAD)
    assert explain(store, "too long")
    assert explain(store, "too old")
    assert all_of(store) == [replace(BAD, why="too old")]


def test_each_asker_answer_and_team_has_a_verdict_of_its_own(store: Store) -> None:
    put(store, BAD)
    others = [("C1:1.0", "b", "T1"), ("C1:2.0", "a", "T1"), ("C1:1.0", "a", "T2")]
    for answer, asker, team in others:
        assert not explain(store, "not theirs", answer, asker, team)
        put(store, GOOD, answer, asker, team)
        assert not explain(store, "not theirs", answer, asker, team)

    assert explain(store, "too long")
    assert all_of(store) == [replace(BAD, why="too long"), GOOD, GOOD]
    assert all_of(store, "T2") == [GOOD]


def test_the_latest_verdict_comes_first_and_those_of_a_second_by_answer_and_asker(
    store: Store,
) -> None:
    for name, answer, asker, at in (
        ("third", "C1:2.0", "a", NOON),
        ("last", "C1:1.0", "c", NOON - SECOND),
        ("first", "C1:9.0", "z", NOON + SECOND),
        ("second", "C1:1.0", "b", NOON),
        ("fourth", "C1:2.0", "b", NOON),
    ):
        put(store, replace(GOOD, question=name, at=at), answer, asker)

    listed = [verdict.question for verdict in all_of(store)]
    assert listed == ["first", "second", "third", "fourth", "last"]


def test_verdicts_are_listed_from_a_moment_on(store: Store) -> None:
    early, sharp, late = (replace(GOOD, at=NOON + count * SECOND) for count in (-1, 0, 1))
    for asker, verdict in zip("abc", (early, sharp, late), strict=True):
        put(store, verdict, asker=asker)

    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    assert since(store, tokyo) == [late, sharp]
    assert since(store, NOON + SECOND) == [late]
    assert since(store, NOON + 2 * SECOND) == []


def test_verdicts_are_forgotten_by_age_in_all_teams(store: Store) -> None:
    for team in ("T1", "T2"):
        put(store, replace(GOOD, at=NOON - SECOND), asker="a", team=team)
        put(store, GOOD, asker="b", team=team)

    assert store.feedback.forget_before(NOON) == 2
    assert store.feedback.forget_before(NOON) == 0
    assert all_of(store) == all_of(store, "T2") == [GOOD]


def test_a_moment_without_timezone_is_refused_and_nothing_changed(store: Store) -> None:
    naive = NOON.replace(tzinfo=None)
    put(store, GOOD)

    with pytest.raises(ValueError, match="has no timezone"):
        put(store, replace(BAD, at=naive))
    with pytest.raises(ValueError, match="has no timezone"):
        store.feedback.since("T1", naive)
    with pytest.raises(ValueError, match="has no timezone"):
        store.feedback.forget_before(naive)
    assert all_of(store) == [GOOD]
