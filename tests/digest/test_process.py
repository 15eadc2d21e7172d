"""The digest of a bot that runs: posted by itself, once, and never in its way."""

import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bot.local import MANIFEST
from bot.store import Store, Subscription, open_store
from bot.workspace import ADA, MLOPS, LocalSlack, faults
from bot.workspace.world import Message
from tests.bot.process import Process, Workspace, eventually
from tests.bot.rig import command
from tests.tenants.installing import Installed, begun, get, install


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(MANIFEST) as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A database in which #mlops has a digest that is due since a minute."""
    store = open_store(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    store.migrate()
    due, since = datetime.now(UTC) - timedelta(minutes=1), datetime.now(UTC) - timedelta(hours=1)
    store.subscriptions.put(
        Subscription("T0LOCAL", MLOPS, due.weekday(), due.time(), "UTC", ADA, since)
    )
    yield store
    store.close()


def posts(slack: LocalSlack) -> list[Message]:
    return [message for message in slack.from_bot(MLOPS) if message.metadata]


def test_what_is_due_is_posted_by_itself_and_once(
    slack: LocalSlack, tmp_path: Path, store: Store
) -> None:
    for _ in range(2):
        with Process(slack, tmp_path) as bot:
            eventually(lambda: posts(slack))
            bot.signal(signal.SIGTERM)
            assert bot.exit_code() == 0

    assert len(posts(slack)) == 1


def test_a_post_under_way_is_finished_before_the_end(
    slack: LocalSlack, tmp_path: Path, store: Store
) -> None:
    slack.fail("chat.postMessage", faults.slow(5))
    with Process(slack, tmp_path) as bot:
        eventually(lambda: posts(slack))
        bot.signal(signal.SIGTERM)

        assert bot.exit_code() == 0
    assert store.slots.claimed("T0LOCAL") == []


def test_questions_are_answered_while_slack_hangs_on_a_post(
    slack: LocalSlack, tmp_path: Path, store: Store
) -> None:
    slack.fail("chat.postMessage", faults.slow(9))
    with Process(slack, tmp_path):
        eventually(lambda: posts(slack))
        slack.deliver(command(slack, "istio"))

        eventually(lambda: slack.from_bot(MLOPS, seen_by=ADA))
        assert store.slots.claimed("T0LOCAL")  # it hangs still


def test_a_revoked_token_is_told_by_readyz(slack: LocalSlack, tmp_path: Path, store: Store) -> None:
    slack.fail("chat.postMessage", faults.refused("token_revoked"))
    with Process(slack, tmp_path, http=True) as bot:
        eventually(lambda: "no digest is posted any more" in bot.log)

        with pytest.raises(HTTPError, match="503") as refusal:
            urlopen(f"{bot.url}/readyz", timeout=5)
        assert refusal.value.read().decode() == "Slack refuses the token: token_revoked"
        refusal.value.close()
    assert bot.log.count("[error") == 1


def test_of_many_workspaces_one_whose_token_was_revoked_keeps_nobody_from_installing(
    slack: LocalSlack, tmp_path: Path, store: Store
) -> None:
    slack.fail("chat.postMessage", faults.refused("token_revoked"))
    with Installed(slack, tmp_path) as bot:
        install(bot, slack)
    with Installed(slack, tmp_path) as bot:
        eventually(lambda: "no digest is posted any more" in bot.log)

        assert get(f"{bot.url}/readyz").text == "ready"
        assert begun(bot).status == 302


def test_on_a_disk_that_does_not_last_no_digest_can_be_set(
    slack: LocalSlack, tmp_path: Path
) -> None:
    heroku = {"DYNO": "worker.1", "DATABASE_URL": "", "HOME": str(tmp_path)}
    with Process(slack, tmp_path, environment=heroku) as bot:
        assert "no channel can have a digest" in bot.log
        slack.deliver(command(slack, "digest weekly monday 09:00"))

        eventually(lambda: slack.from_bot(MLOPS, seen_by=ADA))
    assert "forgets its disk" in slack.from_bot(MLOPS, seen_by=ADA)[-1].text


def test_in_the_local_workspace_travelling_in_time_brings_it(tmp_path: Path) -> None:
    with Workspace(tmp_path) as bot:
        bot.do("write", place=MLOPS, text="/mlops-learn digest weekly monday 09:00 utc")
        eventually(lambda: "Set. This is how it comes" in bot.look()["timeline"])

        bot.do("travel", ahead=7 * 86_400)
        eventually(lambda: "Resource of the week" in bot.look()["timeline"])

        bot.start_over()
        bot.do("write", place=MLOPS, text="/mlops-learn digest")
        eventually(lambda: "This channel has no digest" in bot.look()["timeline"])
