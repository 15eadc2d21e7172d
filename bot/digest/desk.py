"""What people do with the digest of their channel: look at it, set it, leave it out, end it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

import structlog

from bot.digest.calendar import SATURDAY, is_paused, slot_in
from bot.digest.description import (
    day_in_words,
    describe,
    moment_in_words,
    next_digest,
    rhythm,
    skipped_digests,
)
from bot.digest.editor import Editor
from bot.digest.permission import require_admin, require_right
from bot.digest.requests import Act, Simple, Weekly
from bot.digest.when import is_zone, zone_named
from bot.people import People, UntoldError
from bot.refusal import RefusalError
from bot.store import Pause, Record, Slot, State, Store, Subscription
from bot.views.blocks import Message
from bot.views.digest_settings import (
    list_message,
    preview_message,
    settings_message,
    unset_message,
    usage_message,
)
from bot.views.sentences import NOT_A_MEMBER
from knowledge import Topic

FORGETS = (
    "I cannot keep a digest here: this machine forgets its disk at each restart, and with it which"
    " channel gets what. The operator has to set DATABASE_URL to a PostgreSQL first."
)
NOT_A_CHANNEL = "A digest belongs to a channel: write this in the one that it is for."
NONE_SET = "This channel has no digest: set one with /mlops-learn digest weekly monday 09:00"
PAUSED = "No digest comes as long as it is paused."
NEVER = "No digest comes in the next weeks: all of their days are left out."
MOST_SKIPPED = 4
ENOUGH = f"{MOST_SKIPPED} are left out in advance already: pause until a day instead."
ONLY_WEEKENDS = "On weekends alone and never on weekends: choose another day."

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Asker:
    """Who asks, and in which channel."""

    person: str
    channel: str


@dataclass(frozen=True)
class Wish:
    """A digest as somebody wants it; `topics` are ids."""

    weekday: int
    time: time
    zone: str
    topics: tuple[str, ...] = ()
    weekdays_only: bool = False
    holidays: tuple[date, ...] = ()


class Desk:
    """Does what people ask for, if they may; gives what they should read.

    Raises RefusalError where it is not done. Errors of the database and of the network reach the
    caller as they are.
    """

    def __init__(
        self,
        *,
        team: str,
        store: Store,
        editor: Editor,
        people: People,
        clock: Callable[[], datetime],
        forgets: bool = False,
    ) -> None:
        self._team = team
        self._store = store
        self._editor = editor
        self._people = people
        self._clock = clock
        self._forgets = forgets

    def answer(self, request: Simple | Weekly, asker: Asker) -> Message:
        """Do what was written after the command."""
        if isinstance(request, Weekly):
            self._require_right(asker)
            return self._set(self._wish(request, asker), asker)
        match request.act:
            case Act.SHOW:
                return self.show(asker)
            case Act.PREVIEW:
                return self.preview(asker)
            case Act.SKIP:
                return self.skip(asker)
            case Act.PAUSE:
                return self.pause(asker, request.until)
            case Act.RESUME:
                return self.resume(asker)
            case Act.OFF:
                return self.switch_off(asker)
            case Act.LIST:
                return self.list(asker)
            case Act.HELP:
                return usage_message()

    def show(self, asker: Asker, note: str | None = None) -> Message:
        """Show the settings and the next digest, of which the resource stays as it is shown."""
        _require_channel(asker)
        subscription = self._store.subscriptions.find(self._team, asker.channel)
        if subscription is None:
            return unset_message(note)
        records, now = self._records(asker.channel), self._clock()
        coming = next_digest(subscription, records, now)
        pick = coming and self._editor.plan(subscription, *coming)
        resource = pick.resource if pick else None
        described = describe(subscription, records, now, self._editor.catalogue, resource)
        return settings_message(described, note)

    def preview(self, asker: Asker) -> Message:
        """Show the next digest, or what one could look like."""
        _require_channel(asker)
        now = self._clock()
        found = self._store.subscriptions.find(self._team, asker.channel)
        subscription = found or self._imagined(asker, now)
        coming = next_digest(subscription, self._records(asker.channel), now)
        if coming is None:
            raise RefusalError(PAUSED if subscription.paused else NEVER)
        slot, moment = coming
        choose = self._editor.plan if found else self._editor.pick
        pick = choose(subscription, slot, moment)
        if pick is None:
            raise RefusalError("I have no resource on the topics of this channel.")
        digest = self._editor.write(subscription, pick, slot, moment, heirless=False)
        return preview_message(digest, moment_in_words(moment, subscription) if found else None)

    def set(self, wish: Wish, asker: Asker) -> Message:
        """Set the digest of a channel, in place of what was set before."""
        self._require_right(asker)
        return self._set(wish, asker)

    def _set(self, wish: Wish, asker: Asker) -> Message:
        if wish.weekdays_only and wish.weekday >= SATURDAY:
            raise RefusalError(ONLY_WEEKENDS)
        self._editor.require_topics(wish.topics)
        self._require_membership(asker.channel)
        subscription = Subscription(
            team=self._team,
            channel=asker.channel,
            owner=asker.person,
            since=self._clock(),
            **vars(wish),
        )
        before = self._store.subscriptions.find(self._team, asker.channel)
        if before and before.paused == Pause.ASKED:
            subscription = replace(subscription, paused=before.paused, resume_on=before.resume_on)
        if before and not before.paused and _times(before) == _times(subscription):
            subscription = replace(subscription, since=before.since)
        self._store.subscriptions.put(subscription)
        if before and before.topics != subscription.topics:
            for record in self._records(asker.channel).values():
                self._store.slots.plan(record.slot, None)  # it was chosen for other topics
        log.info("digest set", channel=asker.channel, when=rhythm(subscription))
        return self.show(asker, "Set. This is how it comes:")

    def skip(self, asker: Asker, week: str | None = None) -> Message:
        """Leave out the next digest; that of a week, where it is named."""
        subscription = self._changeable(asker)
        coming = next_digest(subscription, self._records(asker.channel), self._clock())
        if coming is None:
            raise RefusalError(PAUSED if subscription.paused else NEVER)
        slot, moment = coming
        ahead = skipped_digests(subscription, self._records(asker.channel), self._clock())
        if len(ahead) >= MOST_SKIPPED:
            raise RefusalError(ENOUGH)
        is_meant = week in (None, slot.week)
        if is_meant and self._store.slots.settle(slot, State.SKIPPED, asker.person):
            note = f"Left out: the digest of {moment_in_words(moment, subscription)}."
        else:
            note = "That one is left out already, or is being posted."
        return self.show(asker, note)

    def unskip(self, asker: Asker, week: str | None) -> Message:
        """Let a digest that was to be left out come after all."""
        subscription = self._changeable(asker)
        skipped = skipped_digests(subscription, self._records(asker.channel), self._clock())
        if any(self._store.slots.unskip(slot) for slot, _ in skipped if slot.week == week):
            return self.show(asker, "It comes after all.")
        return self.show(asker, "That one cannot be brought back any more.")

    def pause(self, asker: Asker, until: date | None = None) -> Message:
        """Post nothing for a while, or until somebody says so."""
        subscription = self._changeable(asker)
        today = self._clock().astimezone(zone_named(subscription.zone)).date()
        if until and until <= today:
            raise RefusalError(f"{until} has come already: choose a later day.")
        self._store.subscriptions.put(replace(subscription, paused=Pause.ASKED, resume_on=until))
        note = f"Paused until {day_in_words(until)}." if until else "Paused."
        return self.show(asker, note)

    def resume(self, asker: Asker) -> Message:
        """Post again, from now on: nothing is made up for. Who does it looks after it."""
        subscription = self._changeable(asker)
        self._require_membership(asker.channel)
        if subscription.paused is None:
            return self.show(asker, "It was not paused.")
        running = replace(subscription, paused=None, resume_on=None, since=self._clock())
        if subscription.paused == Pause.OWNER_LEFT:
            running = replace(running, owner=asker.person)
        self._store.subscriptions.put(running)
        return self.show(asker, "It comes again.")

    def keep(self, asker: Asker) -> Message:
        """Look after a digest whose owner has left."""
        subscription = self._changeable(asker)
        kept = replace(subscription, owner=asker.person)
        if subscription.paused == Pause.OWNER_LEFT:
            kept = replace(kept, paused=None, since=self._clock())
        self._store.subscriptions.put(kept)
        return self.show(asker, "It stays, and you look after it:")

    def invited(self, channel: str) -> None:
        """Take up again what Slack had made us pause, now that we are in the channel again."""
        subscription = self._store.subscriptions.find(self._team, channel)
        paused = subscription and subscription.paused
        if not paused or paused in list(Pause):
            return
        if self._store.subscriptions.resume(self._team, channel, paused, self._clock()):
            log.info("digest resumed", channel=channel)

    def switch_off(self, asker: Asker) -> Message:
        """End the digest of a channel."""
        subscription = self._changeable(asker)
        self._store.subscriptions.remove(self._team, asker.channel)
        today = self._clock().astimezone(zone_named(subscription.zone)).date()
        self._store.slots.forget_ahead(slot_in(subscription, today))
        log.info("digest switched off", channel=asker.channel)
        return unset_message("Switched off.")

    def list(self, asker: Asker) -> Message:
        """List the digests of the workspace, for admins."""
        require_admin(self._people, asker.person)
        return list_message(
            [
                (each.channel, rhythm(each), each.owner, self._why_paused(each))
                for each in self._store.subscriptions.all_of(self._team)
            ]
        )

    def _why_paused(self, subscription: Subscription) -> str | None:
        today = self._clock().astimezone(zone_named(subscription.zone)).date()
        return subscription.paused if is_paused(subscription, today) else None

    def current(self, asker: Asker) -> Wish | None:
        """Give what is set, to be changed; None where nothing is. Refuses who may not change it."""
        self._require_right(asker)
        self._require_membership(asker.channel)
        subscription = self._store.subscriptions.find(self._team, asker.channel)
        if subscription is None:
            return None
        return Wish(**{name: getattr(subscription, name) for name in Wish.__dataclass_fields__})

    def topics(self, chosen: Iterable[str], most: int) -> Sequence[Topic]:
        """List topics to choose from: those that are chosen, and the ones with most resources."""
        known = self._editor.catalogue.topics
        first = [known[id] for id in chosen if id in known]
        others = [topic for topic in self._editor.topics(most) if topic not in first]
        return [*first, *others][:most]

    def knows(self, question: str) -> bool:
        """Tell whether a text is a question that the catalogue answers."""
        return self._editor.knows(question)

    def zone_of(self, person: str) -> str:
        """Give the zone that somebody has set in Slack; UTC where Slack does not tell."""
        try:
            zone = self._people.person(person).tz
        except UntoldError:
            zone = None
        return zone if zone and is_zone(zone) else "UTC"

    def _wish(self, request: Weekly, asker: Asker) -> Wish:
        """Understand what was written; what it does not name stays as it is."""
        before = self._store.subscriptions.find(self._team, asker.channel)
        wish = Wish(
            weekday=request.when.weekday,
            time=request.when.time,
            zone=request.when.zone or self.zone_of(asker.person),
            topics=before.topics if before else (),
            weekdays_only=before.weekdays_only if before else False,
            holidays=before.holidays if before else (),
        )
        if request.topics is not None:
            named = (topic.id for topic in self._editor.topics_named(request.topics))
            wish = replace(wish, topics=tuple(dict.fromkeys(named)))
        if request.weekdays_only is not None:
            wish = replace(wish, weekdays_only=request.weekdays_only)
        if request.holidays is not None:
            wish = replace(wish, holidays=request.holidays)
        return wish

    def _require_right(self, asker: Asker) -> None:
        """Refuse who may not set a digest here, and where none can be kept."""
        _require_channel(asker)
        if self._forgets:
            raise RefusalError(FORGETS)
        require_right(self._people, asker.person, asker.channel)

    def _changeable(self, asker: Asker) -> Subscription:
        _require_channel(asker)
        require_right(self._people, asker.person, asker.channel)
        subscription = self._store.subscriptions.find(self._team, asker.channel)
        if subscription is None:
            raise RefusalError(NONE_SET)
        return subscription

    def _require_membership(self, channel: str) -> None:
        try:
            is_inside = self._people.channel(channel).is_member
        except UntoldError as error:
            # Of a private channel Slack may not tell; if we are not in it, the first post will.
            is_inside = str(error) == "missing_scope"
        if not is_inside:
            raise RefusalError(NOT_A_MEMBER)

    def _imagined(self, asker: Asker, now: datetime) -> Subscription:
        return Subscription(self._team, asker.channel, 0, time(9), "UTC", asker.person, now)

    def _records(self, channel: str) -> dict[Slot, Record]:
        return {record.slot: record for record in self._store.slots.history(self._team, channel)}


def _times(subscription: Subscription) -> tuple[int, time, str]:
    return subscription.weekday, subscription.time, subscription.zone


def _require_channel(asker: Asker) -> None:
    if asker.channel.startswith("D"):
        raise RefusalError(NOT_A_CHANNEL)
