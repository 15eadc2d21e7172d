"""The pieces that messages are made of. Whatever comes from outside goes in as plain text.

Slack parses nothing inside `plain_text` objects and rich text elements, so no title, question or
summary can ping a channel, forge a link or format what follows it. Only the `text` fallback is
parsed: it is escaped. Limits: https://docs.slack.dev/reference/block-kit/blocks.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, TypedDict, TypeVar
from urllib.parse import urlsplit

from knowledge.links import encoded

Block = dict[str, Any]
Element = dict[str, Any]
View = dict[str, Any]
ItemT = TypeVar("ItemT")

FALLBACK_CHARACTERS = 3000  # Slack advises to stay below 4,000
CONTEXT_CHARACTERS = 1000
BUTTON_CHARACTERS = 75
BUTTONS = 25  # in one block
SECTION_CHARACTERS = 3000
BLOCK_CHARACTERS = 12_000  # of JSON in a message; Slack refuses somewhere above 13,000


class Message(TypedDict):
    """The parts of a message that are the same wherever it is sent."""

    text: str
    blocks: list[Block]
    unfurl_links: bool
    unfurl_media: bool


def message(lines: Sequence[str], blocks: list[Block]) -> Message:
    """Put a message together; the lines are what notifications and screen readers give.

    They come escaped. Those that no longer fit are left out whole, so that no link is cut.
    """
    kept = lines[0]
    for line in lines[1:]:
        if len(kept) + len(line) < FALLBACK_CHARACTERS:
            kept += f"\n{line}"
    return {
        "text": kept,
        "blocks": blocks,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def fitting(items: Sequence[ItemT], draw: Callable[[Sequence[ItemT]], Message]) -> Message:
    """Draw as many items, from the first on, as a message takes: at least one, if there is any."""
    drawn = draw(items)
    while len(items) > 1 and len(json.dumps(drawn["blocks"])) > BLOCK_CHARACTERS:
        items = items[:-1]
        drawn = draw(items)
    return drawn


def escape(text: str) -> str:
    """Make text safe for a field that Slack parses: the three characters, and nothing else."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def tidy(text: str) -> str:
    """Bring text onto one line, without characters that hide or turn around what is written."""
    if not text.isprintable():  # what is has none of these, and most text is
        shown = (" " if unicodedata.category(c) == "Cc" else c for c in text)
        text = "".join(c for c in shown if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn"))
    return " ".join(text.split())


def clip(text: str, limit: int) -> str:
    """Shorten to at most `limit` characters, the last of them an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def site(url: str) -> str:
    """Name the host that a link really leads to, in ASCII, so that look-alikes show."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host.encode("ascii", "backslashreplace").decode("ascii")


def text(content: str, *, bold: bool = False, italic: bool = False) -> Element:
    element: Element = {"type": "text", "text": content}
    style = {name: True for name, on in (("bold", bold), ("italic", italic)) if on}
    return element | ({"style": style} if style else {})


def link(url: str, label: str) -> Element:
    return {"type": "link", "url": encoded(url), "text": label, "style": {"bold": True}}


def person(user_id: str) -> Element:
    return {"type": "user", "user_id": user_id}


def channel(channel_id: str) -> Element:
    return {"type": "channel", "channel_id": channel_id}


def header(content: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": clip(content, 150)}}


def paragraph(*elements: Element) -> Block:
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(elements)}],
    }


def bullets(items: Sequence[Sequence[Element]]) -> Element:
    lines = [{"type": "rich_text_section", "elements": list(item)} for item in items]
    return {"type": "rich_text_list", "style": "bullet", "elements": lines}


def context(*lines: str) -> Block:
    """Show lines in small grey print, unparsed."""
    elements = [
        {"type": "plain_text", "text": clip(line, CONTEXT_CHARACTERS), "emoji": False}
        for line in lines
    ]
    return {"type": "context", "elements": elements}


def section(url: str, label: str, accessory: Element | None, number: int | None = None) -> Block:
    """Show a link, which may be numbered, with an element beside it.

    Such an element stands beside sections alone, and links in those are parsed: what would end
    the link or format the label is taken out of it.
    """
    place = f"{number}. " if number else ""
    linked = f"*{place}<{escape(encoded(url))}|{_label(label)}>*"
    if len(linked) > SECTION_CHARACTERS:  # as with an address full of &
        return paragraph(*([text(place, bold=True)] if place else []), link(url, label))
    # Verbatim: else a name such as @here in the label might be taken for a mention.
    block: Block = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": linked, "verbatim": True},
    }
    return block | ({"accessory": accessory} if accessory else {})


def beside(content: str, accessory: Element) -> Block:
    """Show words, unparsed, with an element beside them."""
    said = {"type": "plain_text", "text": content, "emoji": False}
    return {"type": "section", "text": said, "accessory": accessory}


def _label(text: str) -> str:
    literal = escape(text.translate(_LOOK_ALIKES))
    return _FORMATTING.sub(lambda found: f"\u200b{found.group()}\u200b", literal)


_LOOK_ALIKES = str.maketrans("<>|", "‹›¦")
_FORMATTING = re.compile(r"(?<![^\W_])[*_~`]|[*_~`](?![^\W_])|:(?=[\w+-])")
"""What Slack formats, at the edge of words, and what begins an emoji."""


def overflow(action_id: str, options: Sequence[tuple[str, str]]) -> Element:
    """Draw a menu of at most five options, each a label and a value."""
    return {
        "type": "overflow",
        "action_id": action_id,
        "options": [
            {"text": {"type": "plain_text", "text": label}, "value": value}
            for label, value in options
        ],
    }


def button(label: str, action_id: str, value: str) -> Element:
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": clip(label, BUTTON_CHARACTERS)},
        "action_id": action_id,
        "value": value,
    }


def actions(buttons: Sequence[Element]) -> Block:
    return {"type": "actions", "elements": list(buttons)}
