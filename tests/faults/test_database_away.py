"""A bot whose database is not there at first, goes away, comes back, or is full."""

import resource as limits
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.names import Marked
from bot.store import Mark, open_store
from bot.views.sentences import FAILED
from bot.workspace import ADA, MLOPS, LocalSlack
from bot.workspace.world import Message
from tests.bot.process import Process, eventually
from tests.bot.rig import command, links, mention
from tests.databases import PostgreSQL
from tests.operations.test_pages import numbers, page
from tests.people.asking import FOUND, QUESTION, choosing, said

READY = (200, "ready")


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture
def server(postgresql: PostgreSQL) -> Iterator[PostgreSQL]:
    yield postgresql
    postgresql.start()  # a test that failed must not fail the ones after it


def answered(slack: LocalSlack) -> Message:
    """Ask, and wait for the answer."""
    before = len(slack.from_bot(MLOPS, seen_by=ADA))
    assert slack.deliver(command(slack, QUESTION)).error is None
    eventually(lambda: len(slack.from_bot(MLOPS, seen_by=ADA)) > before)
    answer = slack.from_bot(MLOPS, seen_by=ADA)[-1]
    assert links(answer)
    return answer


def told_on_saving(slack: LocalSlack, answer: Message) -> str:
    """Save the first resource of an answer; gives what the person reads then."""
    before = len(slack.from_bot(MLOPS, seen_by=ADA))
    slack.deliver(choosing(slack, answer, FOUND[0], Marked.SAVED))
    eventually(lambda: len(slack.from_bot(MLOPS, seen_by=ADA)) > before)
    return slack.from_bot(MLOPS, seen_by=ADA)[-1].text


def saved(url: str) -> list[str]:
    store = open_store(url)
    try:
        return list(store.marks.of("T0LOCAL", ADA, Mark.SAVED))
    finally:
        store.close()


def test_postgresql_is_not_there_at_first_and_dies_later(
    slack: LocalSlack, tmp_path: Path, server: PostgreSQL
) -> None:
    url = server.empty_database()
    server.stop()
    with Process(slack, tmp_path, environment={"DATABASE_URL": url}) as bot:
        eventually(lambda: page(bot, "readyz")[0] == 503)
        answered(slack)
        eventually(lambda: "database does not answer" in bot.log)

        server.start()
        eventually(lambda: page(bot, "readyz") == READY)
        server.crash()
        assert told_on_saving(slack, answered(slack)) == FAILED
        assert page(bot, "readyz")[0] == 503

        server.start()
        assert told_on_saving(slack, answered(slack)) == said(Marked.SAVED, FOUND[0])
        assert page(bot, "readyz") == READY
    assert saved(url) == [FOUND[0].id]


@pytest.mark.parametrize(
    ("http", "error"), [(True, "http_error"), (False, "http_timeout")], ids=["HTTP", "Socket Mode"]
)
def test_a_farewell_is_taken_when_it_can_be_kept(
    tmp_path: Path, server: PostgreSQL, http: bool, error: str
) -> None:
    url = server.empty_database()
    with (
        LocalSlack(retries=()) as slack,
        Process(slack, tmp_path, http=http, environment={"DATABASE_URL": url, "PORT": "0"}) as bot,
    ):
        eventually(lambda: page(bot, "readyz") == READY)
        answer = answered(slack)
        assert told_on_saving(slack, answer) == said(Marked.SAVED, FOUND[0])
        event = {"event": {"type": "app_uninstalled"}, "event_time": int(time.time())}
        farewell = mention(slack, "") | event

        server.stop()
        assert slack.deliver(farewell).error == error
        server.start()
        assert slack.deliver(farewell, retry=1).error is None

        assert saved(url) == []


@contextmanager
def full_disk(bot: Process) -> Iterator[None]:
    """Let no file of the process grow, its log included."""
    largest = limits.prlimit(bot.pid, limits.RLIMIT_FSIZE)
    limits.prlimit(bot.pid, limits.RLIMIT_FSIZE, (1, largest[1]))
    try:
        yield
    finally:
        limits.prlimit(bot.pid, limits.RLIMIT_FSIZE, largest)


@pytest.mark.skipif(not hasattr(limits, "prlimit"), reason="only Linux limits other processes")
def test_the_disk_is_full_and_has_room_again(slack: LocalSlack, tmp_path: Path) -> None:
    with Process(slack, tmp_path) as bot:
        eventually(lambda: page(bot, "readyz") == READY)
        answer = answered(slack)
        with full_disk(bot):
            assert told_on_saving(slack, answered(slack)) == FAILED
            errors = numbers(bot)
            assert sum(n for name, n in errors.items() if "store_errors_total" in name) > 0

        assert told_on_saving(slack, answer) == said(Marked.SAVED, FOUND[0])
        assert page(bot, "readyz") == READY
    assert saved(f"sqlite:///{tmp_path / 'bot.sqlite3'}") == [FOUND[0].id]
