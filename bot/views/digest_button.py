"""What a button of a digest carries."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class DigestButton(BaseModel):
    """The week that a button is about, so that a second press does not skip a second one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    week: Annotated[str, Field(pattern=r"^\d{4}-W\d\d$")] | None = None

    def value(self) -> str:
        return self.model_dump_json(exclude_defaults=True)
