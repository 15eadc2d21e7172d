"""The keys of which the codes of askers are made, in each kind of database."""

from bot.store import Store, open_store
from tests.store.crowd import PROCESSES, THREADS, Crowd, weekly_key


def test_a_key_outlives_its_process(store: Store, database_url: str) -> None:
    key = store.weekly_keys.of("2026-W48")

    later = open_store(database_url)
    assert later.weekly_keys.of("2026-W48") == key
    later.close()


def test_each_week_has_a_key_of_its_own_that_nobody_can_guess(store: Store) -> None:
    keys = [store.weekly_keys.of(f"2026-W{week}") for week in range(10, 30)]

    assert len(set(keys)) == len(keys)
    assert {len(key) for key in keys} == {32}
    assert [store.weekly_keys.of(f"2026-W{week}") for week in range(10, 30)] == keys


def test_the_keys_of_the_weeks_before_are_gone_for_ever(store: Store) -> None:
    weeks = ["2026-W46", "2026-W47", "2026-W48", "2026-W49"]
    keys = {week: store.weekly_keys.of(week) for week in weeks}

    store.weekly_keys.keep("2026-W48")
    kept = {week: store.weekly_keys.of(week) for week in weeks}
    assert [week for week in weeks if kept[week] == keys[week]] == ["2026-W48", "2026-W49"]
    assert set(kept.values()).isdisjoint({keys["2026-W46"], keys["2026-W47"]})


def test_keeping_a_week_that_has_no_key_yet_deletes_the_others(store: Store) -> None:
    old = store.weekly_keys.of("2026-W48")

    store.weekly_keys.keep("2026-W49")
    assert store.weekly_keys.of("2026-W49") != old
    assert store.weekly_keys.of("2026-W48") != old


def test_many_processes_and_threads_get_the_same_key(
    store: Store, database_url: str, crowd: Crowd
) -> None:
    keys = [key for part in crowd.run(weekly_key, database_url) for key in part]

    assert keys == [store.weekly_keys.of("2026-W48")] * PROCESSES * THREADS
