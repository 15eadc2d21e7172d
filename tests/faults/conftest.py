"""What the fault tests share: short or in full, and the table of what each fault gave."""

from collections.abc import Callable

import pytest

from bot.store import State
from tests.databases import database_url, postgresql
from tests.faults.stage import Stage

__all__ = ["database_url", "postgresql"]

Report = Callable[[Stage], None]

CHANNELS = "channels"


@pytest.fixture(autouse=True)
def _on_the_database_that_many_processes_use(request: pytest.FixtureRequest, full: bool) -> None:
    """In short, what many processes do is tried on PostgreSQL alone, where they belong."""
    callspec = getattr(request.node, "callspec", None)
    if not full and callspec and callspec.params.get("database_url") == "sqlite":
        pytest.skip("on SQLite with --full")


@pytest.fixture
def lease(full: bool) -> float:
    """How long claims are respected, in seconds."""
    return 20.0 if full else 2.0


@pytest.fixture
def report(record_property: Callable[[str, object], None]) -> Report:
    """Add a line to the table: how many channels have how many digests, by their slot's state."""

    def add(stage: Stage) -> None:
        counts = sorted(stage.states_and_posts().items(), key=str)
        told = (
            f"{count} {state or State.PLANNED} with {posts}" for (state, posts), count in counts
        )
        record_property(CHANNELS, ", ".join(told))

    return add


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    rows = [
        f"{report.nodeid.partition('::')[2]}: {dict(report.user_properties)[CHANNELS]}"
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call" and CHANNELS in dict(report.user_properties)
    ]
    if rows:
        terminalreporter.section("channels by what became of their digest, and posts in each")
        for row in sorted(rows):
            terminalreporter.line(row)
