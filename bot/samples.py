"""One of each kind of message that the bot replies with, for Slack to look at."""

from collections.abc import Iterator

from bot.learners import Marks
from bot.librarian import Librarian
from bot.library import Library
from bot.metrics import Metrics
from bot.names import Action, Surface
from bot.shelf import Shelf
from bot.store import Mark, Store
from bot.views.blocks import Message
from knowledge import Finder

ASKED = (
    *("help", "how does MetalLB work", "zxcv qwerty"),
    *("path istio", "topics", "topics kubernetes"),
)
BUTTONS = (Action.SHARE, Action.MORE, Action.PATH, Action.AGAIN)


def samples(finder: Finder, store: Store) -> Iterator[tuple[str, Message]]:
    """Give what is replied to each of a few texts, with the text."""
    librarian = Librarian(Shelf(Library(finder), store, ""), Metrics(), 90)
    first = finder.catalogue.resources[0].id
    marks: Marks = {first: Mark.SAVED}
    for text in ASKED:
        message = librarian.reply(text, Surface.COMMAND, BUTTONS, marks).message
        if message:
            yield text, message
