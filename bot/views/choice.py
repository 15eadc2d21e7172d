"""What a button carries, so that it works from its own payload after any restart."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from knowledge.markup import MATCHED_CHARACTERS


class Choice(BaseModel):
    """Which page of which answer a button is about, and the thread that it may post to.

    Comes back from Slack as a string of at most 2,000 characters, which is validated like any
    other input.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Annotated[str, Field(max_length=MATCHED_CHARACTERS)]
    start: Annotated[int, Field(ge=0, le=10_000)] = 0
    thread: Annotated[str, Field(pattern=r"^\d+\.\d+$")] | None = None

    def value(self) -> str:
        return self.model_dump_json(exclude_defaults=True)

    def next_page(self, size: int) -> "Choice":
        return self.model_copy(update={"start": self.start + size})
