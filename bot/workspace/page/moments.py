"""Moments as people read them, in the zone of whoever looks at the page."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

LOCAL = "%Y-%m-%dT%H:%M"
"""How a browser writes a moment that somebody chose."""


def zone_named(name: str) -> tzinfo:
    """Give the zone that a browser names; UTC for one that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        return UTC


def moment(ts: str | float, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(float(ts), zone)


def day(when: datetime) -> str:
    return f"{when:%A}, {when.day} {when:%B %Y}"


def clock_time(when: datetime) -> str:
    return f"{when:%H:%M}"
