"""`/mlops-learn curators here`: an admin chooses the channel in which curators decide."""

from bot.curators import Curators
from bot.librarian import Reply
from bot.reception import Typed
from bot.refusal import RefusalError
from bot.views.curators import curators_message
from bot.views.sentences import FOR_CURATORS_ALONE, sentence

WORD = "curators"
HERE, OFF = "here", "off"


def requested(curators: Curators, typed: Typed) -> Reply | None:
    """Tell or set the curators' channel; None where they asked for something else."""
    order = typed.after(WORD)
    if order is None or order.casefold() not in ("", HERE, OFF):
        return None
    if not typed.is_private:
        return Reply(sentence(FOR_CURATORS_ALONE))
    try:
        if order:
            curators.choose(typed.person, typed.channel if order.casefold() == HERE else None)
        return Reply(curators_message(curators.channel))
    except RefusalError as refusal:
        return Reply(sentence(str(refusal)))
