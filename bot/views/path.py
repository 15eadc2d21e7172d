"""Draws a learning path: its steps in order, each with the reason why it is there."""

from bot.names import Action
from bot.views.blocks import (
    Block,
    Message,
    actions,
    button,
    clip,
    escape,
    fitting,
    message,
    paragraph,
    text,
    tidy,
)
from bot.views.place import Place
from bot.views.resource import TITLE_CHARACTERS, heading, small_print, title_of
from knowledge.links import encoded
from knowledge.path import LearningPath, Step


def path_message(path: LearningPath) -> Message:
    """Draw a path, at most eight steps, with a button to look around at its topic.

    What no longer fits is left out at the beginning, since the end is what was asked for.
    """
    return fitting(path.steps[::-1], lambda shown: _draw(path, len(path.steps) - len(shown)))


def _draw(path: LearningPath, left_out: int) -> Message:
    opening = clip(f"Learning path to {tidy(path.topic.name)}", TITLE_CHARACTERS)
    size = length(path)
    if left_out:
        size += f"; the first {left_out} are too long to be shown here"
    lines = [escape(opening)]
    blocks: list[Block] = [paragraph(text(opening, bold=True), text(f"\n{size}"))]
    for number, step in enumerate(path.steps[left_out:], start=left_out + 1):
        why = clip(reason(step), TITLE_CHARACTERS)
        blocks += [heading(step.resource, number), small_print(step.resource, why)]
        title = escape(title_of(step.resource))
        lines.append(f"{number}. {title} {escape(encoded(step.resource.url))}")
    around = button("All on this topic", Action.BROWSE, Place(topic=path.topic.id).value())
    return message(lines, [*blocks, actions([around])])


def reason(step: Step) -> str:
    """Say in a line what a step is for."""
    return f"{tidy(step.topic.name)}: {step.why}"


def length(path: LearningPath) -> str:
    """Say how many steps there are, and how long they take as far as that is known."""
    if not path.steps:
        return "I have nothing on it yet."
    steps = "1 step" if len(path.steps) == 1 else f"{len(path.steps)} steps"
    if 2 * path.timed < len(path.steps):  # which says nothing of the rest
        return steps
    hours, minutes = divmod(path.minutes, 60)
    spent = " ".join([f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes))
    if path.timed == len(path.steps):
        return f"{steps}, about {spent}"
    return f"{steps}; about {spent} for the {path.timed} whose length is known"
