"""Draws the resource of the week, as everybody in the channel sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.names import Action, DigestAct
from bot.views.answer import QUESTION_CHARACTERS
from bot.views.blocks import (
    Block,
    Element,
    Message,
    actions,
    bullets,
    button,
    clip,
    escape,
    link,
    message,
    paragraph,
    person,
    text,
    tidy,
)
from bot.views.digest_button import DigestButton
from bot.views.marking import Marking
from bot.views.resource import SUMMARY_CHARACTERS, small_print, title_of
from knowledge import Resource
from knowledge.links import encoded
from knowledge.weekly import Asked, Pick

HEADING = "Resource of the week"
NEW = 2  # titles of new resources that are named
MOST_CHARACTERS = 500  # of a resource's id, to fit into a button


@dataclass(frozen=True)
class Issue:
    """What one digest says. `left` is the person who set it up, where they are gone."""

    pick: Pick
    asked: Asked | None = None
    new: Sequence[Resource] = ()
    left: str | None = None


def digest_message(issue: Issue) -> Message:
    """Draw a digest: one resource, and at most a line each for what else there is to say."""
    resource = issue.pick.resource
    title = title_of(resource)
    heading = [text(f"{HEADING}\n", bold=True), link(resource.url, title)]
    if resource.summary:
        heading.append(text(f"\n{clip(tidy(resource.summary), SUMMARY_CHARACTERS)}"))
    blocks: list[Block] = [paragraph(*heading), small_print(resource)]
    if lines := _around(issue.pick):
        blocks.append({"type": "rich_text", "elements": [bullets(lines)]})
    if len(resource.id) <= MOST_CHARACTERS:
        value = Marking(resource=resource.id).value()
        labels = {
            Action.SAVE: "Save",
            Action.DONE: "Done",
            Action.NOT_USEFUL: "Not useful",
        }
        blocks.append(actions([button(label, action, value) for action, label in labels.items()]))
    blocks += [paragraph(*line) for line in _below(issue)]
    if issue.left:
        blocks.append(
            actions(
                [button("Keep it", f"{Action.DIGEST}.{DigestAct.KEEP}", DigestButton().value())]
            )
        )
    said = f"{HEADING}: {escape(title)} {escape(encoded(resource.url))}"
    return message([said, f"Why this one: {escape(tidy(issue.pick.why))}"], blocks)


def _around(pick: Pick) -> list[list[Element]]:
    lines = [[text(f"Why this one: {clip(tidy(pick.why), SUMMARY_CHARACTERS)}")]]
    for label, resource in (("Before it: ", pick.before), ("After it: ", pick.after)):
        if resource:
            lines.append([text(label), _named(resource)])
    return lines


def _below(issue: Issue) -> list[list[Element]]:
    lines = []
    if issue.asked:
        times = f" ({issue.asked.times} times)" if issue.asked.times > 1 else ""
        question = clip(tidy(issue.asked.question), QUESTION_CHARACTERS)
        lines.append([text(f"It answers what was asked most here this week: “{question}”{times}")])
    if issue.new:
        named = [_named(resource) for resource in issue.new[:NEW]]
        rest = len(issue.new) - len(named)
        line = [text("New in the catalogue: ")]
        for number, each in enumerate(named):
            line += [text(" · "), each] if number else [each]
        lines.append([*line, *([text(f" · and {rest} more")] if rest else [])])
    if issue.left:
        sentence = " set this up and is no longer here. This is the last one, unless you keep it."
        lines.append([person(issue.left), text(sentence)])
    return lines


def _named(resource: Resource) -> Element:
    named = link(resource.url, title_of(resource))
    del named["style"]
    return named
