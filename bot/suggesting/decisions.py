"""Decides on suggestions: once each, whoever presses first, and the one who made it hears of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from slack_sdk import WebClient

from bot.curators import Curators
from bot.outbox import Outbox
from bot.refusal import RefusalError
from bot.shelf import Shelf
from bot.store import Fate, Proposal, Store, Suggestion
from bot.suggesting.cards import Cards
from bot.views.suggestion_card import CardPlace, decided_message, outcome_message
from bot.wire import RefusedError, UnconfirmedError, is_for_now

GONE = "That suggestion is no longer there."
SAID = {Fate.ACCEPTED: "It was accepted already", Fate.DECLINED: "It was declined already"}

STALE = timedelta(minutes=1)
"""How long after a decision a card that still asks for one was left so, and is not just late."""

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Decisions:
    """Raises RefusalError for who is no curator, and where somebody else has decided.

    Errors of the database reach the caller as SQLAlchemy raises them.
    """

    team: str
    client: WebClient
    store: Store
    shelf: Shelf
    curators: Curators
    cards: Cards
    outbox: Outbox
    clock: Callable[[], datetime]
    on_accepted: Callable[[str, Suggestion], None]
    """Called with the question that was to be answered, once that was accepted."""

    def find(self, person: str, place: CardPlace) -> Suggestion:
        """Give a suggestion that somebody may decide on."""
        self.curators.require(person)
        found = self.store.suggestions.find(self.team, place.suggestion)
        if found is None:
            raise RefusalError(GONE)
        if found.fate is not Fate.OPEN:
            raise self._decided(found, place)
        return found

    def accept(self, person: str, place: CardPlace, edited: Proposal | None = None) -> None:
        """Accept a suggestion, as it is or as a curator has edited it."""
        found = self.find(person, place)
        self._decide(person, place, Fate.ACCEPTED, edited=edited)
        if question := found.proposal.question:
            self._filled(question, found.id)

    def decline(self, person: str, place: CardPlace, reason: str) -> None:
        self.find(person, place)
        self._decide(person, place, Fate.DECLINED, reason)

    def fill(self, wording: str, made: Suggestion) -> None:
        """Answer with what a curator suggests, and close the gap of this wording."""
        self.shelf.refresh()
        self.on_accepted(wording, made)

    def tell_all(self) -> None:
        """Tell everybody who has not heard what became of their suggestion."""
        for suggestion in self.store.suggestions.untold(self.team):
            self._tell(suggestion)

    def _decide(
        self,
        person: str,
        place: CardPlace,
        fate: Fate,
        reason: str | None = None,
        edited: Proposal | None = None,
    ) -> None:
        suggestions, id = self.store.suggestions, place.suggestion
        if not suggestions.decide(self.team, id, fate, self.clock(), reason, edited):
            self.find(person, place)  # which says who was faster
            return
        decided = suggestions.find(self.team, id)
        if decided is None:  # all of the workspace was deleted meanwhile
            return
        log.info("suggestion decided", suggestion=id, fate=str(fate))
        if fate is Fate.ACCEPTED:
            self.shelf.refresh()
        self._replace(place, decided, by=person)
        self._tell(decided)

    def _filled(self, question: str, id: str) -> None:
        accepted = self.store.suggestions.find(self.team, id)
        if accepted and accepted.fate is Fate.ACCEPTED:
            self.on_accepted(question, accepted)

    def _decided(self, suggestion: Suggestion, place: CardPlace) -> RefusalError:
        """Say what was decided, and replace a card on which that was left out."""
        if suggestion.decided and self.clock() - suggestion.decided > STALE:
            self._replace(place, suggestion, by=None)
        why = f": “{suggestion.reason}”" if suggestion.reason else ""
        return RefusalError(f"{SAID[suggestion.fate]}{why}.")

    def _replace(self, place: CardPlace, decided: Suggestion, by: str | None) -> None:
        accepted, proposal = decided.fate is Fate.ACCEPTED, decided.proposal
        drawn = decided_message(
            proposal.url, proposal.title, accepted=accepted, by=by, reason=decided.reason
        )
        self.cards.replace(place, drawn)

    def _tell(self, decided: Suggestion) -> None:
        """Write once to the one who suggested it; a message that does not arrive is logged."""
        if decided.person is None or not self.store.suggestions.take_telling(self.team, decided.id):
            return
        accepted, proposal = decided.fate is Fate.ACCEPTED, decided.proposal
        told = outcome_message(
            proposal.url, proposal.title, accepted=accepted, reason=decided.reason
        )
        try:
            self.outbox.post(self.client, decided.person, told, None)
        except (RefusedError, UnconfirmedError) as error:
            log.warning("outcome not told", suggestion=decided.id, error=str(error))
            if is_for_now(error):
                self.store.suggestions.give_telling_back(self.team, decided.id)
