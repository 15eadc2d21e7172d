"""Processes are replaced one after the other while people ask: no question is lost."""

import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from bot.workspace import ADA, MLOPS, LocalSlack
from tests.bot.process import Process, eventually
from tests.bot.rig import command, mention
from tests.databases import PostgreSQL
from tests.faults.fleet import RETRIES, Fleet, People, Router
from tests.operations.test_pages import page


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(retries=RETRIES) as running:
        yield running


@pytest.mark.parametrize("http", [False, True], ids=["Socket Mode", "HTTP"])
@pytest.mark.parametrize("count", [2, 3])
def test_every_question_is_answered_once(
    slack: LocalSlack, tmp_path: Path, database_url: str, full: bool, count: int, http: bool
) -> None:
    if count == 3 and not full:
        pytest.skip("takes its time: --full")
    people = People(slack, command, mention)
    with ExitStack() as stack:
        router = stack.enter_context(Router()) if http else None
        fleet = stack.enter_context(Fleet(slack, tmp_path, database_url, router))
        fleet.start(count)  # on an empty database
        eventually(lambda: all(page(each, "readyz") == (200, "ready") for each in fleet.all))
        eventually(lambda: router is None or router.sends_to_all())
        slack.deliver_to(f"{router.url}/slack/events" if router else None)
        with people.asking():
            for old in list(fleet.all):
                time.sleep(2 if full else 0.5)
                fleet.start()
                people.ask(100)
                old.signal(signal.SIGTERM)
                assert old.exit_code() == 0, old.log
        eventually(people.all_are_answered_once, seconds=20)
        logs = [process.log for process in fleet.all]
    people.close()

    assert people.all_are_answered_once()
    if http:  # a slow machine may acknowledge late; what came was taken by somebody
        assert {delivery.error for delivery in people.deliveries()} <= {None, "http_timeout"}
    assert all("Traceback" not in log and "does not answer" not in log for log in logs)


def test_of_many_that_start_at_once_one_migrates(
    slack: LocalSlack, tmp_path: Path, postgresql: PostgreSQL
) -> None:
    url = postgresql.empty_database()
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with psycopg.connect(url) as other, Fleet(slack, tmp_path, url, None) as fleet:
        other.execute("CREATE TABLE alembic_version ()")  # of which each can but wait for the end
        fleet.start(3)
        eventually(lambda: other.execute(waiting).fetchone() == (3,))
        other.rollback()
        eventually(lambda: all(page(each, "readyz") == (200, "ready") for each in fleet.all))
        assert not any("database does not answer" in process.log for process in fleet.all)


def test_a_command_that_slack_sends_while_we_hang_up_is_answered(
    slack: LocalSlack, tmp_path: Path
) -> None:
    with Process(slack, tmp_path) as bot:
        eventually(lambda: slack.connections == 1)
        slack.end_connections("deafen")  # it has not read our close frame yet
        bot.signal(signal.SIGTERM)
        time.sleep(0.5)
        delivery = slack.deliver(command(slack, "istio"))

        assert bot.exit_code() == 0
    assert delivery.error
    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == 1


def test_over_http_all_is_taken_until_routers_know_that_we_end(
    slack: LocalSlack, tmp_path: Path
) -> None:
    with Process(slack, tmp_path, http=True) as bot:
        parts = urlsplit(bot.url)
        kept = HTTPConnection(str(parts.hostname), parts.port, timeout=10)
        eventually(lambda: get(kept, "/readyz") == (200, b"ready", None))
        bot.signal(signal.SIGTERM)
        eventually(lambda: get(kept, "/readyz") == (503, b"ending", "close"))

        time.sleep(0.5)
        delivery = slack.deliver(command(slack, "istio"))

        assert (delivery.status, delivery.error) == (200, None)
        assert bot.exit_code() == 0
    assert len(slack.from_bot(MLOPS, seen_by=ADA)) == 1


def get(connection: HTTPConnection, path: str) -> tuple[int, bytes, str | None]:
    connection.request("GET", path)
    response = connection.getresponse()
    return response.status, response.read(), response.getheader("Connection")
