"""Draws whether a link is known, and what the catalogue has near it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views.blocks import Block, Element, bullets, context, link, paragraph, text
from bot.views.resource import title_of
from knowledge import Resource
from knowledge.known_links import KnownLink, Likeness

UNKNOWN = "I do not know this link yet."
NEAR = "Near it I have:"


@dataclass(frozen=True)
class Check:
    """What was found about a link; `problem` says why it is none."""

    known: KnownLink | None = None
    near: Sequence[Resource] = ()
    problem: str | None = None


def check_blocks(check: Check) -> list[Block]:
    """Draw it for the person who enters the link."""
    if check.problem:
        return [context(check.problem), *near_blocks(check.near)]
    if check.known is None:
        return [context(UNKNOWN), *near_blocks(check.near)]
    return [*known_blocks(check.known), *near_blocks(check.near)]


def known_blocks(known: KnownLink | None) -> list[Block]:
    """Say under which title a link is known, or was before it moved."""
    if known is None:
        return []
    if known.likeness is Likeness.MOVED:
        said = [
            text("It looks like a moved "),
            linked(known.resource),
            text(", or another version."),
        ]
    else:
        said = [text("I know it already, as "), linked(known.resource), text(".")]
    return [paragraph(*said)]


def near_blocks(near: Sequence[Resource]) -> list[Block]:
    """List what is near."""
    if not near:
        return []
    lines = bullets([[linked(resource)] for resource in near])
    return [paragraph(text(NEAR)), {"type": "rich_text", "elements": [lines]}]


def linked(resource: Resource) -> Element:
    """Draw a resource as its title, which leads to it."""
    return link(resource.url, title_of(resource))
