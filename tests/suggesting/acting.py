"""What tests of suggestions do again and again: suggest a link, and decide on it."""

import json
from collections.abc import Mapping
from typing import Any

from slack_bolt import BoltResponse

from bot.names import COMMAND
from bot.workspace import ADA, BEN, CURATORS, MLOPS, LocalSlack
from bot.workspace.elements import Value, initial
from bot.workspace.views import View
from bot.workspace.world import Json, Message
from tests.bot.drawing import strings
from tests.bot.rig import Bot
from tests.shipped import FINDER

URL = "https://flyte.example.org/blog/retries"
TITLE = "Retries in zebrafish pipelines"
KNOWN = FINDER.catalogue.by_id["metallb-site"]
FREE = "how to feed zebrafish at night"
"""What the catalogue has nothing on."""


def opened(slack: LocalSlack, bot: Bot, text: str = "suggest", person: str = BEN) -> View:
    """Open the form by the command."""
    bot.get(slack.act.slash_command(text, person, MLOPS, COMMAND))
    return form(slack, person)


def form(slack: LocalSlack, person: str = BEN) -> View:
    found = slack.views.modal(person)
    assert found
    return found


def entered(view: View) -> dict[str, Any]:
    """Give what stands in a form."""
    return {
        block["block_id"]: initial(block["element"])
        for block in view.body["blocks"]
        if block["type"] == "input"
    }


def payload(slack: LocalSlack, view: View, **values: Value) -> Json:
    """Submit a form with what is written into it."""
    written = {
        (block["block_id"], block["element"]["action_id"]): values[block["block_id"]]
        for block in view.body["blocks"]
        if block.get("block_id") in values
    }
    return slack.touch.submit(view, written)


def submitted(slack: LocalSlack, bot: Bot, view: View, **values: Value) -> BoltResponse:
    return bot.get(payload(slack, view, **values))


def suggested(slack: LocalSlack, bot: Bot, person: str = BEN, **values: Value) -> None:
    """Suggest a link, by default the same one."""
    filled: dict[str, Value] = {"link": URL, "title": TITLE, **values}
    view = opened(slack, bot, person=person)
    assert submitted(slack, bot, view, **filled).body == ""
    slack.views.close(view)


def errors(response: BoltResponse) -> Mapping[str, str]:
    found = json.loads(response.body)
    assert found["response_action"] == "errors"
    told: Mapping[str, str] = found["errors"]
    return told


def cards(slack: LocalSlack) -> list[Message]:
    """List what everybody sees in the curators' channel."""
    return slack.from_bot(CURATORS)


def press(
    slack: LocalSlack, bot: Bot, act: str, person: str = ADA, card: Message | None = None
) -> BoltResponse:
    """Press a button of a card, by default of the last one."""
    return bot.get(slack.touch.click(card or cards(slack)[-1], f"suggestion.{act}", person))


def declined(slack: LocalSlack, bot: Bot, reason: str = "It is an advertisement.") -> None:
    press(slack, bot, "decline")
    submitted(slack, bot, form(slack, ADA), reason=reason)


def whispered(slack: LocalSlack, person: str = BEN, channel: str = MLOPS) -> list[str]:
    """List what one person alone read in a channel."""
    return [message.text for message in slack.from_bot(channel, seen_by=person)]


def heard(slack: LocalSlack, person: str = BEN) -> list[str]:
    """List what somebody read in their direct message."""
    return [message.text for message in slack.from_bot(f"D{person[1:]}")]


def asked(slack: LocalSlack, bot: Bot, question: str, person: str = BEN) -> Message:
    """Ask by the command; gives the answer."""
    bot.get(slack.act.slash_command(question, person, MLOPS, COMMAND))
    return slack.from_bot(MLOPS, seen_by=person)[-1]


def shown(thing: Message | View) -> str:
    """Give all that is written in a message or a form."""
    return "\n".join(strings(thing.blocks if isinstance(thing, Message) else thing.body["blocks"]))
