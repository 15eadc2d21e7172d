"""Tells which requests open a form: Slack lets them do so for three seconds."""

from collections.abc import Mapping
from typing import Any

from bot.names import SUGGEST, SUGGEST_LINK, Action, DigestAct, SuggestionAct

BUTTONS = frozenset(
    (
        str(Action.SUGGEST),
        f"{Action.DIGEST}.{DigestAct.CHANGE}",
        f"{Action.SUGGESTION}.{SuggestionAct.EDIT}",
        f"{Action.SUGGESTION}.{SuggestionAct.DECLINE}",
    )
)


def opens_form(payload: Mapping[str, Any]) -> bool:
    """Tell it by the names in a payload, whatever else that is made of."""
    match payload:
        case {"command": _, "text": str(text)}:
            words = text.casefold().split(maxsplit=2)
            return words[:1] == [SUGGEST] and len(words) <= 2  # nothing follows, or one link
        case {"type": "message_action", "callback_id": str(name)}:
            return name == SUGGEST_LINK
        case {"type": "block_actions", "actions": [{"action_id": str(name)}, *_]}:
            return name in BUTTONS
    return False
