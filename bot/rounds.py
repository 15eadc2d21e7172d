"""What is looked after again and again beside the digests, whatever happens in between."""

from collections.abc import Callable, Iterable

import structlog
from sqlalchemy.exc import SQLAlchemyError

log = structlog.stdlib.get_logger(__name__)


def go_round(duties: Iterable[Callable[[], None]]) -> None:
    """Do each: one that fails keeps no other, and comes again in the next round.

    Where the database is away, the others would wait for it, too: the round is over.
    """
    for duty in duties:
        try:
            duty()
        except SQLAlchemyError as error:
            log.warning("duties wait for the database", error=type(error).__name__)
            return
        except Exception:  # the edge of this thread: the other duties have to be done
            log.exception("a duty failed")
