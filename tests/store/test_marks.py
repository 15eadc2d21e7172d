"""What people think of resources, in each kind of database."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.store import Mark, Store, open_store

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


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


@pytest.mark.parametrize("new", [Mark.SAVED, Mark.NOT_USEFUL])
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
            put(store, person, "pods", Mark.NOT_USEFUL, minutes)
    put(store, "U1", "jobs", Mark.NOT_USEFUL)
    put(store, "U2", "jobs", Mark.DONE)

    counted = store.marks.counted("T1", Mark.NOT_USEFUL)
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


def test_a_moment_without_timezone_is_refused_and_nothing_marked(store: Store) -> None:
    with pytest.raises(ValueError, match="has no timezone"):
        store.marks.put("T1", "U1", "pods", Mark.SAVED, NOON.replace(tzinfo=None))
    assert store.marks.counted("T1", Mark.SAVED) == {}
