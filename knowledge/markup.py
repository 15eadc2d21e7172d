"""What a person typed in a chat, as the plain words they meant."""

import html
import re
import unicodedata

MATCHED_CHARACTERS = 300
"""A question longer than this is matched by its beginning: the cost of an answer stays bounded."""

_READ_CHARACTERS = 10 * MATCHED_CHARACTERS  # markup and links may take up room that words do not

_REFERENCE = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_BARE_LINK = re.compile(r"(?:https?://|mailto:|www\.)\S+", re.IGNORECASE)
_EMOJI = re.compile(r"(?<!\w):(?!\d+:)[a-z0-9_+'-]{1,100}:(?!\w)", re.IGNORECASE)
_TICKS = re.compile(r"`+")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Take chat markup out of a message: at most `MATCHED_CHARACTERS` characters, on one line.

    Mentions, bare links, emoji names and code ticks go; the label of a link and the words within
    code stay. Entities are decoded, invisible and control characters dropped. Follows
    https://docs.slack.dev/messaging/formatting-message-text and leaves other text as it is.
    """
    text = _REFERENCE.sub(_label, text[:_READ_CHARACTERS])
    text = unicodedata.normalize("NFKC", html.unescape(text))
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_visible, text))  # before links, which it may have made look like none
    text = _BARE_LINK.sub(" ", text)
    text = _TICKS.sub(" ", _EMOJI.sub(" ", text))
    return _clipped(_SPACE.sub(" ", text).strip())


def _label(reference: re.Match[str]) -> str:
    """Keep the words of a labelled link; people, channels and groups are no part of a question."""
    sigil, target, label = reference.groups()
    if sigil:
        return " "
    is_link = ":" in target
    return f" {label or ''} " if is_link else reference.group()


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cf", "Cs", "Mn", "Me"):  # joiners, direction marks, halves, piled-up accents
        return ""
    return " " if category == "Cc" else char


def _clipped(text: str) -> str:
    """Cut at the last space before the limit, so that no half word is taken for a slip."""
    if len(text) <= MATCHED_CHARACTERS:
        return text
    kept = text[: MATCHED_CHARACTERS + 1].rpartition(" ")[0]
    return kept or text[:MATCHED_CHARACTERS]
