"""What the bot can do, told to the person who asks."""

from collections.abc import Sequence

from bot.names import COMMAND
from bot.views.answer import TITLE_CHARACTERS
from bot.views.blocks import (
    Block,
    Message,
    View,
    bullets,
    clip,
    context,
    link,
    message,
    paragraph,
    text,
    tidy,
)
from knowledge import Resource

EXAMPLES = ("how does MetalLB work", "k8s svc types", "pods cannot resolve service names")

MOST_SAVED = 50

_WAYS = (
    (f"{COMMAND} your question", "an answer that only you see, which you may share"),
    ("@mlops-learn your question", "an answer in the thread, for everybody"),
    ("a direct message to me", "an answer there, without the command"),
    ("Find resources, in the menu of a message", "resources for somebody else's question"),
    (f"{COMMAND} path istio", "a learning path to a topic: what to open, in which order"),
    (f"{COMMAND} topics", "all that I know, to look around in"),
    (f"{COMMAND} digest", "the resource of the week, in a channel that wants it"),
)

_OPENING = "I find the few resources worth opening on a question about MLOps and its tools."
_TRIES = "Try: " + " · ".join(EXAMPLES)


def help_message() -> Message:
    """Explain every way to ask, with questions to try."""
    return message(
        [_OPENING, *(f"• {way}: {result}" for way, result in _WAYS), _TRIES], _explanation()
    )


def home_view(saved: Sequence[Resource], done: int) -> View:
    """Explain the same in App Home, above what the person has saved."""
    blocks = _explanation()
    if saved:
        links = [[link(r.url, clip(tidy(r.title), TITLE_CHARACTERS))] for r in saved[:MOST_SAVED]]
        blocks += [
            paragraph(text("What you saved", bold=True)),
            {"type": "rich_text", "elements": [bullets(links)]},
        ]
    if len(saved) > MOST_SAVED:
        blocks.append(context(f"and {len(saved) - MOST_SAVED} more"))
    if done:
        blocks.append(context(f"You are done with {done}."))
    return {"type": "home", "blocks": blocks}


def _explanation() -> list[Block]:
    ways = [[text(way, bold=True), text(f": {result}")] for way, result in _WAYS]
    return [
        paragraph(text(_OPENING)),
        {"type": "rich_text", "elements": [bullets(ways)]},
        paragraph(text(_TRIES, italic=True)),
    ]
