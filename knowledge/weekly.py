"""The resource of the week: chosen for a channel by what it asked, and by what it had before."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from math import log1p

from knowledge.confidence import Outcome
from knowledge.finder import Answer, Finder, Match
from knowledge.models import Resource
from knowledge.path import Role, Step, learning_path, level_of
from knowledge.words import EMPTY, words

SHOWN = 3  # resources of an answer that its asker has seen
NEAR = 0.8  # of the score of the best, for what is wanted, too
WANTED = 10  # resources of an answer that its asker may want
REASONS = 2
QUESTION_CHARACTERS = 100
BACK = 4  # earlier posts from which a choice differs, the last one most

DEMAND = 1.0
SEEN = 0.4  # against what an answer in this channel has shown already
SERVED = 0.4  # what a question counts still, for each of the last posts that was on it
TOGETHER = 3  # private questions on a topic, from which on they count
THEME, FORMAT, LEVEL = 0.4, 0.3, 0.15  # against what is like the last posts
HARD = 0.1  # for each level
STALE = 0.5  # against what comes with a warning
PAID = 0.5
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
        self._chapters = {
            resource.id: chapter.title
            for chapter in finder.catalogue.chapters
            for resource in chapter.resources
        }

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
        demand = _Demand(self._finder, history)
        past = [self._catalogue.by_id[id] for id in history.posted if id in self._catalogue.by_id]

        def worth(resource: Resource) -> tuple[float, str]:
            worth = DEMAND * demand.of(resource) - SEEN * (resource.id in demand.seen)
            worth -= self._likeness(resource, past[-BACK:])
            worth -= HARD * level_of(resource)
            worth -= STALE * (resource.note is not None) + PAID * (not resource.free)
            worth -= DISLIKED * history.disliked.get(resource.id, 0)
            return worth + CHANCE * _chance(seed, resource.id), resource.id

        return self._pick(max(fresh, key=worth), topics, history, demand)

    def may_come(self, resource: Resource, topics: Sequence[str], history: History) -> bool:
        """Tell whether a resource that was chosen before may be posted still."""
        return resource in _fresh(self.pool(topics), history.posted)

    def present(self, resource: Resource, topics: Sequence[str], history: History) -> Pick:
        """Say of a resource why it suits a channel, and what is around it."""
        return self._pick(resource, topics, history, _Demand(self._finder, history))

    def _pick(
        self, resource: Resource, topics: Sequence[str], history: History, demand: "_Demand"
    ) -> Pick:
        asked = demand.question(resource)
        before, after = self._around(resource)
        reasons = (
            f"further on what was asked here: “{_shortened(asked)}”" if asked else None,
            self._followed(resource, topics),
            self._news(resource, history.posted),
        )
        why = [reason for reason in reasons if reason][:REASONS]
        return Pick(resource, " · ".join(why), before, after)

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
            answer = self._finder.ask(newest[terms], WANTED)
            is_sure = answer.outcome is Outcome.CONFIDENT
            if is_sure and any(match.resource.id == resource.id for match in _near(answer)):
                return Asked(newest[terms], times)
        return None

    def _followed(self, resource: Resource, topics: Iterable[str]) -> str | None:
        for topic in topics:
            if any(resource.id == other.id for other in self.stock.get(topic, ())):
                return f"on {self._catalogue.topics[topic].name}, which this channel follows"
        return None

    def _news(self, resource: Resource, posted: Sequence[str]) -> str:
        """Say what is new about it among the posts of this channel."""
        if resource.id in posted:
            return "again, now that you have seen all others"
        chapter = self._chapters.get(resource.id)
        if chapter is None:
            return "it was not here before"
        is_first = not any(self._chapters.get(id) == chapter for id in posted)
        return f"{'the first one here' if is_first else 'more'} from “{chapter}”"

    def _likeness(self, resource: Resource, past: Sequence[Resource]) -> float:
        """Weigh how much a resource is like what was posted last."""
        total, own = 0.0, self._themes(resource)
        for age, earlier in enumerate(reversed(past)):
            others = self._themes(earlier)
            alike = THEME * len(own & others) / max(len(own | others), 1)
            alike += FORMAT * (resource.format is not None and resource.format == earlier.format)
            alike += LEVEL * (resource.level is not None and resource.level == earlier.level)
            total += alike / 2**age
        return total

    def _themes(self, resource: Resource) -> set[str]:
        """List the topic that a resource is about first, and those that it is part of."""
        themes: set[str] = set()
        topic = resource.topics[0] if resource.topics else None
        while topic and topic not in themes:
            themes.add(topic)
            topic = self._catalogue.topics[topic].broader
        return themes

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
    """What a channel's questions ask for, and what their answers have shown.

    Private questions weigh together only, from `TOGETHER` on a topic on, and are never told: in a
    small channel everybody would guess who asked.
    """

    def __init__(self, finder: Finder, history: History) -> None:
        self.seen: set[str] = set()
        self._wanted: dict[str, float] = defaultdict(float)
        self._questions: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        answers = [(each, finder.ask(each.question, WANTED)) for each in history.asked]
        private: Counter[str] = Counter()
        for each, answer in answers:
            if not each.public and answer.matches:  # else the topics stand for nothing
                private[_topic(answer)] += each.times
        served = set(history.posted[-BACK:])
        for each, answer in answers:
            if not (each.public or private[_topic(answer)] >= TOGETHER):
                continue
            found = [match.resource.id for match in _near(answer)]
            self.seen.update(found[:SHOWN])
            weight = log1p(each.times) * SERVED ** len(served.intersection(found))
            for match in _near(answer):
                self._wanted[match.resource.id] += weight * match.score
                if each.public and answer.outcome is Outcome.CONFIDENT:
                    self._questions[match.resource.id][each.question] += weight * match.score
        self._most = max((*self._wanted.values(), 1.0))

    def of(self, resource: Resource) -> float:
        """Rate from 0 to 1."""
        return self._wanted.get(resource.id, 0.0) / self._most

    def question(self, resource: Resource) -> str | None:
        """Give the public question that asks most for a resource."""
        asked = self._questions.get(resource.id)
        return max(asked, key=lambda question: asked[question]) if asked else None


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


def _chance(seed: str, id: str) -> float:
    """Draw a number from 0 to 1, the same one each time."""
    return int.from_bytes(sha256(f"{seed}\0{id}".encode()).digest()[:8]) / 2**64


def _near(answer: Answer) -> list[Match]:
    """Give the matches that answer a question about as well as the best one does."""
    return [m for m in answer.matches if m.score >= NEAR * answer.matches[0].score]


def _topic(answer: Answer) -> str:
    """Name what a question is about; a catalogue may have no topics at all."""
    return answer.topics[0].id if answer.topics else ""


def _shortened(question: str) -> str:
    is_long = len(question) > QUESTION_CHARACTERS
    return f"{question[: QUESTION_CHARACTERS - 1].rstrip()}…" if is_long else question


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
