"""Posts one digest, once, and does what Slack's answer to it asks for.

A slot is claimed in the store, posted, and marked. Who dies in between leaves a claim, which
another takes over when its lease is over: it looks whether the digest stands in the channel, and
posts it only if that is certain not to be so. One that may stand there and cannot be looked for
stays away: a missing digest is better than two.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import wire
from bot.digest.calendar import Due, is_paused
from bot.digest.editor import Editor
from bot.digest.history import CannotLookError, NotNowError, find_post, metadata_of
from bot.digest.lease import Leases
from bot.digest.pace import Pace
from bot.digest.when import zone_named
from bot.identity import PERMANENT, Identity
from bot.metrics import Metrics
from bot.outbox import OURS_TO_MEND, PATIENCE
from bot.people import People, UntoldError
from bot.store import Pause, Record, Slot, State, Store, Subscription
from bot.views.blocks import Message
from bot.views.digest_settings import ANEW, BACK, SCOPE, UNKNOWN, about_channel, why_paused
from bot.wire import RefusedError, UnconfirmedError, WaitError

CLOSED = frozenset(
    """
    channel_not_found not_in_channel is_archived no_permission messages_tab_disabled
    restricted_action restricted_action_non_threadable_channel restricted_action_read_only_channel
    restricted_action_thread_locked restricted_action_thread_only_channel
    """.split()  # noqa: SIM905
)
"""Errors by which Slack refuses a channel, until somebody changes it."""

NOT_POSTED = frozenset(
    """
    as_user_not_supported ekm_access_denied invalid_arguments invalid_metadata_format
    message_limit_exceeded metadata_must_be_sent_from_app metadata_too_large msg_too_long no_text
    team_added_to_org
    """.split()  # noqa: SIM905
)
"""Errors by which nothing was posted, and which may pass."""

ELSE = timedelta(minutes=5)
"""How long to wait after one of those."""

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Tally:
    """What came of some slots: how many were posted, and how many still wait for something."""

    posted: int = 0
    waiting: int = 0


class Publisher:
    """Posts slots of one workspace; safe to use from many threads."""

    def __init__(
        self,
        *,
        store: Store,
        editor: Editor,
        people: People,
        identity: Identity,
        metrics: Metrics,
        clock: Callable[[], datetime],
        leases: Leases,
        pace: Pace,
        late: timedelta,
    ) -> None:
        self._store = store
        self._editor = editor
        self._people = people
        self._identity = identity
        self._metrics = metrics
        self._clock = clock
        self._leases = leases
        self._pace = pace
        self._late = late
        self._lock = threading.Lock()
        self._gone: dict[str, bool] = {}
        self.stop = threading.Event()
        """Once it is set nothing more is begun."""

        self.halted = threading.Event()
        """Set when Slack takes nothing from us; whoever clears it lets it be tried again."""

        self.refused: str | None = None
        """Why Slack takes nothing from us, until it does again."""

    @property
    def _client(self) -> WebClient:
        return self._people.client

    def forget_people(self) -> None:
        """Ask Slack anew who is still there."""
        self._gone.clear()

    def try_again(self) -> None:
        """Ask Slack whether it takes our token again, and begin anew if it does."""
        try:
            self._client.auth_test()
        except (SlackApiError, OSError, HTTPException):
            return
        if self.refused != "missing_scope":  # of which it does not tell here
            self.refused = None
        self.halted.clear()

    def miss(self, each: Due) -> Tally:
        if self._store.slots.settle(each.slot, State.MISSED, reason="late"):
            self._count("missed")
            log.warning("digest missed", slot=each.slot.name, due=each.moment.isoformat())
        return Tally()

    def post(self, each: Due) -> Tally:
        if not self._pace.wait(self.stop):
            return Tally()
        slot = each.slot
        if self._store.subscriptions.find(slot.team, slot.channel) != each.subscription:
            return Tally()  # somebody has just changed it: the next round goes by that
        if self._came_this_week(each):
            self._store.slots.settle(slot, State.SKIPPED, reason="it came already, in another zone")
            return Tally()
        claim = self._store.slots.claim(slot, each.moment, self._clock())
        if claim is None:  # another process has it, or Slack asked to wait
            return Tally(waiting=1)
        return self._publish(each.subscription, slot, claim, each.moment)

    def take_over(self, record: Record, subscription: Subscription | None) -> Tally:
        """Find out what became of a slot whose owner died, and do what is left to do."""
        slot, due = record.slot, record.due or self._clock()
        claim = self._store.slots.exchange(slot, record.claim or "")
        if claim is None:
            return Tally(waiting=1)
        log.info("looking for a digest whose process died", slot=slot.name)
        try:
            found = find_post(self._client, slot, due, self._identity.bot_user)
        except NotNowError as error:
            log.warning("could not look", slot=slot.name, error=str(error))
            if self._clock() - due > self._late:
                return self._lose(slot, claim, subscription, str(error))
            return Tally(waiting=1)
        except CannotLookError as error:
            return self._lose(slot, claim, subscription, str(error))
        if found:
            self._end(slot, claim, State.POSTED, message=found)
            return Tally(posted=1)
        if self._clock() - due > self._late:
            self._end(slot, claim, State.MISSED, reason="late")
            return Tally()
        if not (subscription and self._is_wanted(subscription, due)):
            self._put_back(slot, claim, timedelta(), "changed")
            return Tally()
        return self._publish(subscription, slot, claim, due)

    def pause(self, subscription: Subscription, reason: str) -> Tally:
        """Pause a channel's digest, and tell its owner: once, whoever notices it first."""
        team, channel = subscription.team, subscription.channel
        if self._store.subscriptions.pause(team, channel, reason):
            log.warning("digest paused", team=team, channel=channel, reason=reason)
            cure = ANEW if reason in list(Pause) else BACK
            self._tell(subscription.owner, about_channel(channel, f"{why_paused(reason)} {cure}"))
        return Tally()

    def _is_wanted(self, subscription: Subscription, due: datetime) -> bool:
        day = due.astimezone(zone_named(subscription.zone)).date()
        return subscription.since < due and not is_paused(subscription, day)

    def _came_this_week(self, each: Due) -> bool:
        """Tell whether the last digest came in what is the same week in the zone of now."""
        zone = zone_named(each.subscription.zone)
        week = each.moment.astimezone(zone).isocalendar()[:2]
        return any(
            record.due and record.due.astimezone(zone).isocalendar()[:2] == week
            for record in self._store.slots.history(each.slot.team, each.slot.channel)
            if record.state in (State.POSTED, State.UNKNOWN) and record.slot != each.slot
        )

    def _publish(
        self, subscription: Subscription, slot: Slot, claim: str, moment: datetime
    ) -> Tally:
        pick = self._editor.pick(subscription, slot, moment)
        if pick is None:
            self._end(slot, claim, State.MISSED, reason=Pause.NO_RESOURCE)
            return self.pause(subscription, Pause.NO_RESOURCE)
        heirless = self._is_gone(subscription.owner)
        message = self._editor.write(subscription, pick, slot, moment, heirless)
        if self._store.subscriptions.find(slot.team, slot.channel) != subscription:
            return self._put_back(slot, claim, timedelta(), "changed")
        begun = self._leases.now()
        mine = self._store.slots.exchange(slot, claim, pick.resource.id)
        if mine is None or not self._leases.is_fresh(begun):
            return Tally(waiting=1)  # another has taken it over, or we were asleep for too long
        try:
            ts = self._send(slot, message)
        except WaitError as wait:
            return self._put_back(slot, mine, timedelta(seconds=wait.seconds), "ratelimited")
        except UnconfirmedError as error:
            log.warning("digest not confirmed", slot=slot.name, error=str(error))
            return Tally(waiting=1)  # as if we had died: it will be looked for
        except RefusedError as error:
            return self._refuse(subscription, slot, mine, error.reason)
        if not self._end(slot, mine, State.POSTED, message=ts):
            self._take_back(slot, ts)
            return Tally()
        self.refused = None
        log.info("digest posted", slot=slot.name, resource=pick.resource.id)
        if heirless:
            owner = subscription.owner
            self._store.subscriptions.pause(slot.team, slot.channel, Pause.OWNER_LEFT, owner)
        return Tally(posted=1)

    def _take_back(self, slot: Slot, ts: str) -> None:
        """Delete what we posted when another had the slot, because we were asleep in between."""
        record = self._store.slots.find(slot)
        # Who has the slot now has looked for a post before ours, and is about to make another.
        another = record and (record.state is State.POSTING or record.message not in (None, ts))
        if not another:
            return
        try:
            self._client.chat_delete(channel=slot.channel, ts=ts)
        except (SlackApiError, OSError, HTTPException):
            log.exception("a second digest could not be deleted", slot=slot.name, ts=ts)
        else:
            log.warning("a second digest was deleted", slot=slot.name)

    def _send(self, slot: Slot, message: Message) -> str:
        try:
            return wire.post(self._client, slot.channel, message, metadata=metadata_of(slot))
        except RefusedError as error:
            if error.reason not in OURS_TO_MEND:
                raise
            log.exception("blocks refused, sending text")
            plain: Message = {**message, "blocks": []}
            return wire.post(self._client, slot.channel, plain, metadata=metadata_of(slot))

    def _refuse(self, subscription: Subscription, slot: Slot, claim: str, reason: str) -> Tally:
        """Do what Slack's refusal asks for; nothing was posted."""
        if reason in CLOSED:
            self._put_back(slot, claim, timedelta(), reason)
            return self.pause(subscription, reason)
        if reason in PERMANENT:
            self._put_back(slot, claim, timedelta(), reason)
            self._halt(reason)
            return Tally()
        if reason in NOT_POSTED:
            return self._put_back(slot, claim, ELSE, reason)
        log.warning("refused in a way that is not known", slot=slot.name, reason=reason)
        return Tally(waiting=1)  # as if we had died: it will be looked for

    def _halt(self, reason: str) -> None:
        """Stop posting: Slack takes nothing from us. Said once, until something is taken again."""
        self.halted.set()
        with self._lock:
            first, self.refused = self.refused is None, reason
        if first:
            log.error("Slack refuses the token: no digest is posted any more", error=reason)

    def _put_back(self, slot: Slot, claim: str, wait: timedelta, reason: str) -> Tally:
        self._count(reason)
        log.warning("digest waits", slot=slot.name, reason=reason, seconds=wait.total_seconds())
        self._store.slots.put_back(slot, claim, self._clock() + wait)
        return Tally(waiting=1)

    def _lose(self, slot: Slot, claim: str, subscription: Subscription | None, why: str) -> Tally:
        self._end(slot, claim, State.UNKNOWN, reason=why)
        log.error("it is unknown whether a digest was posted", slot=slot.name, why=why)
        if subscription:
            hint = f" {SCOPE}" if why == "missing_scope" else ""
            self._tell(subscription.owner, about_channel(slot.channel, f"{UNKNOWN}{hint}"))
        return Tally()

    def _tell(self, person: str, message: Message) -> None:
        self._pace.wait(self.stop)
        try:
            try:
                wire.post(self._client, person, message)
            except WaitError as wait:
                self.stop.wait(min(wait.seconds, PATIENCE))
                wire.post(self._client, person, message)
        except (RefusedError, UnconfirmedError, WaitError) as error:
            log.warning("the owner could not be told", person=person, error=str(error))

    def _is_gone(self, person: str) -> bool:
        """Tell whether somebody has left the workspace; asked once a round."""
        if person not in self._gone:
            try:
                self._gone[person] = self._people.person(person).deleted
            except (UntoldError, OSError, HTTPException) as error:
                log.info("the owner is not known", person=person, error=str(error))
                self._gone[person] = False
        return self._gone[person]

    def _end(
        self,
        slot: Slot,
        claim: str,
        state: State,
        message: str | None = None,
        reason: str | None = None,
    ) -> bool:
        is_ours = self._store.slots.end(slot, claim, state, message, reason)
        if is_ours:
            self._count(state)
        else:
            log.error("a claim was lost", slot=slot.name, state=str(state))
        return is_ours

    def _count(self, outcome: str) -> None:
        self._metrics.digests.labels(outcome).inc()
