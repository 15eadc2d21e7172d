"""What tests of digests do again and again: ask by the command, and let time pass."""

from datetime import UTC, datetime

from bot.store import Subscription
from bot.workspace import ADA, MLOPS, LocalSlack
from bot.workspace.world import Message
from tests.bot.rig import Bot, command, links
from tests.shipped import FINDER

SUNDAY = datetime(2026, 11, 29, 12, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 8, tzinfo=UTC)
"""Nine o'clock in Amsterdam, where Ada and Ben are."""

SETTINGS = ["digest.change", "digest.preview", "digest.skip", "digest.pause", "digest.off"]
"""The buttons under the settings of a digest that runs."""


def answered(
    slack: LocalSlack, bot: Bot, text: str, user: str = ADA, channel: str = MLOPS
) -> Message:
    """Give what a command is answered, which only its asker sees."""
    before = len(slack.from_bot(channel, seen_by=user))
    bot.get(command(slack, text, user, channel))
    (answer,) = slack.from_bot(channel, seen_by=user)[before:]
    return answer


def lines(message: Message) -> list[str]:
    return message.text.splitlines()


def posted(slack: LocalSlack, bot: Bot, moment: datetime) -> Message:
    """Let it become a moment, and give the digest that is posted then."""
    slack.world.travel(moment.timestamp())
    assert bot.staff.poster.round().posted == 1
    return slack.from_bot(MLOPS)[-1]


def subscription(slack: LocalSlack, bot: Bot, channel: str = MLOPS) -> Subscription | None:
    return bot.store.subscriptions.find(slack.world.team, channel)


def title(digest: Message) -> str:
    """Give the title of the resource that a digest is about."""
    url = links(digest)[0]
    return next(r.title for r in FINDER.catalogue.resources if r.url == url)
