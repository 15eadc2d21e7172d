"""What all workspaces share, and the rules by which the bot is run in each of them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.claims import Claims, utc_now
from bot.digest.calendar import LATE
from bot.digest.lease import LEASE
from bot.digest.pace import PER_SECOND
from bot.journal import KEPT
from bot.library import Library
from bot.metrics import Metrics
from bot.outbox import Outbox
from bot.settings import Settings
from bot.store import Store
from bot.turns import Turns

if TYPE_CHECKING:
    from bot.tenants.installations import Installations


@dataclass(frozen=True)
class House:
    """`clock` is what digests and claims go by."""

    library: Library
    store: Store
    metrics: Metrics
    outbox: Outbox
    claims: Claims
    turns: Turns
    clock: Callable[[], datetime] = utc_now
    admins: Collection[str] = ()
    curators: str | None = None
    """The channel of the curators, where the operator names it for a workspace."""

    kept: timedelta = KEPT
    """For how long questions are kept."""

    forgets: bool = False
    """Whether the store does not last."""

    lease: float = LEASE
    """Seconds for which claims of slots stand."""

    posts_a_second: float = PER_SECOND
    late: timedelta = LATE
    installations: "Installations | None" = None
    """Who has installed the app, where it serves more than the workspace of a token."""


def house_of(
    settings: Settings,
    library: Library,
    store: Store,
    *,
    clock: Callable[[], datetime] = utc_now,
    lease: float = LEASE,
    posts_a_second: float = PER_SECOND,
    late: timedelta = LATE,
) -> House:
    """Set up the house as the operator wants it."""
    metrics, turns = Metrics(), Turns()
    installations = None
    if settings.serves_many:  # encryption and the like take their time to be imported
        from bot.tenants.installations import installations_of

        installations = installations_of(settings, store)
    store.on_error = lambda kind: metrics.store_errors.labels(kind).inc()
    return House(
        library=library,
        store=store,
        metrics=metrics,
        outbox=Outbox(metrics, turns),
        claims=Claims(store, clock),
        turns=turns,
        clock=clock,
        admins=settings.mlops_learn_admins,
        curators=settings.mlops_learn_curators,
        kept=timedelta(days=settings.mlops_learn_question_days),
        forgets=settings.forgets,
        lease=lease,
        posts_a_second=posts_a_second,
        late=late,
        installations=installations,
    )
