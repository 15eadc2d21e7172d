"""What people suggest and what becomes of it, in each kind of database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store import Fate, Proposal, Store, Suggestion, open_store
from tests.store.crowd import Crowd, decide, take_tellings

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PLAIN = Proposal(url="https://example.com/pods", title="Pods")
FULL = Proposal(
    url="https://example.com/поды?q=“pods”&x='--",
    title="Поды <b>",
    topics=("kubernetes-networking", "тема"),
    why="isn't it\nclear?",
    question="What is a pod?",
    author="Zoë",
    format="docs",
    level="advanced",
)
DECISIONS = [Fate.ACCEPTED, Fate.DECLINED]
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=80)
MAYBE = st.none() | TEXT
ANY = st.builds(
    Proposal,
    url=TEXT,
    title=TEXT,
    topics=st.lists(TEXT, max_size=10).map(tuple),
    why=MAYBE,
    question=MAYBE,
    author=MAYBE,
    format=MAYBE,
    level=MAYBE,
)


def add(store: Store, team: str = "T1", person: str = "U1", at: datetime = NOON) -> Suggestion:
    return store.suggestions.add(team, person, PLAIN, at)


def known(store: Store, made: Suggestion, team: str = "T1") -> Suggestion:
    found = store.suggestions.find(team, made.id)
    assert found
    return found


@pytest.mark.parametrize("proposal", [PLAIN, FULL], ids=["plain", "full"])
def test_a_suggestion_outlives_its_process(
    store: Store, database_url: str, proposal: Proposal
) -> None:
    made = store.suggestions.add("T1", "U1", proposal, NOON)
    assert made == Suggestion(made.id, "U1", NOON, proposal)

    later = open_store(database_url)
    assert known(later, made) == made
    assert later.suggestions.with_fate("T1", Fate.OPEN) == [made]
    later.close()


@pytest.mark.parametrize("reason", [None, "", "почему “no”"])
@pytest.mark.parametrize("fate", DECISIONS)
def test_a_decision_outlives_its_process(
    store: Store, database_url: str, fate: Fate, reason: str | None
) -> None:
    made = add(store)
    store.suggestions.note_card("T1", made.id, "1712.0001")
    assert store.suggestions.decide("T1", made.id, fate, NOON + SECOND, reason)

    decided = replace(made, fate=fate, reason=reason, decided=NOON + SECOND, card="1712.0001")
    later = open_store(database_url)
    assert later.suggestions.with_fate("T1", fate) == [decided]
    later.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY, ANY, TEXT, MAYBE)
def test_any_suggestion_comes_back_as_it_was(
    store: Store, proposal: Proposal, anew: Proposal, person: str, reason: str | None
) -> None:
    made = store.suggestions.add("T1", person, proposal, NOON)
    assert known(store, made) == Suggestion(made.id, person, NOON, proposal)

    assert store.suggestions.decide("T1", made.id, Fate.DECLINED, NOON, reason, anew)
    decided = Suggestion(made.id, person, NOON, anew, Fate.DECLINED, reason, NOON)
    assert known(store, made) == decided


@pytest.mark.parametrize("moment", [EPOCH, NOON, datetime(9999, 12, 30, tzinfo=UTC)])
def test_a_moment_comes_back_as_the_same_moment_in_utc(store: Store, moment: datetime) -> None:
    tokyo = moment.astimezone(timezone(timedelta(hours=9)))
    made = add(store, at=tokyo)
    store.suggestions.decide("T1", made.id, Fate.ACCEPTED, tokyo)

    found = known(store, made)
    assert (found.at, found.at.tzinfo) == (found.decided, UTC) == (moment, UTC)


def test_each_suggestion_is_one_of_its_own(store: Store) -> None:
    made = [add(store) for _ in range(3)]

    assert len({each.id for each in made}) == 3
    assert store.suggestions.decide("T1", made[1].id, Fate.ACCEPTED, NOON, edited=FULL)
    assert [known(store, each).proposal for each in made] == [PLAIN, FULL, PLAIN]


def test_suggestions_are_listed_by_their_fate_oldest_first(store: Store) -> None:
    third, first, second = (add(store, at=NOON + count * SECOND) for count in (3, 1, 2))
    same = [add(store, at=NOON + 9 * SECOND) for _ in range(5)]
    accepted, declined = (add(store, at=NOON + 20 * SECOND) for _ in range(2))
    store.suggestions.decide("T1", accepted.id, Fate.ACCEPTED, NOON)
    store.suggestions.decide("T1", declined.id, Fate.DECLINED, NOON)

    same.sort(key=lambda each: each.id)
    assert store.suggestions.with_fate("T1", Fate.OPEN) == [first, second, third, *same]
    assert store.suggestions.with_fate("T1", Fate.ACCEPTED) == [known(store, accepted)]
    assert store.suggestions.with_fate("T1", Fate.DECLINED) == [known(store, declined)]


@pytest.mark.parametrize("fate", DECISIONS)
def test_what_is_decided_stays_as_it_is(store: Store, fate: Fate) -> None:
    made = add(store)
    assert store.suggestions.decide("T1", made.id, fate, NOON, "why", FULL)
    decided = known(store, made)

    assert not any(
        store.suggestions.decide("T1", made.id, each, NOON + SECOND, edited=PLAIN)
        for each in DECISIONS
    )
    assert known(store, made) == decided
    assert decided == replace(made, proposal=FULL, fate=fate, reason="why", decided=NOON)


def test_the_card_can_be_noted_at_any_time_and_the_last_one_counts(store: Store) -> None:
    made = add(store)
    store.suggestions.note_card("T1", made.id, "1712.0001")
    assert known(store, made).card == "1712.0001"

    store.suggestions.decide("T1", made.id, Fate.ACCEPTED, NOON)
    store.suggestions.note_card("T1", made.id, "1712.0002")
    assert known(store, made).card == "1712.0002"


def test_what_was_decided_is_to_be_told_once(store: Store) -> None:
    later, earlier, undecided = (add(store, at=NOON + count * SECOND) for count in (2, 1, 0))
    assert store.suggestions.untold("T1") == []
    store.suggestions.decide("T1", later.id, Fate.ACCEPTED, NOON)
    store.suggestions.decide("T1", earlier.id, Fate.DECLINED, NOON)

    assert [each.id for each in store.suggestions.untold("T1")] == [earlier.id, later.id]
    assert [store.suggestions.take_telling("T1", earlier.id) for _ in range(2)] == [True, False]
    assert [each.id for each in store.suggestions.untold("T1")] == [later.id]
    store.suggestions.give_telling_back("T1", earlier.id)
    assert [each.id for each in store.suggestions.untold("T1")] == [earlier.id, later.id]
    assert known(store, undecided) == undecided


def test_the_version_changes_with_each_that_is_accepted_and_with_nothing_else(
    store: Store,
) -> None:
    made = [add(store) for _ in range(4)]
    versions = [store.suggestions.version("T1")]
    for each in made[:3]:  # of the same second
        store.suggestions.decide("T1", each.id, Fate.ACCEPTED, NOON)
        versions.append(store.suggestions.version("T1"))
    assert len(set(versions)) == 4

    add(store, at=NOON + SECOND)
    store.suggestions.decide("T1", made[3].id, Fate.DECLINED, NOON + SECOND, edited=FULL)
    store.suggestions.take_telling("T1", made[0].id)
    store.suggestions.note_card("T1", made[0].id, "1712.0001")
    assert store.suggestions.version("T1") == versions[-1]


def test_teams_are_kept_apart(store: Store) -> None:
    mine, theirs = add(store), add(store, "T2")
    assert not store.suggestions.decide("T2", mine.id, Fate.ACCEPTED, NOON, edited=FULL)
    store.suggestions.note_card("T2", mine.id, "1712.0001")
    assert store.suggestions.decide("T1", mine.id, Fate.ACCEPTED, NOON)
    assert not store.suggestions.take_telling("T2", mine.id)

    decided = replace(mine, fate=Fate.ACCEPTED, decided=NOON)
    assert store.suggestions.find("T2", mine.id) is None
    assert store.suggestions.with_fate("T2", Fate.OPEN) == [theirs]
    assert store.suggestions.untold("T1") == [decided]
    assert store.suggestions.untold("T2") == store.suggestions.with_fate("T2", Fate.ACCEPTED) == []
    assert store.suggestions.version("T2") == (0, 0)


def test_of_what_is_not_there_nothing_is_found_or_done(store: Store) -> None:
    assert store.suggestions.find("T1", "none") is None
    assert not store.suggestions.decide("T1", "none", Fate.ACCEPTED, NOON, edited=FULL)
    assert not store.suggestions.take_telling("T1", "none")
    store.suggestions.note_card("T1", "none", "1712.0001")
    assert store.suggestions.with_fate("T1", Fate.OPEN) == store.suggestions.untold("T1") == []


def test_of_many_processes_and_threads_one_decides_and_what_it_decided_on_stays(
    store: Store, database_url: str, crowd: Crowd
) -> None:
    ids = sorted(add(store).id for _ in range(15))
    parts = crowd.run(partial(decide, ids=ids), database_url)
    decided = [each for part in parts for each in part]

    assert sorted(id for id, _ in decided) == ids
    accepted = store.suggestions.with_fate("T1", Fate.ACCEPTED)
    assert {each.id: each.proposal for each in accepted} == dict(decided)


def test_of_many_processes_and_threads_one_tells(
    store: Store, database_url: str, crowd: Crowd
) -> None:
    ids = sorted(add(store).id for _ in range(20))
    for id in ids:
        store.suggestions.decide("T1", id, Fate.ACCEPTED, NOON)

    taken = [id for part in crowd.run(partial(take_tellings, ids=ids), database_url) for id in part]
    assert sorted(taken) == ids
    assert store.suggestions.untold("T1") == []


def test_a_moment_without_timezone_is_refused_and_nothing_changed(store: Store) -> None:
    naive = NOON.replace(tzinfo=None)
    made = add(store)

    with pytest.raises(ValueError, match="has no timezone"):
        add(store, at=naive)
    with pytest.raises(ValueError, match="has no timezone"):
        store.suggestions.decide("T1", made.id, Fate.ACCEPTED, naive)
    assert store.suggestions.with_fate("T1", Fate.OPEN) == [made]
