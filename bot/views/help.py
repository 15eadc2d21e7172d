"""What the bot can do, told to the person who asks."""

from bot.names import COMMAND
from bot.views.blocks import Block, Message, bullets, context, message, paragraph, text

EXAMPLES = ("how does MetalLB work", "k8s svc types", "pods cannot resolve service names")

_WAYS = (
    (f"{COMMAND} your question", "an answer that only you see, which you may share"),
    ("@mlops-learn your question", "an answer in the thread, for everybody"),
    ("a direct message to me", "an answer there, without the command"),
    ("Find resources, in the menu of a message", "resources for somebody else's question"),
    (f"{COMMAND} path istio", "a learning path to a topic: what to open, in which order"),
    (f"{COMMAND} topics", "all that I know, to look around in"),
    (f"{COMMAND} saved", "what you kept for later"),
    (f"{COMMAND} suggest", "a link that I should know"),
    (f"{COMMAND} onboard @somebody", "a plan of four weeks for who is new"),
    (f"{COMMAND} digest", "the resource of the week, in a channel that wants it"),
)

_OPENING = "I find the few resources worth opening on a question about MLOps and its tools."
_TRIES = "Try: " + " · ".join(EXAMPLES)


def help_message(days: int) -> Message:
    """Explain every way to ask, with questions to try; `days` is how long questions are kept."""
    lines = [_OPENING, *(f"• {way}: {result}" for way, result in _WAYS), _TRIES, privacy(days)]
    return message(lines, explanation(days))


def explanation(days: int) -> list[Block]:
    """Draw the same."""
    ways = [[text(way, bold=True), text(f": {result}")] for way, result in _WAYS]
    return [
        paragraph(text(_OPENING)),
        {"type": "rich_text", "elements": [bullets(ways)]},
        paragraph(text(_TRIES, italic=True)),
        context(privacy(days)),
    ]


def privacy(days: int) -> str:
    """Say what is kept of what people do."""
    return (
        f"What is asked is kept for {days} days, without who asked unless they want to hear of an"
        " answer: curators see the words, and learn what is missing. My App Home shows what is kept"
        " of you, and deletes it."
    )
