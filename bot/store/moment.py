"""Time as the database keeps it: whole seconds of UTC, the same number in every database."""

from datetime import datetime


def to_seconds(moment: datetime) -> int:
    """Raises ValueError for a moment without a timezone, which could mean several moments."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} has no timezone; the store needs to know which moment it is.")
    return int(moment.timestamp())
