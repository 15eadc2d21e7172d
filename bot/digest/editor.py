"""Writes the digest of a slot: chooses the resource, and says why and what is around it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NoReturn

from bot.library import Edition, Library
from bot.names import MOST_TOPICS
from bot.refusal import RefusalError
from bot.store import Mark, Question, Record, Slot, State, Store, Subscription
from bot.views.blocks import Message
from bot.views.digest import Issue, digest_message
from knowledge import Catalogue, Finder, Outcome, Topic
from knowledge.weekly import Asked, History, Pick, Weekly

LATELY = timedelta(weeks=4)
WEEK = timedelta(weeks=1)
MOST_COMMAS = 4  # parts of a topic's name
MOST_QUESTIONS = 200  # that are looked at for one choice, the last ones

WAS_POSTED = frozenset({State.POSTED, State.UNKNOWN, State.POSTING})


class Editor:
    """Safe to use from many threads. Errors of the database reach the caller.

    `moment` is always the one at which the slot is due: what counts as lately goes by that, so that
    a preview looks at the same weeks as the post.
    """

    def __init__(self, library: Library, store: Store) -> None:
        self._library = library
        self._store = store
        self._taken_stock_of: Edition | None = None

    @property
    def catalogue(self) -> Catalogue:
        return self._library.edition.catalogue

    @property
    def _finder(self) -> Finder:
        return self._library.edition.finder

    @property
    def _weekly(self) -> Weekly:
        return self._library.edition.weekly

    def take_stock(self, now: datetime) -> None:
        """Note what an edition of the catalogue holds: what was not there before is new."""
        edition = self._library.edition
        if edition is not self._taken_stock_of:
            self._store.arrivals.note(edition.catalogue.by_id, now)
            self._taken_stock_of = edition

    def knows(self, question: str) -> bool:
        """Tell whether the catalogue answers a question, at least nearly."""
        return self._finder.ask(question).outcome is not Outcome.NOTHING

    def topics_named(self, names: Sequence[str]) -> Iterator[Topic]:
        """Find the topics that names mean; one that holds commas comes in several parts.

        Raises:
            RefusalError: for a name that means none, or several, naming those that come near.
        """
        parts = list(names)
        while parts:
            for count in range(min(len(parts), MOST_COMMAS), 0, -1):
                found = self._finder.topics(", ".join(parts[:count]))
                if len(found) == 1 and self._weekly.stock.get(found[0].id):
                    yield found[0]
                    parts = parts[count:]
                    break
            else:
                self._refuse(parts[0])

    def require_topics(self, ids: Sequence[str]) -> None:
        """Raises RefusalError where there are too many, or one of which there is nothing."""
        if len(ids) > MOST_TOPICS:
            raise RefusalError(f"At most {MOST_TOPICS} topics; fewer, or none for all of them.")
        for id in ids:
            if not self._weekly.stock.get(id):
                self._refuse(id)

    def _refuse(self, name: str) -> NoReturn:
        found = self._finder.topics(name)
        offered = found if len(found) > 1 else self._finder.nearest_topics(name)
        nearest = ", ".join(topic.name for topic in offered)
        if len(found) > 1:
            raise RefusalError(f"“{name}” may mean one of these: {nearest}. Write which.")
        hint = f" The nearest: {nearest}." if nearest else ""  # a catalogue may have none
        raise RefusalError(f"I have no topic “{name[:80]}”.{hint}")

    def topics(self, most: int) -> list[Topic]:
        """List the topics with the most resources, by name."""
        edition = self._library.edition
        stock, topics = edition.weekly.stock, edition.catalogue.topics
        largest = sorted(stock, key=lambda id: -len(stock[id]))[:most]
        return sorted((topics[id] for id in largest), key=lambda topic: topic.name.casefold())

    def pick(self, subscription: Subscription, slot: Slot, moment: datetime) -> Pick | None:
        """Choose for a slot, or give what was chosen before; None where there is nothing."""
        return self._pick(subscription, slot, self._asked(slot, moment))

    def plan(self, subscription: Subscription, slot: Slot, moment: datetime) -> Pick | None:
        """Choose for a slot, and keep to it: what was shown in advance is what will come."""
        pick = self.pick(subscription, slot, moment)
        if pick:
            self._store.slots.plan(slot, pick.resource.id)
        return pick

    def write(
        self, subscription: Subscription, pick: Pick, slot: Slot, moment: datetime, heirless: bool
    ) -> Message:
        """Draw the digest; one that nobody looks after any more says so."""
        asked = [q for q in self._asked(slot, moment) if q.at > moment - WEEK]
        in_order = [Asked(question.text, 1, question.public) for question in asked]
        new = self._store.arrivals.since(moment - WEEK)
        pool = self._weekly.pool(subscription.topics)
        return digest_message(
            Issue(
                pick=pick,
                asked=self._weekly.answered(pick.resource, in_order),
                new=[r for r in pool if r.id in new and r.id != pick.resource.id],
                left=subscription.owner if heirless else None,
            )
        )

    def _pick(
        self, subscription: Subscription, slot: Slot, asked: Sequence[Question]
    ) -> Pick | None:
        records = self._store.slots.history(slot.team, slot.channel)
        history = History(
            posted=[r.resource for r in records if r.resource and _is_posted(r, slot)],
            asked=_grouped(asked),
            disliked=self._store.marks.counted(slot.team, Mark.NOT_FOR_ME),
        )
        planned = next((record.resource for record in records if record.slot == slot), None)
        edition = self._library.edition
        resource, weekly = edition.catalogue.by_id.get(planned or ""), edition.weekly
        if resource and weekly.may_come(resource, subscription.topics, history):
            return weekly.present(resource, subscription.topics, history)
        return weekly.choose(subscription.topics, history, slot.name)

    def _asked(self, slot: Slot, moment: datetime) -> Sequence[Question]:
        return self._store.questions.since(slot.team, slot.channel, moment - LATELY, MOST_QUESTIONS)


def _is_posted(record: Record, current: Slot) -> bool:
    return record.state in WAS_POSTED and record.slot != current


def _grouped(asked: Sequence[Question]) -> list[Asked]:
    """Count the same words together; they are public where somebody asked them so."""
    times = Counter(question.text for question in asked)
    public = {question.text for question in asked if question.public}
    return [Asked(text, count, text in public) for text, count in times.items()]
