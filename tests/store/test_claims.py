from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import SQLAlchemyError

from bot.store import Store, open_store
from tests.store.crowd import KEYS, Crowd, claim

KEY = "message:T1:C1:1712.0001"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_the_first_claim_of_a_key_is_the_only_one(store: Store) -> None:
    assert [store.claim(KEY, NOON) for _ in range(3)] == [True, False, False]


def test_keys_are_told_apart_to_the_letter(store: Store) -> None:
    keys = [KEY, KEY.lower(), KEY + " ", "", "click:T1:C1:1712.0001", "ключ", "'; --", "%", "_"]
    assert all(store.claim(key, NOON) for key in keys)
    assert not any(store.claim(key, NOON) for key in keys)


def test_a_claim_outlives_the_process(store: Store, database_url: str) -> None:
    store.claim(KEY, NOON)
    store.close()
    later = open_store(database_url)
    later.migrate()
    assert not later.claim(KEY, NOON)
    later.close()


def test_of_many_processes_and_threads_one_gets_each_key(
    store: Store, database_url: str, crowd: Crowd
) -> None:
    granted = [key for keys in crowd.run(claim, database_url) for key in keys]
    assert sorted(granted) == KEYS


def test_claims_are_listed_by_what_they_begin_with(store: Store) -> None:
    for key in ("gone_T1", "goneXT1", "message:gone_T1"):
        store.claim(key, NOON)
    store.claim("gone_T2", NOON - timedelta(seconds=1))

    assert store.claimed("gone_", NOON) == [("gone_T1", NOON)]


def test_a_claim_from_before_is_over(store: Store) -> None:
    store.claim(KEY, NOON)
    before, later = NOON - timedelta(seconds=1), NOON + timedelta(seconds=1)
    found = [store.claim(KEY, later, until=end) for end in (before, NOON, NOON)]
    assert found == [False, True, False]


def test_a_claim_given_back_can_be_had_again_once(store: Store) -> None:
    store.claim(KEY, NOON)
    store.claim("another", NOON)
    store.release(KEY)
    assert store.claim(KEY, NOON)
    assert not store.claim(KEY, NOON)
    assert not store.claim("another", NOON)


def test_giving_back_what_nobody_claimed_is_harmless(store: Store) -> None:
    store.release(KEY)
    assert store.claim(KEY, NOON)


@pytest.mark.parametrize("length", [255, 256, 100_000])
def test_keys_of_any_length_are_claimed_told_apart_and_given_back(
    store: Store, length: int
) -> None:
    # Digits of a large power do not compress: PostgreSQL would index a run of one letter.
    key = "".join(str(3**power) for power in range(1000))[-length:]
    assert len(key) == length
    assert store.claim(key, NOON)
    assert not store.claim(key, NOON)
    assert store.claim(key[:-1] + "x", NOON)
    store.release(key)
    assert store.claim(key, NOON)


def test_claims_are_forgotten_by_age(store: Store) -> None:
    for hours in range(4):
        store.claim(f"{hours} hours old", NOON - timedelta(hours=hours))
    assert store.forget_before(NOON - timedelta(hours=1)) == 2
    assert store.forget_before(NOON - timedelta(hours=1)) == 0
    assert [store.claim(f"{hours} hours old", NOON) for hours in range(4)] == [
        False,
        False,
        True,
        True,
    ]


def test_a_claim_of_this_very_second_is_not_forgotten(store: Store) -> None:
    store.claim(KEY, NOON.replace(microsecond=600_000))
    assert store.forget_before(NOON.replace(microsecond=900_000)) == 0
    assert store.forget_before(NOON + timedelta(seconds=1)) == 1


def test_moments_compare_across_timezones(store: Store) -> None:
    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    store.claim(KEY, tokyo)
    assert store.forget_before(NOON) == 0
    assert store.forget_before(NOON + timedelta(seconds=1)) == 1


def test_moments_far_from_today_are_kept(store: Store) -> None:
    store.claim(KEY, datetime(9999, 12, 30, tzinfo=UTC))
    assert store.forget_before(datetime(9999, 12, 31, tzinfo=UTC)) == 1


def test_a_moment_without_timezone_is_refused_and_nothing_claimed(store: Store) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="has no timezone"):
        store.claim(KEY, naive)
    with pytest.raises(ValueError, match="has no timezone"):
        store.forget_before(naive)
    assert store.claim(KEY, NOON)


def test_a_store_that_was_closed_opens_again_when_used(store: Store) -> None:
    store.close()
    assert store.claim(KEY, NOON)


def test_a_store_is_ready_when_it_has_its_tables(database_url: str) -> None:
    store = open_store(database_url)
    with pytest.raises(SQLAlchemyError, match="handled"):
        store.ping()
    with pytest.raises(SQLAlchemyError, match="handled"):
        store.claim(KEY, NOON)
    store.migrate()
    store.ping()
    store.close()
