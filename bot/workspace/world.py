"""A workspace as data: people, channels and the messages in them."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class App:
    """The one app that is installed, with what it needs to prove who it is."""

    id: str
    name: str
    bot_user: str
    bot_id: str
    bot_token: str
    app_token: str
    signing_secret: str
    scopes: frozenset[str]


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    real_name: str
    is_admin: bool = False
    is_bot: bool = False
    zone: str = "Europe/Amsterdam"


@dataclass
class Channel:
    """A channel, or a direct message, which has no name."""

    id: str
    name: str
    members: set[str]
    is_direct: bool = False
    is_archived: bool = False


@dataclass(frozen=True)
class Message:
    """A message as it stands now. `ts` is its time and its name within the channel."""

    ts: str
    channel: str
    author: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread: str | None = None
    seen_by: str | None = None
    """The only person who sees it, when it is ephemeral."""

    bot_id: str | None = None
    metadata: Json | None = None
    edited: str | None = None

    def to_slack(self) -> Json:
        """Render Slack's message object."""
        return {
            "type": "message",
            "user": self.author,
            "ts": self.ts,
            "text": self.text,
            **({"blocks": self.blocks} if self.blocks else {}),
            **({"thread_ts": self.thread} if self.thread else {}),
            **({"bot_id": self.bot_id} if self.bot_id else {}),
            **({"metadata": self.metadata} if self.metadata else {}),
            **({"edited": {"user": self.author, "ts": self.edited}} if self.edited else {}),
        }

    def element(self, action_id: str) -> tuple[str, Json]:
        """Find a button or menu, and the id of the block that it stands in.

        Raises:
            LookupError: when the message has none with this action id.
        """
        for block in self.blocks:
            for element in [*block.get("elements", []), block.get("accessory") or {}]:
                if element.get("action_id") == action_id:
                    return block["block_id"], element
        raise LookupError(f"no element {action_id!r} in the message {self.ts}")


class World:
    """Everything that the workspace remembers. Any thread may use it."""

    def __init__(
        self,
        team: str,
        domain: str,
        people: list[Person],
        channels: list[Channel],
        clock: Callable[[], float],
    ) -> None:
        self.team = team
        self.domain = domain
        self.people = {person.id: person for person in people}
        self.channels = {channel.id: channel for channel in channels}
        self.clock = clock
        self._lock = threading.RLock()
        self._messages: dict[tuple[str, str], Message] = {}
        self._last_moment = 0
        self._counted = 0

    def timestamp(self) -> str:
        """Give a moment that was never given before, later than all of them."""
        with self._lock:
            self._last_moment = max(self._last_moment + 1, int(self.clock() * 1_000_000))
            seconds, rest = divmod(self._last_moment, 1_000_000)
        return f"{seconds}.{rest:06}"

    def new_id(self, prefix: str) -> str:
        with self._lock:
            self._counted += 1
            return f"{prefix}0LOCAL{self._counted:04}"

    def channel(self, name_or_id: str) -> Channel:
        """Find a channel by id or by `#name`.

        Raises:
            LookupError: when there is none.
        """
        for channel in list(self.channels.values()):
            if name_or_id in (channel.id, f"#{channel.name}", channel.name):
                return channel
        raise LookupError(f"no channel {name_or_id!r}")

    def direct_channel(self, person: str, bot: str) -> Channel:
        """Open the conversation of a person with the bot."""
        with self._lock:
            for channel in self.channels.values():
                if channel.is_direct and channel.members == {person, bot}:
                    return channel
            opened = Channel(self.new_id("D"), "", {person, bot}, is_direct=True)
            self.channels[opened.id] = opened
            return opened

    def add(self, message: Message) -> Message:
        """Keep a message; blocks without an id get one, as Slack gives them."""
        blocks = [
            block if block.get("block_id") else block | {"block_id": self.new_id("b")}
            for block in message.blocks
        ]
        kept = replace(message, blocks=blocks)
        with self._lock:
            self._messages[kept.channel, kept.ts] = kept
        return kept

    def find(self, channel: str, ts: str) -> Message | None:
        return self._messages.get((channel, ts))

    def remove(self, message: Message) -> None:
        with self._lock:
            self._messages.pop((message.channel, message.ts), None)

    def messages(self, channel: str) -> list[Message]:
        """List what stands in a channel and its threads, oldest first."""
        with self._lock:
            return [found for (place, _), found in self._messages.items() if place == channel]
