"""A workspace as data: people, channels and the messages in them."""

import base64
import logging
import mimetypes
import secrets
import threading
import uuid
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

from pydantic import Field, TypeAdapter
from pydantic_core import to_jsonable_python

Json = dict[str, Any]
Memory = MutableMapping[str, Json]
"""Where a workspace keeps what it holds: a dictionary, or one that outlives the process."""

SLACKBOT = "USLACKBOT"
MOST_AHEAD = 10 * 366 * 86_400
"""Seconds that the clock may be set ahead."""

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Command:
    """A slash command that an app declares."""

    name: str
    hint: str
    about: str
    should_escape: bool = False
    """Whether people, channels and links that are typed in it come as markup, and else as typed."""


@dataclass(frozen=True)
class Shortcut:
    """A message shortcut that an app declares."""

    name: str
    callback_id: str


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
    client_id: str
    client_secret: str
    scopes: frozenset[str]
    commands: Sequence[Command] = ()
    shortcuts: Sequence[Shortcut] = ()
    events: frozenset[str] = frozenset()
    has_home: bool = True


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    real_name: str
    is_admin: bool = False
    is_bot: bool = False
    is_owner: bool = False
    deleted: bool = False
    zone: str = "Europe/Amsterdam"


@dataclass
class Channel:
    """A channel, or a direct message, which has no name."""

    id: str
    name: str
    members: set[str]
    is_direct: bool = False
    is_archived: bool = False
    is_private: bool = False
    creator: str | None = None
    """Who made it; nobody made a direct message."""


@dataclass(frozen=True)
class Message:
    """A message as it stands now. `ts` is its time and its name within the channel."""

    ts: Annotated[str, Field(pattern=r"^\d{1,11}\.\d{6}$")]
    channel: str
    author: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread: str | None = None
    seen_by: str | None = None
    """The only person who sees it, when it is ephemeral."""

    bot_id: str | None = None
    app_id: str | None = None
    metadata: Json | None = None
    edited: str | None = None
    files: list[str] = field(default_factory=list)
    """The ids of what is shared with it."""


