"""What is remembered: which events the bot has handled, and all that has a file of its own here."""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Engine, delete, event, select, text, union, update
from sqlalchemy.engine import ExceptionContext

from bot.store.address import printable, read_url
from bot.store.arrivals import Arrivals
from bot.store.documents import Documents
from bot.store.engine import open_engine
from bot.store.feedback import Feedback
from bot.store.marks import Marks
from bot.store.migration import migrate
from bot.store.moment import to_seconds
from bot.store.oauth_states import OAuthStates
from bot.store.people import People
from bot.store.plans import Plans
from bot.store.questions import Questions
from bot.store.slots import Slots
from bot.store.subscriptions import Subscriptions
from bot.store.suggestions import Suggestions
from bot.store.tables import (
    feedback,
    handled,
    marks,
    people,
    plans,
    questions,
    slots,
    subscriptions,
    suggestions,
    workspaces,
)
from bot.store.weekly_keys import WeeklyKeys
from bot.store.workspaces import Workspaces

OF_TEAMS = (
    *(subscriptions, slots, questions, marks, people),
    *(feedback, suggestions, plans, workspaces),
)
"""Tables of which each row belongs to a workspace."""

LONGEST_KEY = 255  # PostgreSQL refuses to index texts of a few thousand bytes
MIGRATION_PATIENCE = 60.0  # seconds to wait while another process migrates

CLAIM = text(
    "INSERT INTO handled (key, at) VALUES (:key, :at) "
    "ON CONFLICT (key) DO UPDATE SET at = :at WHERE handled.at <= :until"
)
EVER = datetime.fromtimestamp(0, UTC)


def open_store(url: str) -> "Store":
    """Never connects; raises ValueError, without the password, for a URL that cannot work."""
    return Store(open_engine(read_url(url)))


class Store:
    """Safe to share between threads and processes.

    Errors of the database reach the caller as SQLAlchemy raises them.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.on_error: Callable[[str], None] | None = None
        """Told the kind of each error of the database, which its caller gets as well."""

        event.listen(engine, "handle_error", self._failed)

    def _failed(self, context: ExceptionContext) -> None:
        if self.on_error:
            self.on_error(type(context.original_exception).__name__)

    @property
    def engine(self) -> Engine:
        """For what libraries keep in the same database."""
        return self._engine

    @property
    def location(self) -> str:
        """Where the database is, fit to print: without the password."""
        return printable(self._engine.url)

    @property
    def documents(self) -> Documents:
        return Documents(self._engine)

    @property
    def subscriptions(self) -> Subscriptions:
        return Subscriptions(self._engine)

    @property
    def slots(self) -> Slots:
        return Slots(self._engine)

    @property
    def questions(self) -> Questions:
        return Questions(self._engine)

    @property
    def marks(self) -> Marks:
        return Marks(self._engine)

    @property
    def people(self) -> People:
        return People(self._engine)

    @property
    def feedback(self) -> Feedback:
        return Feedback(self._engine)

    @property
    def suggestions(self) -> Suggestions:
        return Suggestions(self._engine)

    @property
    def plans(self) -> Plans:
        return Plans(self._engine)

    @property
    def workspaces(self) -> Workspaces:
        return Workspaces(self._engine)

    @property
    def oauth_states(self) -> OAuthStates:
        return OAuthStates(self._engine)

    @property
    def weekly_keys(self) -> WeeklyKeys:
        return WeeklyKeys(self._engine)

    @property
    def arrivals(self) -> Arrivals:
        return Arrivals(self._engine)

    def migrate(self) -> None:
        """Bring the tables up to date; harmless to repeat, and in many processes at once.

        Raises LaterVersionError when a later version of the bot has migrated already.
        """
        engine = open_engine(self._engine.url, patience=MIGRATION_PATIENCE)
        try:
            migrate(engine)
        finally:
            engine.dispose()

    def claim(self, key: str, now: datetime, until: datetime = EVER) -> bool:
        """Tell whether the caller is the first to claim this key: those up to `until` are over."""
        with self._engine.begin() as connection:
            row = {"key": _short(key), "at": to_seconds(now), "until": to_seconds(until)}
            return connection.execute(CLAIM, row).rowcount == 1

    def release(self, key: str) -> None:
        """Give a claim back, so that the next caller gets it."""
        with self._engine.begin() as connection:
            connection.execute(delete(handled).where(handled.c.key == _short(key)))

    def claimed(self, prefix: str, since: datetime) -> list[tuple[str, datetime]]:
        """List the keys that begin so and were claimed since then, each with its moment."""
        of_these = handled.c.key.startswith(prefix, autoescape=True)
        found = select(handled).where(handled.c.at >= to_seconds(since), of_these)
        with self._engine.connect() as connection:
            rows = connection.execute(found).all()
        return [(row.key, datetime.fromtimestamp(row.at, UTC)) for row in rows]

    def forget_before(self, moment: datetime) -> int:
        """Delete the claims that are older, and tell how many; to the second."""
        with self._engine.begin() as connection:
            old = handled.c.at < to_seconds(moment)
            return connection.execute(delete(handled).where(old)).rowcount

    def teams(self) -> list[str]:
        """List the workspaces of which anything is remembered."""
        found = union(*(select(table.c.team) for table in OF_TEAMS))
        with self._engine.connect() as connection:
            return sorted(connection.execute(found).scalars())

    def forget_team(self, team: str) -> None:
        """Delete all that is remembered of a workspace, but for which events were handled."""
        with self._engine.begin() as connection:
            for table in OF_TEAMS:
                connection.execute(delete(table).where(table.c.team == team))

    def forget_person(self, team: str, person: str, asker: str) -> None:
        """Delete all that is remembered of a person, all at once.

        What they suggested, sent or skipped stays without them, and the digests that they set for
        channels stay theirs. `asker` is their code of this week; of earlier ones nobody knows
        whose they were.
        """
        with self._engine.begin() as connection:
            for table in (marks, people, plans, questions):
                theirs = table.c.person == person
                connection.execute(delete(table).where(table.c.team == team, theirs))
            for coded in (questions, feedback):
                theirs = coded.c.asker == asker
                connection.execute(delete(coded).where(coded.c.team == team, theirs))
            for table, column in ((suggestions, "person"), (plans, "sender"), (slots, "reason")):
                theirs = table.c[column] == person
                connection.execute(
                    update(table).where(table.c.team == team, theirs).values({column: None})
                )

    def ping(self) -> None:
        """Raises unless the database answers and has its tables."""
        with self._engine.connect() as connection:
            connection.execute(select(handled.c.key).limit(1))

    def close(self) -> None:
        self._engine.dispose()


def _short(key: str) -> str:
    return key if len(key) <= LONGEST_KEY else sha256(key.encode()).hexdigest()
