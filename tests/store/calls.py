"""Every method of the store that is about a team, called for T1."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.store import Fate, Mark, Plan, Proposal, Question, State, Store, Verdict
from tests.store.contents import EVER, NOON, SOMEBODY, answer_of, asker_of, digest_of, slot_of


@dataclass(frozen=True)
class Names:
    """What the store itself has named, of both teams: T1 may try the names of T2."""

    claims: list[str]
    numbers: list[int]
    suggestions: list[str]
    plans: list[Plan]


PLANNED, POSTING, SKIPPED = (
    slot_of("T1", "U1", state) for state in (State.PLANNED, State.POSTING, State.SKIPPED)
)
NEW = replace(PLANNED, week="2026-W40")
DIGEST = digest_of("T1", "U1")
PAUSED = f"{DIGEST.channel}-paused"
ANSWER, ASKER = answer_of("U1"), asker_of("U1")
PROPOSAL = Proposal(url="https://example.com", title="Pods")


def give_tellings_back(store: Store, names: Names) -> None:
    for id in names.suggestions:
        store.suggestions.give_telling_back("T1", id)


def note_cards(store: Store, names: Names) -> None:
    for id in names.suggestions:
        store.suggestions.note_card("T1", id, "1712.0002")


CALLS: dict[str, Callable[[Store, Names], object]] = {
    "subscriptions.find": lambda store, _: store.subscriptions.find("T1", DIGEST.channel),
    "subscriptions.all_of": lambda store, _: list(store.subscriptions.all_of("T1")),
    "subscriptions.put": lambda store, _: store.subscriptions.put(replace(DIGEST, weekday=3)),
    "subscriptions.pause": lambda store, _: store.subscriptions.pause("T1", DIGEST.channel, "x"),
    "subscriptions.resume": lambda store, _: store.subscriptions.resume(
        "T1", PAUSED, "asked", EVER
    ),
    "subscriptions.remove": lambda store, _: store.subscriptions.remove("T1", DIGEST.channel),
    "slots.find": lambda store, _: store.slots.find(PLANNED),
    "slots.settled": lambda store, _: sorted(store.slots.settled("T1", "2026-W01")),
    "slots.claimed": lambda store, _: store.slots.claimed("T1"),
    "slots.history": lambda store, _: store.slots.history("T1", DIGEST.channel),
    "slots.claim": lambda store, _: bool(store.slots.claim(PLANNED, NOON, NOON)),
    "slots.exchange": lambda store, names: [
        bool(store.slots.exchange(POSTING, claim)) for claim in names.claims
    ],
    "slots.plan": lambda store, _: store.slots.plan(PLANNED, "jobs"),
    "slots.put_back": lambda store, names: [
        store.slots.put_back(POSTING, claim, NOON) for claim in names.claims
    ],
    "slots.end": lambda store, names: [
        store.slots.end(POSTING, claim, State.POSTED) for claim in names.claims
    ],
    "slots.settle": lambda store, _: store.slots.settle(NEW, State.MISSED),
    "slots.forget_ahead": lambda store, _: store.slots.forget_ahead(NEW),
    "slots.leave_open": lambda store, _: store.slots.leave_open("T1", "pods"),
    "slots.unskip": lambda store, _: store.slots.unskip(SKIPPED),
    "questions.add": lambda store, _: store.questions.add(
        "T1", DIGEST.channel, Question("What is a job?", NOON, public=True, person="only in T2")
    ),
    "questions.since": lambda store, _: store.questions.since("T1", DIGEST.channel, EVER, 99),
    "questions.answered": lambda store, _: store.questions.answered("T1", EVER),
    "questions.unname": lambda store, _: store.questions.unname("T1", "U1"),
    "questions.in_vain": lambda store, _: store.questions.in_vain("T1", 99),
    "questions.settle": lambda store, names: sorted(
        store.questions.settle("T1", names.numbers, NOON).items()
    ),
    "questions.reopen": lambda store, names: store.questions.reopen("T1", names.numbers),
    "marks.put": lambda store, _: store.marks.put("T1", "U1", "pods", Mark.DONE, NOON),
    "marks.remove": lambda store, _: store.marks.remove("T1", "U1", "pods"),
    "marks.of": lambda store, _: store.marks.of("T1", "U1", Mark.SAVED),
    "marks.all_of": lambda store, _: store.marks.all_of("T1", "U1", NOON),
    "marks.counted": lambda store, _: store.marks.counted("T1", Mark.SAVED),
    "people.set_hears": lambda store, _: store.people.set_hears("T1", "U1", False),
    "people.hears": lambda store, _: store.people.hears("T1", "U1"),
    "feedback.put": lambda store, _: store.feedback.put(
        "T1", ANSWER, ASKER, Verdict(True, "What is a job?", ("jobs",), NOON)
    ),
    "feedback.explain": lambda store, _: store.feedback.explain("T1", ANSWER, ASKER, "too long"),
    "feedback.since": lambda store, _: store.feedback.since("T1", EVER),
    "suggestions.add": lambda store, _: store.suggestions.add("T1", "U1", PROPOSAL, NOON),
    "suggestions.find": lambda store, names: [
        store.suggestions.find("T1", id) for id in names.suggestions
    ],
    "suggestions.with_fate": lambda store, _: store.suggestions.with_fate("T1", Fate.OPEN),
    "suggestions.untold": lambda store, _: store.suggestions.untold("T1"),
    "suggestions.note_card": note_cards,
    "suggestions.decide": lambda store, names: [
        store.suggestions.decide("T1", id, Fate.DECLINED, NOON, None, PROPOSAL)
        for id in names.suggestions
    ],
    "suggestions.give_telling_back": give_tellings_back,
    "suggestions.take_telling": lambda store, names: [
        store.suggestions.take_telling("T1", id) for id in names.suggestions
    ],
    "suggestions.version": lambda store, _: store.suggestions.version("T1"),
    "plans.offer": lambda store, _: store.plans.offer(
        "T1", person="U1", sender=SOMEBODY, title="Jobs", steps=("jobs",), pace=1, now=NOON
    ),
    "plans.find": lambda store, names: [store.plans.find("T1", plan.id) for plan in names.plans],
    "plans.of": lambda store, _: store.plans.of("T1", "U1"),
    "plans.due": lambda store, _: store.plans.due("T1", NOON),
    "plans.change": lambda store, names: [
        store.plans.change("T1", plan, step=1, due=NOON) for plan in names.plans
    ],
    "workspaces.curators": lambda store, _: store.workspaces.curators("T1"),
    "workspaces.set_curators": lambda store, _: store.workspaces.set_curators("T1", "C9"),
    "store.forget_team": lambda store, _: store.forget_team("T1"),
    "store.forget_person": lambda store, _: store.forget_person("T1", "U1", ASKER),
}
