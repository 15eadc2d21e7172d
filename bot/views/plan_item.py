"""Draws an item of a plan: what to open, where one is on the way, and what one can do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.names import Action, Marked, PlanAct
from bot.views.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    clip,
    context,
    escape,
    header,
    message,
    tidy,
)
from bot.views.plan_button import PlanButton
from bot.views.plan_offer import PACES, pace_in_words
from bot.views.resource import TITLE_CHARACTERS, heading, small_print, summary, title_of
from knowledge import Resource
from knowledge.links import encoded

LAST = "That was the last one."
GONE = "That plan is over: nothing more of it comes."
STOPPED = "The plan has been stopped: nothing more comes."
LOST = "Noted. That one has left my catalogue, so I leave it here as it is."
NOTHING_LEFT = "There is nothing left in your plan that you do not know already: that was all."


class Standing(Enum):
    """What an item is in its plan."""

    LATEST = "the latest one"
    PAUSED = "the latest one, and none follows for now"
    PASSED = "one that others have followed"
    LAST = "the last one"
    STOPPED = "one of a plan that was stopped"


@dataclass(frozen=True)
class Item:
    """One resource of a plan; `next` says when another one comes, where one does."""

    plan: str
    title: str
    resource: Resource
    number: int
    total: int
    pace: int
    standing: Standing
    next: str | None = None
    is_done: bool = False


def item_message(item: Item) -> Message:
    """Draw it with its buttons."""
    place = f"{_title(item)}, {item.number} of {item.total}:"
    name, url = escape(title_of(item.resource)), escape(encoded(item.resource.url))
    return message([escape(place), f"{name} {url}", escape(state_of(item))], item_blocks(item))


def item_blocks(item: Item) -> list[Block]:
    """Draw the same."""
    place = f"{_title(item)} · {item.number} of {item.total}"
    buttons = _buttons(item)
    return [
        context(place),
        heading(item.resource, marked=Marked.DONE if item.is_done else None),
        *summary(item.resource),
        small_print(item.resource),
        context(state_of(item)),
        *([actions(buttons)] if buttons else []),
    ]


def home_blocks(plan: Sequence[Block]) -> list[Block]:
    """Draw an item, or what is proposed, for App Home."""
    return [header("Your plan"), *plan]


def waiting_blocks(plan: str, title: str, *, is_paused: bool) -> list[Block]:
    """Draw a plan without its latest item: none has come yet, or that has left the catalogue."""
    said = "paused: nothing comes until you resume" if is_paused else "its next item is on the way"
    acts = (
        ("Resume", PlanAct.RESUME) if is_paused else ("Pause", PlanAct.PAUSE),
        ("Stop", PlanAct.STOP),
    )
    value = PlanButton(plan=plan).value()
    name = clip(tidy(title), TITLE_CHARACTERS)
    buttons = [button(label, f"{Action.PLAN}.{act}", value) for label, act in acts]
    return [context(f"{name} · {said}."), actions(buttons)]


def state_of(item: Item) -> str:
    """Say in a line how it goes on."""
    done = "Done. " if item.is_done else ""
    match item.standing:
        case Standing.LATEST:
            pace = pace_in_words(item.pace)
            return f"{done}{pace[0].upper()}{pace[1:]}; the next one comes {item.next}."
        case Standing.PAUSED:
            return f"{done}Paused: nothing comes until you resume."
        case Standing.PASSED:
            return f"{done}The next one has come already."
        case Standing.LAST:
            return f"{done}{LAST}"
        case Standing.STOPPED:
            return f"{done}{STOPPED}"


def _title(item: Item) -> str:
    return clip(tidy(item.title), TITLE_CHARACTERS)


def _buttons(item: Item) -> list[Element]:
    done = [] if item.is_done else [_button("Done", PlanAct.NEXT, item)]
    match item.standing:
        case Standing.LATEST:
            slower = [p for p in PACES if p < item.pace][-1:]
            faster = [p for p in PACES if p > item.pace][:1]
            return [
                _button("Done, next now", PlanAct.NEXT, item) | {"style": "primary"},
                *(_button("Slower", PlanAct.SLOWER, item, pace) for pace in slower),
                *(_button("Faster", PlanAct.FASTER, item, pace) for pace in faster),
                _button("Pause", PlanAct.PAUSE, item),
                _button("Stop", PlanAct.STOP, item),
            ]
        case Standing.PAUSED:
            return [
                _button("Resume", PlanAct.RESUME, item),
                *done,
                _button("Stop", PlanAct.STOP, item),
            ]
        case Standing.PASSED | Standing.LAST:
            return done
        case Standing.STOPPED:
            return []


def _button(label: str, act: PlanAct, item: Item, pace: int | None = None) -> Element:
    carried = PlanButton(plan=item.plan, number=item.number, pace=pace)
    return button(label, f"{Action.PLAN}.{act}", carried.value())
