"""Asks whether an answer was useful, and why it was not: nobody has to say anything."""

import json
import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.names import Action
from bot.views.blocks import Block, Message, message, paragraph, text
from knowledge.markup import MATCHED_CHARACTERS

WHY_CHARACTERS = 300
LONGEST_ID = 300  # as JSON; three of them fit into a button
THANKS = "Thank you. Only the curators read it, without your name."
TOO_LATE = "I could not keep that line: your verdict was of another week. Press Not useful anew."
ASK = "Noted. Only the curators read it, without your name."
QUESTION = "What would have helped? One line, if you like, then Enter."
ANSWER = re.compile(r"[A-Z0-9]+:\d+\.\d+")

"""Names a message that holds an answer, by its channel and ts."""


class Opinion(BaseModel):
    """Whether which answer was useful. Comes back from Slack, and is validated like any input."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    useful: bool
    question: Annotated[str, Field(max_length=MATCHED_CHARACTERS)]
    resources: Annotated[tuple[str, ...], Field(max_length=10)] = ()

    def value(self) -> str:
        return self.model_dump_json()


def thumbs(question: str, resources: Sequence[str]) -> Block:
    """Draw the two buttons under an answer."""
    shown = tuple(id for id in resources if len(json.dumps(id)) <= LONGEST_ID)

    def half(label: str, spoken: str, *, useful: bool) -> dict[str, object]:
        opinion = Opinion(useful=useful, question=question, resources=shown)
        return {
            "text": {"type": "plain_text", "text": label},
            "accessibility_label": spoken,
            "value": opinion.value(),
        }

    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": Action.FEEDBACK,
                "positive_button": half("Useful", "This answer was useful", useful=True),
                "negative_button": half("Not useful", "This answer was not useful", useful=False),
            }
        ],
    }


def why_message(answer: str) -> Message:
    """Thank, and offer to say why an answer was not useful; `answer` names its message."""
    asked: Block = {
        "type": "input",
        "block_id": f"{Action.WHY}:{answer}",
        "dispatch_action": True,
        "optional": True,
        "label": {"type": "plain_text", "text": QUESTION},
        "element": {
            "type": "plain_text_input",
            "action_id": Action.WHY,
            "max_length": WHY_CHARACTERS,
            "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
        },
    }
    return message([ASK, QUESTION], [paragraph(text(ASK)), asked])
