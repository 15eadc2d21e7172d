"""A bot whose curators have a channel, in a workspace whose clock is moved by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.local import MANIFEST
from bot.store import Fate, Proposal, Suggestion
from bot.workspace import ADA, CURATORS, MLOPS, LocalSlack
from bot.workspace.world import Message
from tests.bot.rig import Bot, Clock, command, start_bot

SATURDAY = datetime(2026, 11, 28, 12, tzinfo=UTC)
PIZZA = "best pizza in town"
TEAM = "T0LOCAL"


@dataclass
class Stage:
    """Everything that a test of gaps needs at hand."""

    slack: LocalSlack
    bot: Bot
    database: Path
    clock: Clock

    @property
    def now(self) -> datetime:
        return self.clock.now

    @now.setter
    def now(self, moment: datetime) -> None:
        self.clock.now = moment

    def ask(self, text: str, user: str = ADA) -> None:
        self.bot.get(command(self.slack, text, user))

    def gaps(self, user: str = ADA) -> Message:
        """Give what a curator reads."""
        return self.reply("gaps", user)

    def reply(self, text: str, user: str = ADA) -> Message:
        before = len(self.slack.from_bot(MLOPS, seen_by=user))
        self.ask(text, user)
        (reply,) = self.slack.from_bot(MLOPS, seen_by=user)[before:]
        return reply

    def told(self, person: str) -> list[str]:
        """List what somebody read in their direct message."""
        return [message.text for message in self.slack.from_bot(f"D{person[1:]}")]

    def notes(self) -> list[Message]:
        return self.slack.from_bot(CURATORS)

    def another(self) -> Bot:
        """Start one more process on the same store."""
        return start_bot(self.slack, self.database, clock=lambda: self.now)

    def hears(self, person: str) -> None:
        self.bot.store.people.set_hears(TEAM, person, hears=True)

    def accepted(self, question: str | None, url: str, by: str = ADA) -> Suggestion:
        """Give what was suggested and accepted, and is on the shelf."""
        store = self.bot.store.suggestions
        proposal = Proposal(url=url, title="Where to eat", topics=("pizza",), question=question)
        made = store.add(TEAM, by, proposal, self.now)
        assert store.decide(TEAM, made.id, Fate.ACCEPTED, self.now)
        self.bot.staff.shelf.refresh()
        return made


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    file = tmp_path / "bot.sqlite3"
    clock = Clock(SATURDAY)
    with LocalSlack(MANIFEST, clock=lambda: clock.now.timestamp()) as slack:
        bot = start_bot(slack, file, clock=lambda: clock.now)
        yield Stage(slack, bot, file, clock)
        bot.close()
