"""The buttons that lead to a place of the catalogue: *Learning path*, and those to look around.

A path is added below; looking around keeps one message, and changes what it shows.
"""

import re

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.claims import Claims
from bot.librarian import Librarian
from bot.listeners.after_ack import AfterAck
from bot.listeners.clicks import Click, click_of
from bot.names import Action
from bot.outbox import Outbox
from bot.views.place import Place


def register(
    app: App, after_ack: AfterAck, librarian: Librarian, claims: Claims, outbox: Outbox
) -> None:
    @app.action(_numbered(Action.PATH))
    @after_ack
    def on_path(args: Args) -> None:
        if click := first_of(args):
            reply, public = librarian.path_to(click.value), click.in_direct_message
            outbox.reply(click.response_url, reply, public=public, thread=click.thread)

    @app.action(_numbered(Action.BROWSE))
    @after_ack
    def on_browse(args: Args) -> None:
        if click := first_of(args):
            reply, public = librarian.browse(click.value), click.in_direct_message
            outbox.reply(click.response_url, reply, public=public, instead=True)

    def first_of(args: Args) -> Click[Place] | None:
        """Parse a click; None if Slack delivered it before."""
        click = click_of(args, Place)
        return click if claims.take("click", click.team, click.trigger) else None


def _numbered(action: Action) -> re.Pattern[str]:
    return re.compile(rf"{action}(\.\d+)?")
