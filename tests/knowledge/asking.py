"""Finders to ask: of the small catalogue, of the shipped one, of a few resources among others."""

from knowledge import Catalogue, Finder, Resource
from tests.knowledge.shelves import SMALL, TOPICS, resource

FINDER = Finder(SMALL)


def found(question: str, limit: int = 3) -> list[str]:
    return [match.resource.id for match in FINDER.ask(question, limit).matches]


def among(*resources: Resource) -> Finder:
    """Make a finder of these, between others that are about something else."""
    others = tuple(resource(f"other-{n}", f"Thing number {n}") for n in range(20))
    return Finder(Catalogue(resources=(*resources, *others), topics=TOPICS))
