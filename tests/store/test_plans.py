"""Plans for those who are new, and how far each person is, in each kind of database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import Plan, Stage, Store, open_store
from tests.store.crowd import Crowd, advance

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WEEK = timedelta(days=7)
STEPS = ("pods", "jobs", "ресурс-1")
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=80)
MOMENTS = st.integers(0, 250_000_000_000).map(lambda at: datetime.fromtimestamp(at, UTC))


def offer(store: Store, team: str = "T1", person: str = "U1", at: datetime = NOON) -> Plan:
    return store.plans.offer(
        team, person=person, sender="U9", title="“Kubernetes” <b>", steps=STEPS, pace=2, now=at
    )


def run(store: Store, plan: Plan, due: datetime, team: str = "T1") -> Plan:
    assert store.plans.change(team, plan, stage=Stage.RUNNING, due=due)
    return replace(plan, stage=Stage.RUNNING, due=due)


def test_a_plan_outlives_its_process(store: Store, database_url: str) -> None:
    plan = offer(store)
    assert plan == Plan(
        plan.id, "U1", "U9", "“Kubernetes” <b>", STEPS, Stage.OFFERED, pace=2, step=0, at=NOON
    )

    later = open_store(database_url)
    assert later.plans.find("T1", plan.id) == plan
    assert later.plans.of("T1", "U1") == [plan]
    later.close()


@pytest.mark.parametrize("stage", list(Stage))
def test_a_change_outlives_its_process(store: Store, database_url: str, stage: Stage) -> None:
    plan = offer(store)
    assert store.plans.change("T1", plan, stage=stage, pace=5, step=3, due=NOON + WEEK)

    later = open_store(database_url)
    changed = replace(plan, stage=stage, pace=5, step=3, due=NOON + WEEK)
    assert later.plans.find("T1", plan.id) == changed
    later.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    TEXT, TEXT, TEXT, st.lists(TEXT, max_size=20), st.integers(1, 50), MOMENTS, st.none() | MOMENTS
)
def test_any_plan_comes_back_as_it_was(
    store: Store,
    person: str,
    sender: str,
    title: str,
    steps: list[str],
    pace: int,
    at: datetime,
    due: datetime | None,
) -> None:
    plan = store.plans.offer(
        "T1", person=person, sender=sender, title=title, steps=tuple(steps), pace=pace, now=at
    )
    assert store.plans.change("T1", plan, due=due)

    assert plan == Plan(
        plan.id, person, sender, title, tuple(steps), Stage.OFFERED, pace, step=0, at=at
    )
    assert store.plans.find("T1", plan.id) == replace(plan, due=due)
    assert replace(plan, due=due) in store.plans.of("T1", person)


def test_a_moment_comes_back_as_the_same_moment_in_utc(store: Store) -> None:
    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    run(store, offer(store, at=tokyo), tokyo)

    (found,) = store.plans.of("T1", "U1")
    assert found.due
    assert (found.at, found.at.tzinfo) == (found.due, found.due.tzinfo) == (NOON, UTC)


def test_the_plans_of_a_person_are_listed_oldest_first(store: Store) -> None:
    third, first, second = (offer(store, at=NOON + count * SECOND) for count in (3, 1, 2))
    same = [offer(store, at=NOON + 9 * SECOND) for _ in range(5)]
    offer(store, person="U2")

    same.sort(key=lambda plan: plan.id)
    assert store.plans.of("T1", "U1") == [first, second, third, *same]
    assert store.plans.of("T1", "U3") == []


def test_a_change_leaves_what_it_does_not_name_but_for_when_the_next_one_is_due(
    store: Store,
) -> None:
    plan = run(store, offer(store), NOON)
    other = offer(store)

    assert store.plans.change("T1", plan, step=1, due=NOON + WEEK)
    plan = replace(plan, step=1, due=NOON + WEEK)
    assert store.plans.find("T1", plan.id) == plan
    assert store.plans.change("T1", plan, stage=Stage.PAUSED)
    plan = replace(plan, stage=Stage.PAUSED, due=None)
    assert store.plans.find("T1", plan.id) == plan
    assert store.plans.change("T1", plan, pace=1)
    plan = replace(plan, pace=1)
    assert store.plans.find("T1", plan.id) == plan
    assert store.plans.change("T1", plan, step=0)  # from the beginning
    assert store.plans.find("T1", plan.id) == replace(plan, step=0)
    assert store.plans.find("T1", other.id) == other


@pytest.mark.parametrize(
    ("stage", "pace", "step"),
    [(Stage.PAUSED, None, None), (None, 5, None), (None, None, 1), (Stage.STOPPED, 1, 3)],
)
def test_a_plan_that_is_not_as_it_was_found_stays_as_it_is(
    store: Store, stage: Stage | None, pace: int | None, step: int | None
) -> None:
    found = run(store, offer(store), NOON)
    assert store.plans.change("T1", found, stage=stage, pace=pace, step=step, due=NOON + WEEK)
    now = store.plans.find("T1", found.id)
    assert now

    assert not store.plans.change("T1", found, stage=Stage.FINISHED, pace=9, step=2, due=NOON)
    assert store.plans.find("T1", found.id) == now
    assert store.plans.change("T1", now, stage=Stage.FINISHED)


def test_what_runs_is_due_from_its_moment_on(store: Store) -> None:
    late, sharp, early = (
        run(store, offer(store, at=NOON + count * SECOND), NOON + count * SECOND)
        for count in (1, 0, -1)
    )
    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))

    assert store.plans.due("T1", NOON - 2 * SECOND) == []
    assert store.plans.due("T1", NOON - SECOND) == [early]
    assert store.plans.due("T1", tokyo) == [early, sharp]
    assert store.plans.due("T1", NOON + WEEK) == [early, sharp, late]


def test_nothing_else_is_due(store: Store) -> None:
    for stage in Stage:
        plan = offer(store)
        store.plans.change("T1", plan, stage=stage, due=None if stage is Stage.RUNNING else NOON)

    assert store.plans.due("T1", NOON + WEEK) == []


def test_teams_are_kept_apart(store: Store) -> None:
    mine = run(store, offer(store), NOON)
    theirs = run(store, offer(store, "T2"), NOON, "T2")
    assert not store.plans.change("T2", mine, stage=Stage.STOPPED)

    assert store.plans.find("T2", mine.id) is None
    assert store.plans.of("T1", "U1") == store.plans.due("T1", NOON) == [mine]
    assert store.plans.of("T2", "U1") == store.plans.due("T2", NOON) == [theirs]


def test_of_what_is_not_there_nothing_is_found_or_changed(store: Store) -> None:
    assert store.plans.find("T1", "none") is None
    assert not store.plans.change("T1", replace(offer(store), id="none"), step=1)


def test_of_many_processes_and_threads_one_sends_each_item(
    store: Store, database_url: str, crowd: Crowd
) -> None:
    plans = [run(store, offer(store), NOON) for _ in range(20)]
    sent = [id for part in crowd.run(partial(advance, plans=plans), database_url) for id in part]

    assert sorted(sent) == sorted(plan.id for plan in plans)
    assert [plan.step for plan in store.plans.of("T1", "U1")] == [1] * 20


def test_a_moment_without_timezone_is_refused_and_nothing_changed(store: Store) -> None:
    naive = NOON.replace(tzinfo=None)
    plan = offer(store)

    with pytest.raises(ValueError, match="has no timezone"):
        offer(store, at=naive)
    with pytest.raises(ValueError, match="has no timezone"):
        store.plans.change("T1", plan, stage=Stage.RUNNING, due=naive)
    with pytest.raises(ValueError, match="has no timezone"):
        store.plans.due("T1", naive)
    assert store.plans.of("T1", "U1") == [plan]
