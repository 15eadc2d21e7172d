"""What a button carries, so that it works from its own payload after any restart."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from knowledge.markup import MATCHED_CHARACTERS
from knowledge.preferences import NO_PREFERENCES, Preferences


class Choice(BaseModel):
    """Which page of which answer a button is about, and the thread that it may post to.

    `wanted` is what was chosen by buttons; what the question's own words prefer is not in it.

    Comes back from Slack as a string of at most 2,000 characters, which is validated like any
    other input.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Annotated[str, Field(max_length=MATCHED_CHARACTERS)]
    start: Annotated[int, Field(ge=0, le=10_000)] = 0
    thread: Annotated[str, Field(pattern=r"^\d+\.\d+$")] | None = None
    wanted: Preferences = NO_PREFERENCES
    everything: bool = False
    """Whether what the person is done with is shown, too."""

    def value(self) -> str:
        return self.model_dump_json(exclude_defaults=True)

    def after(self, rank: int) -> "Choice":
        """Give the page that begins behind a match of this rank."""
        return self.model_copy(update={"start": rank + 1})
