"""What the catalogue is made of: resources, topics and chapters, checked on the way in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

Format = Literal[
    "docs",
    "article",
    "video",
    "book",
    "course",
    "tutorial",
    "interactive",
    "tool",
    "talk",
    "paper",
    "podcast",
    "repo",
]
Level = Literal["beginner", "intermediate", "advanced"]


def _web_address(url: str) -> str:
    """Let http and https through, and nothing that could smuggle another scheme or a login."""
    if any(char.isspace() or not char.isprintable() for char in url):
        raise PydanticCustomError("url", "a link holds no spaces or control characters")
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise PydanticCustomError("url", "a link starts with https:// or http:// and names a host")
    if "@" in parts.netloc:
        raise PydanticCustomError("url", "a link carries no user name or password")
    return url


VISIBLE = r"[^\p{C}\p{Z}]"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=VISIBLE)]
Id = Annotated[str, StringConstraints(pattern=VISIBLE)]
Url = Annotated[str, StringConstraints(max_length=1000), AfterValidator(_web_address)]


class Entry(BaseModel):
    """Anything read from a catalogue file: unknown keys are errors, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Resource(Entry):
    """One thing worth opening. A catalogue of someone else's may know little more than a link."""

    id: Id
    title: Text
    url: Url
    author: Text | None = None
    publisher: Text | None = None
    format: Format | None = None
    level: Level | None = None
    minutes: Annotated[StrictInt, Field(gt=0)] | None = None
    free: StrictBool = True
    section: Text | None = None
    topics: tuple[Id, ...] = ()
    summary: Annotated[Text, StringConstraints(max_length=2000)] | None = None
    answers: tuple[Text, ...] = ()
    note: Text | None = None
    needs: tuple[Id, ...] = ()
    next: tuple[Id, ...] = ()


class CuratedResource(Resource):
    """A resource of our own chapters: everything that an answer shows is there."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+$")]
    author: Text
    format: Format
    level: Level
    topics: Annotated[tuple[Id, ...], Field(min_length=1)]
    summary: Annotated[Text, StringConstraints(max_length=250)]
    answers: Annotated[tuple[Text, ...], Field(min_length=1)]


class Topic(Entry):
    """A concept that resources are tagged with, and the ways in which engineers write it."""

    id: Id
    name: Text
    definition: Text | None = None
    aliases: tuple[Text, ...] = ()
    broader: Id | None = None
    related: tuple[Id, ...] = ()
    prerequisites: tuple[Id, ...] = ()

    @classmethod
    def from_tag(cls, tag: str) -> Self:
        """Make the topic that an undeclared tag stands for."""
        return cls(id=tag, name=tag.replace("-", " ").strip() or tag)


class Chapter(Entry):
    """The head of a chapter file; its resources follow in reading order."""

    title: Text
    intro: Text


@dataclass(frozen=True)
class Catalogue:
    """All that the bot knows: resources in reading order, topics by id."""

    resources: tuple[Resource, ...]
    topics: Mapping[str, Topic]
    chapters: tuple[Chapter, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Resource]:
        return {resource.id: resource for resource in self.resources}
