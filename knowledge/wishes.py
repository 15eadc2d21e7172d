"""What kind of resource a question asks for: a video, a book, something for beginners."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.models import Format, Level, Resource
from knowledge.words import stem

FORMATS: Mapping[str, tuple[Format, ...]] = {
    "article": ("article",),
    "blog": ("article",),
    "book": ("book",),
    "course": ("course",),
    "docs": ("docs",),
    "documentation": ("docs",),
    "exercise": ("interactive",),
    "interactive": ("interactive",),
    "paper": ("paper",),
    "playground": ("interactive",),
    "podcast": ("podcast",),
    "talk": ("talk", "video"),
    "tutorial": ("tutorial", "interactive"),
    "video": ("video", "talk"),
    "youtube": ("video", "talk"),
}
LEVELS: Mapping[str, Level] = {
    "advanced": "advanced",
    "basics": "beginner",
    "beginner": "beginner",
    "deeper": "advanced",
    "expert": "advanced",
    "internals": "advanced",
    "intro": "beginner",
    "introduction": "beginner",
    "newbie": "beginner",
    "newcomer": "beginner",
}
FIRST_STEPS: Mapping[Level | None, float] = {"beginner": 0.2, "intermediate": 0.1}
"""Who does not say how far they are is rarely far."""

_FORMATS = {stem(word): formats for word, formats in FORMATS.items()}
_LEVELS = {stem(word): level for word, level in LEVELS.items()}


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


NO_WISHES = Wishes(frozenset(), frozenset())


def wishes(terms: Iterable[str]) -> Wishes:
    """Read the wishes off the terms of a question."""
    found = tuple(terms)
    formats = frozenset(format for term in found for format in _FORMATS.get(term, ()))
    levels = frozenset(_LEVELS[term] for term in found if term in _LEVELS)
    return Wishes(formats, levels) if formats or levels else NO_WISHES
