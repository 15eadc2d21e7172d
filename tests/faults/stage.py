"""Channels with a digest that is due, processes that post it, and what came of that."""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.local import MANIFEST
from bot.names import SLOT_EVENT
from bot.scopes import SCOPES
from bot.store import State, Store, Subscription, open_store
from bot.workspace import ADA, LocalSlack, Manifest
from bot.workspace.world import Channel, Message
from tests.bot.process import CACHE
from tests.faults.actor import Part, main
from tests.forks import CONTEXT

MONDAY = datetime(2026, 11, 30, 8, 0, 30, tzinfo=UTC)
"""Half a minute after nine in Amsterdam."""

TEAM = "T0LOCAL"
WEEK = "2026-W49"
PATIENCE = 200


@dataclass
class Actor:
    """A process that posts."""

    process: ForkServerProcess
    line: Connection
    log: Path

    def kill(self) -> None:
        self.process.kill()
        self.process.join()

    def end(self) -> tuple[int | None, str]:
        """Wait for its end; gives its exit code and what it logged."""
        self.process.join(PATIENCE)
        return self.process.exitcode, self.log.read_text("utf-8")


class Stage:
    """A local Slack, a store, and channels whose digests are due on Monday at nine."""

    def __init__(self, slack: LocalSlack, url: str, channels: int) -> None:
        self.slack = slack
        self.url = url
        self.channels = [f"C{number:05}" for number in range(channels)]
        self.store: Store = open_store(url)
        self.store.migrate()
        for channel in self.channels:
            members = {ADA, slack.app.bot_user}
            slack.world.channels[channel] = Channel(channel, channel.lower(), members)
            self.store.subscriptions.put(_weekly(channel))
        self._actors: list[Actor] = []

    def actors(self, *parts: Part) -> list[Actor]:
        """Start processes, which all begin to post at the same time."""
        started = [self._start(part) for part in parts]
        for actor in started:
            assert actor.line.recv() == "ready"
        for actor in started:
            actor.line.send("go")
        return started

    def finish(self, lease: float = 2.0) -> str:
        """Let one healthy process do what is left to do; gives what it said."""
        (actor,) = self.actors(Part(moment=MONDAY.timestamp() + 60, lease=lease))
        code, said = actor.end()
        assert code == 0, said
        return said

    def posts(self, channel: str) -> list[Message]:
        """List the digests that stand in a channel."""
        return [
            message
            for message in self.slack.world.messages(channel)
            if (message.metadata or {}).get("event_type") == SLOT_EVENT
        ]

    def counts(self) -> Counter[int]:
        """Count the channels by how many digests stand there."""
        return Counter(len(self.posts(channel)) for channel in self.channels)

    def states(self) -> Counter[State | None]:
        """Count the slots by their state."""
        found = Counter[State | None]()
        for channel in self.channels:
            records = self.store.slots.history(TEAM, channel)
            found[records[-1].state if records else None] += 1
        return found

    def states_and_posts(self) -> Counter[tuple[State | None, int]]:
        """Count the channels by the state of their slot and how many digests stand there."""
        found = Counter[tuple[State | None, int]]()
        for channel in self.channels:
            records = self.store.slots.history(TEAM, channel)
            found[records[-1].state if records else None, len(self.posts(channel))] += 1
        return found

    def close(self) -> None:
        for actor in self._actors:
            actor.kill()
            actor.line.close()
            actor.log.unlink()
        self.store.close()

    def _start(self, part: Part) -> Actor:
        descriptor, log = tempfile.mkstemp()
        os.close(descriptor)
        environment = {
            "SLACK_BOT_TOKEN": self.slack.app.bot_token,
            "SLACK_API_URL": self.slack.api_url,
            "DATABASE_URL": self.url,
            "XDG_CACHE_HOME": str(CACHE),
        }
        ours, theirs = CONTEXT.Pipe()
        process = CONTEXT.Process(target=main, args=(part, environment, Path(log), theirs))
        process.start()
        theirs.close()
        actor = Actor(process, ours, Path(log))
        self._actors.append(actor)
        return actor


@contextmanager
def stage(url: str, channels: int, *, may_look: bool = True) -> Iterator[Stage]:
    """Set everything up; `may_look` is whether the bot may read the history of channels."""
    scopes = MANIFEST.scopes if may_look else SCOPES
    manifest = Manifest(scopes=frozenset(scopes), events=MANIFEST.events)
    with LocalSlack(manifest, clock=lambda: MONDAY.timestamp()) as slack:
        running = Stage(slack, url, channels)
        try:
            yield running
        finally:
            running.close()


def _weekly(channel: str) -> Subscription:
    since = MONDAY - timedelta(days=3)
    return Subscription(TEAM, channel, 0, time(9), "Europe/Amsterdam", owner=ADA, since=since)
