"""Takes in what people suggest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.claims import MOMENT, Claims
from bot.shelf import Shelf
from bot.store import Fate, Proposal, Store, Suggestion
from bot.suggesting.neighbours import Neighbours
from bot.suggesting.reading import read_proposal
from bot.suggesting.topic_menu import topics_like
from bot.views.suggestion_form import Entered
from knowledge import Topic
from knowledge.links import same_page

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class SuggestionBox:
    """Errors of the database reach the caller as SQLAlchemy raises them."""

    team: str
    store: Store
    shelf: Shelf
    neighbours: Neighbours
    claims: Claims
    clock: Callable[[], datetime]

    def read(self, entered: Entered, *, is_edited: bool = False) -> Proposal:
        """Read a form. Raises FaultsError where something is wrong with it."""
        catalogue = self.shelf.finder.catalogue
        return read_proposal(entered, catalogue, self.neighbours, is_edited=is_edited)

    def topics_like(self, typed: str) -> list[Topic]:
        """List topics to choose from."""
        return topics_like(typed, self.shelf.finder)

    def is_waiting(self, url: str) -> bool:
        """Tell whether the same page waits for a decision."""
        waiting = self.store.suggestions.with_fate(self.team, Fate.OPEN)
        return any(same_page(other.proposal.url) == same_page(url) for other in waiting)

    def take(self, person: str, proposal: Proposal, fate: Fate = Fate.OPEN) -> Suggestion | None:
        """Keep a suggestion; None where the same page waits for a decision already."""
        claim = ("page", self.team, same_page(proposal.url))
        if not self.claims.take(*claim, lasting=MOMENT):  # two who suggest it in the same moment
            return None
        try:
            if self.is_waiting(proposal.url):
                return None
            made = self.store.suggestions.add(self.team, person, proposal, self.clock(), fate)
        finally:
            self.claims.give_back(*claim)
        log.info("suggested", suggestion=made.id)
        return made
