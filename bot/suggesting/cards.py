"""Shows suggestions to the curators: each on one card in their channel, as long as it is open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import wire
from bot.claims import Claims
from bot.curators import Curators
from bot.digest.history import CannotLookError, NotNowError, find_marked
from bot.names import SUGGESTION_EVENT
from bot.outbox import OURS_TO_MEND
from bot.shelf import Shelf
from bot.store import Fate, Store, Suggestion
from bot.suggesting.neighbours import Neighbours
from bot.suggesting.reading import entered_of
from bot.views.blocks import Message
from bot.views.suggestion_card import Card, CardPlace, card_message
from bot.wire import RefusedError, UnconfirmedError, WaitError

UNCONFIRMED = "unconfirmed"
"""Stands in place of a card's ts where Slack did not say whether it took the card."""

PATIENCE = timedelta(hours=1)
"""After which a card that nobody can look for is posted again: better two than none."""

MARGIN = timedelta(days=1)
"""How much before a suggestion its card may seem to stand there: clocks may differ."""

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Cards:
    """`us` is the bot's user, who writes in the curators' channel."""

    team: str
    us: str
    curators: Curators
    client: WebClient
    store: Store
    shelf: Shelf
    neighbours: Neighbours
    claims: Claims
    clock: Callable[[], datetime]

    def catch_up(self) -> None:
        """Post the cards that open suggestions still lack, until Slack takes no more of them."""
        if self.curators.channel is None:
            return
        for suggestion in self.store.suggestions.with_fate(self.team, Fate.OPEN):
            if suggestion.card in (None, UNCONFIRMED) and not self.post(suggestion):
                return

    def post(self, suggestion: Suggestion) -> bool:
        """Post the card of a suggestion, once; False where Slack does not take it for now."""
        claim, channel = ("card", self.team, suggestion.id), self.curators.channel
        if channel is None or not self.claims.take(*claim, lasting=PATIENCE):
            return True
        now = self.store.suggestions.find(self.team, suggestion.id)
        if now is None or now.fate is not Fate.OPEN or now.card not in (None, UNCONFIRMED):
            return True  # somebody was faster
        suggestion, is_blind = now, False
        try:
            stands = None
            if suggestion.card == UNCONFIRMED:
                try:
                    stands = self._find(channel, suggestion)
                except CannotLookError:
                    is_blind = True
                    if self.clock() < suggestion.at + PATIENCE:
                        self.claims.give_back(*claim)
                        return True
            if stands is None:  # should we die now, it is looked for
                self.store.suggestions.note_card(self.team, suggestion.id, UNCONFIRMED)
            card = stands or self._post(channel, suggestion)
        except UnconfirmedError as error:
            log.warning("card not confirmed", suggestion=suggestion.id, error=str(error))
            self.store.suggestions.note_card(self.team, suggestion.id, UNCONFIRMED)
            if not is_blind:
                self.claims.give_back(*claim)
            return False
        except (NotNowError, RefusedError, WaitError) as error:
            log.warning("card not posted", suggestion=suggestion.id, error=str(error))
            self.store.suggestions.note_card(self.team, suggestion.id, suggestion.card)
            self.claims.give_back(*claim)
            return isinstance(error, RefusedError) and error.reason in OURS_TO_MEND
        self.store.suggestions.note_card(self.team, suggestion.id, card)
        return True

    def replace(self, place: CardPlace, message: Message) -> None:
        """Put what was decided in place of a card; one that stays does no harm."""
        try:
            self.client.chat_update(
                channel=place.channel,
                ts=place.message,
                text=message["text"],
                blocks=message["blocks"],
            )
        except (SlackApiError, OSError, HTTPException) as error:
            log.warning("card not replaced", error=str(error))

    def _post(self, channel: str, suggestion: Suggestion) -> str:
        proposal, topics = suggestion.proposal, self.shelf.finder.catalogue.topics
        card = Card(
            suggestion=suggestion.id,
            person=suggestion.person,
            url=proposal.url,
            title=proposal.title,
            topics=[topics[id].name for id in proposal.topics if id in topics],
            why=proposal.why,
            question=proposal.question,
            check=self.neighbours.check(entered_of(proposal)),
        )
        return wire.post(self.client, channel, card_message(card), metadata=_mark(suggestion))

    def _find(self, channel: str, suggestion: Suggestion) -> str | None:
        since = suggestion.at - MARGIN
        return find_marked(self.client, channel, _mark(suggestion), since, self.us)


def _mark(suggestion: Suggestion) -> dict[str, object]:
    """Make what a card carries, to be recognised by."""
    return {"event_type": SUGGESTION_EVENT, "event_payload": {"suggestion": suggestion.id}}
