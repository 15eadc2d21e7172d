"""What a drawing needs to know beside what it draws."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.workspace.world import Json, World


@dataclass(frozen=True)
class Scene:
    """The names behind ids, and what stands apart one drawing from the others on the page."""

    people: Mapping[str, str]
    channels: Mapping[str, str]
    colleagues: Mapping[str, str] = field(default_factory=dict)
    """The real names of those who can be chosen, by id."""

    key: str = ""
    """Begins the ids of HTML elements, so that each is there once."""

    errors: Mapping[str, str] = field(default_factory=dict)
    """What is wrong with the inputs, by block id."""

    input: Json | None = None
    """The input block that an element stands in, which gives it a label."""


def scene_of(world: World, key: str, errors: Mapping[str, str] | None = None) -> Scene:
    return Scene(
        people={person.id: person.name for person in world.people.values()},
        channels={channel.id: channel.name for channel in world.channels.values()},
        colleagues={person.id: person.real_name for person in world.colleagues()},
        key=key,
        errors=errors or {},
    )
