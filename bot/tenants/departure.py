"""A workspace removes the app, or takes its tokens back: what was promised is deleted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.identity import Identity
from bot.store import Store

if TYPE_CHECKING:
    from bot.tenants.installations import Installations

MARGIN = timedelta(seconds=15)
"""By so much our clock may be ahead of Slack's; sooner nobody removes the app and is back."""

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Departure:
    """Of one workspace. Slack tells late at times: who came back since has not gone.

    `installations` is None where the operator has set the token.
    """

    store: Store
    identity: Identity
    installations: "Installations | None" = None

    def uninstalled(self, at: datetime) -> None:
        """Delete all that is remembered of the workspace, and its tokens."""
        if self.revoked(at):
            self.store.forget_team(self.identity.team)
            log.warning("uninstalled: all that was remembered is deleted")

    def revoked(self, at: datetime) -> bool:
        """Delete its tokens; False where it has newer ones than those."""
        if self.installations is None:
            return True
        return self.installations.forget(self.identity.team, at + MARGIN)
