"""Brings a plan to the person, item by item: each once, and none that they know already.

An item is taken in the store before it is posted: whoever dies in between leaves it out, since two
of the same are worse than none. What Slack clearly refuses is put back.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http.client import HTTPException

import structlog
from slack_sdk import WebClient

from bot.digest.when import is_zone
from bot.learners import Learners
from bot.onboarding.calendar import (
    in_words,
    is_working_time,
    next_item,
    next_morning,
    next_resumed,
)
from bot.outbox import Outbox
from bot.people import People, UntoldError
from bot.shelf import Shelf
from bot.store import Mark, Plan, Stage, Store
from bot.views.plan_item import NOTHING_LEFT, Item, Standing, item_message
from bot.views.sentences import sentence
from bot.wire import RefusedError, UnconfirmedError
from knowledge import Resource

RETRY = timedelta(minutes=15)
"""How long to wait after Slack refused an item."""

UNKNOWN = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
LEFT = UNKNOWN | {"account_inactive", "user_disabled"}
"""Errors by which Slack refuses a message to somebody who is no longer there."""

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Coming:
    """A resource that is still to come, and its place among the steps."""

    place: int
    resource: Resource


class Tutor:
    """Works on the plans of one workspace, in any number of processes and threads.

    What a person presses names their plan, and an item of it: None is given, and nothing done,
    where that is no plan of theirs. Errors of the database and of the network reach the caller.
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
        outbox: Outbox,
        clock: Callable[[], datetime],
    ) -> None:
        self._team = team
        self._client = client
        self._store = store
        self._shelf = shelf
        self._learners = learners
        self._people = people
        self._outbox = outbox
        self._clock = clock

    def round(self) -> None:
        """Send what is due, at most one item of each plan."""
        for plan in self._store.plans.due(self._team, self._clock()):
            try:
                self._come(plan)
            except (OSError, HTTPException, UntoldError) as error:  # Slack is away: it stays due
                log.warning("item waits", plan=plan.id, error=str(error))

    def found(self, person: str, id: str) -> Plan | None:
        """Find a plan of somebody's by its id."""
        plan = self._store.plans.find(self._team, id)
        return plan if plan and plan.person == person else None

    def send_next(self, plan: Plan) -> bool:
        """Send the next item of a plan that runs; False where it is not as it was found."""
        coming = self._coming(plan)
        if not coming:
            return self._end(plan)
        now, place = self._clock(), coming[0].place
        is_last = len(coming) == 1
        taken = replace(
            plan,
            stage=Stage.FINISHED if is_last else Stage.RUNNING,
            step=place + 1,
            due=None if is_last else next_item(now, plan.pace, self._zone(plan)),
        )
        message = item_message(self._item(taken, coming[0].resource, taken.step))
        if not self._change(plan, taken):
            return False
        try:
            self._outbox.post(self._client, plan.person, message, None)
        except RefusedError as error:
            self._put_back(plan, taken, error.reason)
        except UnconfirmedError as error:  # it may well stand there
            log.warning("item not confirmed", plan=plan.id, error=str(error))
        else:
            log.info("item sent", plan=plan.id, step=taken.step)
        return True

    def done(self, person: str, id: str, number: int) -> Plan | None:
        """Mark an item as done; if it is the latest one, send the next."""
        plan = self.found(person, id)
        if plan is None or not 0 < number <= min(plan.step, len(plan.steps)):
            return plan
        self._learners.mark(self._team, person, plan.steps[number - 1], Mark.DONE)
        if plan.stage is Stage.RUNNING and plan.step == number:
            self.send_next(plan)
        return self.found(person, id)

    def set_pace(self, person: str, id: str, pace: int) -> Plan | None:
        """Let so many items come a week from now on."""
        plan = self.found(person, id)
        if plan is None or plan.stage not in (Stage.RUNNING, Stage.PAUSED) or pace == plan.pace:
            return plan
        due = plan.due
        if plan.stage is Stage.RUNNING:
            anew = next_item(self._clock(), pace, self._zone(plan))
            sooner = min if pace > plan.pace else max  # who wants more does not wait for longer
            due = sooner(plan.due or anew, anew)
        return self._changed(plan, replace(plan, pace=pace, due=due))

    def pause(self, person: str, id: str) -> Plan | None:
        """Send nothing until they resume."""
        return self._moved(person, id, Stage.RUNNING, Stage.PAUSED)

    def resume(self, person: str, id: str) -> Plan | None:
        """Go on, at the next time that is usual for the pace."""
        return self._moved(person, id, Stage.PAUSED, Stage.RUNNING)

    def stop(self, person: str, id: str) -> Plan | None:
        """Send nothing more, ever."""
        plan = self.found(person, id)
        if plan is None or plan.stage not in (Stage.RUNNING, Stage.PAUSED):
            return plan
        return self._changed(plan, replace(plan, stage=Stage.STOPPED, due=self._clock()))

    def item(self, plan: Plan, number: int) -> Item | None:
        """Describe an item that was sent; None where the catalogue no longer has it."""
        known = self._shelf.finder.catalogue.by_id
        resource = known.get(plan.steps[number - 1]) if 0 < number <= len(plan.steps) else None
        return self._item(plan, resource, number) if resource else None

    def _come(self, plan: Plan) -> None:
        """Send an item that is due, if the person is there, and at work."""
        try:
            is_there = self._people.is_colleague(self._people.person(plan.person))
        except UntoldError as error:
            if str(error) not in UNKNOWN:
                raise
            is_there = False
        now, zone = self._clock(), self._zone(plan)
        if not is_there:
            self._change(plan, replace(plan, stage=Stage.STOPPED, due=None))
        elif not is_working_time(now, zone):
            self._change(plan, replace(plan, due=next_morning(now, zone)))
        else:
            self.send_next(plan)

    def _coming(self, plan: Plan) -> list[Coming]:
        """List what is left: without what they know, do not want, or the catalogue has lost."""
        known = self._shelf.finder.catalogue.by_id
        hidden = self._learners.hidden(self._team, plan.person)
        return [
            Coming(place, known[id])
            for place, id in enumerate(plan.steps)
            if place >= plan.step and id in known and id not in hidden
        ]

    def _end(self, plan: Plan) -> bool:
        """Say that nothing is left."""
        ended = replace(plan, stage=Stage.FINISHED, due=None)
        if not self._change(plan, ended):
            return False
        try:
            self._outbox.post(self._client, plan.person, sentence(NOTHING_LEFT), None)
        except (RefusedError, UnconfirmedError) as error:
            log.warning("end of a plan not told", plan=plan.id, error=str(error))
        return True

    def _put_back(self, plan: Plan, taken: Plan, reason: str) -> None:
        """Let an item that Slack refused come later, unless the person has left."""
        log.warning("item refused", plan=plan.id, reason=reason)
        found = self._store.plans.find(self._team, plan.id)
        if found is None or found.step != taken.step or found.stage is Stage.STOPPED:
            return
        if reason in LEFT:
            self._change(found, replace(found, stage=Stage.STOPPED, due=None))
            return
        stage = Stage.PAUSED if found.stage is Stage.PAUSED else Stage.RUNNING
        due = None if stage is Stage.PAUSED else self._clock() + RETRY
        self._change(found, replace(found, stage=stage, step=plan.step, due=due))

    def _moved(self, person: str, id: str, before: Stage, after: Stage) -> Plan | None:
        plan = self.found(person, id)
        if plan is None or plan.stage is not before:
            return plan
        due = None
        if after is Stage.RUNNING:
            due = next_resumed(self._clock(), plan.pace, self._zone(plan))
        return self._changed(plan, replace(plan, stage=after, due=due))

    def _changed(self, plan: Plan, wanted: Plan) -> Plan | None:
        """Change a plan, and give it as it is then, whoever has changed it."""
        self._change(plan, wanted)
        return self.found(plan.person, plan.id)

    def _change(self, plan: Plan, wanted: Plan) -> bool:
        return self._store.plans.change(
            self._team,
            plan,
            stage=wanted.stage,
            pace=wanted.pace,
            step=wanted.step,
            due=wanted.due,
        )

    def _item(self, plan: Plan, resource: Resource, number: int) -> Item:
        coming = None
        if plan.due and plan.stage is Stage.RUNNING and plan.step == number:
            coming = in_words(plan.due, self._clock(), self._zone(plan))
        return Item(
            plan=plan.id,
            title=plan.title,
            resource=resource,
            number=number,
            total=len(plan.steps),
            pace=plan.pace,
            standing=_standing(plan, number),
            next=coming,
            is_done=resource.id in self._learners.marked(self._team, plan.person, Mark.DONE),
        )

    def _zone(self, plan: Plan) -> str:
        """Give the zone of the person, else of who proposed the plan, else UTC."""
        for person in filter(None, (plan.person, plan.sender)):
            try:
                zone = self._people.person(person).tz
            except UntoldError:
                zone = None
            if zone and is_zone(zone):
                return zone
        return "UTC"


def _standing(plan: Plan, number: int) -> Standing:
    if plan.stage is Stage.STOPPED:
        return Standing.STOPPED
    if plan.step != number:
        return Standing.PASSED
    match plan.stage:
        case Stage.PAUSED:
            return Standing.PAUSED
        case Stage.FINISHED:
            return Standing.LAST
        case _:
            return Standing.LATEST
