"""Opens the store that the operator has set, and brings its tables up to date."""

from bot.settings import ConfigurationError, Settings
from bot.store import LaterVersionError, Store, open_store


def opened(settings: Settings) -> Store:
    """Prepare the store. Raises ConfigurationError where its URL cannot work."""
    try:
        return open_store(settings.database_url.get_secret_value())
    except ValueError as error:
        raise ConfigurationError(f"DATABASE_URL: {error}") from None


def migrate(store: Store) -> None:
    """Bring the tables up to date. Raises ConfigurationError where a later version did so."""
    try:
        store.migrate()
    except LaterVersionError as error:
        raise ConfigurationError(
            f"The database was used by a later version of this bot ({error}): update the bot."
        ) from None
