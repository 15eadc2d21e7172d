"""Finds links in what people write: the one that a message is about, and one after a command."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.links import MARKED, typed_link

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
BARE = re.compile(r"www\.\S+|[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
WITHIN = re.compile(r"<(https?://[^<>|]+)(?:\|[^<>]*)?>|(https?://[^\s<>|]+)", re.IGNORECASE)


def link_in(text: str) -> str | None:
    """Give the one thing that a text is, if it looks like a link; it need not be a good one."""
    text = text.strip()
    marked = MARKED.fullmatch(text)
    text = unescaped(marked["link"] if marked else text)
    if not marked and (marked := MARKED.fullmatch(text)):  # as people copy it into a command
        text = marked["link"]
    if SCHEME.fullmatch(text):
        return text
    return f"https://{text}" if not marked and BARE.fullmatch(text) else None


def first_link(message: Mapping[str, Any]) -> str | None:
    """Give the first link of a message that leads anywhere: of its blocks, else of its text."""
    for found in _links(message.get("blocks")):
        try:
            return typed_link(found)
        except ValueError:
            continue
    for match in WITHIN.finditer(str(message.get("text") or "")):
        try:
            return typed_link(unescaped(match[1] or match[2]))
        except ValueError:
            continue
    return None


def unescaped(text: str) -> str:
    """Read what Slack writes for the three characters of its markup."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _links(blocks: Any) -> Iterator[str]:
    """List what rich text links to, in its order."""
    waiting = [blocks]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += reversed(part)
        elif isinstance(part, dict):
            if part.get("type") == "link" and isinstance(part.get("url"), str):
                yield part["url"]
            if part.get("type") == "mrkdwn" and isinstance(part.get("text"), str):
                matches = WITHIN.finditer(part["text"])
                yield from (unescaped(match[1] or match[2]) for match in matches)
            waiting += reversed(list(part.values()))
