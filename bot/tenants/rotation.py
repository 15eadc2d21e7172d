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

from bot.claims import Claims
from bot.tenants.installations import Installations

BEFORE = 120
"""Minutes before its end at which a token is exchanged: others can try when one has failed."""

AT_A_TIME = timedelta(minutes=5)

log = structlog.stdlib.get_logger(__name__)


class Rotation:
    """What exchanges a token is good for one use: of many processes one does it."""

    def __init__(self, rotator: TokenRotator, installations: Installations, claims: Claims) -> None:
        self._rotator = rotator
        self._installations = installations
        self._claims = claims

    def renewed(self, installation: Installation) -> Installation:
        """Give the installation with a token that is good for hours, as far as one can be had."""
        expires = installation.bot_token_expires_at
        if expires is None or expires > time.time() + 60 * BEFORE:
            return installation
        place = installation.team_id or installation.enterprise_id or ""
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
        self._installations.save(renewed)
        log.info("token renewed", workspace=place)
        return renewed
