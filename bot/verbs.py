"""The few words that ask for something else than an answer: `path istio`, `topics`."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.words import EMPTY, words

TERSE = 3
"""Words up to which what follows a verb may be a topic that is not known, and no question."""


class Verb(StrEnum):
    """What a message may begin with."""

    PATH = "path"
    TOPICS = "topics"


@dataclass(frozen=True)
class Request:
    """A verb, and the topic that it is about, as written; empty where none follows."""

    verb: Verb
    topic: str

    @property
    def is_terse(self) -> bool:
        """Whether the topic looks like a name, and not like the rest of a sentence."""
        found = [word.term for word in words(self.topic)]
        is_asked = self.topic.endswith("?")
        return len(found) <= TERSE and not is_asked and not any(term in EMPTY for term in found)


def request_of(text: str) -> Request | None:
    """Read a message that begins with a verb; it may be a question all the same."""
    first, _, rest = text.partition(" ")
    try:
        return Request(Verb(first.casefold()), rest.strip())
    except ValueError:
        return None
