"""What a workspace has chosen for itself."""

from sqlalchemy import Engine, select, text

from bot.store.tables import workspaces

PUT = text(
    "INSERT INTO workspaces (team, curators) VALUES (:team, :curators)"
    " ON CONFLICT (team) DO UPDATE SET curators = excluded.curators"
)


class Workspaces:
    """Errors of the database reach the caller as SQLAlchemy raises them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def set_curators(self, team: str, channel: str | None) -> None:
        """Set the channel of the curators, in place of an earlier one; None for no channel."""
        with self._engine.begin() as connection:
            connection.execute(PUT, {"team": team, "curators": channel})

    def curators(self, team: str) -> str | None:
        """Give the channel that was chosen for the curators."""
        chosen = select(workspaces.c.curators).where(workspaces.c.team == team)
        with self._engine.connect() as connection:
            return connection.execute(chosen).scalar()
