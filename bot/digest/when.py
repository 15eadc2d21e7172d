"""Reads days and times as people write them: "monday 9", "Fridays at 16:30 London time"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from importlib.resources import files as files_of
from zoneinfo import ZoneInfo, available_timezones

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_FILLING = frozenset(
    ("at", "on", "every", "each", "weekly", "o'clock", "sharp", "in", "time", "timezone", "zone")
)
_TIME = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*(?:h|([ap])\.?m\.?)?", re.IGNORECASE)
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_VAGUE = frozenset("cst est ist bst mst hst pst edt cdt mdt pdt".split())  # noqa: SIM905
"""Abbreviations that mean several zones, or one that knows no summer time."""

MOST_DAYS = 100

DAY = "a day such as monday"
CLOCK = "a time such as 09:00, 9am or 16:30"
ZONE = "a zone such as Europe/London or UTC"


class UnclearError(ValueError):
    """Something that cannot be read; the message says what, and how to write it."""


@dataclass(frozen=True)
class When:
    """A weekday, 0 for Monday, a time, and a zone where one was named."""

    weekday: int
    time: time
    zone: str | None


def read_when(text: str) -> When:
    """Read a day and a time, in any order, and a zone if there is one.

    Raises:
        UnclearError: naming what is missing, or what was not understood.
    """
    weekdays: list[int] = []
    clocks: list[time] = []
    zones: list[str] = []
    for piece in _pieces(text):
        word = piece.casefold().rstrip(".")
        if word in _FILLING or not word:
            continue
        if (weekday := _weekday(word)) is not None:
            weekdays.append(weekday)
        elif (clock := _clock(word)) is not None:
            clocks.append(clock)
        elif word[0].isdigit():
            read_clock(piece)  # raises
        elif word in _VAGUE or "/" in word or _zones().get(_zone_key(piece)):
            zones.append(read_zone(piece))
        else:
            raise UnclearError(f"“{piece[:40]}” is unclear; write {DAY}, {CLOCK} and {ZONE}.")
    missing = [what for found, what in ((weekdays, DAY), (clocks, CLOCK)) if not found]
    if missing:
        raise UnclearError(f"I miss {' and '.join(missing)}.")
    if max(len(weekdays), len(clocks), len(zones)) > 1:
        raise UnclearError("That is too much: I need one day and one time, and one zone at most.")
    return When(weekdays[0], clocks[0], zones[0] if zones else None)


def read_clock(text: str) -> time:
    """Read a time of the day. Raises UnclearError."""
    found = _clock(text.strip().casefold())
    if found is None:
        raise UnclearError(f"“{text.strip()[:40]}” is no time that I can read; write {CLOCK}.")
    return found


def read_zone(text: str) -> str:
    """Read a zone's name in any case, or the name of a city in it. Raises UnclearError."""
    name = _zone_key(text)
    if name in _VAGUE:
        raise UnclearError(f"{text.strip().upper()} may mean several zones; write {ZONE}.")
    names = _zones().get(name, ())
    if len(names) == 1:
        return names[0]
    if names:
        raise UnclearError(f"“{text}” may mean {' or '.join(names)}; write one of these.")
    raise UnclearError(f"I know no zone “{text.strip()[:40]}”; write {ZONE}.")


def read_days(text: str) -> tuple[date, ...]:
    """Read days such as 2026-12-25, with commas or spaces between them. Raises UnclearError."""
    days = set()
    for piece in re.split(r"[,;\s]+", text.strip()):
        try:
            days.add(date.fromisoformat(piece)) if piece else None
        except ValueError:
            raise UnclearError(
                f"“{piece[:40]}” is no day that I can read; write days as 2026-12-25."
            ) from None
    if len(days) > MOST_DAYS:
        raise UnclearError(f"At most {MOST_DAYS} days; write those of the next year or two.")
    return tuple(sorted(days))


def _zone_key(text: str) -> str:
    return "_".join(text.split()).casefold()


def _pieces(text: str) -> Iterator[str]:
    """Split at spaces, but keep "9 am" and "9 : 00" together, and cities of several words."""
    text = re.sub(r"(?<=\d)\s*:\s*(?=\d)", ":", re.sub(r"[(),;“”\"]", " ", text))
    words = re.sub(r"(?<=\d)\s+(?=[ap]\.?m\b)", "", text, flags=re.IGNORECASE).split()
    while words:
        for length in (3, 2, 1):
            piece = " ".join(words[:length])
            if length == 1 or _zone_key(" ".join(words[:length])) in _zones():
                yield piece.rstrip(".")
                words = words[length:]
                break


def is_time(word: str) -> bool:
    """Tell whether a word names a weekday or a time of the day."""
    word = word.casefold().rstrip(".")
    return _weekday(word) is not None or _clock(word) is not None or word in ("daily", "biweekly")


def _weekday(word: str) -> int | None:
    name = word.removesuffix("s") if len(word) > 3 else word
    if len(name) < 2:
        return None
    return next((n for n, weekday in enumerate(WEEKDAYS) if weekday.startswith(name)), None)


def _clock(word: str) -> time | None:
    if word in _NAMED:
        return _NAMED[word]
    found = _TIME.fullmatch(word)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.casefold() == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    """List the zones by what people call them: the whole name, or its last part.

    Of zones that are the same under several names, one is listed.
    """
    files = files_of("tzdata.zoneinfo")
    whole = {name.casefold(): (name,) for name in sorted(available_timezones()) if _is_shown(name)}
    cities: dict[str, dict[bytes, str]] = {}
    for (name,) in whole.values():
        region, _, city = name.rpartition("/")
        if region not in ("", "Etc"):
            file = files.joinpath(*name.split("/"))  # which the system may have alone
            content = file.read_bytes() if file.is_file() else name.encode()
            cities.setdefault(city.casefold(), {}).setdefault(content, name)
    return {city: tuple(names.values()) for city, names in cities.items()} | whole


def _is_shown(name: str) -> bool:
    return name not in ("localtime", "Factory") and not name.startswith(("posix", "right"))


def zone_named(name: str) -> ZoneInfo:
    """Give a zone; UTC where the tz database does not have it any more."""
    return ZoneInfo(name if is_zone(name) else "UTC")


@cache
def is_zone(name: str) -> bool:
    """Tell whether the tz database has a zone."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True
