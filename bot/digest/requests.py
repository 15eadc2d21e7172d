"""Reads what people write after `/mlops-learn digest`."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.digest.when import UnclearError, When, read_days, read_when

DIGEST = "digest"

SMALL = frozenset(("it", "next", "now", "one", "please", "the", "this", "week"))
"""Words that make no question of a word of ours which they follow."""

USAGE = (
    "I know: digest, digest weekly monday 09:00 [Europe/London] [topics: kubernetes, mlops], digest"
    " preview, digest skip, digest pause [until 2027-01-10], digest resume, digest off, and digest"
    " list. To ask it as a question, put a question mark behind it."
)

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


@dataclass(frozen=True)
class Simple:
    """One of the acts; a pause may be until a day, from which on digests come again."""

    act: Act
    until: date | None = None


@dataclass(frozen=True)
class Weekly:
    """A digest as somebody wants it; its topics as they were written."""

    when: When
    topics: tuple[str, ...] = ()
    weekdays_only: bool = False
    holidays: tuple[date, ...] = ()


def read_request(text: str) -> Simple | Weekly | None:
    """Read a text that begins with `digest`; None where it is a question all the same.

    Raises:
        UnclearError: where it is none, and cannot be read.
    """
    first, verb, rest = (*text.split(maxsplit=2), "", "", "")[:3]
    if first.casefold() != DIGEST or text.rstrip().endswith("?"):
        return None
    verb = verb.casefold()
    if verb == "weekly":
        return _weekly(rest)
    if verb == Act.PAUSE and rest:
        return Simple(Act.PAUSE, _until(rest))
    if verb in list(Act) and not rest:
        return Simple(Act(verb))
    is_meant = verb in [*Act, "help"] and SMALL.issuperset(rest.casefold().split())
    if is_meant or _is_when(f"{verb} {rest}"):
        raise UnclearError(USAGE)
    return None


def _weekly(text: str) -> Weekly:
    when, *options = _OPTION.split(_WEEKENDS.sub(" ", text))
    given = {"topic": "", "holid": ""}
    for name, value in zip(options[::2], options[1::2], strict=True):
        given[name[:5].casefold()] += f",{value}"
    return Weekly(
        when=read_when(when.strip(" ,;")),
        topics=_names(given["topic"]),
        weekdays_only=bool(_WEEKENDS.search(text)),
        holidays=read_days(given["holid"]),
    )


def _is_when(text: str) -> bool:
    try:
        read_when(text)
    except UnclearError:
        return False
    return True


def _until(text: str) -> date:
    try:
        (day,) = read_days(re.sub(r"^(until|till|to)\b", "", text, flags=re.IGNORECASE))
    except ValueError:
        raise UnclearError(
            "Write the day to pause until, as in: digest pause until 2027-01-10"
        ) from None
    return day


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for part in re.split(r"[,;]", text) if (name := " ".join(part.split())))
