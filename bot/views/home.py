"""Draws App Home: what to go on with, what is done, what is kept, and what the bot can do."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from bot.names import COMMAND, Action, HomeAct
from bot.views.blocks import (
    Block,
    Element,
    View,
    actions,
    bullets,
    button,
    channel,
    clip,
    context,
    header,
    paragraph,
    text,
    tidy,
)
from bot.views.help import explanation
from bot.views.resource import TITLE_CHARACTERS
from bot.views.saved import rows
from knowledge import Resource

MOST_SAVED = 8
MOST_CHAPTERS = 20
MOST_DIGESTS = 20
HEARS = "When something that you asked in vain has an answer, I write to you once."
HEARS_NOT = (
    "I could write to you when something that you asked in vain has an answer. For that I keep your"
    " name with what you ask from then on."
)
_ALWAYS = (
    "Kept of you: what you saved, are done with or do not want, your plan, what you suggested and"
    " proposed, which digests you look after, and this setting. "
)
KEPT = (
    f"{_ALWAYS}What you asked and thought of answers is kept for {{days}} days, under a code that"
    " nobody can trace back to you once the week is over."
)
KEPT_HEARING = (
    f"{_ALWAYS}What you ask is kept for {{days}} days with your name, until you switch this off;"
    " what you think of answers without it."
)
DELETES = (
    "All that you saved, are done with or do not want goes, with your plan, what you asked this"
    " week and what you thought of it. What you suggested stays, without your name, and so do the"
    " digests of channels. This cannot be undone."
)


class Nothing(BaseModel):
    """What buttons carry that say all by their name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Page:
    """What somebody's App Home says. `done` counts by the chapter's title."""

    saved: Sequence[Resource]
    done: Sequence[tuple[str, int]]
    digests: Sequence[tuple[str, str]]
    hears: bool
    days: int
    curating: Sequence[Block] = ()
    """What curators see, and nobody else."""

    plan: Sequence[Block] = ()


def home_view(page: Page) -> View:
    """Draw it: what is the person's own first."""
    blocks = [
        *page.plan,
        *_saved(page.saved),
        *_done(page.done),
        *_digests(page.digests),
        header("What I can do"),
        *explanation(page.days),
        header("What is kept of you"),
        *_settings(page.hears, page.days),
        *page.curating,
    ]
    return {"type": "home", "blocks": blocks}


def _saved(saved: Sequence[Resource]) -> list[Block]:
    if not saved:
        return []
    rest = len(saved) - MOST_SAVED
    more = [context(f"and {rest} more: {COMMAND} saved lists them")] if rest > 0 else []
    return [header("Continue"), *rows(saved[:MOST_SAVED]), *more]


def _done(done: Sequence[tuple[str, int]]) -> list[Block]:
    if not done:
        return []
    lines = [
        [text(f"{count} in {clip(tidy(title), TITLE_CHARACTERS)}")]
        for title, count in done[:MOST_CHAPTERS]
    ]
    return [header("Done"), {"type": "rich_text", "elements": [bullets(lines)]}]


def _digests(digests: Sequence[tuple[str, str]]) -> list[Block]:
    if not digests:
        return []
    lines = [[channel(id), text(f": {when}")] for id, when in digests[:MOST_DIGESTS]]
    return [
        header("The resource of the week in your channels"),
        {"type": "rich_text", "elements": [bullets(lines)]},
    ]


def _settings(hears: bool, days: int) -> list[Block]:
    if hears:
        switch = button("Do not write to me", f"{Action.HOME}.{HomeAct.HEAR_NOT}", "{}")
    else:
        switch = button("Write to me", f"{Action.HOME}.{HomeAct.HEAR}", "{}")
    return [
        paragraph(text(HEARS if hears else HEARS_NOT)),
        actions([switch]),
        context((KEPT_HEARING if hears else KEPT).format(days=days)),
        actions([_delete()]),
    ]


def _delete() -> Element:
    def plain(content: str) -> Element:
        return {"type": "plain_text", "text": content}

    drawn = button("Delete my data", f"{Action.HOME}.{HomeAct.DELETE}", "{}")
    confirm = {
        "title": plain("Delete my data"),
        "text": plain(DELETES),
        "confirm": plain("Delete it all"),
        "deny": plain("Keep it"),
        "style": "danger",
    }
    return drawn | {"style": "danger", "confirm": confirm}
