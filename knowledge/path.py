"""Learning paths: what to open, in which order, to come from nothing to a topic."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from knowledge.models import Catalogue, Resource, Topic
from knowledge.words import words

MOST_STEPS = 8
STEPS_AT_END = 2  # on the topic itself, at least, where it has as many resources
FAR = 3  # steps of prerequisites from which on the simplest ones are left out first

_LEVELS = ("beginner", "intermediate", "advanced")
_HANDS_ON = frozenset({"tutorial", "interactive"})
_LONG = frozenset({"book", "course"})  # too much for a step on the way
_ASIDE = frozenset({"repo", "tool", "paper"})  # seldom the place to begin


class Role(Enum):
    """What a step is for; the value says why it is there."""

    BEFORE = "needed for {later}"
    BEGIN = "an introduction"
    PRACTISE = "to try with your own hands"
    DEEPEN = "to go deeper"


@dataclass(frozen=True)
class Step:
    """One resource on the way, the topic it stands there for, and what it is needed for."""

    resource: Resource
    topic: Topic
    role: Role
    later: Topic

    @property
    def why(self) -> str:
        """Say in a few words why it is there."""
        return self.role.value.format(later=self.later.name)


@dataclass(frozen=True)
class LearningPath:
    """Steps to a topic, at most `MOST_STEPS`; none twice."""

    topic: Topic
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        """The minutes of the steps whose length is known; `timed` tells how many those are."""
        return sum(step.resource.minutes or 0 for step in self.steps)

    @property
    def timed(self) -> int:
        return sum(step.resource.minutes is not None for step in self.steps)


def learning_path(catalogue: Catalogue, topic: Topic) -> LearningPath:
    """Lead to a topic: what it builds on first, then the topic itself, from easy to deep."""
    stock = _stock(catalogue)
    room = MOST_STEPS - min(STEPS_AT_END, len(stock[topic.id]))
    before = _trimmed([t for t in _prerequisites(catalogue, topic) if stock[t.id]], topic, room)
    walk = _Walk(catalogue, stock)
    for number, earlier in enumerate(before):
        later = [*before[number + 1 :], topic]
        walk.step(earlier, Role.BEFORE, later)
    end = len(walk.steps)
    for role in (Role.BEGIN, Role.PRACTISE, Role.DEEPEN, Role.DEEPEN):
        if len(walk.steps) < MOST_STEPS:
            walk.step(topic, role, [])
    walk.steps[end:] = sorted(walk.steps[end:], key=_depth)
    return LearningPath(topic, tuple(walk.steps))


def _stock(catalogue: Catalogue) -> Mapping[str, Sequence[Resource]]:
    stock: dict[str, list[Resource]] = {topic: [] for topic in catalogue.topics}
    for resource in catalogue.resources:
        for topic in resource.topics:
            stock[topic].append(resource)
    return stock


def _prerequisites(catalogue: Catalogue, topic: Topic) -> list[Topic]:
    """Give all that a topic builds on, each after what it builds on itself."""
    ordered: dict[str, Topic] = {}
    entered: set[str] = set()

    def visit(current: Topic) -> None:
        if current.id in entered:  # a circle must not hold us, whatever `check` says of it
            return
        entered.add(current.id)
        for id in current.prerequisites:
            visit(catalogue.topics[id])
        ordered[current.id] = current

    visit(topic)
    return [earlier for earlier in ordered.values() if earlier is not topic]


def _trimmed(before: Sequence[Topic], topic: Topic, room: int) -> list[Topic]:
    """Leave out what can be missed most easily, until the rest fits.

    First what is far away and builds on nothing, since whoever asks for service meshes can use a
    shell; then parts of something that stays, from the farthest on; then the farthest.
    """
    kept = {earlier.id: earlier for earlier in before}
    distance = _distances(topic, kept)

    def ease(earlier: Topic) -> tuple[bool, bool, int]:
        is_far = distance[earlier.id] >= FAR
        is_simple = is_far and not earlier.prerequisites
        is_part = is_far and earlier.broader in kept
        return is_simple, is_part, distance[earlier.id]

    while len(kept) > room:
        del kept[max(kept.values(), key=ease).id]
    return list(kept.values())


def _distances(topic: Topic, topics: Mapping[str, Topic]) -> dict[str, int]:
    distances: dict[str, int] = {}
    level, steps = list(topic.prerequisites), 1
    while level:
        new = [id for id in level if id in topics and id not in distances]
        distances |= dict.fromkeys(new, steps)
        level, steps = [near for id in new for near in topics[id].prerequisites], steps + 1
    return distances | {id: steps for id in topics if id not in distances}


def _next_on(earlier: Topic, later: Iterable[Topic], topics: Mapping[str, Topic]) -> Topic:
    """Find the first later step that builds on an earlier one, if only by what was left out."""
    *_, last = later = list(later)

    def builds_on(current: Topic, seen: set[str]) -> bool:
        near = [id for id in current.prerequisites if id not in seen]
        seen.update(near)
        return earlier.id in near or any(builds_on(topics[id], seen) for id in near)

    return next((current for current in later if builds_on(current, set())), last)


class _Walk:
    """Takes step after step, and remembers what was used up."""

    def __init__(self, catalogue: Catalogue, stock: Mapping[str, Sequence[Resource]]) -> None:
        self._topics = catalogue.topics
        self._lateness = {
            resource.id: place / len(chapter.resources)
            for chapter in catalogue.chapters
            for place, resource in enumerate(chapter.resources)
        }
        self._stock = stock
        self._formats: Counter[str | None] = Counter()
        self.steps: list[Step] = []

    def step(self, topic: Topic, role: Role, later: Sequence[Topic]) -> None:
        """Take the resource that suits the role best, if there is one; keep some for `later`."""
        used = {step.resource.id for step in self.steps}
        own = [level_of(step.resource) for step in self.steps if step.topic is topic]
        least = own[0] if own else 0
        found = [
            resource
            for resource in self._stock[topic.id]
            if resource.id not in used
            and (role is not Role.PRACTISE or resource.format in _HANDS_ON)
            and (role is not Role.DEEPEN or level_of(resource) >= max(least, 1))
        ]
        if not found:
            return
        wanted = max(own, default=0) + 1 if role is Role.DEEPEN else least
        best = max(found, key=lambda r: self._worth(r, topic, role, wanted, later))
        self._formats[best.format] += 1
        needed_for = _next_on(topic, later, self._topics) if later else topic
        self.steps.append(Step(best, topic, role, needed_for))

    def _worth(
        self, resource: Resource, topic: Topic, role: Role, level: int, later: Sequence[Topic]
    ) -> float:
        """Weigh a resource for a step; the book says what is easy, by what it puts first."""
        mixed = 0.15 if role is Role.BEGIN else 0.3  # the best introduction, of whichever format
        worth = -1.0 * resource.topics.index(topic.id) - mixed * self._formats[resource.format]
        worth += 0.2 * _is_named(topic, resource)
        worth -= 0.5 * sum(other.id in resource.topics for other in later)
        worth -= 0.5 * self._lateness.get(resource.id, 0.0)
        worth -= 0.5 * (not resource.free) + 0.2 * (resource.note is not None)
        worth -= 2.0 * (resource.format == "podcast")
        if role is Role.DEEPEN:
            return worth - 1.0 * abs(level_of(resource) - level)
        worth -= 1.0 * abs(level_of(resource) - level) + 0.5 * (resource.format in _ASIDE)
        return worth - 1.0 * (role is Role.BEFORE and resource.format in _LONG)


def _depth(step: Step) -> tuple[bool, int]:
    """Order the steps to a topic: what goes deeper last, and the deepest of that at the end."""
    is_deeper = step.role is Role.DEEPEN
    return is_deeper, level_of(step.resource) if is_deeper else 0


def level_of(resource: Resource) -> int:
    """Rate from 0, for beginners, to 2; what nobody rated counts as in between."""
    return _LEVELS.index(resource.level) if resource.level else 1


def _is_named(topic: Topic, resource: Resource) -> bool:
    title = [word.term for word in words(resource.title)]
    return all(word.term in title for word in words(topic.name))
