"""Draws the catalogue to browse in one message: parts, chapters, topics, and their resources."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice

from bot.names import Action
from bot.views.blocks import (
    BUTTONS,
    Block,
    Element,
    ItemT,
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
from bot.views.place import NAME_CHARACTERS, Place
from bot.views.resource import TITLE_CHARACTERS, heading, small_print, title_of
from knowledge import Catalogue, Chapter, Part, Resource, Topic
from knowledge.links import encoded

PAGE = 5
"""How many resources a page of a topic shows: a glance each, without summaries."""

OFFERED = 40
"""How many parts, chapters or topics a page offers as buttons."""

INTRO_CHARACTERS = 700
SHORT_INTRO_CHARACTERS = 300  # above resources, which need the room
MOST_TOPICS = 20  # of a chapter, the most frequent first


def browse_message(place: Place, catalogue: Catalogue) -> Message:
    """Draw a place of the catalogue; the front where the catalogue no longer has it."""
    topic = catalogue.topics.get(place.topic or "")
    chapter = next((c for c in catalogue.chapters if c.name == place.chapter), None)
    part = next((part for part in catalogue.parts if part.folder == place.part), None)
    if topic:
        return _topic(topic, place, chapter, catalogue)
    if chapter:
        return _chapter(chapter, place, catalogue)
    if part:
        return _part(part, place, catalogue)
    return _front(place, catalogue)


def choice_message(asked: str, topics: Sequence[Topic], action: Action, ambiguous: bool) -> Message:
    """Offer topics in place of one that is not known, or that may be more than one."""
    quoted = f"“{clip(tidy(asked), 80)}”"
    opening = f"{quoted} may mean:" if ambiguous else f"I know no topic {quoted}. The nearest:"
    offered = [(tidy(t.name), Place(topic=t.id)) for t in topics if len(t.id) <= NAME_CHARACTERS]
    hint = "To ask it as a question, put a question mark behind it."
    names = ", ".join(name for name, _ in offered)
    blocks = [paragraph(text(opening)), *_buttons(offered, action), context(hint)]
    return message([escape(opening), escape(names), hint], blocks)


def _front(place: Place, catalogue: Catalogue) -> Message:
    if len(catalogue.parts) == 1:
        return _part(catalogue.parts[0], place, catalogue)
    size = f"{len(catalogue.resources)} resources in {len(catalogue.chapters)} chapters"
    offered = [(tidy(part.title), Place(part=part.folder)) for part in catalogue.parts]
    intro = f"{size}. Which part do you want to look into?"
    return _choices(catalogue.title, intro, offered, place)


def _part(part: Part, place: Place, catalogue: Catalogue) -> Message:
    if len(part.chapters) == 1:
        return _chapter(part.chapters[0], Place(chapter=part.chapters[0].name), catalogue)
    offered = [(tidy(c.title), Place(part=part.folder, chapter=c.name)) for c in part.chapters]
    back = [("← All parts", Place())] if len(catalogue.parts) > 1 else []
    return _choices(part.title, part.intro, offered, place, back)


def _chapter(chapter: Chapter, place: Place, catalogue: Catalogue) -> Message:
    counts = Counter(topic for resource in chapter.resources for topic in resource.topics)
    named = (id for id, _ in counts.most_common() if len(id) <= NAME_CHARACTERS)
    topics = [catalogue.topics[id] for id in islice(named, MOST_TOPICS)]
    offered = [
        (tidy(topic.name), Place(part=place.part, chapter=chapter.name, topic=topic.id))
        for topic in topics
    ]
    back = [("← The chapters", Place(part=place.part))] if place.part is not None else []
    if not offered:
        return _resources(chapter.title, chapter.intro, chapter.resources, place, back)
    return _choices(chapter.title, chapter.intro, offered, place, back)


def _topic(topic: Topic, place: Place, chapter: Chapter | None, catalogue: Catalogue) -> Message:
    found = [r for r in catalogue.resources if topic.id in r.topics]
    found.sort(key=lambda resource: resource.topics.index(topic.id))  # what is most about it first
    back: list[tuple[str, Place]] = []
    if topic.broader and len(topic.broader) <= NAME_CHARACTERS:
        back.append((f"↑ {tidy(catalogue.topics[topic.broader].name)}", Place(topic=topic.broader)))
    if chapter:
        back.append((f"← {tidy(chapter.title)}", Place(part=place.part, chapter=chapter.name)))
    else:
        back.append(("← All parts", Place()))
    path = [button("Learning path", Action.PATH, Place(topic=topic.id).value())]
    return _resources(topic.name, topic.definition or "", found, place, back, path if found else [])


def _resources(
    title: str,
    intro: str,
    resources: Sequence[Resource],
    place: Place,
    back: Sequence[tuple[str, Place]],
    more: Sequence[Element] = (),
) -> Message:
    def draw(shown: Sequence[Resource], pages: str, turns: Sequence[tuple[str, Place]]) -> Message:
        blocks: list[Block] = []
        lines = []
        for resource in shown:
            blocks += [heading(resource), small_print(resource)]
            lines.append(f"• {escape(title_of(resource))} {escape(encoded(resource.url))}")
        short = clip(tidy(intro), SHORT_INTRO_CHARACTERS)
        return _page(f"{tidy(title)}{pages}", short, [*turns, *back], blocks, lines, more)

    return _paged(resources, PAGE, place, draw)


def _choices(
    title: str,
    intro: str,
    offered: Sequence[tuple[str, Place]],
    place: Place,
    back: Sequence[tuple[str, Place]] = (),
) -> Message:
    return _paged(
        offered,
        OFFERED,
        place,
        lambda shown, pages, turns: _page(f"{tidy(title)}{pages}", intro, [*shown, *turns, *back]),
    )


def _paged(
    items: Sequence[ItemT],
    size: int,
    place: Place,
    draw: Callable[[Sequence[ItemT], str, Sequence[tuple[str, Place]]], Message],
) -> Message:
    """Draw a page of at most `size` items, fewer where they are large, with the ways to others."""

    def page(shown: Sequence[ItemT], start: int) -> Message:
        end = start + len(shown)
        turns: list[tuple[str, Place]] = []
        if start:
            turns.append(("Previous", place.model_copy(update={"start": 0, "until": start})))
        if end < len(items):
            turns.append(("Next", place.model_copy(update={"start": end, "until": None})))
        pages = f", {start + 1} to {end} of {len(items)}" if turns else ""
        return draw(shown, pages, turns)

    until = len(items) if place.start >= len(items) else place.until
    if until is None:
        here = items[place.start : place.start + size]
        return fitting(here, lambda shown: page(shown, place.start))
    end = min(until, len(items))
    here = items[max(0, end - size) : end]
    return fitting(here[::-1], lambda shown: page(shown[::-1], end - len(shown)))


def _page(
    title: str,
    intro: str,
    offered: Sequence[tuple[str, Place]],
    blocks: Sequence[Block] = (),
    lines: Sequence[str] = (),
    more: Sequence[Element] = (),
) -> Message:
    title, intro = clip(tidy(title), TITLE_CHARACTERS), clip(tidy(intro), INTRO_CHARACTERS)
    heading = paragraph(text(title, bold=True), *([text(f"\n{intro}")] if intro else []))
    buttons = _buttons(offered, Action.BROWSE, more)
    return message(
        [escape(title), *([escape(intro)] if intro else []), *lines], [heading, *blocks, *buttons]
    )


def _buttons(
    offered: Sequence[tuple[str, Place]], action: Action, more: Sequence[Element] = ()
) -> list[Block]:
    """Number the action ids, which Slack wants to differ within a block."""
    drawn = [
        *more,
        *(
            button(label, f"{action}.{number}", place.value())
            for number, (label, place) in enumerate(offered)
        ),
    ]
    rows = (drawn[start : start + BUTTONS] for start in range(0, len(drawn), BUTTONS))
    return [actions(row) for row in rows]
