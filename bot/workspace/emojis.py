"""Emoji by the names that Slack gives them."""

from emoji import emojize


def emoji_named(name: str) -> str | None:
    """Give the emoji; None for a name that is not known, such as one of a workspace's own."""
    written = f":{name}:"
    found = emojize(written, language="alias")
    return found if found != written else None
