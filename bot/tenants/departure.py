"""A workspace removes the app, or takes its tokens back: what was promised is deleted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from bot.claims import KEPT
from bot.house import House
from bot.transports.payload import UNINSTALLED, Payload

MARGIN = timedelta(seconds=15)
"""By so much our clock may be ahead of Slack's; sooner nobody removes the app and is back."""

GONE = "gone:"
"""What the claim begins with by which all processes know who has left."""

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Departure:
    """Of any workspace. Slack tells late at times: who came back since has not gone.

    Harmless to repeat. Errors of the database reach the caller as SQLAlchemy raises them.
    """

    house: House

    def take(self, team: str, payload: Payload) -> None:
        """Delete what a workspace takes along, by the event that says farewell."""
        event, at = payload["event"], datetime.fromtimestamp(payload["event_time"], UTC)
        if event["type"] == UNINSTALLED:
            self._uninstalled(team, at)
        elif event["tokens"].get("bot"):  # those of people are none of ours
            self._revoked(team, at)

    def repeat(self) -> None:
        """Delete what was under way when a workspace left, and has been written since.

        For a day: what a process wrote before its end is left to the next one, whenever that is.
        Where only its tokens were taken back, there is no claim, and the rest waits for it.
        """
        if self.house.installations is None:  # then nobody tells whether it has come back
            return
        store = self.house.store
        for key, at in store.claimed(GONE, self.house.clock() - KEPT):
            team = key.removeprefix(GONE)
            if self.house.installations.forget(team, at):
                store.forget_team(team)
            else:  # it is back: what leaves next time may be its tokens alone
                store.release(key)

    def _uninstalled(self, team: str, at: datetime) -> None:
        """Delete all that is remembered of the workspace, and its tokens."""
        if self._revoked(team, at):
            self.house.store.claim(f"{GONE}{team}", at, until=at)  # it may have left before
            self.house.store.forget_team(team)
            log.warning("uninstalled: all that was remembered is deleted")

    def _revoked(self, team: str, at: datetime) -> bool:
        """Delete its tokens; False where it has newer ones than those."""
        if self.house.installations is None:  # the operator has set the token
            return True
        return self.house.installations.forget(team, at + MARGIN)
