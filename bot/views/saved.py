"""Draws what somebody has kept for later, a page at a time."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.names import Action, Marked
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    escape,
    fitting,
    message,
    paragraph,
    text,
)
from bot.views.resource import heading, small_print, title_of
from knowledge import Resource
from knowledge.links import encoded

PAGE = 10
NOTHING = "You have saved nothing yet. The menu beside each resource, ⋯, keeps it for later."


class SavedPage(BaseModel):
    """Where a page begins. Comes back from Slack, and is validated like any input."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: Annotated[int, Field(ge=0, le=1_000_000)] = 0

    def value(self) -> str:
        return self.model_dump_json()


def saved_message(resources: Sequence[Resource], page: SavedPage) -> Message:
    """Draw what is left from the page's start on, in the order in which to read it."""
    if not resources:
        return message([NOTHING], [paragraph(text(NOTHING))])
    start = page.start if page.start < len(resources) else 0  # where it has become less since
    shown = resources[start : start + PAGE]
    return fitting(shown, lambda fitted: _draw(fitted, start, len(resources)))


def _draw(shown: Sequence[Resource], start: int, total: int) -> Message:
    end = start + len(shown)
    part = f", {start + 1} to {end} of {total}" if (start, end) != (0, total) else ""
    opening = f"Saved by you{part}, in the order in which to read it:"
    lines = [opening]
    for resource in shown:
        lines.append(f"• {escape(title_of(resource))} {escape(encoded(resource.url))}")
    blocks = [paragraph(text(opening)), *rows(shown)]
    if end < total:
        blocks.append(actions([button("More", Action.SAVED, SavedPage(start=end).value())]))
    return message(lines, blocks)


def rows(resources: Sequence[Resource]) -> list[Block]:
    """Draw saved resources, each with its menu."""
    drawn: list[Block] = []
    for resource in resources:
        drawn += [heading(resource, marked=Marked.SAVED), small_print(resource)]
    return drawn
