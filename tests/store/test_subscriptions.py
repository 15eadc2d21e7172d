"""Which channels get a digest, in each kind of database."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from bot.store import Pause, Store, Subscription, open_store
from bot.store.address import read_url
from bot.store.engine import open_engine
from bot.store.subscriptions import ROWS
from bot.store.tables import subscriptions
from tests.store.crowd import SLOTS, Crowd, pause

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PLAIN = Subscription("T1", "C1", 0, time(9), "Europe/Berlin", "U1", NOON)
FULL = Subscription(
    team="T1",
    channel="C1",
    weekday=6,
    time=time(23, 59),
    zone="America/Argentina/Buenos_Aires",
    owner="U2",
    since=NOON + timedelta(days=9, seconds=7),
    topics=("тема", "“quoted”", "'; --", "\\", '"', *(f"topic-{number}" for number in range(300))),
    weekdays_only=True,
    holidays=(date(2026, 12, 25), date(2024, 2, 29), date(9999, 12, 31)),
    paused=Pause.ASKED,
    resume_on=date(2027, 1, 1),
)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=80)
ANY = st.builds(
    Subscription,
    team=st.just("T1"),
    channel=st.just("C1"),
    weekday=st.integers(0, 6),
    time=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    zone=TEXT,
    owner=TEXT,
    since=st.integers(0, 250_000_000_000).map(lambda at: datetime.fromtimestamp(at, UTC)),
    topics=st.lists(TEXT, max_size=50).map(tuple),
    weekdays_only=st.booleans(),
    holidays=st.lists(st.dates(), max_size=50).map(tuple),
    paused=st.none() | st.sampled_from(Pause) | TEXT,
    resume_on=st.none() | st.dates(),
)


def fill(store: Store, url: str, channels: list[str]) -> None:
    """Give many channels of T1 the same digest, in one go."""
    store.subscriptions.put(replace(PLAIN, channel=channels[0]))
    engine = open_engine(read_url(url))
    with engine.begin() as connection:
        row = connection.execute(select(subscriptions)).mappings().one()
        rows = [{**row, "channel": channel} for channel in channels[1:]]
        if rows:
            connection.execute(insert(subscriptions), rows)
    engine.dispose()


def channels_of(store: Store, team: str) -> list[str]:
    return [each.channel for each in store.subscriptions.all_of(team)]


@pytest.mark.parametrize("subscription", [PLAIN, FULL], ids=["plain", "full"])
def test_a_subscription_outlives_its_process(
    store: Store, database_url: str, subscription: Subscription
) -> None:
    store.subscriptions.put(subscription)

    later = open_store(database_url)
    assert later.subscriptions.find("T1", "C1") == subscription
    assert list(later.subscriptions.all_of("T1")) == [subscription]
    later.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY)
def test_any_subscription_comes_back_as_it_was(store: Store, subscription: Subscription) -> None:
    store.subscriptions.put(subscription)

    assert store.subscriptions.find("T1", "C1") == subscription


def test_a_moment_comes_back_as_the_same_moment_in_utc(store: Store) -> None:
    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))
    store.subscriptions.put(replace(PLAIN, since=tokyo))

    found = store.subscriptions.find("T1", "C1")
    assert found is not None
    assert (found.since, found.since.tzinfo) == (NOON, UTC)


def test_a_moment_without_timezone_is_refused_and_nothing_changed(store: Store) -> None:
    store.subscriptions.put(PLAIN)

    with pytest.raises(ValueError, match="has no timezone"):
        store.subscriptions.put(replace(FULL, since=NOON.replace(tzinfo=None)))
    assert list(store.subscriptions.all_of("T1")) == [PLAIN]


@pytest.mark.parametrize(
    ("old", "new"), [(PLAIN, FULL), (FULL, PLAIN)], ids=["with more", "with less"]
)
def test_a_subscription_is_replaced_as_a_whole(
    store: Store, old: Subscription, new: Subscription
) -> None:
    store.subscriptions.put(old)
    store.subscriptions.put(new)

    assert list(store.subscriptions.all_of("T1")) == [new]


@pytest.mark.parametrize("reason", [*Pause, "is_archived"])
def test_pausing_tells_whether_it_ran_until_now(store: Store, reason: str) -> None:
    runs = replace(FULL, paused=None)
    store.subscriptions.put(runs)

    assert store.subscriptions.pause("T1", "C1", reason)
    assert not store.subscriptions.pause("T1", "C1", "another reason")
    assert store.subscriptions.find("T1", "C1") == replace(runs, paused=reason, resume_on=None)


def test_a_pause_that_somebody_asked_for_stays_what_it_is(store: Store) -> None:
    paused = replace(FULL, paused=Pause.ASKED, resume_on=None)
    store.subscriptions.put(paused)

    assert not store.subscriptions.pause("T1", "C1", Pause.OWNER_LEFT)
    assert store.subscriptions.find("T1", "C1") == paused


def test_a_pause_that_ends_by_itself_gives_way_to_another(store: Store) -> None:
    until = replace(FULL, paused=Pause.ASKED, resume_on=date(2026, 12, 1))
    store.subscriptions.put(until)

    assert store.subscriptions.pause("T1", "C1", "is_archived")
    assert store.subscriptions.find("T1", "C1") == replace(
        until, paused="is_archived", resume_on=None
    )


def test_a_pause_for_want_of_an_owner_needs_that_owner(store: Store) -> None:
    store.subscriptions.put(PLAIN)

    assert not store.subscriptions.pause("T1", "C1", Pause.OWNER_LEFT, "U0ELSE")
    assert store.subscriptions.pause("T1", "C1", Pause.OWNER_LEFT, PLAIN.owner)


def test_a_pause_ends_by_the_reason_that_it_has(store: Store) -> None:
    later = PLAIN.since + timedelta(days=3)
    store.subscriptions.put(PLAIN)
    store.subscriptions.pause("T1", "C1", "is_archived")

    assert not store.subscriptions.resume("T1", "C1", Pause.ASKED, later)
    assert store.subscriptions.resume("T1", "C1", "is_archived", later)
    assert not store.subscriptions.resume("T1", "C1", "is_archived", later)
    assert store.subscriptions.find("T1", "C1") == replace(PLAIN, since=later)


def test_they_are_counted_with_those_that_are_paused(store: Store) -> None:
    for channel in ("C1", "C2", "C3"):
        store.subscriptions.put(replace(PLAIN, channel=channel))
    store.subscriptions.pause("T1", "C2", Pause.NO_ZONE)

    assert store.subscriptions.count() == (3, 1)


def test_what_was_resumed_can_be_paused_again(store: Store) -> None:
    for _ in range(2):
        store.subscriptions.put(PLAIN)
        assert store.subscriptions.pause("T1", "C1", Pause.NO_ZONE)


def test_what_is_not_there_can_neither_be_found_nor_paused_nor_removed(store: Store) -> None:
    assert store.subscriptions.find("T1", "C1") is None
    assert not store.subscriptions.pause("T1", "C1", Pause.ASKED)
    assert not store.subscriptions.remove("T1", "C1")
    assert list(store.subscriptions.all_of("T1")) == []


def test_of_many_processes_and_threads_one_pauses_each_channel(
    store: Store, database_url: str, crowd: Crowd
) -> None:
    channels = [slot.channel for slot in SLOTS]
    fill(store, database_url, channels)

    paused = [channel for part in crowd.run(pause, database_url) for channel in part]
    assert sorted(paused) == channels


def test_a_subscription_is_removed_once(store: Store) -> None:
    others = [replace(PLAIN, channel="C2"), replace(PLAIN, channel="c1")]
    for each in (PLAIN, *others):
        store.subscriptions.put(each)

    assert [store.subscriptions.remove("T1", "C1") for _ in range(2)] == [True, False]
    assert store.subscriptions.find("T1", "C1") is None
    assert [store.subscriptions.find("T1", each.channel) for each in others] == others


def test_a_channel_of_two_teams_is_two_channels(store: Store) -> None:
    theirs = replace(FULL, team="T2", paused=None)
    store.subscriptions.put(PLAIN)
    store.subscriptions.put(theirs)

    assert store.subscriptions.find("T1", "C1") == PLAIN
    assert store.subscriptions.find("T2", "C1") == theirs
    assert list(store.subscriptions.all_of("T1")) == [PLAIN]
    assert list(store.subscriptions.all_of("T2")) == [theirs]
    assert store.subscriptions.pause("T1", "C1", Pause.NO_RESOURCE)
    assert store.subscriptions.find("T2", "C1") == theirs
    assert store.subscriptions.remove("T1", "C1")
    assert list(store.subscriptions.all_of("T2")) == [theirs]


@pytest.mark.parametrize("count", [1, ROWS - 1, ROWS, ROWS + 1, 2 * ROWS, 2 * ROWS + 1])
def test_any_number_of_channels_is_read_once_each_and_in_order(
    store: Store, database_url: str, count: int
) -> None:
    channels = [f"C{number:04}" for number in range(count)]
    fill(store, database_url, channels[::-1])
    store.subscriptions.put(replace(PLAIN, team="T2", channel="C0000x"))

    assert channels_of(store, "T1") == channels
    assert channels_of(store, "T2") == ["C0000x"]


def test_channels_that_come_and_go_while_all_are_read_disturb_no_other(
    store: Store, database_url: str
) -> None:
    channels = [f"C{number:04}" for number in range(2 * ROWS + 1)]
    fill(store, database_url, channels)
    page_end, ahead, last = channels[ROWS - 1], channels[ROWS + 100], channels[-1]

    reading = store.subscriptions.all_of("T1")
    read = [next(reading).channel for _ in range(ROWS - 1)]
    for gone in (channels[7], page_end, ahead, last):
        assert store.subscriptions.remove("T1", gone)
    for new in ("A0001", "C0750x", "C9999"):
        store.subscriptions.put(replace(PLAIN, channel=new))
    read += [each.channel for each in reading]

    assert read == sorted({*channels, "C0750x", "C9999"} - {ahead, last})
