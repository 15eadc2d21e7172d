"""What is left of a person, or of a team, that is forgotten: nothing, and all of the others."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Connection, Engine, Table, Text, event, insert
from sqlalchemy.exc import SQLAlchemyError

from bot.store import Fate, Mark, State, Store
from bot.store.address import read_url
from bot.store.engine import open_engine
from bot.store.store import OF_TEAMS
from bot.store.tables import metadata
from tests.store.contents import (
    EVER,
    NOON,
    SOMEBODY,
    Row,
    Rows,
    asker_of,
    digest_of,
    fill,
    rows_of,
    slot_of,
)

PERSONAL = ("person", "asker", "sender", "owner")
KEPT = {"subscriptions.owner": "who may change the digest of a channel, which goes on"}
LOOSENED = {("suggestions", "person"), ("plans", "sender"), ("slots", "reason")}
COLUMNS = [
    column for table in metadata.tables.values() for column in table.c if column.name in PERSONAL
]
FORGETTING: dict[str, Callable[[Store, str], None]] = {
    "a person": lambda store, team: store.forget_person(team, "U1", asker_of("U1")),
    "a team": lambda store, team: store.forget_team(team),
}


def forget(store: Store) -> None:
    store.forget_person("T1", "U1", asker_of("U1"))


def fill_all(store: Store) -> None:
    for team, person in (("T1", "U1"), ("T1", "U2"), ("T2", "U1"), ("T2", "U2")):
        fill(store, team, person)
    store.documents["person/U1"] = {"team": "T1"}
    store.weekly_keys.of("2026-W48")
    store.claim("message:T1:C1:1712.0001", NOON)
    store.arrivals.note(["pods"], NOON)
    store.oauth_states.put("a state", NOON)


def left_of(table: str, row: Row) -> Row | None:
    """What is to be left of a row when U1 of T1 is forgotten."""
    if row.get("team") != "T1":
        return row
    of_them = row.get("person") == "U1" or row.get("asker") == asker_of("U1")
    if of_them and table != "suggestions":
        return None
    return {
        column: None if value == "U1" and (table, column) in LOOSENED else value
        for column, value in row.items()
    }


def any_row(table: Table, **values: object) -> Row:
    def anything(column: Column[Any]) -> object:
        if isinstance(column.type, Text):
            return "any"
        return False if isinstance(column.type, Boolean) else 0

    return {column.name: anything(column) for column in table.c} | values


@contextmanager
def refused(engine: Engine, place: int | None) -> Iterator[list[str]]:
    """Let the database refuse the statement at a place; gives all that come."""
    seen: list[str] = []

    def execute(
        _: Connection, __: object, statement: str, values: object, *___: object
    ) -> tuple[str, object]:
        seen.append(statement)
        return statement + (" AND in_the_way = 1" if len(seen) - 1 == place else ""), values

    event.listen(engine, "before_cursor_execute", execute, retval=True)
    yield seen
    event.remove(engine, "before_cursor_execute", execute)


def test_nothing_is_left_of_a_person_and_all_of_the_others(store: Store, engine: Engine) -> None:
    fill_all(store)
    before = rows_of(engine)
    expected = {
        table: [left for row in rows if (left := left_of(table, row))]
        for table, rows in before.items()
    }

    for _ in range(2):  # a second time it is harmless
        forget(store)
        assert rows_of(engine) == expected


def test_a_person_who_was_forgotten_is_as_one_who_never_came(store: Store) -> None:
    fill_all(store)
    forget(store)

    assert store.marks.of("T1", "U1", Mark.SAVED) == []
    assert store.marks.counted("T1", Mark.SAVED) == {"pods": 1}
    assert not store.people.hears("T1", "U1")
    assert store.plans.of("T1", "U1") == []
    assert store.questions.since("T1", digest_of("T1", "U1").channel, EVER, 99) == []
    assert [question.person for question in store.questions.in_vain("T1", 99)] == [None, "U2"]
    assert len(store.feedback.since("T1", EVER)) == 1


def test_what_a_person_gave_to_others_stays_without_them(store: Store) -> None:
    fill_all(store)
    forget(store)

    senders = {plan.sender for plan in store.plans.of("T1", SOMEBODY)}
    assert senders == {None, "U2"}
    for fate in Fate:
        assert {each.person for each in store.suggestions.with_fate("T1", fate)} == {None, "U2"}
    assert {each.person for each in store.suggestions.untold("T1")} == {"U2"}
    assert store.suggestions.version("T1") == store.suggestions.version("T2")
    skipped = store.slots.find(slot_of("T1", "U1", State.SKIPPED))
    assert skipped
    assert (skipped.state, skipped.reason) == (State.SKIPPED, None)
    digest = digest_of("T1", "U1")
    assert store.subscriptions.find("T1", digest.channel) == digest


def test_a_person_of_whom_nothing_is_known_can_be_forgotten(store: Store, engine: Engine) -> None:
    fill(store, "T1", "U2")
    before = rows_of(engine)

    forget(store)
    assert rows_of(engine) == before


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_no_column_that_names_a_person_is_overlooked(
    store: Store, engine: Engine, column: Column[Any]
) -> None:
    them = asker_of("U1") if column.name == "asker" else "U1"
    row = any_row(column.table, team="T1") | {column.name: them}
    with engine.begin() as connection:
        connection.execute(insert(column.table), row)

    forget(store)
    left = [row[column.name] for row in rows_of(engine)[column.table.name]]
    assert (them in left) == (str(column) in KEPT)


def test_a_code_is_not_taken_for_a_person_nor_a_person_for_a_code(
    store: Store, engine: Engine
) -> None:
    fill_all(store)
    before = rows_of(engine)

    store.forget_person("T1", asker_of("U1"), "U1")
    assert rows_of(engine) == before


def test_every_table_that_has_teams_forgets_them() -> None:
    assert {table for table in metadata.tables.values() if "team" in table.c} == set(OF_TEAMS)


def test_nothing_is_left_of_a_team_and_all_of_the_others(store: Store, engine: Engine) -> None:
    fill_all(store)
    before = rows_of(engine)
    assert all(before.values())
    expected: Rows = {
        table: [row for row in rows if row.get("team") != "T1"] for table, rows in before.items()
    }

    for _ in range(2):  # a second time it is harmless
        store.forget_team("T1")
        assert rows_of(engine) == expected


@pytest.mark.parametrize("whom", FORGETTING)
def test_where_a_statement_fails_nothing_is_forgotten(
    store: Store, engine: Engine, database_url: str, whom: str
) -> None:
    fill_all(store)
    before = rows_of(engine)
    own = open_engine(read_url(database_url))
    with refused(own, None) as statements:
        FORGETTING[whom](Store(own), "T3")
    assert len(statements) > 1

    for place in range(len(statements)):
        with refused(own, place), pytest.raises(SQLAlchemyError, match="in_the_way"):
            FORGETTING[whom](Store(own), "T1")
        assert rows_of(engine) == before
    own.dispose()
