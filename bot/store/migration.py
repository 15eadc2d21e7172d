"""Brings the tables up to date, once, however many processes start at the same moment."""

from sqlalchemy import Engine

# Held until the transaction ends. The number means this bot's migrations and nothing else.
LOCK = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "SELECT pg_advisory_xact_lock(7741300562108)",
}


def migrate(engine: Engine) -> None:
    """All or nothing: a migration that fails leaves the database as it was."""
    from alembic import command  # takes its time to be imported, and nobody waits for it
    from alembic.config import Config

    with engine.begin() as connection:
        connection.exec_driver_sql(LOCK[connection.dialect.name])
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "bot.store:migrations")
        command.upgrade(config, "head")
