"""What the workspace has already that is like a link, or near to what is said of it."""

from collections.abc import Sequence

from bot.shelf import Shelf
from bot.views.suggestion_check import Check
from bot.views.suggestion_form import Entered
from knowledge import Catalogue, Outcome, Resource
from knowledge.curating.draft import words_of
from knowledge.known_links import KnownLink, KnownLinks
from knowledge.links import typed_link

NEAR = 3


class Neighbours:
    """Looks in what is on the shelf now; nothing that somebody enters is ever opened."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._links: tuple[Catalogue, KnownLinks] | None = None

    def known(self, url: str) -> KnownLink | None:
        """Find the resource whose link is most like this one."""
        catalogue = self._shelf.finder.catalogue
        if self._links is None or self._links[0] is not catalogue:
            self._links = catalogue, KnownLinks(catalogue)
        return self._links[1].find(url)

    def check(self, entered: Entered, question: str | None = None) -> Check:
        """Look at what is entered so far."""
        try:
            url = typed_link(entered.link)
        except ValueError as error:
            return Check(problem=str(error), near=self._near(entered, "", question))
        known = self.known(url)
        near = self._near(entered, url, question)
        return Check(known, tuple(each for each in near if not known or each != known.resource))

    def _near(self, entered: Entered, url: str, question: str | None) -> Sequence[Resource]:
        finder = self._shelf.finder
        topics = finder.catalogue.topics
        names = (topics[id].name for id in entered.topics if id in topics)
        said = " ".join((entered.title, *names)).strip() or question or words_of(url)
        found = finder.ask(said, NEAR)
        is_near = found.outcome is Outcome.CONFIDENT
        return tuple(match.resource for match in found.matches) if is_near else ()
