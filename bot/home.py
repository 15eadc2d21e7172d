"""Puts together what somebody's App Home says."""

from collections import Counter
from collections.abc import Callable, Sequence
from http.client import HTTPException
from typing import TypeVar

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.curators import Curators
from bot.digest.description import rhythm
from bot.journal import Journal
from bot.learners import Learners
from bot.onboarding.sponsor import Sponsor
from bot.onboarding.tutor import Tutor
from bot.people import UntoldError
from bot.shelf import Shelf
from bot.statistics import Statistician
from bot.store import Mark, Stage, Store
from bot.views.blocks import Block
from bot.views.home import Page, home_view
from bot.views.plan_item import home_blocks, item_blocks, waiting_blocks
from bot.views.plan_offer import offer_blocks
from bot.views.statistics import panel
from knowledge import Resource
from knowledge.reading_order import reading_order

NO_CHAPTER = "other places"

T = TypeVar("T")

log = structlog.stdlib.get_logger(__name__)


class NotDrawnError(Exception):
    """App Home stands as it was; what was pressed there is done all the same."""


class Home:
    """Shows as much as it can: what the database or Slack does not tell is left out, and logged."""

    def __init__(
        self,
        *,
        store: Store,
        shelf: Shelf,
        learners: Learners,
        journal: Journal,
        curators: Curators,
        statistician: Statistician,
        sponsor: Sponsor,
        tutor: Tutor,
    ) -> None:
        self._store = store
        self._shelf = shelf
        self._learners = learners
        self._journal = journal
        self._curators = curators
        self._statistician = statistician
        self._sponsor = sponsor
        self._tutor = tutor

    def publish(self, client: WebClient, team: str, person: str) -> None:
        """Show somebody their App Home as it is now. Raises NotDrawnError where Slack refuses."""
        page = Page(
            saved=_told(lambda: self.saved(team, person), ()),
            done=_told(lambda: self._done(team, person), ()),
            digests=_told(lambda: self._digests(team, person), ()),
            hears=_told(lambda: self._store.people.hears(team, person), False),
            days=self._journal.days,
            curating=_told(lambda: self._curating(team, person), ()),
            plan=_told(lambda: self._plan(person), ()),
        )
        try:
            client.views_publish(user_id=person, view=home_view(page))
        except (SlackApiError, OSError, HTTPException) as error:
            raise NotDrawnError(str(error)) from error

    def saved(self, team: str, person: str) -> tuple[Resource, ...]:
        """List what somebody has saved, in the order in which to read it."""
        catalogue = self._shelf.finder.catalogue
        marked = self._learners.marked(team, person, Mark.SAVED)
        return reading_order(
            catalogue, [catalogue.by_id[r] for r in marked if r in catalogue.by_id]
        )

    def _plan(self, person: str) -> Sequence[Block]:
        """Draw the plan that somebody follows, by its latest item, or may accept."""
        plan = self._sponsor.current(person)
        if plan is None:
            return ()
        if plan.stage is Stage.OFFERED:
            return home_blocks(offer_blocks(self._sponsor.described(plan)))
        item = self._tutor.item(plan, plan.step)
        if item:
            return home_blocks(item_blocks(item))
        is_paused = plan.stage is Stage.PAUSED
        return home_blocks(waiting_blocks(plan.id, plan.title, is_paused=is_paused))

    def _curating(self, team: str, person: str) -> Sequence[Block]:
        """Draw what curators alone see; Slack says at this moment who they are."""
        return panel(self._statistician.of(team)) if self._curators.has(person) else ()

    def _done(self, team: str, person: str) -> list[tuple[str, int]]:
        chapters = {
            resource.id: chapter.title
            for chapter in self._shelf.finder.catalogue.chapters
            for resource in chapter.resources
        }
        marked = self._learners.marked(team, person, Mark.DONE)
        return Counter(chapters.get(id, NO_CHAPTER) for id in marked).most_common()

    def _digests(self, team: str, person: str) -> list[tuple[str, str]]:
        subscriptions = list(self._store.subscriptions.all_of(team))
        theirs = self._curators.people.channels_of(person) if subscriptions else frozenset()
        return [
            (each.channel, f"{rhythm(each)}{', paused' if each.paused else ''}")
            for each in subscriptions
            if each.channel in theirs
        ]


def _told(ask: Callable[[], T], otherwise: T) -> T:
    try:
        return ask()
    except (SQLAlchemyError, UntoldError, OSError, HTTPException):
        log.exception("left out of App Home")
        return otherwise
