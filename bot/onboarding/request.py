"""Reads what people write after `/mlops-learn onboard`."""

import re
from dataclasses import dataclass

from knowledge.markup import plain

ONBOARD = "onboard"
USAGE = (
    "Write /mlops-learn onboard @somebody, and behind it what the plan is to be about if you like:"
    " /mlops-learn onboard @somebody kubernetes networking"
)
IN_PRIVATE = "That is between you and them: write /mlops-learn onboard @somebody."

_PERSON = re.compile(r"<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>")


class UnclearError(ValueError):
    """What follows names nobody; the message says how to write it."""


@dataclass(frozen=True)
class Request:
    """Somebody's id, and what the plan is to be about, as written; empty where nothing was."""

    person: str
    subject: str


def read_request(text: str) -> Request | None:
    """Read a text of any kind; None where it does not begin with the word, or is a question.

    Raises:
        UnclearError: where it begins so, and names nobody.
    """
    first, _, rest = text.strip().partition(" ")
    if first.casefold() != ONBOARD:
        return None
    named = _PERSON.match(rest.strip())
    if named:
        return Request(named[1], plain(rest.strip()[named.end() :]))
    if rest.rstrip().endswith("?"):
        return None
    raise UnclearError(USAGE)
