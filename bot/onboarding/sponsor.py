"""Proposes plans to people, once and calmly, and hears what they say to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from slack_sdk import WebClient

from bot.claims import MOMENT, Claims
from bot.learners import Learners
from bot.onboarding.request import Request
from bot.onboarding.subject import subject_named
from bot.onboarding.tutor import Tutor
from bot.outbox import Outbox
from bot.people import People, UntoldError
from bot.refusal import RefusalError
from bot.shelf import Shelf
from bot.store import Plan, Stage, Store
from bot.views.blocks import Message
from bot.views.plan_offer import Offer, decided_message, offer_message, proposed_message
from bot.wire import RefusedError, UnconfirmedError
from knowledge.plan import plan_for

PACE = 2
QUIET = timedelta(days=90)
"""How long nobody asks anew whom they asked in vain, and how long a proposal stands."""

FULL_MEMBERS = "Plans are proposed by full members of this workspace."
TO_PEOPLE = "A plan can be proposed to people of this workspace only."
HAS_ONE = (
    "They have a plan or an offer already, or had one from you within the last 90 days: I do not"
    " ask them now."
)
NOTHING_THERE = "I have nothing in “{title}” for a plan."
UNTOLD = "Slack does not tell me who that is ({reason}), so I have proposed nothing."
CANNOT_WRITE = "Slack does not let me write to them, so I have proposed nothing."
UNCONFIRMED = "Slack did not confirm that they got it; it stands in my App Home for them, too."
FORGETS = (
    "I cannot keep a plan here: this machine forgets its disk at each restart. The operator has to"
    " set DATABASE_URL to a PostgreSQL first."
)

log = structlog.stdlib.get_logger(__name__)


class Sponsor:
    """Gives what people should read; raises RefusalError where nothing is done.

    Errors of the database and of the network reach the caller as they are.
    """

    def __init__(
        self,
        *,
        team: str,
        client: WebClient,
        store: Store,
        shelf: Shelf,
        learners: Learners,
        people: People,
        tutor: Tutor,
        claims: Claims,
        outbox: Outbox,
        clock: Callable[[], datetime],
        forgets: bool = False,
    ) -> None:
        self._team = team
        self._client = client
        self._store = store
        self._shelf = shelf
        self._learners = learners
        self._people = people
        self._tutor = tutor
        self._claims = claims
        self._outbox = outbox
        self._clock = clock
        self._forgets = forgets

    def propose(self, request: Request, sender: str) -> Message:
        """Ask somebody whether they want a plan; gives what the sender reads."""
        if self._forgets:
            raise RefusalError(FORGETS)
        self._require_members(sender, request.person)
        finder = self._shelf.finder
        subject = subject_named(finder, request.subject)
        everything = plan_for(finder.catalogue, subject.chapters, ())
        if not everything:
            raise RefusalError(NOTHING_THERE.format(title=subject.title))
        hidden = self._learners.hidden(self._team, request.person)
        # Of who has marked it all nobody else learns that: they are asked as anybody is.
        resources = plan_for(finder.catalogue, subject.chapters, hidden) or everything
        claim = ("offer", self._team, request.person)
        if not self._claims.take(*claim, lasting=MOMENT):  # two who ask at the same time
            raise RefusalError(HAS_ONE)
        try:
            before = self._store.plans.of(self._team, request.person)
            if any(self._keeps_from_asking(plan, sender) for plan in before):
                raise RefusalError(HAS_ONE)
            plan = self._store.plans.offer(
                self._team,
                person=request.person,
                sender=sender,
                title=subject.title,
                steps=tuple(resource.id for resource in resources),
                pace=PACE,
                now=self._clock(),
            )
        finally:
            self._claims.give_back(*claim)
        message = offer_message(self.described(plan))
        try:
            self._outbox.post(self._client, plan.person, message, None)
        except RefusedError as error:
            log.warning("proposal refused", reason=error.reason)
            self._change(plan, Stage.FINISHED)  # which keeps nobody from asking again
            raise RefusalError(CANNOT_WRITE) from error
        except UnconfirmedError as error:
            raise RefusalError(UNCONFIRMED) from error
        log.info("plan proposed", plan=plan.id, steps=len(plan.steps))
        return proposed_message(plan.person, plan.title)

    def accept(self, person: str, id: str) -> Plan | None:
        """Begin a plan that is offered: with its first item, at once."""
        plan = self._tutor.found(person, id)
        if plan is None or not self._is_open(plan):
            return None
        if plan.stage is Stage.OFFERED and self._change(plan, Stage.RUNNING, self._clock()):
            self._tell_sender(plan, accepted=True)
            self._tutor.send_next(replace(plan, stage=Stage.RUNNING))
        return self._tutor.found(person, id)

    def decline(self, person: str, id: str) -> Plan | None:
        """Take note that somebody does not want it."""
        plan = self._tutor.found(person, id)
        if plan and plan.stage is Stage.OFFERED:
            if self._change(plan, Stage.DECLINED, self._clock()):
                self._tell_sender(plan, accepted=False)
            return self._tutor.found(person, id)
        return plan

    def set_pace(self, person: str, id: str, pace: int) -> Plan | None:
        """Change how many items would come a week."""
        plan = self._tutor.found(person, id)
        if plan and plan.stage is Stage.OFFERED:
            self._store.plans.change(self._team, plan, pace=pace)
            return self._tutor.found(person, id)
        return plan

    def current(self, person: str) -> Plan | None:
        """Give the plan that somebody follows, or may accept."""
        plans = self._store.plans.of(self._team, person)
        return next((plan for plan in reversed(plans) if self._is_open(plan)), None)

    def described(self, plan: Plan) -> Offer:
        """Describe what is offered, as far as the catalogue still has it."""
        known = self._shelf.finder.catalogue.by_id
        resources = [known[id] for id in plan.steps if id in known]
        return Offer(plan.id, plan.sender, plan.title, plan.pace, resources)

    def _require_members(self, sender: str, person: str) -> None:
        try:
            if not self._people.is_full_member(self._people.person(sender)):
                raise RefusalError(FULL_MEMBERS)
            if not self._people.is_colleague(self._people.person(person)):
                raise RefusalError(TO_PEOPLE)
        except UntoldError as error:
            if str(error) in ("user_not_found", "user_not_visible"):
                raise RefusalError(TO_PEOPLE) from None
            raise RefusalError(UNTOLD.format(reason=error)) from None

    def _keeps_from_asking(self, plan: Plan, sender: str) -> bool:
        if plan.stage in (Stage.DECLINED, Stage.STOPPED):
            is_theirs = plan.sender in (sender, None)  # who deleted their data is nobody
            return is_theirs and self._clock() - (plan.due or plan.at) < QUIET
        return self._is_open(plan)

    def _is_open(self, plan: Plan) -> bool:
        """Tell whether it is under way, or may still be accepted."""
        if plan.stage is Stage.OFFERED:
            return self._clock() - plan.at < QUIET
        return plan.stage in (Stage.RUNNING, Stage.PAUSED)

    def _tell_sender(self, plan: Plan, *, accepted: bool) -> None:
        """Tell who proposed it, if that is somebody else, and still known."""
        if plan.sender is None or plan.sender == plan.person:
            return
        message = decided_message(plan.person, plan.title, accepted=accepted)
        try:
            self._outbox.post(self._client, plan.sender, message, None)
        except (RefusedError, UnconfirmedError) as error:
            log.warning("sender not told", plan=plan.id, error=str(error))

    def _change(self, plan: Plan, stage: Stage, due: datetime | None = None) -> bool:
        return self._store.plans.change(self._team, plan, stage=stage, due=due)
