"""What kind of resource a question asks for, as far as any of its words may mean that: a hint."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from knowledge.models import Format, Level, Resource

FORMATS: Mapping[str, tuple[Format, ...]] = {
    "article": ("article",),
    "articles": ("article",),
    "blog": ("article",),
    "blogs": ("article",),
    "book": ("book",),
    "books": ("book",),
    "course": ("course",),
    "courses": ("course",),
    "docs": ("docs",),
    "documentation": ("docs",),
    "exercises": ("interactive",),
    "paper": ("paper",),
    "papers": ("paper",),
    "playground": ("interactive",),
    "podcast": ("podcast",),
    "podcasts": ("podcast",),
    "talks": ("talk", "video"),
    "tutorial": ("tutorial", "interactive"),
    "tutorials": ("tutorial", "interactive"),
    "video": ("video", "talk"),
    "videos": ("video", "talk"),
    "youtube": ("video", "talk"),
}
LEVELS: Mapping[str, Level] = {
    "advanced": "advanced",
    "basics": "beginner",
    "beginner": "beginner",
    "beginners": "beginner",
    "internals": "advanced",
    "intro": "beginner",
    "introduction": "beginner",
    "newbie": "beginner",
    "newbies": "beginner",
    "newcomer": "beginner",
    "newcomers": "beginner",
}
FIRST_STEPS: Mapping[Level | None, float] = {"beginner": 0.2, "intermediate": 0.1}
"""Who does not say how far they are is rarely far."""


@dataclass(frozen=True)
class Wishes:
    """The formats and levels that the words of a question name."""

    formats: frozenset[Format]
    levels: frozenset[Level]

    def met(self, resource: Resource) -> float:
        """Tell how far a resource is what is wished for, from 0 to 1."""
        if self.levels:
            level = 1.0 if resource.level in self.levels else 0.0
        else:
            level = FIRST_STEPS.get(resource.level, 0.0)
        return (level + float(resource.format in self.formats)) / 2


OF_COURSE = ("of", "course")

NO_WISHES = Wishes(frozenset(), frozenset())


def wishes(words: Iterable[str]) -> Wishes:
    """Read the wishes off the words of a question as written, in small letters."""
    found = tuple(words)
    found = tuple(word for before, word in pairwise(("", *found)) if (before, word) != OF_COURSE)
    formats = frozenset(format for word in found for format in FORMATS.get(word, ()))
    levels = frozenset(LEVELS[word] for word in found if word in LEVELS)
    return Wishes(formats, levels) if formats or levels else NO_WISHES
