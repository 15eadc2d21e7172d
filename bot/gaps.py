"""Watches over what is asked in vain: lists it, and tells who asked when there is an answer."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

import structlog
from slack_sdk import WebClient

from bot.askers import week_of
from bot.claims import Claims
from bot.curators import Curators
from bot.outbox import Outbox
from bot.shelf import Shelf
from bot.store import Question, Store, Suggestion
from bot.views.blocks import Message
from bot.views.gaps import answered_message, weekly_note
from bot.wire import RefusedError, UnconfirmedError, is_for_now
from knowledge import Finder, Outcome, Resource
from knowledge.additions import addition_id
from knowledge.gaps import Gap, Missed, gap_of, gaps

MOST = 5000
"""Questions that are looked at, the newest; more would take seconds."""

WEEK = timedelta(weeks=1)
MORNING = 9  # o'clock in UTC, on Mondays, from which on the weekly note comes
NAMED = 3  # questions and resources in a message to somebody who asked

log = structlog.stdlib.get_logger(__name__)


class Gaps:
    """Errors of the database reach the caller as they are."""

    def __init__(
        self,
        *,
        team: str,
        client: WebClient,
        store: Store,
        shelf: Shelf,
        curators: Curators,
        claims: Claims,
        outbox: Outbox,
        clock: Callable[[], datetime],
    ) -> None:
        self._team = team
        self._client = client
        self._store = store
        self._shelf = shelf
        self._curators = curators
        self._claims = claims
        self._outbox = outbox
        self._clock = clock
        self._looked_with: Finder | None = None
        self._week: str | None = None

    def all(self) -> Sequence[Gap]:
        """List them all: what most people asked comes first."""
        return gaps(self._shelf.finder, self._missed())

    def set_aside(self, wording: str) -> bool:
        """Take a gap off the list for good; False where there is none of this wording."""
        gap = gap_of(self._shelf.finder, wording, self._missed())
        if gap is None:
            return False
        self._store.questions.settle(self._team, gap.keys, self._clock())
        return True

    def fill(self, wording: str, accepted: Suggestion) -> None:
        """Close the gap of a wording by what was accepted; tell those who want to hear of it."""
        questions = self._store.questions.in_vain(self._team, MOST)
        gap = gap_of(self._shelf.finder, wording, [missed_of(each) for each in questions])
        if gap is None:
            return
        found = self._shelf.finder.catalogue.by_id.get(addition_id(accepted.proposal.url))
        if found is None:  # it could not be taken up yet, so that nobody would be answered
            log.warning("gap not closed", suggestion=accepted.id)
            return
        texts = {q.number: q.text for q in questions}
        settled = self._store.questions.settle(self._team, gap.keys, self._clock())
        # Each reads their own words again, and nobody those of another.
        own = {person: (texts[number], number) for number, person in settled.items()}
        for person in sorted(own.keys() - {accepted.person}):
            text, number = own[person]
            if not self._tell(person, [text], [found], [number]):
                self._looked_with = None

    def look_again(self) -> None:
        """Close what a new catalogue answers, and tell those who want to hear of it, once each."""
        finder = self._shelf.finder
        if finder is self._looked_with:
            return
        answered: dict[int, tuple[str, Resource]] = {}
        for question in self._store.questions.in_vain(self._team, MOST):
            answer = finder.ask(question.text, limit=1)
            if answer.outcome is Outcome.CONFIDENT and question.number is not None:
                answered[question.number] = question.text, answer.matches[0].resource
        settled = self._store.questions.settle(self._team, answered, self._clock())
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, person in settled.items():  # of others somebody else has told them
            numbers[person].append(number)
        told = True
        for person, theirs in sorted(numbers.items()):
            heard = dict(answered[number] for number in sorted(theirs)[:NAMED])
            found = {resource.id: resource for resource in heard.values()}
            told &= self._tell(person, list(heard), list(found.values()), theirs)
        self._looked_with = finder if told else None

    def note_weekly(self) -> None:
        """On Mondays tell the curators what is new, if anything is: once, in one process."""
        now, channel = self._clock(), self._curators.channel
        week = week_of(now - timedelta(hours=MORNING))
        if channel is None or week == self._week:
            return
        new = [gap for gap in self.all() if gap.newest >= now - WEEK]
        claim = ("gaps", self._team, week)
        is_ours = self._claims.take(*claim, lasting=2 * WEEK) and bool(new)
        if is_ours and not self._post(channel, weekly_note(new)):
            self._claims.give_back(*claim)
        else:
            self._week = week

    def _missed(self) -> list[Missed]:
        return [missed_of(each) for each in self._store.questions.in_vain(self._team, MOST)]

    def _tell(
        self,
        person: str,
        questions: Sequence[str],
        found: Sequence[Resource],
        numbers: Collection[int],
    ) -> bool:
        """Tell somebody who asked these; where Slack takes nothing for now, they stay open."""
        told = self._post(person, answered_message(questions, found))
        if not told:
            self._store.questions.reopen(self._team, numbers)
        return told

    def _post(self, to: str, message: Message) -> bool:
        """Send to a channel or a person, once; False where Slack takes nothing for now."""
        try:
            self._outbox.post(self._client, to, message, None)
        except (RefusedError, UnconfirmedError) as error:
            log.exception("not told", to=to)
            return not is_for_now(error)
        return True


def missed_of(question: Question) -> Missed:
    """Make of a question in the store one to be grouped."""
    return Missed(
        question=question.text,
        at=question.at,
        asker=question.person or question.asker,
        is_closest=question.outcome == Outcome.CLOSEST,
        key=question.number or 0,
    )
