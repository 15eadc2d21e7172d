"""What the bot can do, told to the person who asks."""

from bot.names import COMMAND
from bot.views.blocks import Message, bullets, message, paragraph, text

EXAMPLES = ("how does MetalLB work", "k8s svc types", "pods cannot resolve service names")

_WAYS = (
    (f"{COMMAND} your question", "an answer that only you see, which you may share"),
    ("@mlops-learn your question", "an answer in the thread, for everybody"),
    ("a direct message to me", "an answer there, without the command"),
    ("Find resources, in the menu of a message", "resources for somebody else's question"),
    (f"{COMMAND} path istio", "a learning path to a topic: what to open, in which order"),
    (f"{COMMAND} topics", "all that I know, to look around in"),
)


def help_message() -> Message:
    """Explain every way to ask, with questions to try."""
    opening = "I find the few resources worth opening on a question about MLOps and its tools."
    tries = "Try: " + " · ".join(EXAMPLES)
    ways = [[text(way, bold=True), text(f": {result}")] for way, result in _WAYS]
    blocks = [
        paragraph(text(opening)),
        {"type": "rich_text", "elements": [bullets(ways)]},
        paragraph(text(tries, italic=True)),
    ]
    return message([opening, *(f"• {way}: {result}" for way, result in _WAYS), tries], blocks)
