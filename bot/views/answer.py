"""Draws an answer: what was found, why it matched, and what can be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.names import Action, Marked
from bot.views.blocks import (
    Block,
    Element,
    Message,
    actions,
    beside,
    bullets,
    button,
    clip,
    context,
    escape,
    fitting,
    message,
    paragraph,
    person,
    text,
    tidy,
)
from bot.views.choice import Choice
from bot.views.feedback import thumbs
from bot.views.place import NAME_CHARACTERS, Place
from bot.views.resource import heading, small_print, summary, title_of
from bot.views.suggest_button import suggest_button
from knowledge import Answer, Match, Outcome
from knowledge.links import encoded
from knowledge.preferences import FollowUp, Preferences

PAGE = 3
"""How many resources an answer shows: a person opens one, and compares a few."""

QUESTION_CHARACTERS = 150
WHY_CHARACTERS = 300
REASONS = 3
VALUE_CHARACTERS = 2000  # Slack's limit for a button
BESIDE = "And what else there is on it:"
LABELS = {FollowUp.EASIER: "Easier", FollowUp.DEEPER: "Deeper", FollowUp.VIDEOS: "Videos only"}


def answer_message(
    answer: Answer,
    choice: Choice,
    buttons: Sequence[Action] = (),
    follow_ups: Mapping[FollowUp, Preferences] | None = None,
    marks: Mapping[str, Marked] | None = None,
    credit: str | None = None,
) -> Message:
    """Draw an answer with the given buttons, as far as they make sense for it.

    `choice` is the page that the answer shows. `marks` are those of the only one who sees it.
    `credit` is the person who shared it: how much they are done with is nobody else's business.
    """
    if credit is not None:
        answer = replace(answer, hidden=0)

    def draw(shown: Sequence[Match]) -> Message:
        heading, lines = _heading(answer, shown, choice, credit)
        offered = _buttons(answer, shown, choice, buttons, follow_ups or {})
        hidden = [_hidden(answer, choice)] if answer.hidden and Action.AGAIN in buttons else []
        return _draw(answer, shown, marks or {}, heading, lines, hidden, offered)

    return fitting(answer.matches, draw)


def _draw(
    answer: Answer,
    matches: Sequence[Match],
    marks: Mapping[str, Marked],
    opening: Block,
    lines: list[str],
    hidden: Sequence[Block],
    offered: Sequence[Element],
) -> Message:
    blocks: list[Block] = [opening]
    fits = [answer.preferences.fits(match.resource) for match in matches]
    for match, fit, before in zip(matches, fits, [False, *fits], strict=False):
        if before and not fit:
            blocks.append(context(BESIDE))
        blocks += _resource(match, marks.get(match.resource.id))
        lines.append(f"• {escape(title_of(match.resource))} {escape(encoded(match.resource.url))}")
    if answer.outcome is Outcome.NOTHING and answer.topics:
        names = [tidy(topic.name) for topic in answer.topics]
        blocks.append({"type": "rich_text", "elements": [bullets([[text(n)] for n in names])]})
        blocks.append(context("Ask again with other words, or with the name of a tool."))
        lines.append(escape(", ".join(names)))
    blocks += hidden
    if offered:
        blocks.append(actions(offered))
    if matches:
        shown = [match.resource.id for match in matches]
        blocks.append(thumbs(answer.question, shown))
    return message(lines, blocks)


def _heading(
    answer: Answer, matches: Sequence[Match], choice: Choice, credit: str | None
) -> tuple[Block, list[str]]:
    opening = _opening(answer, matches, choice, credit is not None)
    if credit is None:
        return paragraph(text(opening)), [escape(opening)]
    drawn = paragraph(person(credit), text(" shared: "), text(opening))
    return drawn, [f"<@{credit}> shared: {escape(opening)}"]


def _opening(answer: Answer, matches: Sequence[Match], choice: Choice, shared: bool) -> str:
    asked = f"“{clip(tidy(choice.question), QUESTION_CHARACTERS)}”"
    if answer.outcome is Outcome.NOTHING:
        nearest = " The nearest topics that I know:" if answer.topics else ""
        return f"I have nothing yet on {asked}.{nearest}"
    if not matches and answer.hidden:
        return f"You are done with all that I have on {asked}."
    if not matches:
        return f"That is all I have on {asked}."
    if any(answer.preferences.fits(match.resource) for match in matches):
        asked += f" ({tidy(answer.preferences.in_words())})" if answer.preferences else ""
    if choice.start and not shared:  # others have not seen what came before
        return f"More on {asked}:"
    if answer.relaxed:
        given_up = tidy(answer.relaxed.in_words())
        if not answer.preferences:
            return f"I have nothing on {asked} that fits “{given_up}”. Without that:"
        return f"Nothing on {asked} fits all of that. Without “{given_up}”:"
    if answer.outcome is Outcome.CLOSEST:
        return f"I have nothing that fits {asked} exactly. The closest I have:"
    return f"Worth opening on {asked}:"


def _resource(match: Match, mark: Marked | None) -> list[Block]:
    why = " · ".join(tidy(str(reason)) for reason in match.why[:REASONS])
    reasons = [clip(f"Why: {why}", WHY_CHARACTERS)] if why else []
    resource = match.resource
    return [heading(resource, marked=mark), *summary(resource), small_print(resource, *reasons)]


def _buttons(
    answer: Answer,
    matches: Sequence[Match],
    choice: Choice,
    wanted: Sequence[Action],
    follow_ups: Mapping[FollowUp, Preferences],
) -> list[Element]:
    again = Action.AGAIN in wanted
    offered: list[Element] = []
    if answer.outcome is Outcome.NOTHING and again:
        offered.append(suggest_button(choice.question))
    shown = len(matches)
    if shown:
        labels = {Action.SHARE: "Share in channel", Action.POST_IN_THREAD: "Post in thread"}
        value = choice.value()
        offered += [button(labels[action], action, value) for action in wanted if action in labels]
        more = answer.more or shown < len(answer.matches)
        if more and Action.MORE in wanted:
            offered.append(button("More", Action.MORE, choice.after(matches[-1].rank).value()))
        tagged = {topic for match in matches for topic in match.resource.topics}
        about = [t.id for t in answer.topics if t.id in tagged and len(t.id) <= NAME_CHARACTERS]
        if about and Action.PATH in wanted:
            place = Place(topic=about[0]).value()
            offered.append(button("Learning path", Action.PATH, place))
    for follow_up, preferences in follow_ups.items():
        other = choice.model_copy(update={"wanted": preferences, "start": 0})
        action = f"{Action.AGAIN}.{follow_up}"
        if len(other.value()) <= VALUE_CHARACTERS:  # a source may have a very long name
            offered.append(button(LABELS[follow_up], action, other.value()))
    return offered


def _hidden(answer: Answer, choice: Choice) -> Block:
    """Say how much was left out, with the way to it."""
    whole = choice.model_copy(update={"everything": True, "start": 0})
    show = button("Show", f"{Action.AGAIN}.hidden", whole.value())
    return beside(f"{answer.hidden} hidden, which you are done with or do not want.", show)
