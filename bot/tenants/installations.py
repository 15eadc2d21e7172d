"""Who has installed the app: the SDK's store in our database, with secrets encrypted."""

from collections.abc import Sequence
from datetime import UTC, datetime

import structlog
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from sqlalchemy import (
    ColumnElement,
    Dialect,
    Engine,
    Table,
    Text,
    TypeDecorator,
    and_,
    delete,
    func,
    or_,
    select,
    type_coerce,
    update,
)

from bot.settings import Settings, revealed
from bot.store import Store
from bot.tenants.encryption import Cipher

SECRET = frozenset(
    {
        *("bot_token", "bot_refresh_token", "user_token", "user_refresh_token"),
        *("incoming_webhook_url", "incoming_webhook_configuration_url"),
    }
)
"""The columns of the SDK's tables that nobody else may read."""

log = structlog.stdlib.get_logger(__name__)


class Encrypted(TypeDecorator[str]):
    """Text that the database has encrypted; None for what none of the keys opens."""

    impl = Text
    cache_ok = True

    def __init__(self, cipher: Cipher) -> None:
        super().__init__()
        self.cipher = cipher

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.cipher.encrypt(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.cipher.decrypt(value)


class Installations(SQLAlchemyInstallationStore):
    """Errors of the database reach the caller as SQLAlchemy raises them."""

    def __init__(self, engine: Engine, client_id: str, cipher: Cipher) -> None:
        super().__init__(client_id, engine)
        self._cipher = cipher
        self.locked: frozenset[str] = frozenset()
        """Workspaces and organisations whose tokens none of the keys opened when last listed."""

        for table in (self.bots, self.installations):
            for column in table.columns:
                if column.name in SECRET:
                    column.type = Encrypted(cipher)

    def all(self) -> Sequence[Installation]:
        """List the latest installation of each workspace or organisation that can be used."""
        rows = (
            select(self.installations)
            .where(self.installations.c.client_id == self.client_id)
            .order_by(self.installations.c.installed_at, self.installations.c.id)
        )
        with self.engine.connect() as connection:
            found = connection.execute(rows).mappings().all()
        # A workspace that moves into an organisation stays the same place.
        latest = {row["team_id"] or row["enterprise_id"]: row for row in found}
        locked = frozenset(place for place, row in latest.items() if not row["bot_token"])
        for place in sorted(locked - self.locked):  # once, however often they are listed
            log.error("no key of MLOPS_LEARN_SECRET_KEY opens its token", workspace=place)
        self.locked = locked
        opened = [row for place, row in latest.items() if place not in locked]
        return [self.build_installation_entity(row) for row in opened]

    def places(self) -> set[str]:
        """Name the workspaces and organisations, whether or not their tokens can be opened."""
        table = self.installations.c
        found = select(func.coalesce(table.team_id, table.enterprise_id)).distinct()
        with self.engine.connect() as connection:
            ours = found.where(table.client_id == self.client_id)
            return set(connection.execute(ours).scalars())

    def forget(self, place: str, until: datetime) -> bool:
        """Delete what a workspace or organisation installed until then; True if nothing is left."""
        left = select(self.installations.c.id).where(*self._of(self.installations, place))
        with self.engine.begin() as connection:
            for table in (self.bots, self.installations):
                old = table.c.installed_at <= until.astimezone(UTC).replace(tzinfo=None)
                connection.execute(delete(table).where(*self._of(table, place), old))
            return connection.execute(left).first() is None

    def renew(self, place: str, renewed: Installation) -> bool:
        """Write the bot's new tokens; False where the installation has been deleted meanwhile."""
        values = {
            "bot_token": renewed.bot_token,
            "bot_refresh_token": renewed.bot_refresh_token,
            "bot_token_expires_at": _written(renewed.bot_token_expires_at),
        }
        at = _written(renewed.installed_at)
        count = 0
        with self.engine.begin() as connection:
            for table in (self.bots, self.installations):
                same = (*self._of(table, place), table.c.installed_at == at)
                count += connection.execute(update(table).where(*same).values(values)).rowcount
        return count > 0

    def _of(self, table: Table, place: str) -> Sequence[ColumnElement[bool]]:
        is_whole = and_(table.c.team_id.is_(None), table.c.enterprise_id == place)
        return table.c.client_id == self.client_id, or_(table.c.team_id == place, is_whole)

    def encrypt_anew(self) -> int:
        """Encrypt by the first key what was encrypted by another; tell how many rows were."""
        if not self._cipher.is_exchanging:
            return 0
        return sum(self._encrypt_anew(table) for table in (self.bots, self.installations))

    def _encrypt_anew(self, table: Table) -> int:
        names = [column.name for column in table.columns if column.name in SECRET]
        raw = select(table.c.id, *(type_coerce(table.c[name], Text).label(name) for name in names))
        count = 0
        with self.engine.begin() as connection:
            for row in connection.execute(raw.order_by(table.c.id)).mappings().all():
                anew = {name: row[name] for name in names if self._is_old(row[name])}
                opened = {name: self._cipher.decrypt(text) for name, text in anew.items()}
                values = {name: text for name, text in opened.items() if text is not None}
                if values:  # where another process has not written something else meanwhile
                    same = [type_coerce(table.c[name], Text) == row[name] for name in values]
                    anew_if_same = update(table).where(table.c.id == row["id"], *same)
                    count += connection.execute(anew_if_same.values(values)).rowcount
        return count

    def _is_old(self, text: str | None) -> bool:
        return text is not None and not self._cipher.is_by_first(text)


def _written(at: float | None) -> datetime | None:
    """Give a moment as the SDK's tables have it."""
    return None if at is None else datetime.fromtimestamp(at, UTC).replace(tzinfo=None)


def installations_of(settings: Settings, store: Store) -> Installations:
    """Give who has installed the app that the operator has set."""
    keys = [revealed(key) for key in settings.mlops_learn_secret_key]
    return Installations(store.engine, revealed(settings.slack_client_id), Cipher(keys))
