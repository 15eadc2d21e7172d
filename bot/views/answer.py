"""Draws an answer: what was found, why it matched, and what can be done with it."""

from collections.abc import Sequence

from bot.names import Action
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
    fitting,
    link,
    message,
    paragraph,
    person,
    site,
    text,
    tidy,
)
from bot.views.choice import Choice
from bot.views.place import NAME_CHARACTERS, Place
from knowledge import Answer, Match, Outcome, Resource
from knowledge.links import encoded
from knowledge.models import FORMAT_NAMES

PAGE = 3
"""How many resources an answer shows: a person opens one, and compares a few."""

QUESTION_CHARACTERS = 150
TITLE_CHARACTERS = 200
SUMMARY_CHARACTERS = 300
NOTE_CHARACTERS = 300
WHY_CHARACTERS = 300
REASONS = 3


def answer_message(
    answer: Answer, choice: Choice, buttons: Sequence[Action] = (), credit: str | None = None
) -> Message:
    """Draw an answer with the given buttons, as far as they make sense for it.

    `choice` is the page that the answer shows. `credit` is the person who shared it.
    """
    return fitting(answer.matches, lambda shown: _draw(answer, shown, choice, buttons, credit))


def _draw(
    answer: Answer,
    matches: Sequence[Match],
    choice: Choice,
    buttons: Sequence[Action],
    credit: str | None,
) -> Message:
    opening = _opening(answer, matches, choice, credit is not None)
    heading = [text(opening)]
    lines = [escape(opening)]
    if credit:
        heading = [person(credit), text(" shared: "), *heading]
        lines = [f"<@{credit}> shared: {lines[0]}"]
    blocks: list[Block] = [paragraph(*heading)]
    for match in matches:
        blocks += _resource(match)
        title = clip(tidy(match.resource.title), TITLE_CHARACTERS)
        lines.append(f"• {escape(title)} {escape(encoded(match.resource.url))}")
    if answer.outcome is Outcome.NOTHING and answer.topics:
        names = [tidy(topic.name) for topic in answer.topics]
        blocks.append({"type": "rich_text", "elements": [bullets([[text(n)] for n in names])]})
        blocks.append(context("Ask again with other words, or with the name of a tool."))
        lines.append(escape(", ".join(names)))
    offered = _buttons(answer, matches, choice, buttons)
    if offered:
        blocks.append(actions(offered))
    return message(lines, blocks)


def _opening(answer: Answer, matches: Sequence[Match], choice: Choice, shared: bool) -> str:
    asked = f"“{clip(tidy(choice.question), QUESTION_CHARACTERS)}”"
    if answer.outcome is Outcome.NOTHING:
        nearest = " The nearest topics that I know:" if answer.topics else ""
        return f"I have nothing yet on {asked}.{nearest}"
    if not matches:
        return f"That is all I have on {asked}."
    if choice.start and not shared:  # others have not seen what came before
        return f"More on {asked}:"
    if answer.outcome is Outcome.CLOSEST:
        return f"I have nothing that fits {asked} exactly. The closest I have:"
    return f"Worth opening on {asked}:"


def _resource(match: Match) -> list[Block]:
    resource = match.resource
    title = clip(tidy(resource.title), TITLE_CHARACTERS)
    parts: list[Element] = [link(resource.url, title)]
    if resource.summary:
        parts.append(text(f"\n{clip(tidy(resource.summary), SUMMARY_CHARACTERS)}"))
    why = " · ".join(tidy(str(reason)) for reason in match.why[:REASONS])
    small = [small_print(resource)] + ([clip(f"Why: {why}", WHY_CHARACTERS)] if why else [])
    return [paragraph(*parts), context("\n".join(small))]


def small_print(resource: Resource) -> str:
    """Say what a resource is, and what to know before opening it."""
    note = clip(f"Note: {tidy(resource.note)}", NOTE_CHARACTERS) if resource.note else ""
    return f"{facts(resource)}\n{note}".rstrip("\n")


def facts(resource: Resource) -> str:
    """Say in words what a resource is: format, minutes, level, cost, author and site."""
    known = (
        FORMAT_NAMES[resource.format] if resource.format else None,
        f"{resource.minutes} min" if resource.minutes else None,
        resource.level,
        "free" if resource.free else "paid",
        clip(tidy(resource.author), 80) if resource.author else None,
        site(resource.url),
    )
    return " · ".join(fact for fact in known if fact)


def _buttons(
    answer: Answer, matches: Sequence[Match], choice: Choice, wanted: Sequence[Action]
) -> list[Element]:
    shown = len(matches)
    if not shown:
        return []
    more = answer.more or shown < len(answer.matches)
    labels = {Action.SHARE: "Share in channel", Action.POST_IN_THREAD: "Post in thread"}
    offered = [
        button(labels[action], action, choice.value()) for action in wanted if action in labels
    ]
    if more and Action.MORE in wanted:
        offered.append(button("More", Action.MORE, choice.next_page(shown).value()))
    tagged = {topic for match in matches for topic in match.resource.topics}
    about = [t.id for t in answer.topics if t.id in tagged and len(t.id) <= NAME_CHARACTERS]
    if about and Action.PATH in wanted:
        value = Place(topic=about[0]).value()
        offered.append(button("Learning path", Action.PATH, value))
    return offered
