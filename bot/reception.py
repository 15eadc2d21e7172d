"""Takes what somebody typed to whom it is for: a feature that knows its words, or the librarian."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.learners import Learners
from bot.librarian import NO_MARKS, Librarian, Reply
from bot.names import Action, Surface


@dataclass(frozen=True)
class Typed:
    """What somebody wrote to us, and where. Only a command has a `trigger`, which opens forms."""

    text: str
    team: str
    person: str
    channel: str
    surface: Surface
    trigger: str | None = None

    @property
    def is_private(self) -> bool:
        """Whether nobody else sees what is replied."""
        return self.surface is not Surface.MENTION

    def is_exactly(self, word: str) -> bool:
        """Tell whether it is this word and no more, in any case."""
        return self.text.strip().casefold() == word

    def after(self, word: str) -> str | None:
        """Give what follows a first word; None where it begins with another one."""
        first, _, rest = self.text.strip().partition(" ")
        return rest.strip() if first.casefold() == word else None


def addressed(text: str) -> str:
    """Take the name off with which a message calls us, where it begins with that."""
    return _CALLED.sub("", text, count=1)


def with_channel_names(text: str) -> str:
    """Write channels as people typed them, `#kubernetes`, which may as well be a topic."""
    return _CHANNEL.sub(r"#\1", text)


_CHANNEL = re.compile(r"<#[A-Z0-9]+\|([^<>|]+)>")
_CALLED = re.compile(r"^\s*<@[A-Z0-9]+(?:\|[^<>]*)?>[\s,:]*")

Feature = Callable[[Typed], Reply | None]
"""Replies to what is for it, or has done it already; None where it is for somebody else."""


@dataclass(frozen=True)
class Reception:
    """Asks the features in their order: a text that none of them takes is a question."""

    features: Sequence[Feature]
    librarian: Librarian
    learners: Learners

    def reply(self, typed: Typed, buttons: Sequence[Action]) -> Reply:
        """Reply to anything that was typed."""
        for feature in self.features:
            if reply := feature(typed):
                return reply
        # What one person is done with is nobody else's business.
        is_private = typed.is_private
        marks = self.learners.marks(typed.team, typed.person) if is_private else NO_MARKS
        return self.librarian.reply(typed.text, typed.surface, buttons, marks)
