"""What the catalogue is made of: resources, topics and chapters, checked on the way in."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from knowledge.links import promises_another, web_address

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

FORMAT_NAMES: Mapping[Format, str] = {
    "docs": "Documentation",
    "article": "Article",
    "video": "Video",
    "book": "Book",
    "course": "Course",
    "tutorial": "Tutorial",
    "interactive": "Interactive",
    "tool": "Tool",
    "talk": "Talk",
    "paper": "Paper",
    "podcast": "Podcast",
    "repo": "Repository",
}


def _visible(text: str) -> str:
    """Let through what leaves a trace on a screen: a mark needs a letter to stand on."""
    shown = (char for char in text if char not in BLANKS)
    if not any(unicodedata.category(char)[0] not in "CZM" for char in shown):
        raise PydanticCustomError("invisible", "holds nothing that can be seen; fill it in")
    return text


BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and symbols that are drawn as nothing

SUMMARY_CHARACTERS = 250
FOREIGN_SUMMARY_CHARACTERS = 2000

Text = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_visible)]
Id = Annotated[str, AfterValidator(_visible)]
Url = Annotated[str, AfterValidator(web_address)]


def _up_to(characters: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        if len(text) > characters:
            raise PydanticCustomError(
                "too_long_text",
                "has {length} characters; at most {limit} are allowed",
                {"length": len(text), "limit": characters},
            )
        return text

    return check


class Entry(BaseModel):
    """Anything read from a catalogue file: unknown keys are errors, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Resource(Entry):
    """One thing worth opening. A catalogue of someone else's may know little more than a link."""

    is_own: ClassVar[bool] = False
    """Whether a workspace added it to what the catalogue has: no file can say so."""

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
    summary: Annotated[Text, AfterValidator(_up_to(FOREIGN_SUMMARY_CHARACTERS))] | None = None
    answers: tuple[Text, ...] = ()
    covers: tuple[Text, ...] = ()
    note: Text | None = None
    needs: tuple[Id, ...] = ()
    next: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _leads_where_it_says(self) -> Self:
        """Refuse a title that looks like the address of another place."""
        if promises_another(self.title, self.url):
            raise PydanticCustomError(
                "title", "title: looks like a link to elsewhere; say what it is in words"
            )
        return self


class CuratedResource(Resource):
    """A resource of our own chapters: everything that an answer shows is there."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+$")]
    author: Text
    format: Format
    level: Level
    topics: Annotated[tuple[Id, ...], Field(min_length=1)]
    summary: Annotated[Text, AfterValidator(_up_to(SUMMARY_CHARACTERS))]
    answers: Annotated[tuple[Text, ...], Field(min_length=1)]


class Topic(Entry):
    """A concept that resources are tagged with, and the ways in which engineers write it.

    An alias belongs to one topic; what is written for several is among the `ambiguous` of each.
    """

    id: Id
    name: Text
    definition: Text | None = None
    aliases: tuple[Text, ...] = ()
    ambiguous: tuple[Text, ...] = ()
    broader: Id | None = None
    related: tuple[Id, ...] = ()
    prerequisites: tuple[Id, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write the topic: its name first, then its id, then the aliases."""
        return (self.name, self.id.replace("-", " "), *self.aliases, *self.ambiguous)

    @classmethod
    def from_tag(cls, tag: str) -> Self:
        """Make the topic that an undeclared tag stands for."""
        spaced = tag.replace("-", " ")
        return cls(id=tag, name=spaced if any(map(str.isalnum, spaced)) else tag)


class ChapterHead(Entry):
    """How a chapter file begins; its resources follow in reading order."""

    title: Text
    intro: Text


class PartHead(Entry):
    """How a part of the book is introduced, and the order of the chapters in its folder."""

    folder: Id
    title: Text
    intro: Text
    chapters: tuple[Id, ...] = ()


class BookHead(Entry):
    """The title page of the book."""

    title: Text
    intro: Text


@dataclass(frozen=True)
class Chapter:
    """Resources to be read in order. The name is that of its file: kubernetes/networking."""

    name: str
    title: str
    intro: str
    resources: tuple[Resource, ...]


@dataclass(frozen=True)
class Part:
    """The chapters of one folder, in reading order."""

    folder: str
    title: str
    intro: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class Catalogue:
    """All that the bot knows: parts, chapters and resources in reading order, topics by id."""

    resources: tuple[Resource, ...]
    topics: Mapping[str, Topic]
    parts: tuple[Part, ...] = ()
    title: str = "Catalogue"
    intro: str = ""

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        return tuple(chapter for part in self.parts for chapter in part.chapters)

    @cached_property
    def by_id(self) -> Mapping[str, Resource]:
        return {resource.id: resource for resource in self.resources}
