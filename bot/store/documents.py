"""Small JSON documents by name: a dictionary that survives its process."""

import json
from collections.abc import Iterator, MutableMapping
from typing import Any

from sqlalchemy import Engine, delete, func, select, text

from bot.store.tables import documents

PUT = text(
    "INSERT INTO documents (name, body) VALUES (:name, :body)"
    " ON CONFLICT (name) DO UPDATE SET body = excluded.body"
)

Document = dict[str, Any]


class Documents(MutableMapping[str, Document]):
    """Names of at most 255 characters, documents of any size; each change is kept at once.

    Errors of the database reach the caller as SQLAlchemy raises them.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __getitem__(self, name: str) -> Document:
        with self._engine.connect() as connection:
            body = connection.execute(
                select(documents.c.body).where(documents.c.name == name)
            ).scalar()
        if body is None:
            raise KeyError(name)
        found: Document = json.loads(body)
        return found

    def __setitem__(self, name: str, document: Document) -> None:
        with self._engine.begin() as connection:
            connection.execute(PUT, {"name": name, "body": json.dumps(document)})

    def __delitem__(self, name: str) -> None:
        with self._engine.begin() as connection:
            if not connection.execute(delete(documents).where(documents.c.name == name)).rowcount:
                raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        with self._engine.connect() as connection:
            return iter(connection.execute(select(documents.c.name)).scalars().all())

    def __len__(self) -> int:
        with self._engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(documents)).scalar_one()

    def clear(self) -> None:
        """Forget every document, in one go."""
        with self._engine.begin() as connection:
            connection.execute(delete(documents))
