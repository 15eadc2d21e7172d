"""Asks Slack about people and channels: who somebody is, and who a channel belongs to."""

from collections.abc import Collection
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError


class Person(BaseModel):
    """What `users.info` tells of a person, as far as we need it."""

    model_config = ConfigDict(frozen=True)

    id: str
    tz: str | None = None
    is_admin: bool = False
    is_owner: bool = False
    deleted: bool = False


class Channel(BaseModel):
    """What `conversations.info` tells of a channel, as far as we need it."""

    model_config = ConfigDict(frozen=True)

    id: str
    creator: str | None = None
    is_member: bool = False
    is_archived: bool = False


class UntoldError(Exception):
    """Slack does not tell; the message is its error code."""


@dataclass(frozen=True)
class People:
    """Asks at the moment of the act, since what people may do changes.

    `admins` are those who may do what workspace admins may, by their ids.
    """

    client: WebClient
    admins: Collection[str] = ()

    def person(self, id: str) -> Person:
        """Raises UntoldError where Slack does not tell."""
        try:
            return Person.model_validate(self.client.users_info(user=id)["user"])
        except SlackApiError as error:
            raise UntoldError(str(error.response.get("error"))) from error

    def channel(self, id: str) -> Channel:
        """Raises UntoldError where Slack does not tell, as of private ones without the scope."""
        try:
            return Channel.model_validate(self.client.conversations_info(channel=id)["channel"])
        except SlackApiError as error:
            raise UntoldError(str(error.response.get("error"))) from error

    def is_admin(self, id: str) -> bool:
        """Tell whether somebody may do everything. Raises UntoldError where Slack does not tell."""
        if id in self.admins:
            return True
        person = self.person(id)
        return (person.is_admin or person.is_owner) and not person.deleted
