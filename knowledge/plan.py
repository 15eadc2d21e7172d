"""A plan for who is new: a few resources to begin with, in the order in which to open them."""

from collections import Counter
from collections.abc import Collection, Sequence

from knowledge.models import Catalogue, Chapter, Resource
from knowledge.path import Role, learning_path, level_of
from knowledge.reading_order import reading_order

MOST_STEPS = 8  # four weeks at two a week
MOST_BEFORE = 2  # of what a chapter builds on
SHARE = 0.75  # of a small chapter: the rest is there to be looked up
LONG_MINUTES = 180  # more than fits between other work

_LONG = frozenset({"book", "course"})
_ASIDE = frozenset({"repo", "tool", "paper", "podcast"})  # seldom the place to begin


def plan_for(
    catalogue: Catalogue, chapters: Sequence[Chapter], hidden: Collection[str] = ()
) -> tuple[Resource, ...]:
    """Choose the steps to a chapter, or to several, which then come one after the other.

    At most `MOST_STEPS`, none twice, and none of those whose ids are `hidden`. A chapter alone
    begins with what it builds on, unless nothing else of it is left.
    """
    if len(chapters) != 1:
        choice = _Choice(chapters, hidden)
        chosen = choice.take(MOST_STEPS)
        parts = [[r for r in chosen if r in chapter.resources] for chapter in chapters]
        return tuple(dict.fromkeys(r for part in parts for r in _eased(catalogue, part)))
    before = _before(catalogue, chapters[0], hidden)
    size = max(1, round(SHARE * len(chapters[0].resources)))
    chosen = _Choice(chapters, hidden).take(min(size, MOST_STEPS - len(before)))
    return (*before, *_eased(catalogue, chosen)) if chosen else ()


def _before(
    catalogue: Catalogue, chapter: Chapter, hidden: Collection[str]
) -> tuple[Resource, ...]:
    """Take what the chapter's main topic builds on next, as far as it stands elsewhere."""
    topics = Counter(resource.topics[0] for resource in chapter.resources if resource.topics)
    if not topics:
        return ()
    main = catalogue.topics[topics.most_common(1)[0][0]]
    return tuple(
        step.resource
        for step in learning_path(catalogue, main).steps
        if step.role is Role.BEFORE
        and step.topic.id in main.prerequisites
        and step.topic.id not in topics
        and step.resource not in chapter.resources
        and step.resource.id not in hidden
        and not _is_long(step.resource)
    )[-MOST_BEFORE:]


class _Choice:
    """Takes, chapter by chapter in turn, what is worth most beside what was taken before."""

    def __init__(self, chapters: Sequence[Chapter], hidden: Collection[str]) -> None:
        self._left = [[r for r in chapter.resources if r.id not in hidden] for chapter in chapters]
        self._lateness = {
            resource.id: place / len(chapter.resources)
            for chapter in chapters
            for place, resource in enumerate(chapter.resources)
        }
        self._formats: Counter[str | None] = Counter()
        self._topics: Counter[str] = Counter()
        self._has_long = False

    def take(self, size: int) -> list[Resource]:
        """Take so many; of what is long, one at most."""
        taken: list[Resource] = []
        while len(taken) < size:
            before = len(taken)
            for left in self._left:
                offered = [r for r in left if not (self._has_long and _is_long(r))]
                if offered and len(taken) < size:
                    best = max(offered, key=self._worth)
                    left.remove(best)
                    taken.append(best)
                    self._note(best)
            if len(taken) == before:
                break
        return taken

    def _note(self, resource: Resource) -> None:
        self._formats[resource.format] += 1
        self._topics.update(resource.topics[:1])
        self._has_long |= _is_long(resource)

    def _worth(self, resource: Resource) -> float:
        worth = -1.0 * level_of(resource) - 1.0 * self._lateness[resource.id]
        worth -= 0.4 * self._formats[resource.format]
        worth -= 0.6 * sum(self._topics[topic] for topic in resource.topics[:1])
        worth -= 1.5 * (not resource.free) + 0.3 * (resource.note is not None)
        return worth - 1.0 * _is_long(resource) - 0.5 * (resource.format in _ASIDE)


def _eased(catalogue: Catalogue, resources: Sequence[Resource]) -> list[Resource]:
    """Order what is easy before what is hard; of what is as hard, the rest builds on the first."""
    return sorted(reading_order(catalogue, resources), key=level_of)


def _is_long(resource: Resource) -> bool:
    return resource.format in _LONG or (resource.minutes or 0) > LONG_MINUTES
