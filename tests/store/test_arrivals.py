"""Since when each resource is there, in each kind of database."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.store import Store, open_store
from tests.store.crowd import RESOURCES, Crowd, note_arrivals

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
EVER = datetime(1970, 1, 1, tzinfo=UTC)


def test_what_is_there_the_first_time_counts_as_old(store: Store) -> None:
    store.arrivals.note(["pods", "jobs"], NOON)

    assert store.arrivals.since(EVER) == set()


def test_what_comes_later_is_new_since_the_moment_it_was_seen_first(store: Store) -> None:
    store.arrivals.note(["pods"], NOON)
    store.arrivals.note(["pods", "jobs"], NOON + WEEK)
    store.arrivals.note(["узлы", "jobs", "pods"], NOON + 2 * WEEK)

    assert store.arrivals.since(EVER) == {"jobs", "узлы"}
    assert store.arrivals.since(NOON + WEEK - timedelta(seconds=1)) == {"jobs", "узлы"}
    assert store.arrivals.since(NOON + WEEK) == {"узлы"}
    assert store.arrivals.since(NOON + 2 * WEEK) == set()


def test_what_was_away_for_a_while_is_not_new_again(store: Store) -> None:
    store.arrivals.note(["pods"], NOON)
    store.arrivals.note(["pods", "jobs"], NOON + WEEK)
    store.arrivals.note(["nodes"], NOON + 2 * WEEK)
    store.arrivals.note(["pods", "jobs", "nodes"], NOON + 3 * WEEK)

    assert store.arrivals.since(NOON) == {"jobs", "nodes"}
    assert store.arrivals.since(NOON + WEEK) == {"nodes"}


def test_noting_nothing_does_not_make_the_next_ones_new(store: Store) -> None:
    store.arrivals.note([], NOON)
    store.arrivals.note(["pods"], NOON)

    assert store.arrivals.since(EVER) == set()


def test_arrivals_outlive_the_process(store: Store, database_url: str) -> None:
    store.arrivals.note(["pods"], NOON)
    store.arrivals.note(["pods", "jobs"], NOON)

    later = open_store(database_url)
    later.arrivals.note(["pods", "jobs"], NOON + WEEK)
    assert later.arrivals.since(EVER) == {"jobs"}
    assert later.arrivals.since(NOON) == set()
    later.close()


def test_processes_that_note_for_the_first_time_at_once_do_no_harm(
    store: Store, database_url: str, crowd: Crowd
) -> None:
    crowd.run(note_arrivals, database_url)

    assert store.arrivals.since(EVER) == set()
    store.arrivals.note([*RESOURCES, "jobs"], NOON)
    assert store.arrivals.since(EVER) == {"jobs"}


def test_processes_that_note_what_is_new_at_once_do_no_harm(
    store: Store, database_url: str, crowd: Crowd
) -> None:
    store.arrivals.note(["pods"], NOON)
    crowd.run(note_arrivals, database_url)

    assert store.arrivals.since(EVER) == set(RESOURCES)


def test_a_moment_without_timezone_is_refused_and_nothing_noted(store: Store) -> None:
    naive = NOON.replace(tzinfo=None)
    store.arrivals.note(["pods"], NOON)

    with pytest.raises(ValueError, match="has no timezone"):
        store.arrivals.note(["pods", "jobs"], naive)
    with pytest.raises(ValueError, match="has no timezone"):
        store.arrivals.since(naive)
    assert store.arrivals.since(EVER) == set()
