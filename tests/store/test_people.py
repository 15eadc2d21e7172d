"""What people have set for themselves, in each kind of database."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import Store, open_store

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=80)


@pytest.mark.parametrize("hears", [True, False])
def test_a_setting_outlives_its_process(store: Store, database_url: str, hears: bool) -> None:
    store.people.set_hears("T1", "U1", not hears)
    store.people.set_hears("T1", "U1", hears)

    later = open_store(database_url)
    assert later.people.hears("T1", "U1") is hears
    later.close()


def test_nobody_wants_to_hear_who_did_not_say_so(store: Store) -> None:
    assert store.people.hears("T1", "U1") is False


def test_the_last_word_counts(store: Store) -> None:
    for hears in (True, True, False, False, True):
        store.people.set_hears("T1", "U1", hears)
        assert store.people.hears("T1", "U1") is hears


def test_people_and_teams_are_kept_apart(store: Store) -> None:
    store.people.set_hears("T1", "U1", True)
    store.people.set_hears("T1", "U2", False)
    store.people.set_hears("T2", "U2", True)

    wants = [store.people.hears(team, person) for team in ("T1", "T2") for person in ("U1", "U2")]
    assert wants == [True, False, False, True]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT, TEXT)
def test_people_are_told_apart_to_the_letter(store: Store, one: str, another: str) -> None:
    store.people.set_hears("T1", another, False)
    store.people.set_hears("T1", one, True)

    assert store.people.hears("T1", one)
    assert store.people.hears("T1", another) is (one == another)
