"""What a workspace is answered from: the catalogue, and what it has added itself."""

import threading
from collections.abc import Iterable, Iterator

import structlog
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot.library import Library
from bot.store import Fate, Proposal, Store, Suggestion
from knowledge import Finder
from knowledge.additions import Addition, addition_id, with_additions

log = structlog.stdlib.get_logger(__name__)


class Shelf:
    """`finder` is there at any time, and never waits; safe to use from many threads.

    After `refresh` it has what was accepted in any process.
    """

    def __init__(self, library: Library, store: Store, team: str) -> None:
        self._library = library
        self._store = store
        self._team = team
        self._seen: object = None
        self._own: Finder | None = None
        self._lock = threading.Lock()

    @property
    def finder(self) -> Finder:
        return self._own or self._library.edition.finder

    def refresh(self) -> None:
        """Look whether there is more; where the database is away, all stays as it is."""
        try:
            with self._lock:
                version, edition = (
                    self._store.suggestions.version(self._team),
                    self._library.edition,
                )
                if (version, edition) == self._seen:
                    return
                accepted = self._store.suggestions.with_fate(self._team, Fate.ACCEPTED)
                additions = list(additions_of(accepted))
                if additions:
                    self._own = Finder(with_additions(edition.catalogue, additions))
                    log.info("additions taken up", resources=len(additions))
                else:
                    self._own = None
                self._seen = version, edition
        except SQLAlchemyError as error:
            log.warning("additions not looked for", error=type(error).__name__)


def additions_of(accepted: Iterable[Suggestion]) -> Iterator[Addition]:
    """Make resources of what was accepted; one that no longer can be is logged and left out."""
    for each in accepted:
        try:
            yield addition_of(each.proposal)
        except ValidationError:  # by stricter rules than it was accepted by
            log.exception("addition left out", suggestion=each.id)


def addition_of(proposal: Proposal) -> Addition:
    """Make a resource of what was accepted, which was validated before."""
    return Addition(
        id=addition_id(proposal.url),
        title=proposal.title,
        url=proposal.url,
        author=proposal.author,
        format=proposal.format,
        level=proposal.level,
        topics=proposal.topics,
        summary=proposal.why,
        answers=(proposal.question,) if proposal.question else (),
    )
