"""Where the database is: reads its URL, and shows it without the password."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

DRIVERS = {
    "postgres": "postgresql+psycopg",  # how Heroku and others still write it
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
    "sqlite": "sqlite",
}
EXAMPLES = "postgresql://user:password@host/name or sqlite:///path/to/file"


def read_url(text: str) -> URL:
    """Raises ValueError for a URL that cannot work; its message never quotes a password."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # the cause may quote a piece of the password
        raise ValueError(f"The database URL cannot be read; write it as {EXAMPLES}.") from None
    if url.drivername not in DRIVERS:
        raise ValueError(f"{url.drivername} is not a supported database; use {EXAMPLES}.")
    url = url.set(drivername=DRIVERS[url.drivername])
    if url.drivername == "sqlite":
        if url.host or url.username or url.database in (None, "", ":memory:"):
            raise ValueError("A SQLite database needs a file, as in sqlite:///path/to/file.")
    elif text.count("@") > 1:  # the host would begin in the middle of the password
        raise ValueError("The database URL has more than one @; write those in a password as %40.")
    return url


def printable(url: URL) -> str:
    """Keep what says where the database is; a query can carry secrets too, as in ?password=."""
    place = {name: value for name, value in url.query.items() if name in ("host", "port")}
    return url.set(query=place).render_as_string(hide_password=True)
