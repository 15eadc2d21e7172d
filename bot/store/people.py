"""What people have set for themselves."""

from sqlalchemy import Engine, select, text

from bot.store.tables import people

PUT = text(
    "INSERT INTO people (team, person, hears) VALUES (:team, :person, :hears)"
    " ON CONFLICT (team, person) DO UPDATE SET hears = excluded.hears"
)


class People:
    """Errors of the database reach the caller as SQLAlchemy raises them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def set_hears(self, team: str, person: str, hears: bool) -> None:
        """Set whether somebody wants to hear when something they asked in vain is answered."""
        with self._engine.begin() as connection:
            connection.execute(PUT, {"team": team, "person": person, "hears": hears})

    def hears(self, team: str, person: str) -> bool:
        """Tell whether they want that; nobody does who did not say so."""
        said = select(people.c.hears).where(people.c.team == team, people.c.person == person)
        with self._engine.connect() as connection:
            return bool(connection.execute(said).scalar())