@dataclass(frozen=True)
class File:
    """A file that the app brought; `content` are its bytes, in base64."""

    id: str
    name: str
    title: str
    alt: str = ""
    content: str = ""

    @property
    def body(self) -> bytes:
        return base64.b64decode(self.content)

    @property
    def kind(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


@dataclass(frozen=True)
class _Clock:
    """How far the clock is ahead, in seconds."""

    ahead: Annotated[float, Field(ge=0, le=MOST_AHEAD)]


class World:
    """Everything that the workspace holds. Any thread may use it.

    What changes is written to `memory` at once, and read from it at the start.
    """

    def __init__(
        self,
        team: str,
        name: str,
        people: Sequence[Person],
        channels: Sequence[Channel],
        clock: Callable[[], float],
        memory: Memory,
    ) -> None:
        self.team = team
        self.name = name
        self.domain = name.lower().replace(" ", "-")
        self.people = {person.id: person for person in people}
        self.changed: Callable[[], None] = lambda: None
        """Called after each change, in whatever thread made it."""

        self._lock = threading.RLock()
        self._first_channels = channels
        self._clock = clock
        self._memory = memory
        self._read()

    def _read(self) -> None:
        self.channels = {
            channel.id: replace(channel, members=set(channel.members))
            for channel in self._first_channels
        }
        self.channels.update((each.id, each) for each in self.remembered("channel", Channel))
        found = sorted(self.remembered("message", Message), key=_moment)
        self._messages = {(m.channel, m.ts): m for m in found if m.author in self.people}
        self.files = {file.id: file for file in self.remembered("file", File)}
        self._ahead = max((clock.ahead for clock in self.remembered("clock", _Clock)), default=0.0)
        self._last_moment = max(map(_moment, found), default=0)

    def remembered(self, kind: str, shape: type[T]) -> list[T]:
        """List what was remembered of a kind, in no order; what cannot be read is left out."""
        adapter, found = TypeAdapter(shape), []
        for name in self._memory:
            if name.startswith(f"{kind}/"):
                try:
                    found.append(adapter.validate_python(self._memory[name]))
                except ValueError:
                    log.warning("%s cannot be read, and is left out", name)
        return found

    def remember(self, kind: str, name: str, thing: Any) -> None:
        """Keep a dataclass by a name, within its kind."""
        self._memory[f"{kind}/{name}"] = to_jsonable_python(thing)

    def clock(self) -> float:
        """Tell the time of the workspace, in seconds since 1970."""
        return self._clock() + self._ahead

    def travel(self, moment: float) -> None:
        """Set the clock, which goes on from there.

        Raises:
            ValueError: when that has been, by a minute or more, or is too far away.
        """
        with self._lock:
            if moment < self.clock() - 60 or moment * 1_000_000 < self._last_moment:
                raise ValueError("Time goes forward only: choose a later one.")
            if moment > self._clock() + MOST_AHEAD:
                raise ValueError("That is too far away: go at most ten years ahead.")
            ahead = max(0.0, moment - self._clock())
            self.remember("clock", "now", _Clock(ahead))
            self._ahead = ahead
        self.changed()

    def start_over(self) -> None:
        """Empty the workspace, and go back to today."""
        with self._lock:
            self._memory.clear()
            self._read()
        self.changed()

    def timestamp(self) -> str:
        """Give a moment that was never given before, later than all of them."""
        with self._lock:
            self._last_moment = max(self._last_moment + 1, int(self.clock() * 1_000_000))
            seconds, rest = divmod(self._last_moment, 1_000_000)
        return f"{seconds}.{rest:06}"

    def colleagues(self) -> list[Person]:
        """List who works here: no bots, and nobody who has left."""
        return [each for each in self.people.values() if not (each.is_bot or each.deleted)]

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
            opened = Channel(new_id("D"), "", {person, bot}, is_direct=True)
            self._keep_channel(opened)
        return opened

    def join(self, channel: Channel, person: str) -> None:
        with self._lock:
            standing = self.channels[channel.id]
            self._keep_channel(replace(standing, members=standing.members | {person}))
        self.changed()

    def leave(self, channel: Channel, person: str) -> None:
        with self._lock:
            standing = self.channels[channel.id]
            self._keep_channel(replace(standing, members=standing.members - {person}))
        self.changed()

    def archive(self, channel: Channel, archived: bool = True) -> None:
        """Close a channel to whatever would be written, or open it again; its members stay."""
        with self._lock:
            self._keep_channel(replace(self.channels[channel.id], is_archived=archived))
        self.changed()

    def _keep_channel(self, channel: Channel) -> None:
        self.remember("channel", channel.id, channel)
        self.channels[channel.id] = channel

    def add(self, message: Message) -> Message:
        """Keep a message; a new one, or in place of the one that it changes."""
        with self._lock:
            self.remember("message", f"{message.channel}/{message.ts}", message)
            self._messages[message.channel, message.ts] = message
        self.changed()
        return message

    def keep_file(self, file: File) -> File:
        with self._lock:
            self.remember("file", file.id, file)
            self.files[file.id] = file
        return file

    def shared_with(self, message: Message) -> list[File]:
        return [self.files[id] for id in message.files if id in self.files]

    def file_to_slack(self, file: File) -> Json:
        """Render Slack's file object."""
        address = f"https://{self.domain}.slack.com/files/{file.id}/{quote(file.name)}"
        return {
            "id": file.id,
            "name": file.name,
            "title": file.title,
            "mimetype": file.kind,
            "filetype": file.name.rpartition(".")[2],
            "size": len(file.body),
            "mode": "hosted",
            "url_private": address,
            "permalink": address,
            **({"alt_txt": file.alt} if file.alt else {}),
        }

    def to_slack(self, message: Message) -> Json:
        """Render Slack's message object, with what it tells of the message's thread."""
        edited = message.edited and {
            "user": message.bot_id or message.author,
            "ts": f"{message.edited.partition('.')[0]}.000000",
        }
        own = {
            "client_msg_id": None if message.bot_id else _client_id(message),
            "blocks": message.blocks,
            "bot_id": message.bot_id,
            "app_id": message.app_id,
            "metadata": message.metadata,
            "edited": edited,
            "files": [self.file_to_slack(file) for file in self.shared_with(message)],
            **self._thread(message),
        }
        return {
            "type": "message",
            "user": message.author,
            "ts": message.ts,
            "text": message.text,
            "team": self.team,
            **{name: value for name, value in own.items() if value},
        }

    def _thread(self, message: Message) -> Json:
        if message.thread and message.thread != message.ts:
            first = self.find(message.channel, message.thread)
            return {"thread_ts": message.thread, "parent_user_id": first and first.author}
        replies = [
            other
            for other in self.messages(message.channel)
            if other.thread == message.ts != other.ts and other.seen_by is None
        ]
        if not replies:
            return {}
        people = list(dict.fromkeys(reply.author for reply in replies))
        return {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users_count": len(people),
            "reply_users": people,
            "latest_reply": replies[-1].ts,
        }

    def find(self, channel: str, ts: str) -> Message | None:
        return self._messages.get((channel, ts))

    def remove(self, message: Message) -> None:
        with self._lock:
            if self._messages.pop((message.channel, message.ts), None):
                self._memory.pop(f"message/{message.channel}/{message.ts}", None)
        self.changed()

    def messages(self, channel: str) -> list[Message]:
        """List what stands in a channel and its threads, oldest first."""
        with self._lock:
            return [found for (place, _), found in self._messages.items() if place == channel]


def new_id(prefix: str) -> str:
    return f"{prefix}0{secrets.token_hex(5).upper()}"


def _client_id(message: Message) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{message.channel}-{message.ts}"))


def _moment(message: Message) -> int:
    return int(message.ts.replace(".", ""))
