"""How a database that an earlier version has left gets its tables: nothing is lost of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from bot.store import (
    Fate,
    Mark,
    Pause,
    Proposal,
    Question,
    Slot,
    Stage,
    State,
    Store,
    Subscription,
    Verdict,
    open_store,
)
from bot.store.address import read_url
from bot.store.engine import open_engine
from tests.store.contents import Rows
from tests.store.crowd import PROCESSES, Crowd, migrate
from tests.store.schema import bring_back, rows_there, tables_of, upgrade

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
EVER = datetime(1970, 1, 1, tzinfo=UTC)
WITHOUT_OUTCOMES, LAST = "0003", "0004"
"""The last one is the version before, which has left most of the databases that are to be
migrated."""

CLAIMED = [
    "message:T1:C1:1712.0001",
    "click:T1:C1:1712.0002:answer_1",
    "ключ 'ö' \"x\"; --",
    "x" * 256,
]
DOCUMENTS = {
    "clock": {"ahead": 3600},
    "message/C1/1712.0001": {
        "text": "“MetalLB” <b> isn't it?\nyes; no",
        "reactions": ["+1"],
        "thread": None,
    },
    "person/U1": {"name": "Zoë", "tz": "Europe/Berlin"},
}
SUBSCRIPTIONS = [
    Subscription("T1", "C1", 0, time(9), "Europe/Berlin", "U1", NOON),
    Subscription(
        team="T1",
        channel="C2",
        weekday=6,
        time=time(23, 59),
        zone="America/Argentina/Buenos_Aires",
        owner="U2",
        since=NOON + 9 * DAY,
        topics=("kubernetes-networking", "тема 'ö'"),
        weekdays_only=True,
        holidays=(date(2026, 12, 25), date(2028, 2, 29)),
        paused=Pause.ASKED,
        resume_on=date(2027, 1, 1),
    ),
]
QUESTIONS = [
    Question("How does “MetalLB” work, isn't it <b>?\nyes; no", NOON, public=True),
    Question("Что такое pod?", NOON + MINUTE, public=False),
    Question("what is kserve", NOON + 2 * MINUTE, public=True),
]


@pytest.fixture(params=["0002", WITHOUT_OUTCOMES, LAST])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def left(engine: Engine, version: str, database_url: str) -> Iterator[Store]:
    """A store in a database as an earlier version left it, with what that remembered."""
    bring_back(engine, version)
    store = open_store(database_url)
    yield store
    store.close()


def kept(before: Rows, after: Rows) -> Rows:
    """What is there afterwards, as far as it was there before."""
    return {
        table: [{column: row[column] for column in rows[0]} for row in after[table]]
        for table, rows in before.items()
    }


def test_the_database_that_is_kept_here_has_the_tables_of_its_version(
    left: Store, engine: Engine, version: str, another_url: str
) -> None:
    made = open_engine(read_url(another_url))
    upgrade(made, version)

    assert tables_of(engine) == tables_of(made)
    made.dispose()


def test_nothing_is_lost_of_any_table(left: Store, engine: Engine) -> None:
    before = rows_there(engine)
    assert all(before.values())  # so that there is something to lose
    left.migrate()

    assert kept(before, rows_there(engine)) == before


def test_claims_and_documents_are_found_again(left: Store) -> None:
    left.migrate()

    assert dict(left.documents) == DOCUMENTS
    assert not any(left.claim(key, NOON) for key in CLAIMED)
    assert left.forget_before(NOON + 2 * DAY) == 2
    assert [left.claim(key, NOON) for key in CLAIMED] == [True, True, False, False]


@pytest.mark.parametrize("version", [WITHOUT_OUTCOMES, LAST], indirect=True)
def test_digests_marks_and_arrivals_are_found_again(left: Store) -> None:
    left.migrate()

    assert list(left.subscriptions.all_of("T1")) == SUBSCRIPTIONS
    assert [each.owner for each in left.subscriptions.all_of("T2")] == ["U1"]
    history = left.slots.history("T1", "C1")
    assert [(each.slot.week, each.state, each.resource, each.reason) for each in history] == [
        ("2026-W45", State.POSTED, "k8s-pods", None),
        ("2026-W46", State.SKIPPED, None, "U2"),
        ("2026-W47", State.MISSED, None, "late"),
        ("2026-W48", State.POSTING, None, None),
        ("2026-W49", State.PLANNED, "k8s-jobs", None),
    ]
    assert history[0].message == "1793700000.000100"
    (claimed,) = left.slots.claimed("T1")
    assert left.slots.end(claimed.slot, claimed.claim or "", State.POSTED)
    waiting = Slot("T2", "C1", "2026-W48")
    assert not left.slots.claim(waiting, NOON, NOON)
    assert left.slots.claim(waiting, NOON, NOON + 60 * MINUTE)
    assert left.marks.of("T1", "U1", Mark.SAVED) == ["k8s-pods"]
    assert left.marks.of("T1", "U1", Mark.DONE) == ["k8s-jobs"]
    assert left.marks.counted("T1", Mark.NOT_FOR_ME) == {"k8s-pods": 1}
    assert left.marks.of("T2", "U1", Mark.DONE) == ["k8s-pods"]
    assert left.arrivals.since(EVER) == {"ресурс-1"}


def every_question(store: Store) -> list[Question]:
    found = (store.questions.since("T1", channel, EVER, 9) for channel in ("C1", "C2"))
    return [question for questions in found for question in questions]


@pytest.mark.parametrize("version", [WITHOUT_OUTCOMES], indirect=True)
def test_old_questions_are_listed_but_nobody_knows_whether_they_were_in_vain(left: Store) -> None:
    left.migrate()

    found = every_question(left)
    assert [replace(question, number=None) for question in found] == QUESTIONS
    assert left.questions.since("T1", "C1", EVER, 9) == found[:2]
    assert left.questions.in_vain("T1", 9) == []
    numbers = [question.number for question in found if question.number is not None]
    assert len(numbers) == 3
    assert {*left.questions.settle("T1", numbers, NOON).values()} == set()
    left.forget_person("T1", "U1", "a code")
    assert every_question(left) == found
    assert left.questions.forget_before(NOON + MINUTE) == 2
    assert every_question(left) == found[1:]


@pytest.mark.parametrize("version", [LAST], indirect=True)
def test_what_people_did_is_found_again(left: Store) -> None:
    left.migrate()

    assert left.people.hears("T2", "U1")
    (verdict,) = left.feedback.since("T2", EVER)
    assert (verdict.useful, verdict.resources) == (False, ("k8s-pods",))
    assert verdict.why == "too long; really\nso"
    for fate, reason in ((Fate.OPEN, None), (Fate.ACCEPTED, None), (Fate.DECLINED, "no; really")):
        (suggestion,) = left.suggestions.with_fate("T2", fate)
        assert suggestion.proposal.title == f"“{fate}” isn't"
        assert suggestion.reason == reason
    (plan,) = left.plans.due("T2", NOON)
    assert (plan.person, plan.title, plan.steps) == ("U2", "Für U2", ("k8s-pods", "k8s-jobs"))
    (vain,) = left.questions.in_vain("T2", 9)
    assert (vain.text, vain.person) == ("asked in vain", "U1")


def test_all_that_is_new_works_afterwards(left: Store) -> None:
    left.migrate()

    left.questions.add("T1", "C9", Question("sure", NOON, True, "confident", asker="a code"))
    left.people.set_hears("T1", "U1", True)
    left.questions.add("T1", "C9", Question("in vain", NOON, True, "nothing", person="U1"))
    (vain,) = left.questions.in_vain("T1", 9)
    assert (vain.text, vain.person, vain.asker) == ("in vain", "U1", None)
    assert {*left.questions.settle("T1", [vain.number or 0], NOON).values()} == {"U1"}
    assert len(left.questions.since("T1", "C9", EVER, 9)) == 2
    assert left.weekly_keys.of("2026-W48") == left.weekly_keys.of("2026-W48")
    assert left.people.hears("T1", "U1")
    verdict = Verdict(useful=False, question="What is a pod?", resources=("pods",), at=NOON)
    left.feedback.put("T1", "C1:1712.0001", "a code", verdict)
    assert left.feedback.since("T1", EVER) == [replace(verdict, asker="a code")]
    made = left.suggestions.add("T1", "U1", Proposal(url="https://example.com", title="x"), NOON)
    assert left.suggestions.decide("T1", made.id, Fate.ACCEPTED, NOON)
    assert [each.id for each in left.suggestions.untold("T1")] == [made.id]
    plan = left.plans.offer(
        "T1", person="U1", sender="U2", title="x", steps=("pods",), pace=1, now=NOON
    )
    assert left.plans.change("T1", plan, stage=Stage.RUNNING, due=NOON)
    assert [each.id for each in left.plans.due("T1", NOON)] == [plan.id]
    left.workspaces.set_curators("T1", "C9")
    assert (left.workspaces.curators("T1"), left.workspaces.curators("T2")) == ("C9", None)
    left.oauth_states.put("a state", NOON)
    assert left.oauth_states.take("a state", NOON)
    left.marks.put("T1", "U9", "pods", Mark.DONE, NOON)
    left.marks.remove("T1", "U9", "pods")
    assert left.marks.of("T1", "U9", Mark.DONE) == []


def test_all_of_a_team_can_be_forgotten_afterwards(left: Store, engine: Engine) -> None:
    left.migrate()
    left.forget_team("T1")

    teams = {row.get("team") for rows in rows_there(engine).values() for row in rows}
    assert "T1" not in teams


def test_of_many_processes_one_migrates(
    left: Store, engine: Engine, database_url: str, crowd: Crowd
) -> None:
    before = rows_there(engine)
    *others, first = sorted(crowd.run(migrate, database_url))

    assert others == [0] * (PROCESSES - 1)
    assert first > 0
    assert kept(before, rows_there(engine)) == before
    left.ping()
    assert left.plans.of("T1", "U1") == []


@pytest.mark.parametrize("index", ["slack_bots_idx", "slack_installations_idx"])
def test_a_failed_migration_leaves_everything_as_it_was(
    left: Store, engine: Engine, index: str
) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE other (at BIGINT)"))
        connection.execute(text(f"CREATE INDEX {index} ON other (at)"))  # in the way
    tables, rows = tables_of(engine), rows_there(engine)
    with pytest.raises(SQLAlchemyError, match=index):
        left.migrate()

    assert tables_of(engine) == tables
    assert rows_there(engine) == rows
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE other"))
    left.migrate()
    assert dict(left.documents) == DOCUMENTS
    assert left.plans.of("T1", "U1") == []
