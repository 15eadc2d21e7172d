"""What a button that marks a resource carries."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Marking(BaseModel):
    """The resource that is marked. Comes back from Slack, and is validated like any input."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    resource: Annotated[str, Field(max_length=500)]

    def value(self) -> str:
        return self.model_dump_json()
