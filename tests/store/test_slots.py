"""What becomes of a channel's week, in each kind of database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest

from bot.store import Record, Slot, State, Store, open_store
from tests.store.crowd import SLOTS, Crowd, claim_slots, exchange_slots

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=1)))
SECOND = timedelta(seconds=1)
SLOT = Slot("T1", "C1", "2026-W48")
SETTLED = [State.POSTED, State.SKIPPED, State.MISSED, State.UNKNOWN]


def take(store: Store, slot: Slot = SLOT, now: datetime = NOON) -> str:
    claim = store.slots.claim(slot, DUE, now)
    assert claim
    return claim


def bring(store: Store, state: State, slot: Slot = SLOT) -> Record:
    """Bring a slot, of which nothing is known yet, to a state by way of a claim."""
    store.slots.plan(slot, "pods")
    claim = take(store, slot)
    if state is State.PLANNED:
        assert store.slots.put_back(slot, claim, NOON)
    elif state is not State.POSTING:
        assert store.slots.end(slot, claim, state, reason="why")
    return known(store, slot)


def known(store: Store, slot: Slot = SLOT) -> Record:
    record = store.slots.find(slot)
    assert record
    return record


def holds_nothing(store: Store, slot: Slot, claim: str) -> bool:
    """Tell whether nothing can be done with a claim, and trying changes nothing."""
    before = store.slots.find(slot)
    done = [
        store.slots.exchange(slot, claim, "jobs"),
        store.slots.put_back(slot, claim, NOON),
        *(store.slots.end(slot, claim, state, "1712.9", "another") for state in SETTLED),
    ]
    return not any(done) and store.slots.find(slot) == before


def test_a_slot_of_which_nothing_is_known_can_be_claimed(store: Store, database_url: str) -> None:
    assert store.slots.find(SLOT) is None
    claim = take(store)

    later = open_store(database_url)
    assert known(later) == Record(SLOT, State.POSTING, claim, DUE, None, None)
    later.close()


def test_a_slot_that_is_planned_can_be_claimed_and_keeps_its_resource(store: Store) -> None:
    store.slots.plan(SLOT, "ресурс-1")
    assert known(store) == Record(SLOT, State.PLANNED, None, None, "ресурс-1", None)

    claim = take(store)
    assert known(store) == Record(SLOT, State.POSTING, claim, DUE, "ресурс-1", None)


def test_a_slot_that_waits_can_be_claimed_when_its_time_has_come(store: Store) -> None:
    store.slots.put_back(SLOT, take(store), NOON + 60 * SECOND)
    waits = known(store)

    assert store.slots.claim(SLOT, DUE, NOON + 59 * SECOND) is None
    assert known(store) == waits
    assert store.slots.claim(SLOT, DUE, NOON + 60 * SECOND)


@pytest.mark.parametrize("state", [each for each in State if each is not State.PLANNED])
def test_a_slot_that_somebody_is_at_or_that_is_done_with_cannot_be_claimed_or_planned_or_settled(
    store: Store, state: State
) -> None:
    record = bring(store, state)

    assert store.slots.claim(SLOT, DUE, NOON + timedelta(days=400)) is None
    assert not store.slots.plan(SLOT, "jobs")
    assert not store.slots.plan(SLOT, None)
    assert not any(store.slots.settle(SLOT, each, "another") for each in SETTLED)
    assert known(store) == record


def test_a_moment_without_timezone_is_refused_and_nothing_changed(store: Store) -> None:
    naive = NOON.replace(tzinfo=None)
    for due, now in ((naive, NOON), (NOON, naive)):
        with pytest.raises(ValueError, match="has no timezone"):
            store.slots.claim(SLOT, due, now)
    assert store.slots.find(SLOT) is None

    claim = take(store)
    with pytest.raises(ValueError, match="has no timezone"):
        store.slots.put_back(SLOT, claim, naive)
    assert known(store).state == State.POSTING


def test_of_many_processes_and_threads_one_claims_each_slot(
    store: Store, database_url: str, crowd: Crowd
) -> None:
    granted = [each for part in crowd.run(claim_slots, database_url) for each in part]

    assert [slot for slot, _ in sorted(granted, key=lambda each: each[0].name)] == SLOTS
    assert {record.slot: record.claim for record in store.slots.claimed("T1")} == dict(granted)


def test_of_many_processes_and_threads_one_takes_over_each_slot(
    store: Store, database_url: str, crowd: Crowd
) -> None:
    claims = {slot: take(store, slot) for slot in SLOTS}
    parts = crowd.run(partial(exchange_slots, claims=claims), database_url)
    granted = [each for part in parts for each in part]

    assert [slot for slot, _ in sorted(granted, key=lambda each: each[0].name)] == SLOTS
    assert {record.slot: record.claim for record in store.slots.claimed("T1")} == dict(granted)
    assert set(claims.values()).isdisjoint(claim for _, claim in granted)


@pytest.mark.parametrize(("resource", "then"), [(None, "pods"), ("jobs", "jobs")])
def test_a_claim_can_be_exchanged_once_and_is_then_worth_nothing(
    store: Store, resource: str | None, then: str
) -> None:
    old = bring(store, State.POSTING)
    assert old.claim
    new = store.slots.exchange(SLOT, old.claim, resource)

    assert new not in (None, old.claim)
    assert known(store) == replace(old, claim=new, resource=then)
    assert holds_nothing(store, SLOT, old.claim)
    assert store.slots.end(SLOT, new or "", State.POSTED)


def test_a_claim_holds_its_own_slot_and_no_other(store: Store) -> None:
    claim = take(store)
    others = [
        replace(SLOT, team="T2"),
        replace(SLOT, channel="C2"),
        replace(SLOT, week="2026-W49"),
    ]
    for other in others:
        assert holds_nothing(store, other, claim)  # of which nothing is known
        take(store, other)
        assert holds_nothing(store, other, claim)
    assert holds_nothing(store, SLOT, "")
    assert store.slots.end(SLOT, claim, State.POSTED)


@pytest.mark.parametrize("reason", [None, "почему"])
@pytest.mark.parametrize("message", [None, "1712.0001"])
@pytest.mark.parametrize("state", SETTLED)
def test_a_slot_is_ended_once_and_keeps_how(
    store: Store, state: State, message: str | None, reason: str | None
) -> None:
    record = bring(store, State.POSTING)
    assert record.claim

    assert store.slots.end(SLOT, record.claim, state, message, reason)
    assert known(store) == replace(record, state=state, reason=reason, message=message)
    assert holds_nothing(store, SLOT, record.claim)


def test_a_slot_that_was_put_back_can_be_claimed_again(store: Store) -> None:
    old = bring(store, State.POSTING)
    assert old.claim
    assert store.slots.put_back(SLOT, old.claim, NOON)
    assert (known(store).state, known(store).resource) == (State.PLANNED, "pods")
    assert holds_nothing(store, SLOT, old.claim)

    new = store.slots.claim(SLOT, NOON, NOON)
    assert new not in (None, old.claim)
    assert known(store) == replace(old, claim=new, due=NOON)
    assert holds_nothing(store, SLOT, old.claim)


@pytest.mark.parametrize("state", SETTLED)
def test_a_slot_that_nobody_is_at_can_be_settled_once(store: Store, state: State) -> None:
    new, planned, waiting = SLOT, replace(SLOT, week="2026-W49"), replace(SLOT, week="2026-W50")
    store.slots.plan(planned, "pods")
    store.slots.put_back(waiting, take(store, waiting), NOON + timedelta(days=1))

    for slot, resource in ((new, None), (planned, "pods"), (waiting, None)):
        assert store.slots.settle(slot, state, "U1")
        assert not store.slots.settle(slot, state, "U2")
        record = known(store, slot)
        assert (record.state, record.reason, record.resource) == (state, "U1", resource)


@pytest.mark.parametrize("state", [each for each in State if each is not State.SKIPPED])
def test_only_what_was_skipped_can_be_let_come_after_all(store: Store, state: State) -> None:
    assert not store.slots.unskip(SLOT)
    assert store.slots.find(SLOT) is None
    record = bring(store, state)

    assert not store.slots.unskip(SLOT)
    assert known(store) == record


def test_a_slot_that_was_skipped_can_come_after_all(store: Store) -> None:
    store.slots.plan(SLOT, "pods")
    store.slots.settle(SLOT, State.SKIPPED, "U1")

    assert [store.slots.unskip(SLOT) for _ in range(2)] == [True, False]
    assert (known(store).state, known(store).resource) == (State.PLANNED, "pods")
    assert store.slots.settled("T1", SLOT.week) == set()
    take(store)


def test_a_plan_can_be_changed_and_left_open_until_it_is_claimed(store: Store) -> None:
    for resource in ("pods", "jobs", None, "nodes"):
        assert store.slots.plan(SLOT, resource)
        assert known(store) == Record(SLOT, State.PLANNED, None, None, resource, None)
    take(store)
    assert not store.slots.plan(SLOT, "pods")
    assert known(store).resource == "nodes"


def test_planning_does_not_end_the_wait(store: Store) -> None:
    store.slots.put_back(SLOT, take(store), NOON + SECOND)
    assert store.slots.plan(SLOT, "jobs")

    assert store.slots.claim(SLOT, DUE, NOON) is None
    assert store.slots.claim(SLOT, DUE, NOON + SECOND)


def test_what_is_done_with_is_listed_from_a_week_on_across_years(store: Store) -> None:
    weeks = ["2026-W09", "2026-W10", "2026-W52", "2026-W53", "2027-W01"]
    for week in weeks:
        store.slots.settle(replace(SLOT, week=week), State.POSTED)

    for first, week in enumerate(weeks):
        assert store.slots.settled("T1", week) == {("C1", each) for each in weeks[first:]}
    assert store.slots.settled("T1", "2027-W02") == set()


def test_slots_are_listed_by_their_state(store: Store) -> None:
    for state in State:
        bring(store, state, replace(SLOT, channel=f"C-{state}"))
    bring(store, State.POSTING, replace(SLOT, channel="C-posting", week="2026-W47"))

    done = {(f"C-{state}", SLOT.week) for state in SETTLED}
    assert store.slots.settled("T1", SLOT.week) == done
    assert [record.slot.week for record in store.slots.claimed("T1")] == ["2026-W47", "2026-W48"]
    assert {record.slot.channel for record in store.slots.claimed("T1")} == {"C-posting"}


def test_the_history_of_a_channel_has_all_its_weeks_oldest_first(store: Store) -> None:
    weeks = ["2026-W53", "2027-W02", "2026-W09", "2027-W01", "2026-W10", "2026-W52"]
    records = [
        bring(store, state, replace(SLOT, week=week))
        for week, state in zip(weeks, State, strict=True)
    ]
    bring(store, State.POSTED, replace(SLOT, channel="C2"))

    assert store.slots.history("T1", "C1") == sorted(records, key=lambda each: each.slot.week)
    assert store.slots.history("T1", "C3") == []


def test_a_channel_of_two_teams_is_two_channels(store: Store) -> None:
    theirs = replace(SLOT, team="T2")
    claim = take(store)
    assert store.slots.find(theirs) is None
    assert store.slots.plan(theirs, "pods")
    assert store.slots.settle(theirs, State.SKIPPED, "U2")

    assert [record.claim for record in store.slots.claimed("T1")] == [claim]
    assert store.slots.claimed("T2") == []
    assert store.slots.settled("T1", SLOT.week) == set()
    assert store.slots.settled("T2", SLOT.week) == {("C1", SLOT.week)}
    assert [record.slot for record in store.slots.history("T1", "C1")] == [SLOT]
    assert [record.slot for record in store.slots.history("T2", "C1")] == [theirs]
    assert not store.slots.unskip(SLOT)
    assert store.slots.unskip(theirs)
    assert known(store).state == State.POSTING


def test_what_is_ahead_is_forgotten_and_what_has_been_is_not(store: Store) -> None:
    weeks = [f"2026-W{number}" for number in (47, 48, 49)]
    for week, state in zip(weeks, (State.SKIPPED, State.POSTED, State.SKIPPED), strict=True):
        store.slots.settle(Slot("T1", "C1", week), state)
    store.slots.plan(Slot("T1", "C1", "2026-W50"), "pods")
    store.slots.plan(Slot("T1", "C2", "2026-W50"), "pods")

    store.slots.forget_ahead(Slot("T1", "C1", "2026-W48"))

    assert [record.slot.week for record in store.slots.history("T1", "C1")] == weeks[:2]
    assert len(store.slots.history("T1", "C2")) == 1


def test_a_resource_that_is_planned_is_left_open_in_all_channels_of_the_team(store: Store) -> None:
    for team, channel, resource in (
        ("T1", "C1", "pods"),
        ("T1", "C2", "jobs"),
        ("T2", "C1", "pods"),
    ):
        store.slots.plan(Slot(team, channel, "2026-W50"), resource)
    claim = take(store, Slot("T1", "C3", "2026-W50"))
    store.slots.exchange(Slot("T1", "C3", "2026-W50"), claim, "pods")

    store.slots.leave_open("T1", "pods")

    left = [store.slots.history("T1", channel)[0].resource for channel in ("C1", "C2", "C3")]
    assert left == [None, "jobs", "pods"]
    assert store.slots.history("T2", "C1")[0].resource == "pods"
