"""Replies in kind to greetings and thanks: they ask for nothing, and nothing is missing."""

from bot.librarian import Reply
from bot.reception import Typed
from bot.views.sentences import sentence
from knowledge.markup import plain
from knowledge.words import words


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


GREETINGS = _listed("hello hi hey hiya howdy greetings morning afternoon evening")
THANKS = _listed(
    "thanks thank thx ty cheers ok okay cool great perfect awesome alright bye goodbye"
)
BESIDE = _listed("you there all everybody everyone good day so very much a lot again got it")

HELLO = (
    "Hello. Ask me how something works, or what to read on it, as in “how does MetalLB work”;"
    " “help” tells the rest."
)
WELCOME = "You are welcome."


def requested(typed: Typed) -> Reply | None:
    """Reply to a courtesy; None where there is any other word."""
    said = {word.text.casefold() for word in words(plain(typed.text))}
    if not said & (GREETINGS | THANKS) or said - GREETINGS - THANKS - BESIDE:
        return None
    return Reply(sentence(HELLO if said & GREETINGS else WELCOME))
