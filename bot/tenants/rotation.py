"""Exchanges tokens that expire, where the app is set so: each lives twelve hours.

https://docs.slack.dev/authentication/using-token-rotation
"""

import time
from datetime import timedelta
from http.client import HTTPException

import structlog
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.token_rotation import TokenRotator
from sqlalchemy.exc import SQLAlchemyError

from bot.claims import Claims
from bot.tenants.installations import Installations

BEFORE = 120
"""Minutes before its end at which a token is exchanged: others can try when one has failed."""

AT_A_TIME = timedelta(minutes=5)

log = structlog.stdlib.get_logger(__name__)


class Rotation:
    """What exchanges a token is good for one use: of many processes one does it.

    What came of it exists here alone until the database has it: it is kept, and saved when it next
    is asked for. Who installs the app meanwhile has another refresh token, and nothing kept by it.
    """

    def __init__(self, rotator: TokenRotator, installations: Installations, claims: Claims) -> None:
        self._rotator = rotator
        self._installations = installations
        self._claims = claims
        self._kept: dict[str | None, Installation] = {}  # by the refresh tokens that are used up

    def renewed(self, installation: Installation) -> Installation:
        """Give the installation with a token that is good for hours, as far as one can be had."""
        expires = installation.bot_token_expires_at
        if expires is None or expires > time.time() + 60 * BEFORE:
            return installation
        used = installation.bot_refresh_token
        if kept := self._kept.get(used):
            self._save(kept, used)
            return kept
        place = _place(installation)
        claim = ("rotation", place, str(expires))
        if not self._claims.take(*claim, lasting=AT_A_TIME):
            return installation
        try:
            renewed = self._rotator.perform_token_rotation(
                installation=installation, minutes_before_expiration=BEFORE
            )
        except (SlackTokenRotationError, OSError, HTTPException) as error:
            log.error("token not renewed", workspace=place, error=str(error))
            self._claims.give_back(*claim)
            return installation
        if renewed is None:
            return installation
        self._save(renewed, used)
        return renewed

    def _save(self, renewed: Installation, used: str | None) -> None:
        place = _place(renewed)
        try:
            self._installations.save(renewed)
        except SQLAlchemyError as error:
            if used not in self._kept:
                said = "renewed token not saved: it is lost if this process ends before it can be"
                log.error(said, workspace=place, error=str(error))
            self._kept[used] = renewed
            return
        self._kept.pop(used, None)
        log.info("token renewed", workspace=place)


def _place(installation: Installation) -> str:
    return installation.team_id or installation.enterprise_id or ""
