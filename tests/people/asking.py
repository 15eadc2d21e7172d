"""What people do with answers: ask, choose in a menu, press a button, look at App Home."""

from datetime import UTC, datetime

from sqlalchemy import create_engine, text

from bot.names import Action, Marked
from bot.store import Mark
from bot.views.marking import SAID, Choosing
from bot.workspace import ADA, MLOPS, LocalSlack
from bot.workspace.views import View
from bot.workspace.world import Json, Message
from knowledge import Resource
from tests.bot.rig import Bot, click, command, links, links_in
from tests.shipped import FINDER

SUNDAY = datetime(2026, 11, 29, 12, tzinfo=UTC)
QUESTION = "load balancing"
FOUND = [match.resource for match in FINDER.ask(QUESTION, limit=100).matches]
"""All there is on the question, best first."""


def ask(slack: LocalSlack, bot: Bot, question: str = QUESTION, person: str = ADA) -> Message:
    """Ask by the command; gives the answer, which only they see."""
    bot.get(command(slack, question, person))
    return last(slack, person)


def last(slack: LocalSlack, person: str = ADA, channel: str = MLOPS) -> Message:
    """Give what somebody was shown last in a channel, for them alone."""
    return slack.from_bot(channel, seen_by=person)[-1]


def choosing(
    slack: LocalSlack,
    message: Message,
    resource: Resource,
    mark: Marked | None,
    person: str = ADA,
) -> Json:
    """Choose in the menu beside a resource of a message."""
    block = _block_of(message.blocks, resource)
    value = Choosing(mark=mark, resource=resource.id).value()
    return slack.touch.click(message, Action.MARK, person, block_id=block, value=value)


def choosing_at_home(slack: LocalSlack, resource: Resource, mark: Marked | None) -> Json:
    view = shown_home(slack)
    block = _block_of(view.body["blocks"], resource)
    value = Choosing(mark=mark, resource=resource.id).value()
    return slack.touch.use(view, Action.MARK, block_id=block, value=value)


def pressed(slack: LocalSlack, bot: Bot, message: Message, action: str, person: str = ADA) -> None:
    bot.get(click(slack, message, action, person))


def home(slack: LocalSlack, bot: Bot, person: str = ADA) -> View:
    """Look at App Home."""
    for payload in slack.act.open_home(person, slack.views.home(person)):
        bot.get(payload)
    return shown_home(slack, person)


def shown_home(slack: LocalSlack, person: str = ADA) -> View:
    view = slack.views.home(person)
    assert view
    return view


def home_links(view: View) -> list[str]:
    return links_in(view.body["blocks"])


def marked(slack: LocalSlack, bot: Bot, person: str = ADA) -> dict[str, Mark]:
    """Give what somebody has marked, and how."""
    return {
        resource: mark
        for mark in Mark
        for resource in bot.store.marks.of(slack.world.team, person, mark)
    }


def said(mark: Marked | None, resource: Resource) -> str:
    """Give the words that confirm a mark."""
    return SAID[mark].format(f"“{resource.title}”")


def shows(message: Message, *resources: Resource) -> bool:
    """Tell whether these are what a message shows, in this order."""
    return links(message) == [resource.url for resource in resources]


def execute(bot: Bot, statement: str) -> list[tuple[object, ...]]:
    """Do something in the database behind the bot's back; gives the rows that come of it."""
    engine = create_engine(bot.store.location)
    with engine.begin() as connection:
        done = connection.execute(text(statement))
        rows = [tuple(row) for row in done] if done.returns_rows else []
    engine.dispose()
    return rows


def _block_of(blocks: list[Json], resource: Resource) -> str:
    (found,) = [
        block["block_id"]
        for block in blocks
        if block["type"] == "section" and links_in([block]) == [resource.url]
    ]
    return str(found)
