"""The options that an app gives while somebody types, and what of them can be chosen later.

https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
"""

from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, model_validator

from bot.workspace.block_kit.composition import Option, OptionGroup, Part
from bot.workspace.elements import options
from bot.workspace.world import Json

OPTIONS = 100

Place = tuple[str, ...]
"""Where somebody chooses: in what container, who, in which block, by which element."""


class Offer(Part):
    """What an app answers to what was typed; there may be nothing that fits."""

    options: Annotated[list[Option], Field(max_length=OPTIONS)] | None = None
    option_groups: Annotated[list[OptionGroup], Field(max_length=OPTIONS)] | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.options is None) == (self.option_groups is None):
            raise ValueError("needs either options or option_groups")
        return self


class Offers:
    """What was offered to each person, as long as the workspace runs."""

    def __init__(self) -> None:
        self._options: dict[Place, dict[str, Json]] = {}

    def take(self, payload: Json, reply: Any) -> None:
        """Keep what an app answered to a `block_suggestion`.

        Raises:
            ValueError: when Slack would not offer it.
        """
        try:
            Offer.model_validate(reply)
        except ValidationError as error:
            faults = [f"{'/'.join(map(str, e['loc']))} {e['msg']}" for e in error.errors()]
            raise ValueError("; ".join(fault.strip() for fault in faults)) from None
        container, person = payload["container"], payload["user"]["id"]
        place = place_of(container, person, payload["block_id"], payload["action_id"])
        known = self._options.setdefault(place, {})
        known.update((option["value"], option) for option in options(reply))

    def of(self, place: Place) -> list[Json]:
        """List all that was offered in a place, whatever was typed for it."""
        return list(self._options.get(place, {}).values())

    def clear(self) -> None:
        self._options.clear()


def place_of(container: Json, person: str, block_id: str, action_id: str) -> Place:
    """Name a place by the container that payloads tell of."""
    where = container.get("view_id") or f"{container['channel_id']}/{container['message_ts']}"
    return where, person, block_id, action_id
