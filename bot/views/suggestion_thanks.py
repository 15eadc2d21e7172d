"""Confirms a suggestion to the one who made it."""

from collections.abc import Sequence

from bot.views.blocks import Message, escape, message, paragraph, text
from bot.views.resource import title_of
from bot.views.suggestion_check import NEAR, near_blocks
from knowledge import Resource
from knowledge.links import encoded

GOES_ON = "Thank you. The curators look at it, and I write to you what becomes of it."
KEPT = (
    "Thank you, it is kept. My operator has not named a channel of curators yet; until then"
    " mlops-learn suggestions --all lists it."
)
ADDED = "Added: I answer with it from now on."


def thanks_message(said: str, near: Sequence[Resource]) -> Message:
    """Say what happens next, and what there is already that is near."""
    listed = [f"• {escape(title_of(each))} {escape(encoded(each.url))}" for each in near]
    lines = [said, *([NEAR, *listed] if listed else [])]
    return message(lines, [paragraph(text(said)), *near_blocks(near)])
