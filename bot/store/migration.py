"""Brings the tables up to date, once, however many processes start at the same moment."""

from pkgutil import iter_modules

from sqlalchemy import Connection, Engine, column, select, table

from bot.store.migrations import versions

VERSIONS = "alembic_version"
"""The table in which Alembic notes what was done last."""

# Held until the transaction ends. The number means this bot's migrations and nothing else.
LOCK = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "SELECT pg_advisory_xact_lock(7741300562108)",
}


class LaterVersionError(ValueError):
    """The tables are those of a later version of the bot."""


def migrate(engine: Engine) -> None:
    """All or nothing: a migration that fails leaves the database as it was."""
    with engine.begin() as connection:
        if _version(connection) == _last():
            return  # nothing has to wait, nor Alembic to be imported
        connection.exec_driver_sql(LOCK[connection.dialect.name])
        _upgrade(connection)


def _version(connection: Connection) -> str | None:
    if not connection.dialect.has_table(connection, VERSIONS):
        return None
    return connection.execute(select(column("version_num")).select_from(table(VERSIONS))).scalar()


def _last() -> str:
    """Name the last change, as its file begins."""
    return max(module.name for module in iter_modules(versions.__path__)).partition("_")[0]


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.store:migrations")
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise LaterVersionError(str(error)) from None
