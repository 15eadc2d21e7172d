"""Draws how a channel's digest is set, and lists of digests, for those who look after them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.names import COMMAND, Action, DigestAct
from bot.views.blocks import (
    Block,
    Element,
    Message,
    actions,
    bullets,
    button,
    channel,
    clip,
    context,
    escape,
    fitting,
    link,
    message,
    paragraph,
    person,
    text,
    tidy,
)
from bot.views.digest_button import DigestButton
from knowledge import Resource

HOW_TO_SET = f"{COMMAND} digest weekly monday 09:00"

USAGE = (
    ("digest", "the settings and the next post"),
    ("digest weekly monday 09:00", "sets it, in your timezone"),
    ("digest weekly monday 9 Europe/London topics: kubernetes, mlops", "from these topics"),
    ("digest weekly friday 16:30 no weekends holidays: 2026-12-25", "not on such days"),
    ("digest preview", "the next post, for you alone"),
    ("digest skip", "leaves out the next one"),
    ("digest pause until 2027-01-10", "or without a day, until digest resume"),
    ("digest off", "ends it"),
    ("digest list", "all channels that have one, for admins"),
)

PAUSES: Mapping[str, str] = {
    "asked": "The digest is paused.",
    "owner_left": "The digest is paused, because the one who set it up is no longer here.",
    "no_zone": "The digest is paused, because its timezone does not exist any more.",
    "no_resource": "The digest is paused, because I have no resource on its topics.",
    "is_archived": "The digest is paused, because the channel was archived.",
    "not_in_channel": "The digest is paused, because I am not in the channel any more.",
    "channel_not_found": "The digest is paused, because the channel is gone or I was removed.",
}
CLOSED = "The digest is paused, because Slack does not let me post there"
BACK = (
    "It comes back when I am invited again or the channel is opened again, or by"
    f" {COMMAND} digest resume."
)
ANEW = f"Set it anew there, by {COMMAND} digest."
UNKNOWN = (
    "Slack did not confirm this week's digest, and I cannot look whether it stands in the channel."
    " I do not post it again, so that it is there once at most."
)
SCOPE = "With the scope channels:history, or groups:history for private ones, I could look."
NOTHING_SET = "This channel has no digest. Once a week I could post one resource worth opening."
LIST_LENGTH = 40
REASON_CHARACTERS = 75
TOPICS_CHARACTERS = 1000


@dataclass(frozen=True)
class Settings:
    """A channel's digest in words, as far as they depend on time and zone.

    `next` is the next digest that comes, `skipped` those ahead that were to be left out; each with
    the name of its week.
    """

    when: str
    topics: Sequence[str]
    owner: str
    exceptions: str
    paused: str | None
    until: str | None
    next: tuple[str, str] | None
    skipped: Sequence[tuple[str, str]]
    resource: Resource | None
    last: str | None


def settings_message(settings: Settings, note: str | None = None) -> Message:
    """Draw the settings and the next post, with buttons; a note says what was just done."""
    lines = _lines(settings)
    opening = note or "The digest of this channel:"
    blocks: list[Block] = [
        paragraph(text(opening, bold=not note)),
        {"type": "rich_text", "elements": [bullets(lines)]},
        actions(_buttons(settings)),
    ]
    said = [escape(opening), *(_plain(line) for line in lines)]
    return message(said, blocks)


def unset_message(note: str | None = None) -> Message:
    """Say that there is no digest, and how to get one."""
    said = f"{note} " if note else ""
    hint = f"In words: {HOW_TO_SET} Europe/London topics: kubernetes, mlops"
    buttons = [_button("Set up", DigestAct.CHANGE), _button("Preview", DigestAct.PREVIEW)]
    blocks = [paragraph(text(f"{said}{NOTHING_SET}")), actions(buttons), context(hint)]
    return message([escape(f"{said}{NOTHING_SET}"), escape(hint)], blocks)


def usage_message() -> Message:
    """List what can be written after `digest`."""
    ways = [[text(f"{COMMAND} {way}", bold=True), text(f": {does}")] for way, does in USAGE]
    opening = "What you can write:"
    hint = "To ask something as a question, put a question mark behind it."
    blocks = [
        paragraph(text(opening)),
        {"type": "rich_text", "elements": [bullets(ways)]},
        context(hint),
    ]
    return message([opening, *(_plain(way) for way in ways), hint], blocks)


def list_message(digests: Sequence[tuple[str, str, str, str | None]]) -> Message:
    """List the digests of a workspace: channel, when, owner, and why it is paused."""
    if not digests:
        return message(["No channel has a digest."], [paragraph(text("No channel has a digest."))])
    return fitting(digests[:LIST_LENGTH], lambda shown: _list(shown, len(digests)))


def _list(digests: Sequence[tuple[str, str, str, str | None]], count: int) -> Message:
    opening = f"{count} {'channel has' if count == 1 else 'channels have'} a digest:"
    lines = []
    for place, when, owner, paused in digests:
        line = [channel(place), text(f": {when}, set by "), person(owner)]
        lines.append([*line, *([text(f". {why_paused(paused)}")] if paused else [])])
    blocks: list[Block] = [
        paragraph(text(opening, bold=True)),
        {"type": "rich_text", "elements": [bullets(lines)]},
    ]
    if count > len(digests):
        blocks.append(context(f"and {count - len(digests)} more"))
    return message([escape(opening), *(_plain(line) for line in lines)], blocks)


def preview_message(digest: Message, when: str | None) -> Message:
    """Put above a digest when it will be posted."""
    planned = f"This resource will be posted {when}. Only you see it now."
    said = planned if when else "It could look so:"
    return {
        **digest,
        "text": f"{escape(said)}\n{digest['text']}",
        "blocks": [context(said), *digest["blocks"]],
    }


def why_paused(reason: str) -> str:
    """Say why a digest does not come."""
    return PAUSES.get(reason) or f"{CLOSED} ({clip(tidy(reason), REASON_CHARACTERS)})."


def about_channel(place: str, content: str) -> Message:
    """Say something about a channel to somebody who reads it elsewhere."""
    return message(
        [f"<#{place}>: {escape(content)}"], [paragraph(channel(place), text(f": {content}"))]
    )


def _lines(settings: Settings) -> list[list[Element]]:
    lines = [[text(f"{settings.when}, set by "), person(settings.owner)]]
    topics = clip(", ".join(tidy(topic) for topic in settings.topics), TOPICS_CHARACTERS)
    lines.append([text(f"Topics: {topics}" if topics else "From the whole catalogue")])
    if settings.exceptions:
        lines.append([text(settings.exceptions)])
    if settings.paused:
        until = f" It comes again from {settings.until} on." if settings.until else ""
        lines.append([text(why_paused(settings.paused) + until)])
    if settings.skipped:
        left_out = "; ".join(when for when, _ in settings.skipped)
        lines.append([text(f"Left out: {left_out}")])
    if settings.next:
        line = [text(f"Next: {settings.next[0]}")]
        if settings.resource:
            line += [text(": "), link(settings.resource.url, tidy(settings.resource.title))]
        lines.append(line)
    if settings.last:
        lines.append([text(settings.last)])
    return lines


def _buttons(settings: Settings) -> list[Element]:
    offered = [_button("Change", DigestAct.CHANGE), _button("Preview", DigestAct.PREVIEW)]
    if settings.skipped:
        when, week = settings.skipped[0]
        offered.append(_button(f"Bring back {when}", DigestAct.UNSKIP, week))
    if settings.next:
        offered.append(_button("Skip next", DigestAct.SKIP, settings.next[1]))
    if settings.paused:
        offered.append(_button("Resume", DigestAct.RESUME))
    else:
        offered.append(_button("Pause", DigestAct.PAUSE))
    off = _button("Switch off", DigestAct.OFF)
    return [*offered, off | {"confirm": _confirmation()}]


def _confirmation() -> Element:
    said = {
        "title": "Switch off?",
        "text": "The channel gets no digest any more, and its settings are forgotten.",
        "confirm": "Switch off",
        "deny": "Keep it",
    }
    return {name: {"type": "plain_text", "text": content} for name, content in said.items()}


def _button(label: str, act: DigestAct, week: str | None = None) -> Element:
    return button(label, f"{Action.DIGEST}.{act}", DigestButton(week=week).value())


def _plain(line: Sequence[Element]) -> str:
    def said(element: Element) -> str:
        match element["type"]:
            case "user":
                return f"<@{element['user_id']}>"
            case "channel":
                return f"<#{element['channel_id']}>"
        return escape(str(element["text"]))

    return "• " + "".join(map(said, line))
