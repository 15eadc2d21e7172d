"""Draws the proposal of a plan: what the person is asked, and what the sender reads of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.names import Action, PlanAct
from bot.views.blocks import (
    Block,
    Element,
    Message,
    actions,
    bullets,
    button,
    clip,
    context,
    escape,
    link,
    message,
    paragraph,
    person,
    text,
    tidy,
)
from bot.views.plan_button import PlanButton
from bot.views.resource import TITLE_CHARACTERS, title_of
from knowledge import Resource

SHOWN = 3
PACES = (1, 2, 3)
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")
ACCEPTED = (
    "You have accepted. The first item comes now, and the others on weekday mornings,"
    " at the pace that you choose."
)
DECLINED = "No plan, then: nothing comes."
UNDER_WAY = "You have accepted this plan before: its latest item, and my App Home, can stop it."
OVER = "This plan is over: nothing more of it comes."
PROMISE = "Nothing comes unless you accept, and you can pause or stop it at any time."
PRIVATE = "Who proposed it hears whether you accept, and nothing else."


@dataclass(frozen=True)
class Offer:
    """A plan that is proposed. `sender` is nobody where they had their data deleted."""

    plan: str
    sender: str | None
    title: str
    pace: int
    resources: Sequence[Resource]


def offer_message(offer: Offer) -> Message:
    """Ask somebody whether they want it."""
    opening, size = _opening(offer), _size(offer)
    first = ", ".join(f"“{title_of(resource)}”" for resource in offer.resources[:SHOWN])
    lines = [f"{_by(offer)} {escape(opening)}", escape(size), escape(f"It begins with: {first}")]
    return message(lines, offer_blocks(offer))


def offer_blocks(offer: Offer) -> list[Block]:
    """Draw the same."""
    by = [person(offer.sender)] if offer.sender else [text("Somebody")]
    titles = [[link(each.url, title_of(each))] for each in offer.resources[:SHOWN]]
    titles = titles or [[text("nothing that my catalogue still has")]]
    return [
        paragraph(*by, text(f" {_opening(offer)}\n{_size(offer)}\nIt begins with:")),
        {"type": "rich_text", "elements": [bullets(titles)]},
        actions(
            [
                _button("Accept", PlanAct.ACCEPT, offer) | {"style": "primary"},
                _button("No, thanks", PlanAct.DECLINE, offer),
                _paces(offer),
            ]
        ),
        context(f"{PROMISE} {PRIVATE}"),
    ]


def proposed_message(to: str, title: str) -> Message:
    """Tell the sender that it was proposed."""
    # How much it is would tell what they know already.
    said = f": “{_title(title)}”. I tell you whether they accept."
    blocks = [paragraph(text("Proposed to "), person(to), text(said))]
    return message([f"Proposed to <@{to}>{escape(said)}"], blocks)


def decided_message(to: str, title: str, *, accepted: bool) -> Message:
    """Tell the sender what became of it."""
    did = "has accepted" if accepted else "does not want"
    said = f" {did} the plan that you proposed: “{_title(title)}”."
    return message([f"<@{to}>{escape(said)}"], [paragraph(person(to), text(said))])


def weeks_in_words(items: int, pace: int) -> str:
    """Say how long a plan takes: "four weeks, two items a week"."""
    weeks = -(-items // pace)
    long = "one week" if weeks == 1 else f"{_number(weeks)} weeks"
    return f"{long}, {pace_in_words(pace)}"


def pace_in_words(pace: int) -> str:
    return f"{_number(pace)} {'item' if pace == 1 else 'items'} a week"


def _opening(offer: Offer) -> str:
    return f"proposes a plan to you, to learn step by step: “{_title(offer.title)}”."


def _size(offer: Offer) -> str:
    """Say how much it is, and how long that takes where most of that is known."""
    minutes = [resource.minutes for resource in offer.resources if resource.minutes]
    weeks = weeks_in_words(len(offer.resources), offer.pace)
    size = f"{weeks[0].upper()}{weeks[1:]}"
    if not minutes or 2 * len(minutes) < len(offer.resources):  # which says nothing of the rest
        return f"{size}."
    hours = max(1, round(sum(minutes) / len(minutes) * len(offer.resources) / 60))
    return f"{size}, about {hours} h in all."


def _by(offer: Offer) -> str:
    return f"<@{offer.sender}>" if offer.sender else "Somebody"


def _title(title: str) -> str:
    return clip(tidy(title), TITLE_CHARACTERS)


def _number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def _button(label: str, act: PlanAct, offer: Offer) -> Element:
    return button(label, f"{Action.PLAN}.{act}", PlanButton(plan=offer.plan).value())


def _paces(offer: Offer) -> Element:
    options = {pace: _option(offer, pace) for pace in PACES}
    return {
        "type": "static_select",
        "action_id": f"{Action.PLAN}.{PlanAct.PACE}",
        "options": list(options.values()),
        "initial_option": options[offer.pace],
    }


def _option(offer: Offer, pace: int) -> Element:
    said = pace_in_words(pace)
    return {
        "text": {"type": "plain_text", "text": f"{said[0].upper()}{said[1:]}"},
        "value": PlanButton(plan=offer.plan, pace=pace).value(),
    }
