"""Draws for curators what is asked, what helps, and what the catalogue has little of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.names import Action
from bot.views.blocks import (
    Block,
    Element,
    actions,
    bullets,
    button,
    clip,
    context,
    header,
    link,
    paragraph,
    text,
    tidy,
)
from bot.views.resource import title_of
from knowledge import Resource, Topic

TITLE = "For curators: what is asked"
NOTHING = "Nothing was asked yet in the weeks that are counted."
HELPFUL = "Found useful"
DISLIKED = "Found not useful"
LACKING = "Asked for beside held, the scarcest first"
WHY = "Why answers were not useful, the latest first"
HOW = (
    "Weeks are those of UTC. A verdict counts for every resource of its answer, and who says that"
    " one is not for them says so of it alone; resources are named from two people on. A question"
    " counts for the one topic that it is most about."
)
PICTURE = "Here are the figures as a picture, for you alone."
NO_SCOPE = (
    "The picture needs the scope files:write, which this app was not granted: whoever runs it"
    " pastes manifest.yaml again and reinstalls it."
)
NOT_CONFIRMED = "Slack did not confirm the picture. If it is not here, press Picture once more."
SHOWN_WEEKS = 11  # with a heading above them
WHY_CHARACTERS = 300
NAME_CHARACTERS = 80
ALT_CHARACTERS = 1000  # which Slack takes


@dataclass(frozen=True)
class Week:
    """How the questions of an ISO week, such as 2026-W47, were answered."""

    name: str
    confident: int = 0
    closest: int = 0
    nothing: int = 0

    @property
    def asked(self) -> int:
        return self.confident + self.closest + self.nothing


@dataclass(frozen=True)
class Judged:
    """How many found a resource useful, and how many did not."""

    resource: Resource
    useful: int
    not_useful: int


@dataclass(frozen=True)
class Demand:
    """How often a topic was asked for, and how many resources the catalogue has on it."""

    topic: Topic
    asked: int
    held: int


@dataclass(frozen=True)
class Statistics:
    """Weeks in their order, the last of them not over; all else by how much it tells.

    `read` is of how many of the questions, the latest ones, the topics are.
    """

    weeks: Sequence[Week] = ()
    helpful: Sequence[Judged] = ()
    disliked: Sequence[Judged] = ()
    demand: Sequence[Demand] = ()
    why: Sequence[str] = ()
    read: int = 0

    @property
    def total(self) -> Week:
        """Add the weeks up."""
        names = dict.fromkeys(week.name for week in (*self.weeks[:1], *self.weeks[-1:]))
        return Week(
            " to ".join(names),
            confident=sum(week.confident for week in self.weeks),
            closest=sum(week.closest for week in self.weeks),
            nothing=sum(week.nothing for week in self.weeks),
        )


def panel(statistics: Statistics) -> list[Block]:
    """Draw it for App Home."""
    elements: list[Element] = []
    if statistics.weeks:
        lines = table(statistics.weeks[-SHOWN_WEEKS:])
        elements += [
            _line(text(summary(statistics))),
            {"type": "rich_text_preformatted", "elements": [text("\n".join(lines))]},
        ]
    else:
        elements.append(_line(text(NOTHING)))
    for heading, judged in ((HELPFUL, statistics.helpful), (DISLIKED, statistics.disliked)):
        elements += _listed(
            heading,
            (
                [link(each.resource.url, title_of(each.resource)), text(f": {verdicts(each)}")]
                for each in judged
            ),
        )
    elements += _listed(lacking(statistics), ([text(line)] for line in demands(statistics)))
    elements += _listed(WHY, ([text(line)] for line in reasons(statistics)))
    blocks = [header(TITLE), {"type": "rich_text", "elements": elements}, context(HOW)]
    if statistics.weeks:
        blocks.append(actions([button("Picture", Action.CHART, "{}")]))
    return blocks


def table(weeks: Sequence[Week]) -> list[str]:
    """Align the weeks below a heading, in shares of what was asked."""
    rows = [("week", "asked", "sure", "closest", "nothing")]
    rows += [
        (
            week.name,
            str(week.asked),
            share(week.confident, week.asked),
            share(week.closest, week.asked),
            share(week.nothing, week.asked),
        )
        for week in weeks
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows
    ]


def share(part: int, whole: int) -> str:
    """Give a part in percent; nothing is no share of nothing."""
    return f"{100 * part / whole:.0f}%" if whole else "-"


def summary(statistics: Statistics) -> str:
    """Say in a sentence how much was asked, and how it was answered."""
    total = statistics.total
    if not total.asked:
        return NOTHING
    count = len(statistics.weeks)
    return (
        f"{_counted(total.asked, 'question')} in {_counted(count, 'week')}, the last of them not"
        f" over: {share(total.confident, total.asked)} answered surely,"
        f" {share(total.closest, total.asked)} with the closest that I have,"
        f" {share(total.nothing, total.asked)} not at all."
    )


def lacking(statistics: Statistics) -> str:
    """Head the topics, and say so where they are not of all questions."""
    is_part = statistics.read < statistics.total.asked
    return f"{LACKING}, in the last {statistics.read} questions" if is_part else LACKING


def demands(statistics: Statistics) -> list[str]:
    """Say of each topic how often it was asked for, and what there is on it."""
    return [
        f"{name_of(each.topic)}: asked {_counted(each.asked, 'time')},"
        f" {_counted(each.held, 'resource')}"
        for each in statistics.demand
    ]


def name_of(topic: Topic) -> str:
    """Give the name of a topic as it is shown."""
    return clip(tidy(topic.name), NAME_CHARACTERS)


def verdicts(judged: Judged) -> str:
    """Say how many found a resource useful or not."""
    return f"{judged.useful} useful, {judged.not_useful} not"


def reasons(statistics: Statistics) -> list[str]:
    """Give what people said, but for what nobody could see."""
    return [clip(said, WHY_CHARACTERS) for said in map(tidy, statistics.why) if said]


def alt_text(statistics: Statistics) -> str:
    """Say in words what the picture shows, as much of it as Slack takes."""
    weeks = "; ".join(
        f"{week.name}: {week.asked}, of which {week.confident} surely, {week.closest} with the"
        f" closest, {week.nothing} not at all"
        for week in statistics.weeks[::-1]
    )
    topics = "; ".join(demands(statistics))
    said = [
        f"Two charts. {summary(statistics)}",
        f"{lacking(statistics)}: {topics}." if topics else "",
        f"Questions a week, the latest first: {weeks}." if weeks else "",
    ]
    return clip(" ".join(filter(None, said)), ALT_CHARACTERS)


def _listed(heading: str, items: Iterable[Sequence[Element]]) -> Iterator[Element]:
    if lines := list(items):
        yield _line(text(heading, bold=True))
        yield bullets(lines)


def _line(*elements: Element) -> Element:
    line: Element = paragraph(*elements)["elements"][0]
    return line


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
