"""What an asker prefers among the resources that answer: a format, a level, a length, a source."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from knowledge.models import Format, Level, Resource
from knowledge.words import words

Mask = npt.NDArray[np.bool_]

SHORT_MINUTES = 20  # the most that something short takes
LONG_MINUTES = 60  # the least that something long takes

PLURALS: Mapping[Format, str] = {
    "docs": "documentation",
    "article": "articles",
    "video": "videos",
    "book": "books",
    "course": "courses",
    "tutorial": "tutorials",
    "interactive": "interactive",
    "tool": "tools",
    "talk": "talks",
    "paper": "papers",
    "podcast": "podcasts",
    "repo": "repositories",
}
TO_WATCH: Final[tuple[Format, ...]] = ("video", "talk")
TO_FOLLOW: Final[tuple[Format, ...]] = ("tutorial", "interactive")
TOGETHER: Mapping[tuple[Format, ...], str] = {
    TO_WATCH: PLURALS["video"],
    TO_FOLLOW: PLURALS["tutorial"],
}
"""Formats that are looked for together, and what they are called then."""

NAMED_BY = 5  # words that name a source, at most


class Length(StrEnum):
    """How much time a resource may take; where that is not known it is neither."""

    SHORT = "short"
    LONG = "long"


class FollowUp(StrEnum):
    """What may be asked for after an answer."""

    EASIER = "easier"
    DEEPER = "deeper"
    VIDEOS = "videos"


class Preferences(BaseModel):
    """What is preferred in each dimension; nothing is where it says nothing.

    The source is an author, a publisher or a site, or a part of its name that tells it from others.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    formats: tuple[Format, ...] = ()
    levels: tuple[Level, ...] = ()
    length: Length | None = None
    source: str | None = None

    def __bool__(self) -> bool:
        return bool(self.formats or self.levels or self.length or self.source)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Name the dimensions that say something, the least important first."""
        return tuple(name for name in LEAST_FIRST if getattr(self, name))

    def over(self, others: "Preferences") -> "Preferences":
        """Give these, and in each dimension of which they say nothing, those of the others."""
        return Preferences(
            formats=self.formats or others.formats,
            levels=self.levels or others.levels,
            length=self.length or others.length,
            source=self.source or others.source,
        )

    def only(self, dimensions: Collection[str]) -> "Preferences":
        """Give what these say in some dimensions."""
        return Preferences(**{name: getattr(self, name) for name in dimensions})

    def fits(self, resource: Resource) -> bool:
        """Tell whether a resource is all that is preferred."""
        return (
            (not self.formats or resource.format in self.formats)
            and (not self.levels or resource.level in self.levels)
            and (not self.length or _lasts(resource, self.length))
            and (not self.source or comes_from(resource, self.source))
        )

    def in_words(self) -> str:
        """Say it to a person: "videos, beginner, short, by Google"."""
        named: list[str] = []
        rest = self.formats
        for formats, name in TOGETHER.items():
            if set(formats) <= set(rest):
                named.append(name)
                rest = tuple(format for format in rest if format not in formats)
        said = (
            " or ".join((*named, *(PLURALS[format] for format in rest))),
            " or ".join(self.levels),
            self.length or "",
            f"by {self.source}" if self.source else "",
        )
        return ", ".join(filter(None, said))


LEAST_FIRST = ("length", "source", "levels", "formats")
"""The order in which preferences are given up: few resources say how long they take."""

NO_PREFERENCES = Preferences()


class Fitting:
    """Tells of all resources at once which fit; remembers it for preferences that come again."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._resources = resources
        self._masks: dict[Preferences, Mask] = {}

    def mask(self, preferences: Preferences) -> Mask:
        """Tell for each place whether its resource fits."""
        mask = np.ones(len(self._resources), dtype=np.bool_)
        for dimension in preferences.dimensions:
            mask &= self._mask(preferences.only((dimension,)))
        return mask

    def _mask(self, preferences: Preferences) -> Mask:
        known = self._masks.get(preferences)
        if known is None:
            fits = map(preferences.fits, self._resources)
            known = np.fromiter(fits, dtype=np.bool_, count=len(self._resources))
            if len(self._masks) >= MASKS:
                self._masks = {}
            self._masks[preferences] = known
        return known


MASKS = 100  # that are remembered


class Sources:
    """Every author, publisher and site of a catalogue, and the parts of their names."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        names = dict.fromkeys(name for resource in resources for name in _names(resource))
        self.whole: dict[str, str] = {}
        """The letters of a name as the catalogue writes it -> how it does."""
        self.part: dict[str, str] = {}
        for name in names:
            self.whole.setdefault(_letters(name), name)
            for letters, written in _parts(name).items():
                self.part.setdefault(letters, written)

    def __bool__(self) -> bool:
        return bool(self.whole)


def comes_from(resource: Resource, source: str) -> bool:
    """Tell whether a source is the author, the publisher or the site, or a part of their names."""
    letters = _letters(source)
    return any(letters in _parts(name) or letters == _letters(name) for name in _names(resource))


def _names(resource: Resource) -> Iterator[str]:
    yield from filter(None, (resource.author, resource.publisher))
    host = urlsplit(resource.url).hostname
    if host:
        yield host.removeprefix("www.")


def _letters(name: str) -> str:
    return "".join(word.term for word in words(name))


@lru_cache(maxsize=10_000)
def _parts(name: str) -> Mapping[str, str]:
    """Give all words that stand side by side in a name: their letters -> as written."""
    found = tuple(words(name))
    return {
        "".join(word.term for word in found[start:end]): " ".join(
            word.text for word in found[start:end]
        )
        for start in range(len(found))
        for end in range(start + 1, min(start + NAMED_BY, len(found)) + 1)
    }


def _lasts(resource: Resource, length: Length) -> bool:
    if resource.minutes is None:
        return False
    if length is Length.SHORT:
        return resource.minutes <= SHORT_MINUTES
    return resource.minutes >= LONG_MINUTES
