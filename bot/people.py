"""Asks Slack about people and channels: who somebody is, and who a channel belongs to."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ConfigDict
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

ThingT = TypeVar("ThingT", bound=BaseModel)


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
    deleted: bool = False


class Channel(BaseModel):
    """What `conversations.info` tells of a channel, as far as we need it."""

    model_config = ConfigDict(frozen=True)

    id: str
    creator: str | None = None
    is_member: bool = False


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

    def is_admin(self, id: str) -> bool:
        """Tell whether somebody may do everything. Raises UntoldError where Slack does not tell."""
        if id in self.admins:
            return True
        person = self.person(id)
        return (person.is_admin or person.is_owner) and self._is_ours(person)

    def has_made(self, id: str, channel: Channel) -> bool:
        """Tell whether somebody made a channel, and is still a full member of the workspace."""
        return channel.creator == id and self._is_ours(self.person(id))

    def _is_ours(self, person: Person) -> bool:
        is_here = self.team is None or person.team_id in (None, self.team)
        return is_here and not (person.deleted or person.is_restricted or person.is_stranger)

    def _told(self, kind: type[ThingT], ask: Callable[[], object]) -> ThingT:
        try:
            return kind.model_validate(ask())
        except SlackApiError as error:
            raise UntoldError(str(error.response.get("error"))) from error
        except (ValueError, LookupError, TypeError, AttributeError) as error:  # an odd reply
            raise UntoldError(type(error).__name__) from error
