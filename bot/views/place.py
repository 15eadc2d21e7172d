"""Where in the catalogue a button leads: all of it is in the button, for after a restart."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

NAME_CHARACTERS = 500
"""What has a longer name, such as a tag in someone else's list, is not led to by buttons."""

Name = Annotated[str, Field(max_length=NAME_CHARACTERS)]


class Place(BaseModel):
    """A part, a chapter or a topic, and which page of what it holds; nothing at all is the front.

    A page begins at `start`, or ends before `until`, since how much fits differs. A topic that was
    reached through a chapter leads back there. Comes back from Slack as a string of at most 2,000
    characters, which is validated like any other input.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    part: Name | None = None
    chapter: Name | None = None
    topic: Name | None = None
    start: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    until: Annotated[int, Field(ge=1, le=1_000_000)] | None = None

    def value(self) -> str:
        return self.model_dump_json(exclude_defaults=True)
