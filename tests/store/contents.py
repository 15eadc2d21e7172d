"""Something of all that is remembered of a team, put there through the front door."""

from dataclasses import replace
from datetime import UTC, datetime, time

from sqlalchemy import Engine, delete, insert, select

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
)
from bot.store.tables import metadata

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
EVER = datetime(1970, 1, 1, tzinfo=UTC)
SOMEBODY = "U9"  # who sent them a plan, and whom they sent one

Row = dict[str, object]
Rows = dict[str, list[Row]]


def asker_of(person: str) -> str:
    return f"code-of-{person}"


def answer_of(person: str) -> str:
    return f"C-{person}:1712.0001"


def digest_of(team: str, person: str) -> Subscription:
    return Subscription(team, f"C-{person}", 0, time(9), "Europe/Berlin", person, NOON)


def slot_of(team: str, person: str, state: State) -> Slot:
    return Slot(team, f"C-{person}", f"2026-W{48 + list(State).index(state)}")


def fill(store: Store, team: str, person: str = "U1") -> None:
    """The same for each team and person, but for their names: a row for every method to find."""
    running = digest_of(team, person)
    channel, asker = running.channel, asker_of(person)
    store.subscriptions.put(running)
    store.subscriptions.put(replace(running, channel=f"{channel}-paused", paused=Pause.ASKED))
    store.slots.plan(slot_of(team, person, State.PLANNED), "pods")
    store.slots.claim(slot_of(team, person, State.POSTING), NOON, NOON)
    store.slots.settle(slot_of(team, person, State.POSTED), State.POSTED)
    store.slots.settle(slot_of(team, person, State.SKIPPED), State.SKIPPED, person)
    store.people.set_hears(team, person, True)
    store.workspaces.set_curators(team, f"C-{team}")
    for text, outcome in (("What is a pod?", "confident"), ("What is a pond?", "nothing")):
        question = Question(text, NOON, public=True, outcome=outcome)
        store.questions.add(team, channel, replace(question, asker=asker))
        store.questions.add(team, channel, replace(question, person=person))
    store.marks.put(team, person, "pods", Mark.SAVED, NOON)
    verdict = Verdict(useful=False, question="What is a pod?", resources=("pods",), at=NOON)
    store.feedback.put(team, answer_of(person), asker, verdict)
    for fate in Fate:
        proposal = Proposal(url=f"https://example.com/{fate}", title=fate)
        made = store.suggestions.add(team, person, proposal, NOON)
        if fate is not Fate.OPEN:
            store.suggestions.decide(team, made.id, fate, NOON)
    for learner, sender in ((person, SOMEBODY), (SOMEBODY, person)):
        plan = store.plans.offer(
            team,
            person=learner,
            sender=sender,
            title=f"For {learner}",
            steps=("pods", "jobs"),
            pace=2,
            now=NOON,
        )
        store.plans.change(team, plan, stage=Stage.RUNNING, due=NOON)


def rows_of(engine: Engine) -> Rows:
    """Read all tables, each in the order of its key."""
    with engine.connect() as connection:
        return {
            name: [
                dict(row)
                for row in connection.execute(
                    select(table).order_by(*table.primary_key.columns)
                ).mappings()
            ]
            for name, table in metadata.tables.items()
        }


def put_rows(engine: Engine, rows: Rows) -> None:
    """Let all tables hold these rows and nothing else."""
    with engine.begin() as connection:
        for name, table in metadata.tables.items():
            connection.execute(delete(table))
            if rows[name]:
                connection.execute(insert(table), rows[name])
