"""The database, as commands need it that report what is in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.group import BAD_CONFIGURATION, fail, settings_of
from bot.settings import ConfigurationError, Settings

if TYPE_CHECKING:
    from bot.store import Store


@contextmanager
def opened_store(catalogue: Path | None) -> Iterator["Store"]:
    """Open the database, with its tables up to date; ends the command where it cannot be used."""
    # The database's libraries take longer to import than a question to answer.
    from sqlalchemy.exc import SQLAlchemyError

    from bot.database import migrate, opened
    from bot.logs import set_up_logging

    settings = settings_of(Settings, catalogue)
    set_up_logging("WARNING", settings.log_format, settings.secrets())
    try:
        store = opened(settings)
    except ConfigurationError as error:
        fail(str(error), BAD_CONFIGURATION)
    try:
        migrate(store)
        yield store
    except ConfigurationError as error:
        fail(str(error), BAD_CONFIGURATION)
    except SQLAlchemyError as error:
        fail(f"The database {store.location} does not answer: {type(error).__name__}")
    finally:
        store.close()
