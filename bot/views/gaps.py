"""Draws what was asked in vain, for curators, and tells those who asked when it is answered."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.names import Action, GapAct
from bot.views.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    clip,
    context,
    escape,
    fitting,
    message,
    paragraph,
    text,
    tidy,
)
from bot.views.resource import heading, small_print, title_of
from bot.views.suggest_button import Idea
from knowledge import Resource
from knowledge.gaps import Gap
from knowledge.links import encoded
from knowledge.markup import MATCHED_CHARACTERS

PAGE = 6
OPENING = "Asked in vain, what most people asked first:"
THIS_WEEK = "Asked in vain in the last week:"
NONE = "Nothing was asked in vain, as far as I remember."
CLOSEST, NOTHING = "I had only something close", "I had nothing"


class Asked(BaseModel):
    """A gap, by its wording, or where a page of them begins. Validated like any input."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wording: Annotated[str, Field(max_length=MATCHED_CHARACTERS)] | None = None
    start: Annotated[int, Field(ge=0, le=1_000_000)] = 0

    def value(self) -> str:
        return self.model_dump_json(exclude_defaults=True)


def gaps_message(gaps: Sequence[Gap], start: int = 0) -> Message:
    """Draw a page of gaps."""
    left = gaps[start:]
    if not left:
        return message([NONE], [paragraph(text(NONE))])

    def draw(shown: Sequence[Gap]) -> Message:
        end = start + len(shown)
        page = Asked(start=end).value()
        more = button(f"{len(gaps) - end} more", f"{Action.GAP}.{GapAct.LIST}", page)
        return _draw(shown, OPENING, more if end < len(gaps) else None)

    return fitting(left[:PAGE], draw)


def weekly_note(gaps: Sequence[Gap]) -> Message:
    """Draw the few that are new, with the way to all of them."""
    every = button("All of them", f"{Action.GAP}.{GapAct.LIST}", Asked().value())
    return fitting(gaps[: PAGE // 2], lambda shown: _draw(shown, THIS_WEEK, every))


def answered_message(questions: Sequence[str], resources: Sequence[Resource]) -> Message:
    """Tell somebody that what they asked has an answer now."""
    asked = [f"“{clip(tidy(question), 150)}”" for question in questions]
    opening = f"You asked {' and '.join(asked)}. There is something now:"
    lines = [escape(opening)]
    blocks: list[Block] = [paragraph(text(opening))]
    for resource in resources:
        blocks += [heading(resource), small_print(resource)]
        lines.append(f"• {escape(title_of(resource))} {escape(encoded(resource.url))}")
    return message(lines, blocks)


def _draw(shown: Sequence[Gap], opening: str, more: Element | None) -> Message:
    lines = [escape(opening)]
    blocks: list[Block] = [paragraph(text(opening, bold=True))]
    for gap in shown:
        wording = f"“{clip(tidy(gap.wording), MATCHED_CHARACTERS)}”"
        lines.append(f"• {escape(wording)}: {counted(gap)}")
        blocks += [paragraph(text(wording)), context(_said(gap)), actions(_buttons(gap))]
    if more:
        blocks.append(actions([more]))
    return message(lines, blocks)


def _buttons(gap: Gap) -> list[Element]:
    fill = Idea(question=gap.wording, fills=True).value()
    aside = Asked(wording=gap.wording).value()
    return [
        button("Fill", Action.SUGGEST, fill),
        button("Set aside", f"{Action.GAP}.{GapAct.ASIDE}", aside),
    ]


def counted(gap: Gap) -> str:
    """Say how many asked, and how often."""
    people = "1 person" if gap.people == 1 else f"{gap.people} people"
    return people if gap.times == gap.people else f"{people}, {gap.times} times"


def _said(gap: Gap) -> str:
    near = ", ".join(tidy(topic.name) for topic in gap.topics)
    parts = [counted(gap), CLOSEST if gap.is_closest else NOTHING, near and f"near: {near}"]
    return " · ".join(filter(None, parts))
