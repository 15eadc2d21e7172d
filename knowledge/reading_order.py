"""Puts resources into the order in which to read them: what others build on comes first."""

from collections.abc import Sequence

from knowledge.models import Catalogue, Resource
from knowledge.path import level_of


def reading_order(catalogue: Catalogue, resources: Sequence[Resource]) -> tuple[Resource, ...]:
    """Order as the book does, but for what an earlier one would build on.

    Of those on the same topic, the easier one comes first.
    """
    place = {resource.id: number for number, resource in enumerate(catalogue.resources)}
    left = sorted(resources, key=lambda resource: place.get(resource.id, len(place)))
    needs = {resource.id: _needs(catalogue, resource) for resource in left}
    ordered: list[Resource] = []
    while left:
        free = (r for r in left if not any(_is_before(o, r, needs[r.id]) for o in left))
        following = next(free, left[0])  # where all wait for each other, the book decides
        ordered.append(following)
        left.remove(following)
    return tuple(ordered)


def _needs(catalogue: Catalogue, resource: Resource) -> frozenset[str]:
    """Give all topics that a resource's first topic builds on."""
    found: set[str] = set()
    left = list(resource.topics[:1])
    while left:
        topic = catalogue.topics.get(left.pop())
        new = set(topic.prerequisites) - found if topic else set()
        found |= new
        left += new
    return frozenset(found - set(resource.topics[:1]))


def _is_before(one: Resource, other: Resource, needed: frozenset[str]) -> bool:
    if one is other or not one.topics:
        return False
    if one.topics[0] in needed:
        return True
    is_same = other.topics[:1] == one.topics[:1]
    return is_same and level_of(one) < level_of(other)
