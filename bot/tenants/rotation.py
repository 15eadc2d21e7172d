"""Exchanges tokens that expire, where the app is set so: each lives twelve hours.

https://docs.slack.dev/authentication/using-token-rotation
"""

import time
from collections.abc import Callable
from datetime import timedelta
from http.client import HTTPException
from typing import Annotated, Literal

import structlog
from pydantic import BaseModel, Field, StringConstraints
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Installation
from sqlalchemy.exc import SQLAlchemyError

from bot.claims import Claims
from bot.replies import asked, code_of, read
from bot.tenants.installations import Installations

BEFORE = 120
"""Minutes before its end at which a token is exchanged: others can try when one has failed."""

AT_A_TIME = timedelta(minutes=5)

log = structlog.stdlib.get_logger(__name__)

Token = Annotated[str, StringConstraints(pattern="^[!-~]+$")]
"""Of what a header can hold, or no call could be made with it."""


class Exchanged(BaseModel):
    """What `oauth.v2.access` gives for a refresh token, as far as we need it."""

    token_type: Literal["bot"]
    access_token: Token
    refresh_token: Token
    expires_in: Annotated[float, Field(strict=True, gt=0, lt=1e9)]
    """Seconds, and no more than end at a date that can be written down."""


class Rotation:
    """What exchanges a token is good for one use: of many processes one does it.

    What came of it exists here alone until the database has it: it is kept, and saved when it next
    is asked for. Who installs the app meanwhile has another refresh token, and nothing kept by it.
    """

    def __init__(
        self,
        client: WebClient,
        client_id: str,
        client_secret: str,
        installations: Installations,
        claims: Claims,
        is_ending: Callable[[], bool],
    ) -> None:
        self._client = client
        self._client_id = client_id
        self._client_secret = client_secret
        self._installations = installations
        self._claims = claims
        self._is_ending = is_ending
        self._kept: dict[str | None, Installation] = {}  # by the refresh tokens that are used up

    def renewed(self, installation: Installation) -> Installation | None:
        """Give the installation with a token that is good for hours, as far as one can be had.

        None where it has been deleted meanwhile: nothing brings back what has left.
        """
        expires = installation.bot_token_expires_at
        if expires is None or expires > time.time() + 60 * BEFORE:
            return installation
        used = installation.bot_refresh_token
        if kept := self._kept.get(used):
            return self._saved(kept, used)
        if self._is_ending():  # what came of it might be lost
            return installation
        place = _place(installation)
        claim = ("rotation", place, str(expires))
        if not self._claims.take(*claim, lasting=AT_A_TIME):
            return installation
        try:
            renewed = self._exchanged(installation)
        except (SlackApiError, OSError, HTTPException) as error:
            said = code_of(error) if isinstance(error, SlackApiError) else str(error)
            log.error("token not renewed", workspace=place, error=said)
            self._claims.give_back(*claim)
            return installation
        return self._saved(renewed, used)

    def _exchanged(self, installation: Installation) -> Installation:
        reply = asked(
            lambda: self._client.oauth_v2_access(
                client_id=self._client_id,
                client_secret=self._client_secret,
                grant_type="refresh_token",
                refresh_token=installation.bot_refresh_token,
            )
        )
        had = read(Exchanged, reply)
        renewed = Installation(**installation.to_dict_for_copying())
        renewed.bot_token, renewed.bot_refresh_token = had.access_token, had.refresh_token
        renewed.bot_token_expires_at = int(time.time() + had.expires_in)
        return renewed

    def _saved(self, renewed: Installation, used: str | None) -> Installation | None:
        place = _place(renewed)
        try:
            is_there = self._installations.renew(place, renewed)
        except SQLAlchemyError as error:
            if used not in self._kept:
                said = "renewed token not saved: it is lost if this process ends before it can be"
                log.error(said, workspace=place, error=str(error))
            self._kept[used] = renewed
            return renewed
        self._kept.pop(used, None)
        if not is_there:
            log.info("renewed token dropped: its installation is deleted", workspace=place)
            return None
        log.info("token renewed", workspace=place)
        return renewed


def _place(installation: Installation) -> str:
    return installation.team_id or installation.enterprise_id or ""
