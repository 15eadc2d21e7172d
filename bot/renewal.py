"""Takes up a changed catalogue; a broken one is told of, and the one in use stays."""

from dataclasses import dataclass

import structlog

from bot.library import Library
from bot.metrics import Metrics
from knowledge import CatalogueError

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Renewal:
    """Looks again and again, and at once when it is told to."""

    library: Library
    metrics: Metrics

    def look(self) -> None:
        """Read the catalogue anew if its files have changed since it was last read."""
        if self.library.has_changed:
            self.now()

    def now(self) -> None:
        """Read the catalogue anew."""
        before = self.library.edition
        try:
            self.library.reload()
        except CatalogueError as error:
            self.metrics.reloads.labels("refused").inc()
            log.error(
                "catalogue refused, the one before stays",
                problems=[str(problem) for problem in error.problems],
            )
            return
        self.metrics.reloads.labels("taken").inc()
        self.tell()
        edition = self.library.edition
        log.info(
            "catalogue read anew",
            resources=len(edition.catalogue.resources),
            version=edition.version,
            changed=edition is not before,
        )

    def tell(self) -> None:
        """Tell which catalogue is in use, in the metrics."""
        edition = self.library.edition
        resources = str(len(edition.catalogue.resources))
        self.metrics.catalogue.info({"version": edition.version, "resources": resources})
