"""Rows in a store, as the bot would have written them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.library import Library
from bot.shelf import Shelf
from bot.statistics import Statistician
from bot.store import Mark, Question, Store, Verdict
from bot.views.statistics import Statistics
from knowledge import Finder
from tests.shipped import FINDER

TEAM, OTHER = "T0LOCAL", "T0OTHER"
NOW = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
"""A Thursday in week 48."""

WEEK = timedelta(weeks=1)
KEPT = timedelta(days=90)
OUTCOMES = ("confident", "closest", "nothing")


def ask(
    store: Store,
    text: str = "how does MetalLB work",
    outcome: str | None = "confident",
    ago: timedelta = timedelta(),
    team: str = TEAM,
    now: datetime = NOW,
) -> None:
    store.questions.add(team, "C1", Question(text, now - ago, public=False, outcome=outcome))


def judge(
    store: Store,
    useful: bool,
    resources: Iterable[str],
    asker: str = "a",
    why: str | None = None,
    ago: timedelta = timedelta(),
    team: str = TEAM,
    now: datetime = NOW,
) -> None:
    verdict = Verdict(useful, "a question", tuple(resources), now - ago)
    answer = f"C1:{verdict.at.timestamp():.6f}"
    store.feedback.put(team, answer, asker, verdict)
    if why:
        assert store.feedback.explain(team, answer, asker, why)


def refuse(store: Store, resource: str, person: str, team: str = TEAM) -> None:
    store.marks.put(team, person, resource, Mark.NOT_FOR_ME, NOW)


def counted(
    store: Store,
    finder: Finder = FINDER,
    now: datetime = NOW,
    kept: timedelta = KEPT,
    team: str = TEAM,
) -> Statistics:
    return Statistician(store, Shelf(Library(finder), store, team), lambda: now, kept).of(team)
