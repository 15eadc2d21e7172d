"""The resource of the week: chosen for a channel by what it asked, and by what it had before."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from math import log1p

from knowledge.confidence import Outcome
from knowledge.finder import Finder
from knowledge.models import FORMAT_NAMES, Resource
from knowledge.path import Role, Step, learning_path, level_of
from knowledge.words import EMPTY, words

SHOWN = 3  # resources of an answer that its asker has seen
WANTED = 10  # resources of an answer that its asker may want
BACK = 4  # earlier posts from which a choice differs, the last one most

DEMAND = 1.0
SEEN = 0.4  # against what an answer in this channel has shown already
ALIKE: Mapping[str, float] = {"topic": 0.3, "format": 0.3, "level": 0.15}
HARD = 0.1  # for each level
STALE = 0.5  # against what comes with a warning
PAID = 0.3
DISLIKED = 0.5  # for each person, against what people found not useful
CHANCE = 0.25


@dataclass(frozen=True)
class Asked:
    """A question, how often it was asked, and whether others could read it there."""

    question: str
    times: int = 1
    public: bool = True


@dataclass(frozen=True)
class History:
    """What a channel has had and wanted. `posted` are resources' ids, oldest first."""

    posted: Sequence[str] = ()
    asked: Sequence[Asked] = ()
    disliked: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Pick:
    """The chosen resource; why this one now, in a few words; what to read before and after it."""

    resource: Resource
    why: str
    before: Resource | None
    after: Resource | None


class Weekly:
    """Chooses from one catalogue; safe to use from many threads."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._catalogue = finder.catalogue

    @cached_property
    def stock(self) -> Mapping[str, Sequence[Resource]]:
        """The resources on each topic, those on the narrower ones that are part of it included."""
        stock: dict[str, dict[str, Resource]] = defaultdict(dict)
        for resource in self._catalogue.resources:
            for topic in resource.topics:
                current: str | None = topic
                while current and resource.id not in stock[current]:
                    stock[current][resource.id] = resource
                    current = self._catalogue.topics[current].broader
        return {topic: tuple(found.values()) for topic, found in stock.items()}

    def pool(self, topics: Iterable[str]) -> tuple[Resource, ...]:
        """Give all that may be chosen: what is on any of the topics, or everything without them."""
        wanted = list(topics)
        if not wanted:
            return self._catalogue.resources
        return tuple({r.id: r for topic in wanted for r in self.stock.get(topic, ())}.values())

    def choose(self, topics: Sequence[str], history: History, seed: str) -> Pick | None:
        """Choose for a channel and a week, which `seed` names; None when there is nothing.

        Nothing comes again before all of the pool was posted. The same arguments give the same
        choice.
        """
        fresh = _fresh(self.pool(topics), history.posted)
        if not fresh:
            return None
        demand = _Demand(self._finder, history.asked)
        past = [self._catalogue.by_id[id] for id in history.posted if id in self._catalogue.by_id]

        def worth(resource: Resource) -> tuple[float, str]:
            worth = DEMAND * demand.of(resource) - SEEN * (resource.id in demand.seen)
            worth -= _likeness(resource, past[-BACK:])
            worth -= HARD * level_of(resource)
            worth -= STALE * (resource.note is not None) + PAID * (not resource.free)
            worth -= DISLIKED * history.disliked.get(resource.id, 0)
            return worth + CHANCE * _chance(seed, resource.id), resource.id

        chosen = max(fresh, key=worth)
        return self.present(chosen, topics, history)

    def present(self, resource: Resource, topics: Sequence[str], history: History) -> Pick:
        """Say of a resource why it suits a channel, and what is around it."""
        demand = _Demand(self._finder, history.asked)
        past = [id for id in history.posted if id in self._catalogue.by_id and id != resource.id]
        last = self._catalogue.by_id[past[-1]] if past else None
        before, after = self._around(resource)
        news = self._new(resource, topics, last, history.posted)
        reasons = (self._wanted(resource, demand), news)
        why = " · ".join(reason for reason in reasons if reason)
        return Pick(resource, why, before, after)

    def answered(self, resource: Resource, asked: Iterable[Asked]) -> Asked | None:
        """Give the question most asked in public that a resource answers, in its newest wording.

        `asked` is in the order of time. Questions of the same words count together.
        """
        counts: Counter[tuple[str, ...]] = Counter()
        newest: dict[tuple[str, ...], str] = {}
        for each in asked:
            terms = tuple(sorted({w.term for w in words(each.question)} - EMPTY))
            if each.public and terms:
                counts[terms] += each.times
                newest[terms] = each.question
        for terms, times in counts.most_common():
            answer = self._finder.ask(newest[terms], SHOWN)
            is_sure = answer.outcome is Outcome.CONFIDENT
            if is_sure and any(match.resource.id == resource.id for match in answer.matches):
                return Asked(newest[terms], times)
        return None

    def _wanted(self, resource: Resource, demand: "_Demand") -> str | None:
        """Say that people asked for it; what was asked in private is not told."""
        if not demand.of(resource):
            return None
        if (topic := demand.topic(resource)) is not None:
            return f"asked about here lately: {self._catalogue.topics[topic].name}"
        return "it fits what was asked in this channel lately"

    def _new(
        self,
        resource: Resource,
        topics: Sequence[str],
        last: Resource | None,
        posted: Sequence[str],
    ) -> str:
        """Say what it is among the posts of this channel."""
        if resource.id in posted:
            return "again, now that you have seen all others"
        if last and resource.format and last.format and resource.format != last.format:
            names = FORMAT_NAMES[resource.format].lower(), FORMAT_NAMES[last.format].lower()
            return f"{names[0]} this time, after {names[1]}"
        for topic in topics:
            if any(resource.id == other.id for other in self.stock.get(topic, ())):
                return f"on {self._catalogue.topics[topic].name}, which this channel follows"
        return "not posted here before" if last else "the first one here"

    def _around(self, resource: Resource) -> tuple[Resource | None, Resource | None]:
        """Find what to read before and after: as the catalogue says, or by the learning path."""
        by_id = self._catalogue.by_id
        before, after = (
            next((by_id[id] for id in named if id in by_id and id != resource.id), None)
            for named in (resource.needs, resource.next)
        )
        if not resource.topics:
            return before, after
        topic = self._catalogue.topics[resource.topics[0]]
        steps = learning_path(self._catalogue, topic).steps
        place = _place(resource, steps)
        earlier = [step.resource for step in steps[:place]]
        later = [step.resource for step in steps[place:] if step.resource.id != resource.id]
        return before or next(iter(earlier[::-1]), None), after or next(iter(later), None)


class _Demand:
    """What a channel's questions ask for, and what their answers have shown."""

    def __init__(self, finder: Finder, asked: Iterable[Asked]) -> None:
        self.seen: set[str] = set()
        self._wanted: dict[str, float] = defaultdict(float)
        self._topics: dict[str, Counter[str]] = defaultdict(Counter)
        for each in asked:
            answer = finder.ask(each.question, WANTED)
            self.seen.update(match.resource.id for match in answer.matches[:SHOWN])
            about = [topic.id for topic in answer.topics]
            for match in answer.matches:
                self._wanted[match.resource.id] += log1p(each.times) * match.score
                named = [t for t in about if t in match.resource.topics] if each.public else []
                self._topics[match.resource.id].update(dict.fromkeys(named, each.times))
        self._most = max(self._wanted.values(), default=0.0) or 1.0

    def of(self, resource: Resource) -> float:
        """Rate from 0 to 1."""
        return self._wanted.get(resource.id, 0.0) / self._most

    def topic(self, resource: Resource) -> str | None:
        """Give the topic of the resource that was most asked for where others could read it."""
        counts = self._topics.get(resource.id)
        return counts.most_common(1)[0][0] if counts else None


