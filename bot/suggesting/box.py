"""Takes in what people suggest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.claims import Claims
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

    def take(self, person: str, proposal: Proposal, fate: Fate = Fate.OPEN) -> Suggestion | None:
        """Keep a suggestion; None where the same page waits for a decision already."""
        page = same_page(proposal.url)
        claim = ("page", self.team, page)
        if not self.claims.take(*claim):  # two who suggest it in the same moment
            return None
        try:
            waiting = self.store.suggestions.with_fate(self.team, Fate.OPEN)
            if any(same_page(other.proposal.url) == page for other in waiting):
                return None
            made = self.store.suggestions.add(self.team, person, proposal, self.clock(), fate)
        finally:
            self.claims.give_back(*claim)
        log.info("suggested", suggestion=made.id)
        return made
