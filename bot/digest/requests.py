"""Reads what people write after `/mlops-learn digest`."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.digest.when import UnclearError, When, is_time, read_days, read_when

DIGEST = "digest"

LONGEST = 3000
MOST_NAMES = 60

_WEEKENDS = re.compile(
    r"\b(?:(?:no|not on|not at|never on|without|skip|except(?: on)?) weekends?|weekdays only)\b",
    re.IGNORECASE,
)
_OPTION = re.compile(r"[,;]?\s*\b(topics?|holidays?)\s*:", re.IGNORECASE)


class Act(StrEnum):
    """What can be asked for in one word."""

    SHOW = ""
    PREVIEW = "preview"
    SKIP = "skip"
    PAUSE = "pause"
    RESUME = "resume"
    OFF = "off"
    LIST = "list"
    HELP = "help"


OTHER_WORDS = {
    "status": Act.SHOW,
    "settings": Act.SHOW,
    "show": Act.SHOW,
    "stop": Act.OFF,
    "disable": Act.OFF,
    "delete": Act.OFF,
    "unsubscribe": Act.OFF,
    "unpause": Act.RESUME,
    "start": Act.RESUME,
}
BEGINNINGS = frozenset(("at", "each", "every", "on", "set"))
"""Words with which people begin to say when it shall come; what follows tells whether they do."""


@dataclass(frozen=True)
class Simple:
    """One of the acts; a pause may be until a day, from which on digests come again."""

    act: Act
    until: date | None = None


@dataclass(frozen=True)
class Weekly:
    """A digest as somebody wants it; its topics as they were written.

    What is None was not named, and stays as it was.
    """

    when: When
    topics: tuple[str, ...] | None = None
    weekdays_only: bool | None = None
    holidays: tuple[date, ...] | None = None


def read_request(text: str) -> Simple | Weekly | None:
    """Read a text that begins with `digest`; None where it is a question all the same.

    Raises:
        UnclearError: where it is none, and cannot be read.
    """
    text = " ".join(text.split())[:LONGEST]  # runs of spaces would cost the patterns below much
    first, verb, rest = (*text.split(maxsplit=2), "", "", "")[:3]
    if first.casefold() != DIGEST or text.rstrip().endswith("?"):
        return None
    verb = verb.casefold().rstrip(",")
    said = rest if verb in BEGINNINGS else f"{verb} {rest}"
    begins = said.casefold().split()[:1]
    if begins and (begins[0] == "weekly" or is_time(begins[0])):
        return _weekly(said)
    if verb == Act.PAUSE and rest:
        return Simple(Act.PAUSE, _until(rest))
    act = OTHER_WORDS.get(verb, verb)
    return Simple(Act(act)) if act in list(Act) and not rest else None


def is_request(text: str) -> bool:
    """Tell whether a text is about the digest, and no question."""
    try:
        return read_request(text) is not None
    except UnclearError:
        return True


def _weekly(text: str) -> Weekly:
    when, *options = _OPTION.split(_WEEKENDS.sub(" ", text))
    given: dict[str, str] = {}
    for name, value in zip(options[::2], options[1::2], strict=True):
        key = name[:5].casefold()
        given[key] = f"{given.get(key, '')},{value}"
    topics, holidays = given.get("topic"), given.get("holid")
    return Weekly(
        when=read_when(when.strip(" ,;")),
        topics=None if topics is None else _names(topics),
        weekdays_only=True if _WEEKENDS.search(text) else None,
        holidays=None if holidays is None else read_days(holidays),
    )


def _until(text: str) -> date:
    try:
        (day,) = read_days(re.sub(r"^(until|till|to)\b", "", text, flags=re.IGNORECASE))
    except ValueError:
        raise UnclearError(
            "Write the day to pause until, as in: digest pause until 2027-01-10"
        ) from None
    return day


def _names(text: str) -> tuple[str, ...]:
    if len(re.findall(r"[,;]", text)) > MOST_NAMES:
        raise UnclearError("Those are too many topics; write fewer, or none for all of them.")
    names = tuple(name for part in re.split(r"[,;]", text) if (name := " ".join(part.split())))
    return () if tuple(map(str.casefold, names)) == ("all",) else names
