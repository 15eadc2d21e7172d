"""What a button of a plan carries."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Pace = Annotated[int, Field(ge=1, le=3)]
"""Items a week."""


class PlanButton(BaseModel):
    """The plan, the number of the item that it stands under, and the pace that it sets.

    Comes back from Slack, and is validated like any input.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    number: Annotated[int, Field(ge=0, le=1000)] = 0
    pace: Pace | None = None

    def value(self) -> str:
        return self.model_dump_json(exclude_defaults=True)
