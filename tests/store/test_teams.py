"""Teams know nothing of each other: what one asks is the same whether or not there is another.

Each method of the store is called for T1, with and without rows of T2 that differ only by team.
Then each of its statements is spoilt, one at a time, as if somebody had forgotten the team in it:
that has to be noticed.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from bot.store import Fate, Question, Store
from bot.store.address import read_url
from bot.store.engine import open_engine
from tests.store.calls import CALLS, Names
from tests.store.contents import NOON, SOMEBODY, Rows, fill, put_rows, rows_of

OF_NO_TEAM = {
    "location": "is where the database is",
    "documents": "are the local workspace's",
    "arrivals": "are the catalogue's",
    "engine": "is for what libraries keep",
    "oauth_states": "are of who has yet to tell which team",
    "weekly_keys": "are for the codes of all teams",
    "subscriptions.count": "is for those who run the bot",
    "questions.forget_before": "is by age, of all teams",
    "feedback.forget_before": "is by age, of all teams",
    "store.forget_before": "is by age, of all teams",
    "store.teams": "is for those who run the bot",
    "store.claim": "takes a key, which names the team",
    "store.claimed": "takes the beginning of keys, which name the teams",
    "store.release": "takes a key, which names the team",
    "store.on_error": "is for those who run the bot",
    "store.migrate": "is about tables",
    "store.ping": "is about tables",
    "store.close": "is about connections",
}
UUID = re.compile(r"\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b")
FILTER = re.compile(r"\b\w+\.team = (\?|%\(\w+\)s::VARCHAR)")


class Statements:
    """Those that a store has executed; the one that is `spoilt` forgets about teams.

    It loses its filter by team. An insert, which has none, writes to the other team instead.
    """

    def __init__(self, engine: Engine) -> None:
        self.seen: set[str] = set()
        self.spoilt = ""
        event.listen(engine, "before_cursor_execute", self._execute, retval=True)

    def _execute(
        self, _: Connection, __: object, statement: str, values: Any, *___: object
    ) -> tuple[str, Any]:
        self.seen.add(statement)
        if statement != self.spoilt:
            return statement, values
        if not statement.startswith("INSERT"):
            return FILTER.sub(r"\1 IS NOT NULL", statement), values
        if isinstance(values, dict):
            return statement, {name: _elsewhere(value) for name, value in values.items()}
        return statement, tuple(map(_elsewhere, values))


def _elsewhere(value: object) -> object:
    return "T2" if value == "T1" else value


class Worlds:
    """A store in which a team is alone or beside another, anew for each call."""

    def __init__(self, store: Store, engine: Engine, statements: Statements) -> None:
        for team in ("T2", "T1"):
            fill(store, team)
            name = f"only in {team}"
            store.people.set_hears(team, name, True)
            for text in ("What is a pound?", "What is a mound?"):
                store.questions.add(team, "C1", Question(text, NOON, True, "nothing", person=name))
            last = store.questions.in_vain(team, 1)[0].number
            store.questions.settle(team, [last or 0], NOON)
            (accepted,) = store.suggestions.with_fate(team, Fate.ACCEPTED)
            store.suggestions.take_telling(team, accepted.id)
        self.statements = statements
        self._store = store
        self._engine = engine
        self._rows = rows_of(engine)
        plans = [
            plan
            for team in ("T1", "T2")
            for person in ("U1", SOMEBODY)
            for plan in store.plans.of(team, person)
        ]
        self._names = Names(
            claims=[str(row["claim"]) for row in self._rows["slots"] if row["claim"]],
            numbers=[int(str(row["number"])) for row in self._rows["questions"]],
            suggestions=[str(row["id"]) for row in self._rows["suggestions"]],
            plans=plans,
        )
        names = [*self._names.claims, *self._names.suggestions, *(plan.id for plan in plans)]
        self._known = frozenset(names)
        alone: list[set[str]] = [{"T1"}, set()]
        self._alone = {
            method: [(teams, self.call(method, teams)[0]) for teams in alone] for method in CALLS
        }

    def crosses(self, method: str) -> bool:
        """Tell whether anything of it is different for T2's being there, or changes T2."""
        unchanged = self._of("T2", self._rows)
        for teams, alone in self._alone[method]:
            beside, theirs = self.call(method, {*teams, "T2"})
            if alone != beside or theirs != unchanged:
                return True
        return False

    def call(self, method: str, teams: set[str]) -> tuple[list[str], list[str]]:
        """Call a method where there are these teams: what T1 got and has, and what T2 has."""
        world = {
            name: [row for row in rows if row.get("team") in teams]
            for name, rows in self._rows.items()
        }
        put_rows(self._engine, world)
        got = CALLS[method](self._store, self._names)
        after = rows_of(self._engine)
        return [self._told(got), *self._of("T1", after)], self._of("T2", after)

    def _of(self, team: str, rows: Rows) -> list[str]:
        """Write down the rows of a team, but for the numbers that the database gives."""
        return sorted(
            self._told(table, {**row, "number": None})
            for table, those in rows.items()
            for row in those
            if row.get("team") == team
        )

    def _told(self, *what: object) -> str:
        """Write it down, but for the names that are made up anew in each call."""
        return UUID.sub(lambda id: id[0] if id[0] in self._known else "new", repr(what))


def methods_of(store: Store) -> set[str]:
    parts = {
        name: getattr(store, name)
        for name, value in vars(Store).items()
        if isinstance(value, property) and name not in OF_NO_TEAM
    }
    return {
        f"{name}.{method}"
        for name, part in {"store": store, **parts}.items()
        for method in dir(part)
        if not method.startswith("_") and method not in parts | OF_NO_TEAM
    }


@pytest.fixture
def worlds(store: Store, engine: Engine, database_url: str) -> Iterator[Worlds]:
    own = open_engine(read_url(database_url))
    yield Worlds(Store(own), engine, Statements(own))
    own.dispose()


def test_every_method_of_the_store_is_tried_here_or_is_of_no_team(store: Store) -> None:
    assert methods_of(store) - set(OF_NO_TEAM) == set(CALLS)


def test_whatever_a_team_does_is_the_same_beside_another_and_else_it_is_noticed(
    worlds: Worlds,
) -> None:
    assert [method for method in CALLS if worlds.crosses(method)] == []

    statements, unnoticed = worlds.statements, []
    for method in CALLS:
        statements.seen, statements.spoilt = set(), ""
        worlds.call(method, {"T1", "T2"})
        assert statements.seen, method
        for statement in sorted(statements.seen):
            statements.spoilt = statement
            if not worlds.crosses(method):
                unnoticed.append((method, statement))
    assert unnoticed == []
