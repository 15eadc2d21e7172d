"""What people think of resources, in each kind of database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import Mark, Store, open_store

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=80)


def put(
    store: Store, person: str, resource: str, mark: Mark, minutes: int = 0, team: str = "T1"
) -> None:
    store.marks.put(team, person, resource, mark, NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize("mark", list(Mark))
def test_a_mark_outlives_its_process(store: Store, database_url: str, mark: Mark) -> None:
    put(store, "U1", "ресурс-1", mark)

    later = open_store(database_url)
    for each in Mark:
        assert later.marks.of("T1", "U1", each) == (["ресурс-1"] if each is mark else [])
        assert later.marks.counted("T1", each) == ({"ресурс-1": 1} if each is mark else {})
    later.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT, TEXT, st.sampled_from(Mark))
def test_any_names_come_back_as_they_were_and_can_be_taken_off(
    store: Store, person: str, resource: str, mark: Mark
) -> None:
    put(store, person, resource, mark)
    assert store.marks.of("T1", person, mark) == [resource]
    assert store.marks.counted("T1", mark) == {resource: 1}

    store.marks.remove("T1", person, resource)
    assert store.marks.of("T1", person, mark) == []


@pytest.mark.parametrize("new", [Mark.SAVED, Mark.NOT_FOR_ME])
def test_a_person_has_one_mark_on_a_resource_and_the_last_one_counts(
    store: Store, new: Mark
) -> None:
    put(store, "U1", "pods", Mark.DONE)
    put(store, "U1", "pods", new, 1)

    assert store.marks.of("T1", "U1", Mark.DONE) == []
    assert store.marks.of("T1", "U1", new) == ["pods"]
    assert store.marks.counted("T1", Mark.DONE) == {}
    assert store.marks.counted("T1", new) == {"pods": 1}


def test_marks_are_counted_by_people(store: Store) -> None:
    for person in ("U1", "U2", "U3"):
        for minutes in range(2):
            put(store, person, "pods", Mark.NOT_FOR_ME, minutes)
    put(store, "U1", "jobs", Mark.NOT_FOR_ME)
    put(store, "U2", "jobs", Mark.DONE)

    counted = store.marks.counted("T1", Mark.NOT_FOR_ME)
    assert counted == {"pods": 3, "jobs": 1}
    assert counted["what nobody marked"] == 0


def test_the_latest_mark_comes_first(store: Store) -> None:
    put(store, "U1", "pods", Mark.SAVED, 1)
    put(store, "U1", "jobs", Mark.SAVED, 3)
    put(store, "U1", "nodes", Mark.SAVED, 2)
    assert store.marks.of("T1", "U1", Mark.SAVED) == ["jobs", "nodes", "pods"]

    put(store, "U1", "pods", Mark.SAVED, 4)
    assert store.marks.of("T1", "U1", Mark.SAVED) == ["pods", "jobs", "nodes"]


def test_marks_of_the_same_second_are_listed_by_resource(store: Store) -> None:
    for resource in ("nodes", "jobs", "pods"):
        put(store, "U1", resource, Mark.DONE)

    assert store.marks.of("T1", "U1", Mark.DONE) == ["jobs", "nodes", "pods"]


def test_people_are_kept_apart(store: Store) -> None:
    put(store, "U1", "pods", Mark.SAVED)
    put(store, "U2", "jobs", Mark.SAVED)
    put(store, "U2", "pods", Mark.DONE)

    assert store.marks.of("T1", "U1", Mark.SAVED) == ["pods"]
    assert store.marks.of("T1", "U2", Mark.SAVED) == ["jobs"]
    assert store.marks.of("T1", "U3", Mark.SAVED) == []


def test_a_person_of_two_teams_is_two_people(store: Store) -> None:
    put(store, "U1", "pods", Mark.SAVED)
    put(store, "U1", "pods", Mark.DONE, team="T2")
    put(store, "U1", "jobs", Mark.SAVED, team="T2")

    assert store.marks.of("T1", "U1", Mark.SAVED) == ["pods"]
    assert store.marks.of("T2", "U1", Mark.SAVED) == ["jobs"]
    assert store.marks.counted("T1", Mark.SAVED) == {"pods": 1}
    assert store.marks.counted("T2", Mark.SAVED) == {"jobs": 1}
    assert store.marks.counted("T1", Mark.DONE) == {}


@pytest.mark.parametrize("mark", list(Mark))
def test_a_mark_that_was_taken_off_is_gone_for_every_process(
    store: Store, database_url: str, mark: Mark
) -> None:
    put(store, "U1", "pods", mark)
    for _ in range(2):  # a second time it is harmless
        store.marks.remove("T1", "U1", "pods")

    later = open_store(database_url)
    assert later.marks.of("T1", "U1", mark) == []
    assert later.marks.counted("T1", mark) == {}
    put(later, "U1", "pods", mark)
    assert store.marks.of("T1", "U1", mark) == ["pods"]
    later.close()


def test_no_other_mark_is_taken_off(store: Store) -> None:
    put(store, "U1", "pods", Mark.SAVED)
    put(store, "U1", "jobs", Mark.SAVED)
    put(store, "U2", "pods", Mark.SAVED)
    put(store, "U1", "pods", Mark.SAVED, team="T2")

    store.marks.remove("T1", "U1", "pods")
    assert store.marks.of("T1", "U1", Mark.SAVED) == ["jobs"]
    assert store.marks.of("T1", "U2", Mark.SAVED) == ["pods"]
    assert store.marks.of("T2", "U1", Mark.SAVED) == ["pods"]


def test_a_moment_without_timezone_is_refused_and_nothing_marked(store: Store) -> None:
    with pytest.raises(ValueError, match="has no timezone"):
        store.marks.put("T1", "U1", "pods", Mark.SAVED, NOON.replace(tzinfo=None))
    assert store.marks.counted("T1", Mark.SAVED) == {}
