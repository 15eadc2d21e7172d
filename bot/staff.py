"""Those who do the bot's work in one workspace, and how they are put together."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_sdk import WebClient

from bot.claims import Claims
from bot.digest.calendar import LATE
from bot.digest.desk import Desk
from bot.digest.editor import Editor
from bot.digest.lease import LEASE, Leases
from bot.digest.pace import PER_SECOND, Pace
from bot.digest.poster import Poster
from bot.digest.publisher import Publisher
from bot.identity import Identity
from bot.journal import Journal
from bot.librarian import Librarian
from bot.metrics import Metrics
from bot.outbox import Outbox
from bot.people import People
from bot.store import Store
from knowledge import Finder


@dataclass(frozen=True)
class Staff:
    """Everybody whom a listener, or the clock, may hand something to."""

    librarian: Librarian
    desk: Desk
    poster: Poster
    journal: Journal
    claims: Claims
    outbox: Outbox
    metrics: Metrics
    store: Store
    clock: Callable[[], datetime]


def staff_of(
    *,
    client: WebClient,
    identity: Identity,
    finder: Finder,
    store: Store,
    clock: Callable[[], datetime],
    admins: Collection[str] = (),
    forgets: bool = False,
    lease: float = LEASE,
    posts_a_second: float = PER_SECOND,
    late: timedelta = LATE,
) -> Staff:
    """Put everybody together; nobody calls Slack or the database by that.

    `clock` is what digests and claims go by; `lease`, in seconds, how long claims of slots stand.
    `forgets` says that the store does not last.
    """
    metrics = Metrics()
    editor = Editor(finder, store)
    people = People(client, admins, None if identity.enterprise else identity.team)
    leases = Leases(lease)
    publisher = Publisher(
        store=store,
        editor=editor,
        people=people,
        identity=identity,
        metrics=metrics,
        clock=clock,
        leases=leases,
        pace=Pace(posts_a_second),
        late=late,
    )
    return Staff(
        librarian=Librarian(finder, metrics),
        desk=Desk(
            team=identity.team,
            store=store,
            editor=editor,
            people=people,
            clock=clock,
            forgets=forgets,
        ),
        poster=Poster(
            team=identity.team,
            store=store,
            editor=editor,
            publisher=publisher,
            leases=leases,
            late=late,
            clock=clock,
        ),
        journal=Journal(store, clock),
        claims=Claims(store, clock),
        outbox=Outbox(metrics),
        metrics=metrics,
        store=store,
        clock=clock,
    )
