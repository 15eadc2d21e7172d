"""What ties the end of an installation to its beginning: a text that is good for one use."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert

from bot.store.moment import to_seconds
from bot.store.tables import oauth_states

LASTING = timedelta(minutes=10)


class OAuthStates:
    """Errors of the database reach the caller as SQLAlchemy raises them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, state: str, now: datetime) -> None:
        """Keep a state for ten minutes, and forget those that are older."""
        old = oauth_states.c.at < to_seconds(now - LASTING)
        with self._engine.begin() as connection:
            connection.execute(delete(oauth_states).where(old))
            connection.execute(insert(oauth_states), {"state": state, "at": to_seconds(now)})

    def take(self, state: str, now: datetime) -> bool:
        """Use a state up; True for the first one alone who asks, and in time, in any process."""
        good = oauth_states.c.state == state, oauth_states.c.at >= to_seconds(now - LASTING)
        with self._engine.begin() as connection:
            return connection.execute(delete(oauth_states).where(*good)).rowcount == 1