def _fresh(pool: Sequence[Resource], posted: Sequence[str]) -> list[Resource]:
    """Keep what this round through the pool has not had, and of that what is longest ago.

    A round ends when all of the pool was posted in it, whatever the pool was before.
    """
    ids = {resource.id for resource in pool}
    had: set[str] = set()
    for id in posted:
        had.add(id)
        if ids <= had:
            had = set()
    recent = set(posted[-(len(pool) // 2) :]) if len(pool) > 1 else set()
    left = [resource for resource in pool if resource.id not in had]
    return (
        [resource for resource in left if resource.id not in recent]
        or [resource for resource in left if resource.id not in posted[-1:]]
        or left
    )


def _likeness(resource: Resource, past: Sequence[Resource]) -> float:
    """Weigh how much a resource is like what was posted last."""
    total = 0.0
    for age, earlier in enumerate(reversed(past)):
        same = {
            "topic": bool(resource.topics) and resource.topics[:1] == earlier.topics[:1],
            "format": resource.format is not None and resource.format == earlier.format,
            "level": resource.level is not None and resource.level == earlier.level,
        }
        total += sum(ALIKE[name] for name, alike in same.items() if alike) / 2**age
    return total


def _chance(seed: str, id: str) -> float:
    """Draw a number from 0 to 1, the same one each time."""
    return int.from_bytes(sha256(f"{seed}\0{id}".encode()).digest()[:8]) / 2**64


def _place(resource: Resource, steps: Sequence[Step]) -> int:
    """Tell where in a path a resource stands, or where it would: behind all that is simpler."""
    for number, step in enumerate(steps):
        if step.resource.id == resource.id:
            return number
    simpler = [
        number
        for number, step in enumerate(steps)
        if step.role is Role.BEFORE or level_of(step.resource) < level_of(resource)
    ]
    return simpler[-1] + 1 if simpler else 0
