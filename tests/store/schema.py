"""The tables of a database, as they are and as they were in earlier versions."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, MetaData, insert, inspect

from tests.store.contents import Rows

FIXTURES = Path(__file__).parent / "fixtures"


def tables_of(engine: Engine) -> dict[str, object]:
    """Describe all tables: their columns with type, nullability and default, and their keys."""
    found = inspect(engine)
    return {
        table: (
            [{**column, "type": str(column["type"])} for column in found.get_columns(table)],
            found.get_pk_constraint(table)["constrained_columns"],
            found.get_foreign_keys(table),
            found.get_unique_constraints(table),
            sorted(
                (str(index["name"]), index["column_names"], index["unique"])
                for index in found.get_indexes(table)
            ),
        )
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def rows_there(engine: Engine) -> Rows:
    """Read whatever is in the tables that there are."""
    there = MetaData()
    there.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(table.select()).mappings()]
            for table in there.sorted_tables
            if table.name != "alembic_version"
        }


def upgrade(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "bot.store:migrations")
        command.upgrade(config, revision)


def bring_back(engine: Engine, version: str) -> None:
    """Fill an empty database with what an earlier version has left in SQLite."""
    left = (FIXTURES / f"{version}.sql").read_text("utf-8")
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(engine.url.database or "")) as connection:
            connection.executescript(left)
        return
    upgrade(engine, version)
    there = MetaData()
    there.reflect(engine)
    with closing(sqlite3.connect(":memory:")) as kept, engine.begin() as connection:
        kept.executescript(left)
        kept.row_factory = sqlite3.Row
        for table in there.sorted_tables:
            rows = [dict(row) for row in kept.execute(f"SELECT * FROM {table.name}")]
            for row in rows:
                row.pop("number", None)  # which the database gives
            if table.name != "alembic_version":
                connection.execute(insert(table), rows)
