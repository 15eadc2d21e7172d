"""What is asked, what helps, and what the catalogue has little of: figures without names."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from bot.askers import week_of
from bot.shelf import Shelf
from bot.store import Answered, Mark, Store, Verdict
from bot.views.statistics import Demand, Judged, Statistics, Week
from knowledge import Catalogue, Finder, Outcome
from knowledge.weekly import Weekly

WEEKS = 12
WEEK = timedelta(weeks=1)
MOST_READ = 2000
"""Different questions of which the topic is read, the latest: each takes half a millisecond."""

LEAST_PEOPLE = 2  # from whom on a resource is named
MOST_RESOURCES = 5
MOST_TOPICS = 8
MOST_REASONS = 5


class Statistician:
    """Counts for the workspaces of one store; safe to use from many threads.

    Errors of the database reach the caller as SQLAlchemy raises them.
    """

    def __init__(
        self, store: Store, shelf: Shelf, clock: Callable[[], datetime], kept: timedelta
    ) -> None:
        self._store = store
        self._shelf = shelf
        self._clock = clock
        self._kept = kept
        self._topics = Topics(shelf.finder)

    def of(self, team: str) -> Statistics:
        """Count the last weeks of a workspace, as far back as nothing of them was deleted."""
        now = self._clock()
        first = first_week(now, self._kept)
        topics, finder = self._topics, self._shelf.finder
        if topics.finder is not finder:  # the catalogue has more by now
            self._topics = topics = Topics(finder)
        answered = self._store.questions.answered(team, first)
        verdicts = self._store.feedback.since(team, first)
        not_for_them = self._store.marks.counted(team, Mark.NOT_FOR_ME)
        demand, read = topics.demand(answered)
        helpful, disliked = judged(finder.catalogue, verdicts, not_for_them)
        return Statistics(
            weeks=weeks(answered, first, now),
            helpful=helpful,
            disliked=disliked,
            demand=demand,
            why=[f"{verdict.why} (on “{verdict.question}”)" for verdict in verdicts if verdict.why][
                :MOST_REASONS
            ],
            read=read,
        )


class Topics:
    """Which topics questions are about, by one catalogue; remembers what it has read last."""

    def __init__(self, finder: Finder) -> None:
        self.finder = finder
        self._held = {id: len(found) for id, found in Weekly(finder).stock.items()}
        self._known: dict[str, str | None] = {}

    def demand(self, answered: Iterable[Answered]) -> tuple[list[Demand], int]:
        """Set what was asked against what is held; gives also of how many questions.

        They come the latest first. Each counts for the topic that it is most about, so that the
        counts add up; what is asked most for each resource that there is comes first.
        """
        counts = Counter(_latest(answered, MOST_READ))
        known = self._known
        topic_of = {text: known[text] if text in known else self._of(text) for text in counts}
        self._known = topic_of
        asked: Counter[str] = Counter()
        for text, topic in topic_of.items():
            if topic:
                asked[topic] += counts[text]

        def need(demand: Demand) -> tuple[float, int, str]:
            return -demand.asked / (1 + demand.held), -demand.asked, demand.topic.id

        topics = self.finder.catalogue.topics
        found = [Demand(topics[id], times, self._held.get(id, 0)) for id, times in asked.items()]
        return sorted(found, key=need)[:MOST_TOPICS], counts.total()

    def _of(self, text: str) -> str | None:
        """Name what a question is most about: of all that it names, what there is nothing on."""
        question = self.finder.read(text)
        named = (topic for word in question.asked for topic in word.phrases)
        lacking = next((topic for topic in named if not self._held.get(topic)), None)
        return lacking or next((topic.id for topic in self.finder.about(question)), None)


def first_week(now: datetime, kept: timedelta) -> datetime:
    """Tell when the first week begins that is counted: none of which a part was deleted.

    This week is counted always.
    """
    day = now.astimezone(UTC).date()
    this = datetime.combine(day - timedelta(days=day.weekday()), time(), UTC)
    whole = max(0, (this - (now - kept)) // WEEK)
    return this - min(whole, WEEKS - 1) * WEEK


def weeks(answered: Iterable[Answered], first: datetime, now: datetime) -> list[Week]:
    """Count by week and outcome, from the first week on in which anything was asked."""
    counts = Counter((week_of(each.at), each.outcome) for each in answered)
    names = [week_of(first + number * WEEK) for number in range((now - first) // WEEK + 1)]
    found = [
        Week(
            name,
            confident=counts[name, Outcome.CONFIDENT],
            closest=counts[name, Outcome.CLOSEST],
            nothing=counts[name, Outcome.NOTHING],
        )
        for name in names
    ]
    begun = next((number for number, week in enumerate(found) if week.asked), len(found))
    return found[begun:]


def judged(
    catalogue: Catalogue, verdicts: Iterable[Verdict], not_for_them: Mapping[str, int]
) -> tuple[Sequence[Judged], Sequence[Judged]]:
    """Give what more people found useful than not, and what fewer did, the clearest first.

    A verdict counts for each resource that the answer showed, once a person and week. Who marks a
    resource and says so of an answer, too, cannot be told from another: the greater number counts.
    What the catalogue no longer has is left out.
    """
    said: dict[bool, set[tuple[str, str | None]]] = {True: set(), False: set()}
    for verdict in verdicts:
        said[verdict.useful].update((id, verdict.asker) for id in verdict.resources)
    useful, refused = (Counter(id for id, _ in said[each]) for each in (True, False))
    not_useful = {id: max(refused[id], not_for_them.get(id, 0)) for id in {*refused, *not_for_them}}
    people = Counter(id for id, _ in said[True] | said[False])
    found = [
        Judged(catalogue.by_id[id], useful[id], not_useful.get(id, 0))
        for id in sorted({*useful, *not_useful})
        if id in catalogue.by_id and max(people[id], not_useful.get(id, 0)) >= LEAST_PEOPLE
    ]
    found.sort(key=lambda each: (-abs(each.useful - each.not_useful), -each.useful))
    helpful = [each for each in found if each.useful > each.not_useful]
    disliked = [each for each in found if each.useful < each.not_useful]
    return helpful[:MOST_RESOURCES], disliked[:MOST_RESOURCES]


def _latest(answered: Iterable[Answered], most: int) -> Iterator[str]:
    """Give the questions until there are so many different ones."""
    seen: set[str] = set()
    for each in answered:
        seen.add(each.text)
        if len(seen) > most:
            return
        yield each.text
