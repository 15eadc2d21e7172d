"""Asks Slack about people and channels: who somebody is, and who a channel belongs to."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from pydantic import BaseModel, ConfigDict
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.replies import UNREADABLE, code_of

PAGE = 500  # Slack gives less than 1,000 at once
SLACKBOT = "USLACKBOT"  # of which Slack says that it is no bot

ThingT = TypeVar("ThingT", bound=BaseModel)
PageT = TypeVar("PageT", bound="Page")


class Person(BaseModel):
    """What `users.info` tells of a person, as far as we need it."""

    model_config = ConfigDict(frozen=True)

    id: str
    team_id: str | None = None
    tz: str | None = None
    is_admin: bool = False
    is_owner: bool = False
    is_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False


class Channel(BaseModel):
    """What `conversations.info` tells of a channel, as far as we need it."""

    model_config = ConfigDict(frozen=True)

    id: str
    creator: str | None = None
    is_member: bool = False


class Cursor(BaseModel):
    """Where the next page of a list begins; empty at its end."""

    next_cursor: str = ""


class Page(BaseModel):
    """A page of a long list."""

    response_metadata: Cursor = Cursor()


class Members(Page):
    """People in a channel."""

    members: frozenset[str]


class Channels(Page):
    """Channels of a person."""

    channels: tuple[Channel, ...]


class UntoldError(Exception):
    """Slack does not tell; the message is its error code."""


@dataclass(frozen=True)
class People:
    """Asks at the moment of the act, since what people may do changes.

    `admins` are those who may do what workspace admins may, by their ids.
    """

    client: WebClient
    admins: Collection[str] = ()
    team: str | None = None
    """The workspace whose people count; those of others are there by Slack Connect."""

    def person(self, id: str) -> Person:
        """Raises UntoldError where Slack does not tell."""
        return self._told(Person, lambda: self.client.users_info(user=id)["user"])

    def channel(self, id: str) -> Channel:
        """Raises UntoldError where Slack does not tell, as of private ones without the scope."""
        return self._told(Channel, lambda: self.client.conversations_info(channel=id)["channel"])

    def is_member(self, id: str, channel: str) -> bool:
        """Tell whether somebody is in a channel. Raises UntoldError where Slack does not tell."""
        pages = self._pages(
            Members,
            lambda cursor: self.client.conversations_members(
                channel=channel, limit=PAGE, cursor=cursor
            ),
        )
        return any(id in page.members for page in pages)

    def channels_of(self, id: str) -> frozenset[str]:
        """List the channels of a person in which we are, too, as far as Slack tells.

        Raises UntoldError where Slack tells nothing.
        """
        try:
            return self._channels_of(id, "public_channel,private_channel")
        except UntoldError as error:
            if str(error) != "missing_scope":
                raise
            return self._channels_of(id, "public_channel")

    def is_admin(self, id: str) -> bool:
        """Tell whether somebody may do everything. Raises UntoldError where Slack does not tell."""
        if id in self.admins:
            return True
        person = self.person(id)
        return (person.is_admin or person.is_owner) and self._is_ours(person)

    def has_made(self, id: str, channel: Channel) -> bool:
        """Tell whether somebody made a channel, and is still a full member of the workspace."""
        return channel.creator == id and self._is_ours(self.person(id))

    def is_full_member(self, person: Person) -> bool:
        """Tell whether somebody belongs to the workspace, as no guest and no bot."""
        return self._is_ours(person) and self.is_colleague(person)

    def is_colleague(self, person: Person) -> bool:
        """Tell whether somebody works in the workspace, be it as its own guest."""
        is_person = not person.is_bot and person.id != SLACKBOT
        return is_person and self._is_here(person) and not (person.deleted or person.is_stranger)

    def _channels_of(self, id: str, types: str) -> frozenset[str]:
        pages = self._pages(
            Channels,
            lambda cursor: self.client.users_conversations(
                user=id, types=types, exclude_archived=True, limit=PAGE, cursor=cursor
            ),
        )
        return frozenset(channel.id for page in pages for channel in page.channels)

    def _pages(
        self, kind: type[PageT], ask: Callable[[str | None], SlackResponse]
    ) -> Iterator[PageT]:
        cursor: str | None = None
        while True:
            page = self._told(kind, partial(_data, ask, cursor))
            yield page
            cursor = page.response_metadata.next_cursor
            if not cursor:
                return

    def _is_ours(self, person: Person) -> bool:
        is_full = not (person.deleted or person.is_restricted or person.is_stranger)
        return is_full and self._is_here(person)

    def _is_here(self, person: Person) -> bool:
        return self.team is None or person.team_id in (None, self.team)

    def _told(self, kind: type[ThingT], ask: Callable[[], object]) -> ThingT:
        try:
            return kind.model_validate(ask())
        except SlackApiError as error:
            raise UntoldError(code_of(error) or type(error).__name__) from error
        except UNREADABLE as error:
            raise UntoldError(type(error).__name__) from error


def _data(ask: Callable[[str | None], SlackResponse], cursor: str | None) -> object:
    return ask(cursor).data
