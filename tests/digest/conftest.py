"""A bot in a local Slack, a clock that is moved by hand, and channels with a digest."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from bot.local import MANIFEST, now
from bot.names import SLOT_EVENT
from bot.store import Record, Subscription
from bot.workspace import ADA, MLOPS, LocalSlack
from bot.workspace.world import Channel, Message
from tests.bot.rig import Bot, Clock, start_bot
from tests.digest.asking import MONDAY, SUNDAY, answered, posted

TEAM = "T0LOCAL"
WEEK = timedelta(weeks=1)


@dataclass
class Desk:
    """Everything that a test of digests needs at hand."""

    slack: LocalSlack
    bot: Bot
    clock: Clock
    database: Path

    @property
    def now(self) -> datetime:
        return self.clock.now

    @now.setter
    def now(self, moment: datetime) -> None:
        self.clock.now = moment

    def subscribe(self, channel: str = MLOPS, **fields: object) -> Subscription:
        """Set a digest for Mondays at nine."""
        weekly = Subscription(TEAM, channel, 0, time(9), "Europe/Amsterdam", ADA, self.now)
        subscription = replace(weekly, **fields)  # type: ignore[arg-type]
        self.bot.store.subscriptions.put(subscription)
        return subscription

    def round(self, moment: datetime | None = None) -> int:
        """Post what is due; gives how many there were."""
        self.now = moment or self.now
        return self.bot.staff.poster.round().posted

    def posts(self, channel: str = MLOPS) -> list[Message]:
        return [
            message
            for message in self.slack.from_bot(channel)
            if (message.metadata or {}).get("event_type") == SLOT_EVENT
        ]

    def told(self) -> list[str]:
        """List what Ada read in her direct message."""
        return [message.text for message in self.slack.from_bot("D0ADA")]

    def channel(self, number: int) -> str:
        """Make a channel with the bot in it; gives its id."""
        id = f"C{number:05}"
        members = {ADA, self.slack.app.bot_user}
        self.slack.world.channels[id] = Channel(id, f"channel-{number}", members, creator=ADA)
        return id

    def subscription(self, channel: str = MLOPS) -> Subscription:
        found = self.bot.store.subscriptions.find(TEAM, channel)
        assert found
        return found

    def execute(self, statement: str) -> None:
        """Change the database behind the bot's back."""
        with closing(sqlite3.connect(self.database)) as database, database:
            database.execute(statement)

    def records(self, channel: str = MLOPS) -> list[Record]:
        return self.bot.store.slots.history(TEAM, channel)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    file = tmp_path / "bot.sqlite3"
    clock = Clock(SUNDAY)
    with LocalSlack(MANIFEST, clock=lambda: clock.now.timestamp()) as slack:
        bot = start_bot(slack, file, clock=lambda: clock.now)
        yield Desk(slack, bot, clock, file)
        bot.close()


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """A workspace whose clock stands still, until somebody travels."""
    with LocalSlack(MANIFEST, clock=SUNDAY.timestamp) as running:
        yield running


@pytest.fixture
def bot(slack: LocalSlack, tmp_path: Path) -> Iterator[Bot]:
    running = start_bot(slack, tmp_path / "bot.sqlite3", clock=lambda: now(slack))
    yield running
    running.close()


@pytest.fixture
def digest(slack: LocalSlack, bot: Bot) -> Message:
    """A digest that everybody in the channel sees."""
    answered(slack, bot, "digest weekly monday 09:00 topics: kubernetes")
    return posted(slack, bot, MONDAY)
