"""Draws a resource: its title as the link, its menu, what it gives, and what it is."""

from bot.names import Marked
from bot.views.blocks import (
    Block,
    clip,
    context,
    paragraph,
    section,
    site,
    text,
    tidy,
)
from bot.views.marking import menu
from knowledge import Resource
from knowledge.models import FORMAT_NAMES

TITLE_CHARACTERS = 200
SUMMARY_CHARACTERS = 300
NOTE_CHARACTERS = 300
OWN = "added by this workspace"


def title_of(resource: Resource) -> str:
    """Give the title as it is shown everywhere."""
    return clip(tidy(resource.title), TITLE_CHARACTERS)


def heading(resource: Resource, number: int | None = None, marked: Marked | None = None) -> Block:
    """Draw the title with its menu, for one who has it `marked` already."""
    return section(resource.url, title_of(resource), menu(resource.id, marked), number)


def summary(resource: Resource) -> list[Block]:
    """Draw what it gives, where that is known."""
    if not resource.summary:
        return []
    return [paragraph(text(clip(tidy(resource.summary), SUMMARY_CHARACTERS)))]


def small_print(resource: Resource, *more: str) -> Block:
    """Draw what a resource is, and what to know before opening it, in small print."""
    return context("\n".join([particulars(resource), *more]))


def particulars(resource: Resource) -> str:
    """Say what a resource is, and what to know before opening it."""
    note = clip(f"Note: {tidy(resource.note)}", NOTE_CHARACTERS) if resource.note else ""
    return f"{facts(resource)}\n{note}".rstrip("\n")


def _cost(resource: Resource) -> str | None:
    """Say what it costs; of what a workspace has added, nobody has said that it is free."""
    if resource.free:
        return None if resource.is_own else "free"
    return "paid"


def facts(resource: Resource) -> str:
    """Say in words what a resource is: format, minutes, level, cost, author and site."""
    known = (
        FORMAT_NAMES[resource.format] if resource.format else None,
        f"{resource.minutes} min" if resource.minutes else None,
        resource.level,
        _cost(resource),
        clip(tidy(resource.author), 80) if resource.author else None,
        site(resource.url),
        OWN if resource.is_own else None,
    )
    return " · ".join(fact for fact in known if fact)
